import { z } from 'zod';
import type { Actor } from './audit/entry.ts';
import type { Fault } from './errors.ts';
import type { TableLine } from './order/list-table.ts';
import type { MappedVariable } from './order/match-columns.ts';
import type { ListProblem } from './provisioning/device-list.ts';
import type { JobState } from './provisioning/job.ts';

/** The part of the contract that is about rows which people hold back, cancel, change and add. */

/** Which rows of a batch are listed; `setAside` are those that were held back or cancelled. */
export const jobFilter = z.enum(['all', 'waiting', 'inWork', 'done', 'failed', 'setAside']);

const search = z.string().max(200);
/** Why; the service says what is wrong with it. */
const reason = z.string().max(1000);
const values = z.record(z.string().max(200), z.string().max(10_000));

/** The rows that something is decided about. */
export const rowChoice = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('these'),
    /** With `changedAt`, only where the row is still as the person saw it. */
    rows: z
      .array(z.strictObject({ jobId: z.string(), changedAt: z.int().optional() }))
      .min(1)
      .max(100_000),
  }),
  /** All that a filter and a search show. */
  z.strictObject({
    kind: z.literal('found'),
    filter: jobFilter,
    search,
    /** Only rows that ever failed with this code. */
    code: z.string().max(64).optional(),
    /** But for these. */
    except: z.array(z.string()).max(100_000).optional(),
  }),
  /** By their lines, and by the ids or labels of their devices. */
  z.strictObject({
    kind: z.literal('named'),
    lines: z.array(z.int()).max(10_000),
    devices: z.array(z.string().max(1000)).max(10_000),
  }),
]);
export type RowChoice = z.infer<typeof rowChoice>;

const decided = z.strictObject({
  batchId: z.string(),
  rows: rowChoice,
  reason,
  /** Whether the other rows are decided about where some cannot be; else nothing is changed then. */
  others: z.boolean(),
});
export type DecideRequest = z.infer<typeof decided>;

const newRows = z.discriminatedUnion('kind', [
  /** A device list, for the profile of the batch. */
  z.strictObject({
    kind: z.literal('file'),
    name: z.string().max(255),
    text: z.string().max(64_000_000),
  }),
  z.strictObject({ kind: z.literal('typed'), values }),
]);
export type NewRows = z.infer<typeof newRows>;

export const changeRequest = z.strictObject({
  jobId: z.string(),
  /** Where given, only if the row is still as the person saw it. */
  changedAt: z.int().optional(),
  /** The new values, by column; all others stay. */
  values,
  reason,
});
export type ChangeRequest = z.infer<typeof changeRequest>;

export const rowRequests = {
  /** A row with its values and what became of it. */
  row: z.strictObject({ jobId: z.string() }),
  /** What a row of the batch has to say. */
  rowColumns: z.strictObject({ batchId: z.string() }),
  /** The reasons that people gave last, the newest first. */
  rowReasons: z.strictObject({}),
  /** No station takes them until they are reinstated. */
  holdRows: decided,
  /** They are not to be done; the batch is finished without them. */
  cancelRows: decided,
  /** They wait again. */
  reinstateRows: decided,
  /** Those that failed wait again. */
  retryRows: decided,
  changeRow: changeRequest,
  /** Checks rows that are to be added, whole; nothing is kept. */
  checkRows: z.strictObject({ batchId: z.string(), rows: newRows }),
  /** Adds them, all or none; their lines go on after the last one. */
  addRows: z.strictObject({ batchId: z.string(), rows: newRows, reason }),
} as const;

/** The calls that decide about rows. */
export const decisionCalls = {
  hold: 'holdRows',
  cancel: 'cancelRows',
  reinstate: 'reinstateRows',
  retry: 'retryRows',
} as const;

/** A column as a person fills it in. */
export interface RowColumn {
  readonly name: string;
  readonly type: 'text' | 'imei' | 'iccid';
  readonly required: boolean;
  readonly unique: boolean;
  /** It says which device the row is for. */
  readonly device: boolean;
}

/** A step of a row, and who took it, as far as that was a person. */
export interface RowHistoryEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly event: string;
  readonly state: JobState;
  readonly reason?: string;
  readonly by?: Actor;
  readonly changes?: readonly { readonly column: string; readonly before: string; readonly after: string }[];
}

export interface RowDetail {
  readonly jobId: string;
  readonly batchId: string;
  readonly line: number;
  readonly changedAt: number;
  readonly values: Readonly<Record<string, string>>;
  readonly columns: readonly RowColumn[];
  /** Whether something was made for its device: it is that device's row for good. */
  readonly deviceFixed: boolean;
  /** The oldest first. */
  readonly history: readonly RowHistoryEntry[];
}

/** A row that cannot be decided about, and why. */
export interface RefusedRow {
  readonly jobId: string;
  readonly line: number;
  readonly deviceId: string;
  readonly label: string;
  readonly fault: Fault;
}

/** What came of a decision about rows. */
export interface DecisionOutcome {
  /** How many rows were changed; none, where some could not be and the others were not asked for. */
  readonly changed: number;
  /** Their lines. */
  readonly lines: readonly number[];
  /** How many can be changed, where nothing was. */
  readonly able: number;
  readonly refusedCount: number;
  /** The first of them. */
  readonly refused: readonly RefusedRow[];
}

/** What came of changing a row; with an error among the problems nothing was. */
export type ChangeOutcome =
  | { readonly kind: 'changed'; readonly line: number; readonly problems: readonly ListProblem[] }
  | { readonly kind: 'problems'; readonly problems: readonly ListProblem[] };

/** Rows that are to be added, checked whole. */
export interface RowsCheck {
  readonly problems: readonly ListProblem[];
  readonly rows: number;
  readonly columns: readonly string[];
  /** The first lines as the file has them, in the order of the columns. */
  readonly firstLines: readonly TableLine[];
  readonly mapping: readonly MappedVariable[];
  /** Rows of devices that an earlier batch provisioned. */
  readonly provisionedBefore: number;
}

export type AddOutcome =
  | {
      readonly kind: 'added';
      readonly rows: number;
      /** Their lines. */
      readonly first: number;
      readonly last: number;
      readonly problems: readonly ListProblem[];
    }
  | { readonly kind: 'problems'; readonly problems: readonly ListProblem[] };

export interface RowAnswers {
  row: RowDetail;
  rowColumns: readonly RowColumn[];
  rowReasons: readonly string[];
  holdRows: DecisionOutcome;
  cancelRows: DecisionOutcome;
  reinstateRows: DecisionOutcome;
  retryRows: DecisionOutcome;
  changeRow: ChangeOutcome;
  checkRows: RowsCheck;
  addRows: AddOutcome;
}
