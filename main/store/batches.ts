import { codedError } from '../../core/errors.ts';
import { type BatchMode, batchModes } from '../../core/provisioning/batch-mode.ts';
import type { FailureStop } from '../../core/provisioning/failure-streak.ts';
import { statesAtStations } from '../../core/provisioning/job.ts';
import type { Database } from './database.ts';

/** A batch: an order with the profile it began with. */
export interface BatchRecord {
  readonly batchId: string;
  readonly name: string;
  readonly profileText: string;
  readonly listName: string;
  readonly orderDigest: string;
  /** What each of its rows needs to be done. */
  readonly mode: BatchMode;
  /** It stops by itself after so many rows that failed in a row; missing: never. */
  readonly stopAfter?: number;
  readonly createdAt: number;
  /** The id of the order book that benches share and keep it in; this is a copy of it then. */
  readonly shared?: string;
}

/** How many rows of a batch are in which state. */
export interface BatchCounts {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  /** At stations. */
  readonly inWork: number;
  readonly waiting: number;
  /** Written, with a device that has not held its first session yet. */
  readonly awaited: number;
  /** Held back by a person. */
  readonly held: number;
  readonly cancelled: number;
}

/** Whether every row has come to its end: nothing is left to be done. */
export function isFinished({ total, done, cancelled }: BatchCounts): boolean {
  return done + cancelled === total;
}

/** The batches of a data folder. */
export interface Batches {
  add(batch: BatchRecord): void;
  /** @throws BATCH_UNKNOWN */
  get(batchId: string): BatchRecord;
  /** Newest first. */
  list(): readonly BatchRecord[];
  /** The newest batch of the same profile and list. */
  byOrder(orderDigest: string): BatchRecord | undefined;
  counts(batchId: string): BatchCounts;
  /** Why it stopped by itself; undefined where it did not, or was gone on with since. */
  stopped(batchId: string): FailureStop | undefined;
  /** Keeps that it stopped by itself, or (undefined) that somebody goes on with it. */
  keepStop(batchId: string, stop: FailureStop | undefined): void;
}

export function createBatches(database: Database): Batches {
  return {
    add: (batch) =>
      void database.run(
        `INSERT INTO batch (batch_id, name, profile_text, list_name, order_digest, mode, stop_after, created_at, shared)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        batch.batchId,
        batch.name,
        batch.profileText,
        batch.listName,
        batch.orderDigest,
        batch.mode,
        batch.stopAfter ?? 0,
        batch.createdAt,
        batch.shared ?? null,
      ),
    get(batchId) {
      const row = database.first('SELECT * FROM batch WHERE batch_id = ?', batchId);
      if (row === undefined) throw codedError('BATCH_UNKNOWN', { batch: batchId });
      return batchOf(row);
    },
    list: () =>
      database.all('SELECT * FROM batch ORDER BY created_at DESC, batch_id DESC').map((row) => batchOf(row)),
    byOrder(orderDigest) {
      const row = database.first(
        'SELECT * FROM batch WHERE order_digest = ? ORDER BY created_at DESC LIMIT 1',
        orderDigest,
      );
      return row && batchOf(row);
    },
    stopped(batchId) {
      const row = database.first('SELECT stop_json FROM batch WHERE batch_id = ?', batchId);
      const text = row?.stop_json;
      return typeof text === 'string' ? (JSON.parse(text) as FailureStop) : undefined;
    },
    keepStop: (batchId, stop) =>
      void database.run(
        'UPDATE batch SET stop_json = ? WHERE batch_id = ?',
        stop ? JSON.stringify(stop) : null,
        batchId,
      ),
    counts(batchId) {
      const rows = database.all(
        'SELECT state, count(*) AS n FROM job WHERE batch_id = ? GROUP BY state',
        batchId,
      );
      const byState = new Map(rows.map((row) => [String(row.state), Number(row.n)]));
      const of = (state: string) => byState.get(state) ?? 0;
      const total = [...byState.values()].reduce((sum, n) => sum + n, 0);
      return {
        total,
        done: of('done'),
        failed: of('failed'),
        waiting: of('waiting'),
        inWork: statesAtStations.reduce((sum, state) => sum + of(state), 0),
        awaited: of('awaitingDevice'),
        held: of('held'),
        cancelled: of('cancelled'),
      };
    },
  };
}

function batchOf(row: Readonly<Record<string, unknown>>): BatchRecord {
  return {
    batchId: String(row.batch_id),
    name: String(row.name),
    profileText: String(row.profile_text),
    listName: String(row.list_name),
    orderDigest: String(row.order_digest),
    mode: modeOf(row.mode),
    ...(Number(row.stop_after) > 0 ? { stopAfter: Number(row.stop_after) } : {}),
    createdAt: Number(row.created_at),
    ...(typeof row.shared === 'string' ? { shared: row.shared } : {}),
  };
}

function modeOf(value: unknown): BatchMode {
  const mode = batchModes.find((each) => each === value);
  if (mode === undefined) throw new Error(`a batch has the mode ${String(value)}`);
  return mode;
}
