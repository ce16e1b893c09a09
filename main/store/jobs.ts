import { type JobEvent, statesInWork, stepJob } from '../../core/provisioning/job.ts';
import type { Database } from './database.ts';
import {
  type JobEventRecord,
  type JobRecord,
  jobEventOf,
  jobOf,
  type NewJob,
  type RowValues,
} from './job-record.ts';

/** Rows by what a person looks for. */
export interface RowsQuery {
  readonly batchId: string;
  readonly filter: JobFilter;
  readonly search: string;
  /** Rows that ever failed with this code. */
  readonly code?: string | undefined;
}

/** Which rows are wanted; those that were held back or cancelled are set aside. */
export type JobFilter = 'all' | 'waiting' | 'inWork' | 'done' | 'failed' | 'setAside';

/** The jobs of a data folder. Every change goes through the state machine and is an event that stays. */
export interface Jobs {
  add(jobs: readonly NewJob[], at: number): void;
  get(jobId: string): JobRecord;
  /** The same, or undefined where there is none. */
  find(jobId: string): JobRecord | undefined;
  /** The last line of a batch. */
  lastLine(batchId: string): number;
  page(query: RowsQuery & { readonly offset: number; readonly limit: number }): {
    readonly total: number;
    readonly rows: readonly JobRecord[];
  };
  /** All rows that a filter and a search show, in the order of the list. */
  found(query: RowsQuery): readonly JobRecord[];
  /** The rows of these lines, and those of devices with these ids or labels. */
  named(batchId: string, lines: readonly number[], devices: readonly string[]): readonly JobRecord[];
  each(batchId: string): readonly JobRecord[];
  events(jobId: string): readonly JobEventRecord[];
  /**
   * Claims a row for a station: the next one that waits or failed and is to be tried again; with `iccid` the next
   * one that belongs to that card, with `deviceId` the next of that device, with `jobId` just that one.
   */
  claim(
    batchId: string,
    station: string,
    at: number,
    wanted?: { readonly iccid?: string; readonly jobId?: string; readonly deviceId?: string },
  ): JobRecord | undefined;
  /** Takes one step of a job; with `values`, it has these from then on. @throws JOB_TRANSITION */
  step(jobId: string, event: JobEvent, at: number, values?: RowValues): JobRecord;
  /** Marks the failed rows of a batch to be tried again. */
  retryFailed(batchId: string): void;
  /** Rows that can be claimed now. */
  claimable(batchId: string): number;
  /** The newest job whose message has this digest, whoever it was for. */
  byMessage(digest: string): JobRecord | undefined;
  /** The newest job that wrote the card with this ICCID and read it back, whatever became of it then. */
  byCard(iccid: string): JobRecord | undefined;
  /** Rows of a batch of which a text is a whole value, see `matchesCode`; at most so many. */
  withValue(batchId: string, text: string, limit: number): readonly JobRecord[];
  /** Rows whose devices are awaited, of one batch or of all; those that wait longest first. */
  awaited(batchId?: string): readonly JobRecord[];
  /** Every job in work, of every batch: after a start, those of a process that is gone. */
  inWork(): readonly JobRecord[];
  /** Times of the last rows that became done, newest first. */
  doneTimes(batchId: string, since: number): readonly number[];
  /** How many of these devices were done in any batch. */
  doneBefore(deviceIds: readonly string[]): number;
}

const inWorkList = statesInWork.map((state) => `'${state}'`).join(', ');
const filters: Readonly<Record<JobFilter, string>> = {
  all: '1',
  waiting: "state = 'waiting'",
  inWork: `state IN (${inWorkList})`,
  done: "state = 'done'",
  failed: "state = 'failed'",
  setAside: "state IN ('held', 'cancelled')",
};

