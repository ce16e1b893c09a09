import { createHash } from 'node:crypto';
import type { BatchCheck, TextFile } from '../../core/api.ts';
import type { Act } from '../../core/audit/acts.ts';
import { rowsDigest } from '../../core/audit/row-acts.ts';
import { CodedError, codedError, type Fault } from '../../core/errors.ts';
import { type DeviceList, errorsOf, readDeviceList } from '../../core/provisioning/device-list.ts';
import { type Profile, readProfile } from '../../core/provisioning/profile.ts';
import { fillText } from '../../core/provisioning/variables.ts';
import type { Audit } from '../audit/audit-log.ts';
import { sha256 } from '../digest.ts';
import { presharedKeysFault } from '../server/auth/preshared-keys.ts';
import type { BatchRecord } from '../store/batches.ts';
import type { NewJob } from '../store/job-record.ts';
import type { OrderBook } from '../store/order-book.ts';
import type { Store } from '../store/store.ts';

/** A profile and a device list that were read whole; usable where neither has a fault. */
export interface CheckedOrder {
  readonly profileFile: TextFile;
  readonly listFile: TextFile;
  readonly profile?: Profile;
  readonly profileFaults: readonly Fault[];
  readonly list?: DeviceList;
}

/** Reads and checks a profile and a device list; never throws. */
export function checkOrder(profileFile: TextFile, listFile: TextFile): CheckedOrder {
  const inabilities = { presharedKeys: presharedKeysFault() };
  const reading = readProfile(profileFile.text, profileFile.name, inabilities);
  if (reading.kind === 'faults') return { profileFile, listFile, profileFaults: reading.faults };
  const { profile } = reading;
  const list = readDeviceList(listFile.text, listFile.name, profile);
  return { profileFile, listFile, profile, profileFaults: [], list };
}

const previewRows = 8;

/** The check as the window shows it. */
export function batchCheckOf(order: CheckedOrder, store: Store): BatchCheck {
  const { profile, list } = order;
  const ids = profile && list ? list.rows.map((row) => fillText(profile.device.id, row.variables)) : [];
  return {
    ...(profile
      ? { profile: { name: profile.name, version: profile.version, columns: Object.keys(profile.columns) } }
      : {}),
    profileFaults: order.profileFaults,
    problems: list?.problems ?? [],
    rows: list?.rows.length ?? 0,
    columns: list?.columns ?? [],
    preview: (list?.rows ?? []).slice(0, previewRows).map((row) => ({
      line: row.line,
      values: (list?.columns ?? []).map((name) => row.variables[name] ?? ''),
    })),
    provisionedBefore: store.jobs.doneBefore(ids),
  };
}

/** The same profile and list have the same digest: it is how an order begun before is found again. */
export function orderDigest(order: CheckedOrder): string {
  return createHash('sha256')
    .update(JSON.stringify([order.profileFile.text, order.listFile.text]))
    .digest('hex');
}

/**
 * Keeps an order as a batch with a job a row, all or nothing.
 * @throws PROFILE_HAS_FAULTS, LIST_HAS_FAULTS
 */
export function keepOrder(
  store: Store,
  order: CheckedOrder,
  options: OrderOptions,
  context: OrderContext,
): string {
  const { batch, rows, created } = recordsOf(order, options, context);
  store.transaction(() => {
    store.batches.add(batch);
    store.jobs.add(rows, batch.createdAt);
    context.audit.record(created, { batchId: batch.batchId }, batch.createdAt);
  });
  return batch.batchId;
}

/**
 * Keeps an order in the order book that benches share.
 * @throws PROFILE_HAS_FAULTS, LIST_HAS_FAULTS, ORDER_BOOK_…
 */
export async function shareOrder(
  book: OrderBook,
  order: CheckedOrder,
  options: OrderOptions,
  context: OrderContext,
): Promise<string> {
  const { batch, rows, created } = recordsOf(order, options, context);
  await book.add(batch, rows);
  context.audit.record(created, { batchId: batch.batchId }, batch.createdAt);
  return batch.batchId;
}

interface OrderOptions {
  readonly name: string;
  readonly simulatedDevice: boolean;
}

interface OrderContext {
  readonly audit: Audit;
  readonly now: () => number;
  readonly newId: () => string;
}

/** What is kept of an order: its batch, its rows, and that somebody made it. */
function recordsOf(
  order: CheckedOrder,
  { name, simulatedDevice }: OrderOptions,
  { now, newId }: OrderContext,
): { readonly batch: BatchRecord; readonly rows: readonly NewJob[]; readonly created: Act } {
  const { profile, list } = usable(order);
  const batchId = newId();
  const batch: BatchRecord = {
    ...{ batchId, name, simulatedDevice, createdAt: now() },
    profileText: order.profileFile.text,
    listName: order.listFile.name,
    orderDigest: orderDigest(order),
  };
  const rows = list.rows.map((row) => ({
    jobId: newId(),
    batchId,
    line: row.line,
    deviceId: fillText(profile.device.id, row.variables),
    label: fillText(profile.device.label, row.variables),
    variables: row.variables,
    ...(profile.card.iccid === undefined ? {} : { iccid: fillText(profile.card.iccid, row.variables) }),
  }));
  const created: Act = {
    ...{ kind: 'batchCreated', name, order: batch.orderDigest, rows: rows.length },
    profile: { name: profile.name, version: profile.version },
    rowsDigest: rowsDigest(rows, sha256),
  };
  return { batch, rows, created };
}

function usable(order: CheckedOrder): { readonly profile: Profile; readonly list: DeviceList } {
  const { profile, list, profileFaults } = order;
  const [only] = profileFaults;
  if (only && profileFaults.length === 1) throw new CodedError(only);
  if (profile === undefined || list === undefined)
    throw codedError('PROFILE_HAS_FAULTS', { count: profileFaults.length });
  const errors = errorsOf(list);
  if (errors.length > 0) throw codedError('LIST_HAS_FAULTS', { count: errors.length });
  return { profile, list };
}
