import type {
  AddOutcome,
  ChangeOutcome,
  ChangeRequest,
  DecideRequest,
  DecisionOutcome,
  NewRows,
  RefusedRow,
  RowChoice,
  RowColumn,
  RowDetail,
  RowsCheck,
} from '../../core/api-rows.ts';
import type { Act } from '../../core/audit/acts.ts';
import { CodedError, codedError, type Fault } from '../../core/errors.ts';
import {
  changedMeanwhile,
  type Decision,
  decisionFault,
  eventOf,
  readReason,
} from '../../core/provisioning/row-decisions.ts';
import type { Audit } from '../audit/audit-log.ts';
import type { JobRecord } from '../store/job-record.ts';
import type { Store } from '../store/store.ts';
import type { OrderBooks } from './order-books.ts';
import { addRows, changeRow, checkRows } from './row-changes.ts';
import { columnsOf, rowDetail } from './row-detail.ts';
import { takeSteps } from './row-steps.ts';

/** Whoever decides: what they do is recorded as theirs. */
export interface Decider {
  readonly audit: Audit;
  /** Why this person may not decide this about such a row; left out, they may decide everything. */
  readonly forbids?: (decision: Decision, row: JobRecord) => Fault | undefined;
}

/** Rows that people hold back, cancel, reinstate, change and add: each with a reason, recorded, while a batch runs or not. */
export interface RowDesk {
  /**
   * Decides about rows: about all, or, where some cannot be decided about, about none, unless the others were asked for.
   * @throws BATCH_UNKNOWN, ROW_UNKNOWN, ROWS_NONE, ROW_REASON_WRONG, ORDER_BOOK_…, STORE_…
   */
  decide(decision: Decision, request: DecideRequest, by?: Decider): Promise<DecisionOutcome>;
  /**
   * Changes the values of a row, with every check of a device list.
   * @throws ROW_UNKNOWN, ROW_STATE, ROW_CHANGED_MEANWHILE, ROW_DEVICE_FIXED, ROW_COLUMN_UNKNOWN, ROW_VALUES_SAME,
   * ROW_REASON_WRONG, ORDER_BOOK_…, STORE_…
   */
  change(request: ChangeRequest, by?: Decider): Promise<ChangeOutcome>;
  /** Checks rows that are to be added; nothing is kept. @throws BATCH_UNKNOWN */
  check(batchId: string, rows: NewRows): RowsCheck;
  /** Adds rows after the last line, all or none. @throws BATCH_UNKNOWN, ROW_REASON_WRONG, ORDER_BOOK_…, STORE_… */
  add(batchId: string, rows: NewRows, reason: string, by?: Decider): Promise<AddOutcome>;
  /** The one row that is meant by its line, or by the id or label of its device. @throws ROW_UNKNOWN, USAGE */
  only(batchId: string, row: OnlyRow): string;
  /** A row with its values and what became of it. @throws ROW_UNKNOWN */
  detail(jobId: string): RowDetail;
  /** What a row of a batch has to say. @throws BATCH_UNKNOWN */
  columns(batchId: string): readonly RowColumn[];
  /** The reasons that were given last, the newest first. */
  reasons(): readonly string[];
}

/** A row by its line, or by the id or label of its device. */
export interface OnlyRow {
  readonly line?: number | undefined;
  readonly device?: string | undefined;
}

export interface RowDeskOptions {
  readonly store: Store;
  readonly books: OrderBooks;
  readonly audit: Audit;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
  /** Told once rows of a batch are others. */
  readonly changed: (batchId: string) => void;
}

/** So many rows are told one by one. */
const mostTold = 100;

const changes: Readonly<Record<Decision, Extract<Act, { kind: 'rowsChanged' }>['change']>> = {
  hold: 'held',
  cancel: 'cancelled',
  reinstate: 'reinstated',
  retry: 'reinstated',
};

/** Lets a failed row wait again, without asking for a reason: its person has it in the hand. @throws what keeps it so */
export async function tryAgain(
  desk: Pick<RowDesk, 'decide'>,
  { batchId, jobId }: Pick<JobRecord, 'batchId' | 'jobId'>,
): Promise<void> {
  const rows: RowChoice = { kind: 'these', rows: [{ jobId }] };
  const { refused } = await desk.decide('retry', { batchId, rows, reason: 'tried again', others: false });
  const [row] = refused;
  if (row) throw new CodedError(row.fault);
}

