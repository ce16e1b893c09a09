import { randomBytes } from 'node:crypto';
import type { AddOutcome, ChangeOutcome, ChangeRequest, NewRows, RowsCheck } from '../../core/api-rows.ts';
import type { Act } from '../../core/audit/acts.ts';
import { rowsDigest } from '../../core/audit/row-acts.ts';
import { CodedError, codedError } from '../../core/errors.ts';
import { generatedColumns, numberAfter, withGenerated } from '../../core/order/generated-values.ts';
import { type OrderList, readOrderList } from '../../core/order/order-list.ts';
import type { DeviceRow, ListProblem } from '../../core/provisioning/device-list.ts';
import type { Profile } from '../../core/provisioning/profile.ts';
import { changedMeanwhile, decisionFault, readReason } from '../../core/provisioning/row-decisions.ts';
import {
  changedColumns,
  listTextOf,
  takenProblems,
  takenValues,
  valuesOfRow,
} from '../../core/provisioning/row-values.ts';
import type { Variables } from '../../core/provisioning/variables.ts';
import { sha256 } from '../digest.ts';
import type { JobRecord } from '../store/job-record.ts';
import type { Store } from '../store/store.ts';
import type { OrderBooks } from './order-books.ts';
import { numbersAcross } from './orders.ts';
import { columnsOf, isDeviceFixed } from './row-detail.ts';
import { takeSteps } from './row-steps.ts';
import { unpacking } from './unpacking.ts';

/** What changes to rows need. */
export interface ChangeContext {
  readonly store: Store;
  readonly books: OrderBooks;
  readonly now: () => number;
  readonly newId: () => string;
  readonly changed: (batchId: string) => void;
  readonly record: (batchId: string, act: Extract<Act, { kind: 'rowsChanged' }>, at: number) => void;
}

const previewRows = 8;

/** Changes the values of one row; see `RowDesk.change`. */
export async function changeRow(context: ChangeContext, request: ChangeRequest): Promise<ChangeOutcome> {
  const { store, books } = context;
  const reason = readReason(request.reason);
  const job = store.jobs.find(request.jobId);
  if (job === undefined) throw codedError('ROW_UNKNOWN', { row: request.jobId });
  const { batchId, line, label } = job;
  const book = books.of(batchId);
  requireChangeable(job, request.changedAt);
  const columns = columnsOf(store, batchId, job).map(({ name }) => name);
  const unknown = Object.keys(request.values).find((name) => !columns.includes(name));
  if (unknown !== undefined) throw codedError('ROW_COLUMN_UNKNOWN', { column: unknown });
  const profile = store.profiles.of(batchId);
  const made = new Set(generatedColumns(profile).map(({ name }) => name));
  const wanted = Object.entries({ ...job.variables, ...request.values });
  const read = Object.fromEntries(wanted.filter(([name]) => !made.has(name)));
  const list = readList(store, profile, '', listTextOf(read));
  // Values that were made for the row stay, and in their place.
  const [row] = list.rows.map(({ line, variables }) => ({
    line,
    variables: Object.fromEntries(wanted.map(([name, value]) => [name, variables[name] ?? value])),
  }));
  const others = store.jobs.each(batchId).filter((each) => each.jobId !== job.jobId);
  const problems = fieldProblems([
    ...list.problems,
    ...takenProblems(profile, list.rows, takenValues(profile, others), ''),
  ]);
  if (row === undefined || problems.some(({ severity }) => severity === 'error'))
    return { kind: 'problems', problems };
  if (changedColumns(job.variables, row.variables).length === 0)
    throw codedError('ROW_VALUES_SAME', { line, label });
  const values = valuesOfRow(profile, row.variables);
  if (values.deviceId !== job.deviceId && isDeviceFixed(store, job))
    throw codedError('ROW_DEVICE_FIXED', { device: job.deviceId });
  const at = context.now();
  const steps = [{ job, event: { kind: 'change', reason } as const, values }];
  const { late } = await takeSteps({ store, book, steps, at }, (lines) =>
    context.record(
      batchId,
      { kind: 'rowsChanged', change: 'edited', lines, reason, rowsDigest: digestOf(store, batchId) },
      at,
    ),
  );
  const [quicker] = late;
  if (quicker) throw new CodedError(changedMeanwhile(quicker));
  context.changed(batchId);
  return { kind: 'changed', line, problems };
}

function requireChangeable(job: JobRecord, changedAt: number | undefined): void {
  if (changedAt !== undefined && changedAt !== job.changedAt) throw new CodedError(changedMeanwhile(job));
  const fault = decisionFault(job, 'change');
  if (fault) throw new CodedError(fault);
}

