import { createHash } from 'node:crypto';
import type { BatchCheck, TextFile } from '../../core/api.ts';
import { rowsDigest } from '../../core/audit/row-acts.ts';
import { CodedError, codedError, type Fault } from '../../core/errors.ts';
import type { BatchMode } from '../../core/provisioning/batch-mode.ts';
import { type DeviceList, errorsOf, readDeviceList } from '../../core/provisioning/device-list.ts';
import { type Profile, readProfile } from '../../core/provisioning/profile.ts';
import { fillText } from '../../core/provisioning/variables.ts';
import type { Audit } from '../audit/audit-log.ts';
import { sha256 } from '../digest.ts';
import { presharedKeysFault } from '../server/auth/preshared-keys.ts';
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
  options: { readonly name: string; readonly mode: BatchMode; readonly stopAfter?: number | undefined },
  context: { readonly audit: Audit; readonly now: () => number; readonly newId: () => string },
): string {
  const { profile, list } = usable(order);
  const batchId = context.newId();
  const createdAt = context.now();
  store.transaction(() => {
    store.batches.add({
      batchId,
      name: options.name,
      profileText: order.profileFile.text,
      listName: order.listFile.name,
      orderDigest: orderDigest(order),
      mode: options.mode,
      ...(options.stopAfter === undefined ? {} : { stopAfter: options.stopAfter }),
      createdAt,
    });
    const jobs = list.rows.map((row) => ({
      jobId: context.newId(),
      batchId,
      line: row.line,
      deviceId: fillText(profile.device.id, row.variables),
      label: fillText(profile.device.label, row.variables),
      variables: row.variables,
      ...(profile.card.iccid === undefined ? {} : { iccid: fillText(profile.card.iccid, row.variables) }),
    }));
    store.jobs.add(jobs, createdAt);
    context.audit.record(
      {
        kind: 'batchCreated',
        name: options.name,
        profile: { name: profile.name, version: profile.version },
        order: orderDigest(order),
        rowsDigest: rowsDigest(jobs, sha256),
        rows: jobs.length,
      },
      { batchId },
      createdAt,
    );
  });
  return batchId;
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
