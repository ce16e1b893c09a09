import { randomBytes } from 'node:crypto';
import type { TextFile } from '../../core/api.ts';
import type { Act } from '../../core/audit/acts.ts';
import { rowsDigest } from '../../core/audit/row-acts.ts';
import { CodedError, codedError, type Fault } from '../../core/errors.ts';
import type { ListChoice } from '../../core/order/column-mapping.ts';
import { sequencesAcross, type ValueSource, withGenerated } from '../../core/order/generated-values.ts';
import { readOrderList } from '../../core/order/order-list.ts';
import type { ProblemCount } from '../../core/order/problem-count.ts';
import type { ListFile } from '../../core/order/read-table.ts';
import { isByName, type ListReading, readingOf } from '../../core/order/reading.ts';
import type { BatchMode } from '../../core/provisioning/batch-mode.ts';
import type { DeviceList } from '../../core/provisioning/device-list.ts';
import { type Profile, readProfile } from '../../core/provisioning/profile.ts';
import { fillText } from '../../core/provisioning/variables.ts';
import type { Audit } from '../audit/audit-log.ts';
import { sha256 } from '../digest.ts';
import { presharedKeysFault } from '../server/auth/preshared-keys.ts';
import type { BatchRecord } from '../store/batches.ts';
import type { NewJob } from '../store/job-record.ts';
import type { OrderBook } from '../store/order-book.ts';
import type { Store } from '../store/store.ts';
import type { ListReader } from './list-reader.ts';
import { digestOfOrder } from './order-digest.ts';
import { unpacking } from './unpacking.ts';

/** A profile and a device list that were read whole; usable where neither has a fault. */
export interface CheckedOrder {
  readonly profileFile: TextFile;
  readonly listFile: { readonly name: string };
  readonly profile?: Profile;
  readonly profileFaults: readonly Fault[];
  readonly list?: UsableList;
  readonly reading: ListReading;
  readonly digest: string;
}

/** What is needed of a list that was read. */
export interface UsableList extends DeviceList {
  readonly count: ProblemCount;
}

/** A list as text, or as the octets of a file. */
export type OrderFile = TextFile | ListFile;

/** Reads and checks a profile and a device list, in this thread; never throws. */
export function checkOrder(
  profileFile: TextFile,
  listFile: OrderFile,
  choice: ListChoice = {},
): CheckedOrder {
  const inabilities = { presharedKeys: presharedKeysFault() };
  const file = fileOf(listFile);
  const profile = readProfile(profileFile.text, profileFile.name, inabilities);
  if (profile.kind === 'faults') {
    const reading: ListReading = { heading: 'firstLine', mapping: {} };
    const digest = digestOfOrder(profileFile.text, file.octets, reading);
    return { profileFile, listFile, profileFaults: profile.faults, reading, digest };
  }
  const list = readOrderList(profile.profile, file, choice, { unpacking });
  const reading = readingOf(list);
  const digest = digestOfOrder(profileFile.text, file.octets, reading);
  return { profileFile, listFile, profile: profile.profile, profileFaults: [], list, reading, digest };
}

/**
 * The same in the thread of a list, for which nobody waits.
 * @throws LIST_GONE, LIST_READING_STOPPED
 */
export async function orderOf(
  profileFile: TextFile,
  reader: ListReader,
  choice: ListChoice,
): Promise<CheckedOrder> {
  const presharedKeys = presharedKeysFault();
  const { check, reading, digest } = await reader.call('check', {
    profile: profileFile,
    choice,
    presharedKeys,
  });
  const listFile = { name: reader.name };
  const profile = readProfile(profileFile.text, profileFile.name, { presharedKeys });
  if (profile.kind === 'faults')
    return { profileFile, listFile, profileFaults: profile.faults, reading, digest };
  const list: UsableList = {
    columns: check.columns,
    rows: await reader.rows(),
    problems: await reader.problems(),
    count: { errors: check.errors, warnings: check.warnings },
  };
  return { profileFile, listFile, profile: profile.profile, profileFaults: [], list, reading, digest };
}

/** The same profile and list have the same digest: it is how an order begun before is found again. */
export function orderDigest(order: CheckedOrder): string {
  return order.digest;
}

/**
 * Keeps an order as a batch with a job a row, all or nothing. Values that the profile makes are made here, once; which
 * column is what is remembered for the next list with these headings.
 * @throws PROFILE_HAS_FAULTS, LIST_HAS_FAULTS, SEQUENCE_EXHAUSTED
 */