/** Checks rows that are to be added, whole; see `RowDesk.check`. */
export function checkRows(store: Store, batchId: string, rows: NewRows): RowsCheck {
  const profile = store.profiles.of(batchId);
  const { list, problems } = readRows(store, batchId, profile, rows);
  const ids = list.rows.map((row) => valuesOfRow(profile, row.variables).deviceId);
  return {
    problems,
    rows: list.rows.length,
    columns: list.columns,
    firstLines: list.firstLines.slice(0, previewRows),
    mapping: list.mapping,
    provisionedBefore: store.jobs.doneBefore(ids),
  };
}

/** Adds rows after the last line of a batch; see `RowDesk.add`. */
export async function addRows(
  context: ChangeContext,
  batchId: string,
  rows: NewRows,
  reasonGiven: string,
): Promise<AddOutcome> {
  const { store, books } = context;
  const reason = readReason(reasonGiven);
  const profile = store.profiles.of(batchId);
  const book = books.of(batchId);
  const { list, problems } = readRows(store, batchId, profile, rows);
  if (problems.some(({ severity }) => severity === 'error')) return { kind: 'problems', problems };
  // Where others write too, a line that they took meanwhile is refused there: nothing is kept then.
  const last = store.jobs.lastLine(batchId);
  const across = await numbersAcross(book, profile, list.rows.length);
  const there = store.jobs.each(batchId);
  const whole = withGenerated(profile, list.rows, {
    randomOctets: (count) => new Uint8Array(randomBytes(count)),
    takeNumbers: (column, sequence) => across.get(column) ?? numberAfter(there, column, sequence),
  });
  const added = whole.map(({ variables }, index) => ({
    ...{ jobId: context.newId(), batchId, line: last + index + 1 },
    ...valuesOfRow(profile, variables),
  }));
  const at = context.now();
  let isRecorded = false;
  const record = () => {
    isRecorded = true;
    const lines = added.map(({ line }) => line);
    context.record(
      batchId,
      { kind: 'rowsChanged', change: 'added', lines, reason, rowsDigest: digestOf(store, batchId) },
      at,
    );
  };
  await book.addRows(batchId, added, at, record);
  // A book that is not of this store has no transaction in common with the audit log.
  if (!isRecorded) record();
  context.changed(batchId);
  return { kind: 'added', rows: added.length, first: last + 1, last: last + added.length, problems };
}

/** Rows as they were given, with every problem: as a list, and beside the rows that are there. */
function readRows(
  store: Store,
  batchId: string,
  profile: Profile,
  given: NewRows,
): { readonly list: OrderList; readonly problems: readonly ListProblem[] } {
  const file = given.kind === 'file' ? given.name : '';
  const text = given.kind === 'file' ? given.text : listTextOf(filledIn(profile, given.values));
  const list = readList(store, profile, file, text);
  const there: readonly DeviceRow[] = store.jobs.each(batchId);
  const taken = takenProblems(profile, list.rows, takenValues(profile, there), file);
  const problems = [...list.problems, ...taken].toSorted(
    (left, right) => (left.fault.place?.line ?? 0) - (right.fault.place?.line ?? 0),
  );
  return { list, problems: given.kind === 'file' ? problems : fieldProblems(problems) };
}

/** What was typed, with a value for each column of the profile. */
function filledIn(profile: Profile, values: Variables): Variables {
  const made = new Set(generatedColumns(profile).map(({ name }) => name));
  const names = Object.keys(profile.columns).filter((name) => !made.has(name));
  return { ...Object.fromEntries(names.map((name) => [name, ''])), ...values };
}

/** A text as a list of the profile, its columns matched as those of the last list with these headings. */
function readList(store: Store, profile: Profile, name: string, text: string): OrderList {
  const octets = new TextEncoder().encode(text);
  const remembered = (headings: readonly string[]) => store.orders.mapping(profile.name, headings);
  return readOrderList(profile, { name, octets }, {}, { unpacking, remembered });
}

/** Problems of values that were typed: they stand at a field, and in no file. */
function fieldProblems(problems: readonly ListProblem[]): readonly ListProblem[] {
  return problems.map(({ fault: { place, ...fault }, ...problem }) => ({
    ...problem,
    fault: place?.columnName === undefined ? fault : { ...fault, place: { columnName: place.columnName } },
  }));
}

function digestOf(store: Store, batchId: string): string {
  return rowsDigest(store.jobs.each(batchId), sha256);
}