/** The one place where people decide about rows, for the window and the command line. */
export function createRowDesk(options: RowDeskOptions): RowDesk {
  const { store, books, now } = options;
  const usual: Decider = { audit: options.audit };

  return {
    async decide(decision, { batchId, rows, reason, others }, by = usual) {
      const why = readReason(reason);
      const book = books.of(batchId);
      const judged = chosenRows(store, batchId, rows).map(({ job, changedAt }) => ({
        job,
        fault: faultFor(job, changedAt, decision, by),
      }));
      if (judged.length === 0) throw codedError('ROWS_NONE', {});
      const able = judged.flatMap(({ job, fault }) => (fault ? [] : [job]));
      const refused = judged.flatMap(({ job, fault }) => (fault ? [refusedRow(job, fault)] : []));
      if (able.length === 0 || (refused.length > 0 && !others)) return outcomeOf([], able.length, refused);
      const at = now();
      const steps = able.map((job) => ({ job, event: eventOf(decision, why) }));
      const taken = await takeSteps({ store, book, steps, at }, (lines) =>
        record(by.audit, batchId, { kind: 'rowsChanged', change: changes[decision], lines, reason: why }, at),
      );
      options.changed(batchId);
      const late = taken.late.map((job) => refusedRow(job, changedMeanwhile(job)));
      return outcomeOf(taken.lines, able.length - late.length, [...refused, ...late]);
    },
    change: (request, by = usual) => changeRow(context(by), request),
    check: (batchId, rows) => checkRows(store, batchId, rows),
    add: (batchId, rows, reason, by = usual) => addRows(context(by), batchId, rows, reason),
    only(batchId, { line, device }) {
      const lines = line === undefined ? [] : [line];
      const devices = device === undefined ? [] : [device];
      const [row, ...more] = chosenRows(store, batchId, { kind: 'named', lines, devices });
      if (row === undefined || more.length > 0)
        throw codedError('USAGE', { detail: `one row is meant, and ${more.length + 1} are.` });
      return row.job.jobId;
    },
    detail: (jobId) => rowDetail(store, jobId),
    columns: (batchId) => columnsOf(store, batchId),
    reasons: () => store.settings.rowReasons(),
  };

  function context({ audit }: Decider) {
    return {
      ...options,
      record: (batchId: string, act: Extract<Act, { kind: 'rowsChanged' }>, at: number) =>
        record(audit, batchId, act, at),
    };
  }

  /** What was decided, in the transaction that does it; its reason is offered the next time. */
  function record(
    audit: Audit,
    batchId: string,
    act: Extract<Act, { kind: 'rowsChanged' }>,
    at: number,
  ): void {
    audit.record(act, { batchId }, at);
    const { reason } = act;
    if (reason === undefined) return;
    const others = store.settings.rowReasons().filter((each) => each !== reason);
    store.settings.saveRowReasons([reason, ...others].slice(0, 8));
  }
}

/** The rows that are meant, each with what the person saw of it. @throws ROW_UNKNOWN */
function chosenRows(
  store: Store,
  batchId: string,
  choice: RowChoice,
): readonly { readonly job: JobRecord; readonly changedAt?: number | undefined }[] {
  switch (choice.kind) {
    case 'found': {
      const except = new Set(choice.except);
      const found = store.jobs.found({ batchId, ...choice });
      return found.filter(({ jobId }) => !except.has(jobId)).map((job) => ({ job }));
    }
    case 'these': {
      const unique = new Map(choice.rows.map((row) => [row.jobId, row.changedAt]));
      return [...unique]
        .map(([jobId, changedAt]) => {
          const job = store.jobs.find(jobId);
          if (job?.batchId !== batchId) throw codedError('ROW_UNKNOWN', { row: jobId });
          return { job, changedAt };
        })
        .toSorted((left, right) => left.job.line - right.job.line);
    }
    case 'named': {
      const jobs = store.jobs.named(batchId, choice.lines, choice.devices);
      const lines = new Set(jobs.map(({ line }) => line));
      const names = new Set(jobs.flatMap(({ deviceId, label }) => [deviceId, label]));
      const missing =
        choice.lines.find((line) => !lines.has(line)) ?? choice.devices.find((name) => !names.has(name));
      if (missing !== undefined) throw codedError('ROW_UNKNOWN', { row: missing });
      return jobs.map((job) => ({ job }));
    }
  }
}

function faultFor(
  job: JobRecord,
  changedAt: number | undefined,
  decision: Decision,
  { forbids }: Decider,
): Fault | undefined {
  // Whoever comes second decides about something else than what they saw.
  if (changedAt !== undefined && changedAt !== job.changedAt) return changedMeanwhile(job);
  return decisionFault(job, decision) ?? forbids?.(decision, job);
}

function refusedRow({ jobId, line, deviceId, label }: JobRecord, fault: Fault): RefusedRow {
  return { jobId, line, deviceId, label, fault };
}

function outcomeOf(lines: readonly number[], able: number, refused: readonly RefusedRow[]): DecisionOutcome {
  return {
    ...{ changed: lines.length, lines, able },
    ...{ refusedCount: refused.length, refused: refused.slice(0, mostTold) },
  };
}
