import type { Batches, BatchRecord } from './batches.ts';
import type { Database } from './database.ts';
import type { SharedEvent, SharedRow } from './shared/shared-row.ts';

/**
 * This bench's copy of the orders that benches share: everything that reads batches and rows reads it as it reads the
 * bench's own. Only what the order book says is written here.
 */
export interface SharedReplica {
  /** Keeps a batch, where it is not kept yet. */
  keep(batch: BatchRecord): void;
  /**
   * Brings a row to where the order book has it.
   * @param bench the name of the bench that worked at it last; undefined where that is this one
   * @returns whether the event was not known here
   */
  apply(row: SharedRow, event: SharedEvent, bench: string | undefined): boolean;
  /** The last event of a row that is known here; undefined where the row is not. */
  revisionOf(jobId: string): number | undefined;
  /** Up to where the events of the order book are known here. */
  position(book: string): number;
  savePosition(book: string, sequence: number): void;
  /** Whether stations of other benches work at rows of it. */
  isAtOtherBenches(batchId: string): boolean;
  /** Rows that this bench ended and of which the others have not been told what it recorded. */
  withoutResult(book: string): readonly string[];
  /** Whether another bench ended rows of it and has not told yet what it recorded. */
  lacksResults(batchId: string): boolean;
  /** Rows of shared orders that stations of this bench work at, as far as the order book knows. */
  atStationsHere(book: string): readonly string[];
}

const atStations = "state IN ('claimed', 'prepared', 'writing', 'verified', 'inSession')";
/** What is told of a row without being a step of it. */
const notSteps: ReadonlySet<string> = new Set(['add', 'retry', 'result']);

export function createSharedReplica(database: Database, batches: Batches): SharedReplica {
  return {
    keep(batch) {
      if (database.first('SELECT 1 FROM batch WHERE batch_id = ?', batch.batchId) === undefined)
        batches.add(batch);
    },
    apply: (row, event, bench) =>
      database.transaction(() => {
        if (event.event === 'add') add(database, row);
        const known = database.first('SELECT revision FROM job WHERE job_id = ?', row.jobId);
        if (known === undefined) add(database, row);
        const isNewer = known === undefined || Number(known.revision) < row.revision;
        if (isNewer) write(database, row, bench);
        if (notSteps.has(event.event)) return isNewer;
        const added = database.run(
          'INSERT OR IGNORE INTO job_event (job_id, number, at, event, state, detail) VALUES (?, ?, ?, ?, ?, ?)',
          row.jobId,
          event.revision,
          event.at,
          event.event,
          JSON.stringify(event.state),
          event.detail ?? null,
        );
        return added > 0;
      }),
    revisionOf(jobId) {
      const row = database.first('SELECT revision FROM job WHERE job_id = ?', jobId);
      return row && Number(row.revision);
    },
    position(book) {
      const row = database.first('SELECT value FROM setting WHERE name = ?', `orderBookPosition:${book}`);
      return row ? Number(row.value) : 0;
    },
    savePosition: (book, sequence) =>
      void database.run(
        'INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
        `orderBookPosition:${book}`,
        String(sequence),
      ),
    isAtOtherBenches: (batchId) =>
      database.first(
        `SELECT 1 FROM job WHERE batch_id = ? AND bench IS NOT NULL AND ${atStations} LIMIT 1`,
        batchId,
      ) !== undefined,
    withoutResult: (book) =>
      database
        .all(
          `SELECT job_id FROM job JOIN batch USING (batch_id)
             WHERE shared = ? AND bench IS NULL AND result_json IS NULL AND state IN ('done', 'failed')`,
          book,
        )
        .map((row) => String(row.job_id)),
    lacksResults: (batchId) =>
      database.first(
        `SELECT 1 FROM job WHERE batch_id = ? AND bench IS NOT NULL AND result_json IS NULL
           AND state IN ('done', 'failed') LIMIT 1`,
        batchId,
      ) !== undefined,
    atStationsHere: (book) =>
      database
        .all(
          `SELECT job_id FROM job JOIN batch USING (batch_id) WHERE shared = ? AND bench IS NULL AND ${atStations}`,
          book,
        )
        .map((row) => String(row.job_id)),
  };
}

function add(database: Database, row: SharedRow): void {
  database.run(
    `INSERT OR IGNORE INTO job (job_id, batch_id, line, device_id, label, variables, iccid, state, state_json, changed_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', '{"kind":"waiting"}', ?)`,
    row.jobId,
    row.batchId,
    row.line,
    row.deviceId,
    row.label,
    JSON.stringify(row.variables),
    row.iccid ?? null,
    row.changedAt,
  );
}

function write(database: Database, row: SharedRow, bench: string | undefined): void {
  const { state } = row;
  database.run(
    `UPDATE job SET state = ?, state_json = ?, message_digest = coalesce(?, message_digest), attempts = ?, retry = ?,
       changed_at = ?, device_id = ?, label = ?, variables = ?, iccid = ?, bench = ?, result_json = ?, revision = ?
       WHERE job_id = ?`,
    state.kind,
    JSON.stringify(state),
    'message' in state ? (state.message?.digest ?? null) : null,
    row.attempts,
    row.retry ? 1 : 0,
    row.changedAt,
    row.deviceId,
    row.label,
    JSON.stringify(row.variables),
    row.iccid ?? null,
    bench ?? null,
    row.result ?? null,
    row.revision,
    row.jobId,
  );
}
