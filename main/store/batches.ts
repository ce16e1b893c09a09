import { codedError } from '../../core/errors.ts';
import type { Database } from './database.ts';

/** A batch: an order with the profile it began with. */
export interface BatchRecord {
  readonly batchId: string;
  readonly name: string;
  readonly profileText: string;
  readonly listName: string;
  readonly orderDigest: string;
  readonly simulatedDevice: boolean;
  readonly createdAt: number;
}

/** How many rows of a batch are in which state. */
export interface BatchCounts {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly inWork: number;
  readonly waiting: number;
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
}

export function createBatches(database: Database): Batches {
  return {
    add: (batch) =>
      void database.run(
        `INSERT INTO batch (batch_id, name, profile_text, list_name, order_digest, simulated_device, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        batch.batchId,
        batch.name,
        batch.profileText,
        batch.listName,
        batch.orderDigest,
        batch.simulatedDevice ? 1 : 0,
        batch.createdAt,
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
    counts(batchId) {
      const rows = database.all(
        'SELECT state, count(*) AS n FROM job WHERE batch_id = ? GROUP BY state',
        batchId,
      );
      const byState = new Map(rows.map((row) => [String(row.state), Number(row.n)]));
      const of = (state: string) => byState.get(state) ?? 0;
      const total = [...byState.values()].reduce((sum, n) => sum + n, 0);
      const [done, failed, waiting] = [of('done'), of('failed'), of('waiting')];
      return { total, done, failed, waiting, inWork: total - done - failed - waiting };
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
    simulatedDevice: row.simulated_device === 1,
    createdAt: Number(row.created_at),
  };
}