export function keepOrder(
  store: Store,
  order: CheckedOrder,
  options: OrderOptions,
  context: OrderContext,
): string {
  return store.transaction(() => {
    const { name } = usable(order).profile;
    const { batch, rows, created } = recordsOf(
      store,
      order,
      options,
      context,
      (column, { start, across }, count) =>
        across === 'batches' ? store.orders.takeNumbers(name, column, start, count) : start,
    );
    store.batches.add(batch);
    store.orders.saveReading(batch.batchId, order.reading);
    store.jobs.add(rows, batch.createdAt);
    context.audit.record(created, { batchId: batch.batchId }, batch.createdAt);
    return batch.batchId;
  });
}

/**
 * Keeps an order in the order book that benches share.
 * @throws PROFILE_HAS_FAULTS, LIST_HAS_FAULTS, ORDER_BOOK_…
 */
export async function shareOrder(
  book: OrderBook,
  store: Store,
  order: CheckedOrder,
  options: OrderOptions,
  context: OrderContext,
): Promise<string> {
  const { profile, list } = usable(order);
  const taken = await numbersAcross(book, profile, list.rows.length);
  const { batch, rows, created } = store.transaction(() =>
    recordsOf(store, order, options, context, (column, { start }) => taken.get(column) ?? start),
  );
  await book.add(batch, rows);
  store.orders.saveReading(batch.batchId, order.reading);
  context.audit.record(created, { batchId: batch.batchId }, batch.createdAt);
  return batch.batchId;
}

interface OrderOptions {
  readonly name: string;
  readonly mode: BatchMode;
  /** It stops by itself after so many rows that failed in a row; 0 or left out: never. */
  readonly stopAfter?: number | undefined;
}

interface OrderContext {
  readonly audit: Audit;
  readonly now: () => number;
  readonly newId: () => string;
}

/**
 * The first numbers of so many rows, of each sequence that goes on over batches: from where the orders are kept.
 * @throws ORDER_BOOK_…
 */
export async function numbersAcross(
  book: OrderBook,
  profile: Profile,
  count: number,
): Promise<ReadonlyMap<string, number>> {
  const taken = new Map<string, number>();
  for (const { name, sequence } of sequencesAcross(profile))
    taken.set(name, await book.takeNumbers(profile.name, name, sequence.start, count));
  return taken;
}

/**
 * What is kept of an order: its batch, its rows with the values that are made for them, and that somebody made it. Which
 * column was what is remembered for the next list.
 */
function recordsOf(
  store: Store,
  order: CheckedOrder,
  { name, mode, stopAfter }: OrderOptions,
  { now, newId }: OrderContext,
  takeNumbers: ValueSource['takeNumbers'],
): { readonly batch: BatchRecord; readonly rows: readonly NewJob[]; readonly created: Act } {
  const { profile, list } = usable(order);
  const batchId = newId();
  const batch: BatchRecord = {
    ...{ batchId, name, mode, createdAt: now() },
    ...(stopAfter === undefined ? {} : { stopAfter }),
    profileText: order.profileFile.text,
    listName: order.listFile.name,
    orderDigest: orderDigest(order),
  };
  const { mapping } = order.reading;
  if (!isByName(mapping) || store.orders.mapping(profile.name, list.columns))
    store.orders.saveMapping(profile.name, list.columns, mapping, batch.createdAt);
  const made = withGenerated(profile, list.rows, {
    randomOctets: (count) => new Uint8Array(randomBytes(count)),
    takeNumbers,
  });
  const rows = made.map((row) => ({
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

function usable(order: CheckedOrder): { readonly profile: Profile; readonly list: UsableList } {
  const { profile, list, profileFaults } = order;
  const [only] = profileFaults;
  if (only && profileFaults.length === 1) throw new CodedError(only);
  if (profile === undefined || list === undefined)
    throw codedError('PROFILE_HAS_FAULTS', { count: profileFaults.length });
  if (list.count.errors > 0) throw codedError('LIST_HAS_FAULTS', { count: list.count.errors });
  return { profile, list };
}

function fileOf(file: OrderFile): ListFile {
  return 'octets' in file ? file : { name: file.name, octets: new TextEncoder().encode(file.text) };
}