/** The rows of a filter and a search, with what the statement takes: the batch, and what is searched for. */
function rowsOf({ batchId, filter, search, code }: RowsQuery): {
  readonly from: string;
  readonly values: readonly string[];
} {
  const [failedWith, codes] =
    code === undefined
      ? ['', []]
      : [
          'AND job_id IN (SELECT job_id FROM job_history WHERE batch_id = ? AND fault_code = ?)',
          [batchId, code],
        ];
  const where = `${filters[filter]} ${failedWith}`;
  if (search === '') return { from: `job WHERE batch_id = ? AND ${where}`, values: [batchId, ...codes] };
  // The narrow index alone is read for rows that do not match.
  const from = `job INDEXED BY job_by_text WHERE batch_id = ? AND instr(search_text, lower(?)) > 0 AND ${where}`;
  return { from, values: [batchId, search, ...codes] };
}

export function createJobs(database: Database): Jobs {
  const find = (jobId: string): JobRecord | undefined => {
    const row = database.first('SELECT * FROM job WHERE job_id = ?', jobId);
    return row && jobOf(row);
  };
  const get = (jobId: string): JobRecord => {
    const job = find(jobId);
    if (job === undefined) throw new Error(`there is no job ${jobId}`);
    return job;
  };

  const record = (job: JobRecord, event: JobEvent, at: number, values?: RowValues): JobRecord => {
    const state = stepJob(job.state, event);
    const attempts = job.attempts + (event.kind === 'claim' ? 1 : 0);
    const { iccid, ...others } = job;
    const own = values ?? (iccid === undefined ? {} : { iccid });
    const stepped = { ...others, ...own, state, attempts, changedAt: at };
    write(database, stepped);
    if (values) writeValues(database, stepped);
    const detail =
      'reason' in event ? { reason: event.reason, ...(values ? { before: job.variables } : {}) } : undefined;
    database.run(
      `INSERT INTO job_event (job_id, number, at, event, state, detail)
         SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ?, ? FROM job_event WHERE job_id = ?`,
      job.jobId,
      at,
      event.kind,
      JSON.stringify(state),
      detail ? JSON.stringify(detail) : null,
      job.jobId,
    );
    return stepped;
  };

  return {
    get,
    find,
    lastLine(batchId) {
      const row = database.first('SELECT max(line) AS line FROM job WHERE batch_id = ?', batchId);
      return Number(row?.line ?? 1);
    },
    add(jobs, at) {
      database.transaction(() => {
        for (const job of jobs)
          database.run(
            `INSERT INTO job (job_id, batch_id, line, device_id, label, variables, iccid, state, state_json, changed_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', '{"kind":"waiting"}', ?)`,
            job.jobId,
            job.batchId,
            job.line,
            job.deviceId,
            job.label,
            JSON.stringify(job.variables),
            job.iccid ?? null,
            at,
          );
      });
    },
    page({ offset, limit, ...query }) {
      const { from, values } = rowsOf(query);
      const total = database.first(`SELECT count(*) AS n FROM ${from}`, ...values);
      const rows = database.all(
        `SELECT * FROM ${from} ORDER BY line LIMIT ? OFFSET ?`,
        ...values,
        limit,
        offset,
      );
      return { total: Number(total?.n ?? 0), rows: rows.map(jobOf) };
    },
    found(query) {
      const { from, values } = rowsOf(query);
      return database.all(`SELECT * FROM ${from} ORDER BY line`, ...values).map(jobOf);
    },
    named: (batchId, lines, devices) =>
      database
        .all(
          `SELECT * FROM job WHERE batch_id = ? AND (line IN (SELECT value FROM json_each(?))
             OR device_id IN (SELECT value FROM json_each(?)) OR label IN (SELECT value FROM json_each(?)))
             ORDER BY line`,
          batchId,
          JSON.stringify(lines),
          JSON.stringify(devices),
          JSON.stringify(devices),
        )
        .map(jobOf),
    each: (batchId) => database.all('SELECT * FROM job WHERE batch_id = ? ORDER BY line', batchId).map(jobOf),
    events: (jobId) =>
      database
        .all('SELECT at, event, state, detail FROM job_event WHERE job_id = ? ORDER BY number', jobId)
        .map(jobEventOf),
    claim: (batchId, station, at, { iccid, jobId, deviceId } = {}) =>
      database.transaction(() => {
        const row = database.first(
          `SELECT * FROM job WHERE batch_id = ? AND (state = 'waiting' OR (state = 'failed' AND retry = 1))
             AND iccid IS coalesce(?, iccid) AND job_id = coalesce(?, job_id) AND device_id = coalesce(?, device_id)
             ORDER BY line LIMIT 1`,
          batchId,
          iccid ?? null,
          jobId ?? null,
          deviceId ?? null,
        );
        return row && record(jobOf(row), { kind: 'claim', station }, at);
      }),
    step: (jobId, event, at, values) => database.transaction(() => record(get(jobId), event, at, values)),
    retryFailed: (batchId) =>
      void database.run("UPDATE job SET retry = 1 WHERE batch_id = ? AND state = 'failed'", batchId),
    claimable(batchId) {
      const row = database.first(
        "SELECT count(*) AS n FROM job WHERE batch_id = ? AND (state = 'waiting' OR (state = 'failed' AND retry = 1))",
        batchId,
      );
      return Number(row?.n ?? 0);
    },
    byMessage(digest) {
      const row = database.first(
        'SELECT * FROM job WHERE message_digest = ? ORDER BY changed_at DESC LIMIT 1',
        digest,
      );
      return row && jobOf(row);
    },
    byCard(iccid) {
      const row = database.first(
        `SELECT * FROM job WHERE state_json ->> '$.card.iccid' = ?
           AND (state IN ('verified', 'inSession', 'awaitingDevice', 'done') OR state_json ->> '$.reached' = 'verified')
         ORDER BY changed_at DESC LIMIT 1`,
        iccid,
      );
      return row && jobOf(row);
    },
    withValue: (batchId, text, limit) =>
      database
        .all(
          // The text that rows are found by is looked at first; it has variables as JSON writes them.
          `SELECT job.* FROM job, (SELECT lower(?) AS wanted) WHERE batch_id = ?
             AND (instr(search_text, wanted) > 0 OR instr(search_text, lower(?)) > 0 OR lower(iccid) = wanted)
             AND (wanted IN (lower(device_id), lower(substr(device_id, instr(device_id, ':') + 1)), lower(trim(label)),
                 lower(iccid))
               OR EXISTS (SELECT 1 FROM json_each(variables) WHERE lower(trim(value)) = wanted))
             ORDER BY line LIMIT ?`,
          text,
          batchId,
          JSON.stringify(text).slice(1, -1),
          limit,
        )
        .map(jobOf),
    awaited: (batchId) =>
      database
        .all(
          `SELECT * FROM job WHERE state = 'awaitingDevice' AND batch_id = coalesce(?, batch_id)
             ORDER BY changed_at, line`,
          batchId ?? null,
        )
        .map(jobOf),
    inWork: () => database.all(`SELECT * FROM job WHERE ${filters.inWork}`).map(jobOf),
    doneTimes: (batchId, since) =>
      database
        .all(
          "SELECT changed_at FROM job WHERE batch_id = ? AND state = 'done' AND changed_at >= ? ORDER BY changed_at DESC",
          batchId,
          since,
        )
        .map((row) => Number(row.changed_at)),
    doneBefore(deviceIds) {
      const row = database.first(
        `SELECT count(DISTINCT device_id) AS n FROM job
          WHERE state = 'done' AND device_id IN (SELECT value FROM json_each(?))`,
        JSON.stringify(deviceIds),
      );
      return Number(row?.n ?? 0);
    },
  };
}

/** Writes where a job stands; a digest of a message that was written stays, whatever becomes of the job. */
function write(database: Database, job: JobRecord): void {
  const { state } = job;
  database.run(
    `UPDATE job SET state = ?, state_json = ?, message_digest = coalesce(?, message_digest), attempts = ?, retry = 0,
       changed_at = ? WHERE job_id = ?`,
    state.kind,
    JSON.stringify(state),
    'message' in state ? (state.message?.digest ?? null) : null,
    job.attempts,
    job.changedAt,
    job.jobId,
  );
}

/** Writes what a row says; its steps leave that alone, and the index that it is searched by with it. */
function writeValues(database: Database, job: JobRecord): void {
  database.run(
    'UPDATE job SET device_id = ?, label = ?, variables = ?, iccid = ? WHERE job_id = ?',
    job.deviceId,
    job.label,
    JSON.stringify(job.variables),
    job.iccid ?? null,
    job.jobId,
  );
}
