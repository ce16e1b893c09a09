import type { RowTransition } from '../../core/provisioning/figures.ts';
import type { JobState } from '../../core/provisioning/job.ts';
import type { Database } from './database.ts';

/** What of the history of rows is read. */
export interface HistoryQuery {
  /** Where the reading before ended; 0 for the beginning. */
  readonly after: number;
  /** Of one batch; left out, of all. */
  readonly batchId?: string | undefined;
  /** Only what was recorded with this time or a later one; milliseconds since 1970. */
  readonly since?: number | undefined;
  /** So many transitions at most. */
  readonly limit: number;
}

/** Every transition of every row, in the order in which they were recorded. */
export interface JobHistory {
  /**
   * The next ones after a place, the oldest first.
   * @returns with them the place where this reading ended, for the next; the same as before where there are none
   */
  read(query: HistoryQuery): { readonly transitions: readonly RowTransition[]; readonly after: number };
}

/** What came after a place; the first part says which of it. */
const reading = (which: string) => `
  SELECT h.sequence, h.batch_id, h.job_id, h.at, h.fault_code, job.line, job.label,
      e.state ->> '$.kind' AS state, e.state ->> '$.station' AS station,
      (SELECT count(*) FROM job_event c
        WHERE c.job_id = h.job_id AND c.number <= h.number AND c.event = 'claim') AS attempt
    FROM job_history h
    JOIN job_event e ON e.job_id = h.job_id AND e.number = h.number
    JOIN job ON job.job_id = h.job_id
   WHERE ${which} AND h.at >= ?
   ORDER BY h.sequence LIMIT ?`;
const ofBatch = reading('h.batch_id = ? AND h.sequence > ?');
const ofAll = reading('h.sequence > ?');

export function createJobHistory(database: Database): JobHistory {
  return {
    read({ after, batchId, since = Number.MIN_SAFE_INTEGER, limit }) {
      const rows =
        batchId === undefined
          ? database.all(ofAll, after, since, limit)
          : database.all(ofBatch, batchId, after, since, limit);
      const last = rows.at(-1);
      return {
        transitions: rows.map(transitionOf),
        after: last === undefined ? after : Number(last.sequence),
      };
    },
  };
}

function transitionOf(row: Readonly<Record<string, unknown>>): RowTransition {
  return {
    batchId: String(row.batch_id),
    jobId: String(row.job_id),
    line: Number(row.line),
    label: String(row.label),
    at: Number(row.at),
    state: String(row.state) as JobState['kind'],
    attempt: Number(row.attempt),
    ...(row.station === null ? {} : { station: String(row.station) }),
    ...(row.fault_code === null ? {} : { code: String(row.fault_code) }),
  };
}
