import { z } from 'zod';
import type { Fault } from './errors.ts';
import { listChoiceSchema } from './order/column-mapping.ts';
import { listLimits, type TableLine, type TextEncoding } from './order/list-table.ts';
import type { MappedVariable } from './order/match-columns.ts';
import type { ProblemRow } from './order/problem-rows.ts';
import type { ListReading } from './order/reading.ts';
import type { ListProblem } from './provisioning/device-list.ts';

/** The part of the contract that is about orders: lists as files, their columns and their problems. */

/** Text that came by the window; what is larger, or is no text, is opened first. */
export const textFileSchema = z.strictObject({
  /** The name as a person knows it; never a path that main would open. */
  name: z.string().max(255),
  text: z.string().max(64_000_000),
});
const list = z.union([textFileSchema, z.strictObject({ listId: z.string() })]);

/** What makes an order: a profile, a list, and how the list is read. */
export const orderFields = { profile: textFileSchema, list, reading: listChoiceSchema.optional() };

export const orderRequests = {
  /** Opens a list file: it is read beside the window's work, and stays until it is closed. */
  openList: z.strictObject({
    name: z.string().max(255),
    octets: z.instanceof(Uint8Array).refine(({ length }) => length <= listLimits.octets, 'it is too large'),
  }),
  /** Closes a list; what is being read of it is given up. */
  closeList: z.strictObject({ listId: z.string() }),
  /** Checks a profile and a device list whole; nothing is kept. */
  checkBatch: z.strictObject(orderFields),
  /** The problems that the last check of a list found; many of the same code are a group that unfolds. */
  listProblems: z.strictObject({
    listId: z.string(),
    severity: z.enum(['all', 'error', 'warning']),
    unfolded: z.array(z.string().max(64)).max(200),
    offset: z.int().min(0),
    limit: z.int().min(1).max(500),
  }),
  /** Asks the person where to, and saves the problems there as CSV. */
  saveListProblems: z.strictObject({ listId: z.string() }),
  /** How the list of a batch was read. */
  batchList: z.strictObject({ batchId: z.string() }),
} as const;

/** A variable whose values are made when the batch begins. */
export interface MadeVariable {
  readonly name: string;
  /** A value as the first row of a first batch may have it. */
  readonly example: string;
}

export interface BatchCheck {
  readonly profile?: { readonly name: string; readonly version: number; readonly columns: readonly string[] };
  readonly profileFaults: readonly Fault[];
  /** The first problems; `errors` and `warnings` say how many there are. */
  readonly problems: readonly ListProblem[];
  readonly errors: number;
  readonly warnings: number;
  readonly rows: number;
  /** What the columns of the list are called. */
  readonly columns: readonly string[];
  /** The first lines as the file has them, in the order of the columns. */
  readonly firstLines: readonly TableLine[];
  readonly mapping: readonly MappedVariable[];
  readonly made: readonly MadeVariable[];
  readonly sheets: readonly string[];
  readonly sheet?: string;
  readonly encoding?: TextEncoding;
  /** What octets that are no UTF-8 may be read as, where a person says so. */
  readonly encodingOffered?: TextEncoding;
  readonly heading: 'firstLine' | 'none';
  readonly headingDoubtful: boolean;
  /** Rows of devices that stand in an earlier batch. */
  readonly inEarlierBatches: number;
  /** Rows of devices that an earlier batch provisioned. */
  readonly provisionedBefore: number;
}

/** How far a list has come. */
export interface ListProgress {
  readonly listId: string;
  readonly stage: 'reading' | 'checking' | 'comparing';
  readonly done: number;
  readonly total: number;
}

export interface OrderAnswers {
  openList: { readonly listId: string };
  closeList: { readonly kind: 'closed' };
  checkBatch: BatchCheck;
  listProblems: { readonly total: number; readonly rows: readonly ProblemRow[] };
  saveListProblems: { readonly kind: 'saved'; readonly file: string } | { readonly kind: 'cancelled' };
  batchList: { readonly name: string; readonly reading?: ListReading };
}
