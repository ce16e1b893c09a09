import { codedError } from '../../../core/errors.ts';
import { type JobEvent, type JobState, stepJob } from '../../../core/provisioning/job.ts';
import type { JobRecord, NewJob, RowValues } from '../job-record.ts';
import type { OrderBook, StepListener } from '../order-book.ts';
import type { Store } from '../store.ts';
import type { OrderFeed } from './order-feed.ts';
import type { Postgres } from './postgres.ts';
import { feedLock } from './postgres-schema.ts';
import { printDetails, type SharedEvent, type SharedRow, sharedRowOf } from './shared-row.ts';

/** The channel on which benches hear that another has written. */
export const changeChannel = 'dm_bench_orders';

/** The orders that several benches share, in PostgreSQL; this bench's store follows it. */
export interface SharedOrderBook extends OrderBook {
  /** Keeps what this bench recorded of how a row ended (JSON), for the reports of the others. */
  keepResult(jobId: string, result: string, at: number): Promise<void>;
  /** Releases rows that benches have at stations of which nothing was heard for so many seconds. */
  takeOver(seconds: number, at: number): Promise<void>;
}

export interface SharedOrderBookContext {
  readonly postgres: Postgres;
  readonly store: Pick<Store, 'jobs' | 'replica' | 'transaction'>;
  readonly feed: OrderFeed;
  readonly benchId: string;
  readonly stepped: StepListener;
}

const claimable = "(state = 'waiting' OR (state = 'failed' AND retry))";
const atStations = "state IN ('claimed', 'prepared', 'writing', 'verified', 'inSession')";
/** Adds an event for each row of `moved`, tells the other benches, and answers the rows. */
const recordMoved = `
  locked AS MATERIALIZED (SELECT pg_advisory_xact_lock(${feedLock}) FROM (SELECT count(*) FROM moved) AS counted),
  recorded AS (
    INSERT INTO dm_bench.job_event (job_id, revision, at, event, state, detail, bench_id)
      SELECT moved.job_id, moved.revision, $1, $2, moved.state_json, $3, $4 FROM moved, locked)
  SELECT moved.*, pg_notify('${changeChannel}', '') FROM moved`;

/** A row as it was seen when a step of it was asked for. */
interface SeenRow extends Omit<JobRecord, 'bench'> {
  readonly revision: number;
  /** The other bench that has it. */
  readonly taker?: string;
}

function takenOver({ label, taker }: SeenRow) {
  const by = taker === undefined ? 'another station' : `the bench “${taker}”`;
  return codedError('ROW_TAKEN_OVER', { label, taker: by });
}

/** A row that changes under one's hands is looked at anew so many times. */
const tries = 5;

export function createSharedOrderBook(context: SharedOrderBookContext): SharedOrderBook {
  const { postgres, store, feed, benchId, stepped } = context;

  /** Brings this bench's copy to what was written, and tells of the step. */
  const taken = (row: SharedRow, event: Omit<SharedEvent, 'revision' | 'state'>, kind: JobEvent['kind']) =>
    store.transaction(() => {
      const { benchName, ...own } = row;
      const whole = { ...event, revision: row.revision, state: row.state };
      const isNew = store.replica.apply(own, whole, undefined);
      const job = store.jobs.get(row.jobId);
      // The feed may have brought it already.
      if (isNew) stepped(job, kind);
      return job;
    });

  const fresh = async (jobId: string): Promise<SharedRow> => {
    const [line] = await postgres.all(
      `SELECT job.*, bench.name AS bench_name FROM dm_bench.job LEFT JOIN dm_bench.bench USING (bench_id)
         WHERE job_id = $1`,
      [jobId],
    );
    if (line === undefined) throw new Error(`the order book has no row ${jobId}`);
    return sharedRowOf(line);
  };

  /** The row, where its last event is just this one: it was written, and the answer was lost. */
  const writtenBefore = async (row: SharedRow, event: JobEvent['kind'], at: number) => {
    const [line] = await postgres.all(
      'SELECT 1 FROM dm_bench.job_event WHERE job_id = $1 AND revision = $2 AND event = $3 AND at = $4 AND bench_id = $5',
      [row.jobId, row.revision, event, at, benchId],
    );
    return line !== undefined;
  };

  const write = async (
    row: SeenRow,
    state: JobState,
    event: { readonly kind: string; readonly at: number; readonly detail: string | undefined },
    values: RowValues | undefined,
  ): Promise<SharedRow | undefined> => {
    const { deviceId, label, variables, iccid } = values ?? row;
    const [line] = await postgres.all(
      `WITH moved AS (
         UPDATE dm_bench.job SET state = $5, state_json = $6, message_digest = coalesce($7, message_digest),
           retry = false, changed_at = $1, bench_id = $4, result_json = NULL, device_id = $8, label = $9,
           variables = $10, iccid = $11, revision = revision + 1
           WHERE job_id = $12 AND revision = $13 RETURNING *), ${recordMoved}`,
      [
        event.at,
        event.kind,
        event.detail ?? null,
        benchId,
        state.kind,
        JSON.stringify(state),
        'message' in state ? (state.message?.digest ?? null) : null,
        deviceId,
        label,
        JSON.stringify(variables),
        iccid ?? null,
        row.jobId,
        row.revision,
      ],
    );
    return line && sharedRowOf(line);
  };

  /** The row as this bench's copy has it. */
  const known = (jobId: string): SeenRow | undefined => {
    const revision = store.replica.revisionOf(jobId);
    if (revision === undefined) return undefined;
    const { bench, ...row } = store.jobs.get(jobId);
    return { ...row, revision, ...(bench === undefined ? {} : { taker: bench }) };
  };

  /** The row as the order book has it. */
  const seen = ({ benchId: by, benchName = '', ...row }: SharedRow): SeenRow => ({
    ...row,
    ...(by === undefined || by === benchId ? {} : { taker: benchName }),
  });

  /** Whether the feed has brought just this step already: its answer was lost. */
  const isTakenHere = (jobId: string, event: JobEvent['kind'], at: number): boolean => {
    if (known(jobId)?.taker !== undefined) return false;
    const last = store.jobs.events(jobId).at(-1);
    return last?.event === event && last.at === at;
  };

  return {
    async add(batch, rows) {
      await postgres.transaction(async (all) => {
        await all(
          `INSERT INTO dm_bench.batch (batch_id, name, profile_text, list_name, order_digest, details, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)`,
          [
            batch.batchId,
            batch.name,
            batch.profileText,
            batch.listName,
            batch.orderDigest,
            printDetails(batch),
            batch.createdAt,
          ],
        );
        await addRows(all, rows, batch.createdAt, benchId);
      });
      await feed.pull();
    },
    async addRows(_batchId, rows, at) {
      await postgres.transaction((all) => addRows(all, rows, at, benchId));
      await feed.pull();
    },
    async claim(batchId, station, at, { iccid, jobId, deviceId } = {}) {
      const wanted = { batchId, station, at, benchId, iccid, jobId, deviceId };
      const row = (await claimNotHeardOf(postgres, wanted)) ?? (await claimNext(postgres, wanted));
      // Nothing is left in the order book, and this bench's copy is to say the same.
      if (row === undefined) await feed.pull();
      return row && taken(row, { at, event: 'claim' }, 'claim');
    },
    async step(jobId, event, at, { values, turn } = {}) {
      const decision = 'reason' in event;
      if (isTakenHere(jobId, event.kind, at)) return store.jobs.get(jobId);
      let row = known(jobId) ?? seen(await fresh(jobId));
      for (let count = 1; ; count++) {
        // What a station does is for its own turn of the row; a person decides about the row as it stands.
        if (!decision && (row.taker !== undefined || (turn !== undefined && turn !== row.attempts)))
          throw takenOver(row);
        const detail = decision
          ? JSON.stringify({ reason: event.reason, ...(values ? { before: row.variables } : {}) })
          : undefined;
        const told = { at, event: event.kind, ...(detail === undefined ? {} : { detail }) };
        const state = stepJob(row.state, event);
        const written = await write(row, state, { kind: event.kind, at, detail }, values);
        if (written) return taken(written, told, event.kind);
        const now = await fresh(jobId);
        if (await writtenBefore(now, event.kind, at)) return taken(now, told, event.kind);
        if (count === tries) throw codedError('JOB_TRANSITION', { state: now.state.kind, event: event.kind });
        row = seen(now);
        await feed.pull();
      }
    },
    async retryFailed(batchId) {
      await postgres.all(
        `WITH wanted AS MATERIALIZED (
           SELECT job_id FROM dm_bench.job WHERE batch_id = $5 AND state = 'failed' AND NOT retry ORDER BY line FOR UPDATE),
         moved AS (
           UPDATE dm_bench.job SET retry = true, revision = revision + 1
             FROM wanted WHERE job.job_id = wanted.job_id RETURNING job.*), ${recordMoved}`,
        [0, 'retry', null, benchId, batchId],
      );
      await feed.pull();
    },
    async keepResult(jobId, result, at) {
      await postgres.all(
        `WITH moved AS (
           UPDATE dm_bench.job SET result_json = $5, revision = revision + 1
             WHERE job_id = $6 AND bench_id = $4 AND state IN ('done', 'failed') RETURNING *), ${recordMoved}`,
        [at, 'result', null, benchId, result, jobId],
      );
      await feed.pull();
    },
    async takeOver(seconds, at) {
      const lines = await postgres.all(
        `WITH gone AS MATERIALIZED (
           SELECT job.job_id, bench.name FROM dm_bench.job JOIN dm_bench.bench USING (bench_id)
             WHERE ${atStations} AND bench_id <> $4 AND seen_at < now() - make_interval(secs => $5)
             FOR UPDATE OF job SKIP LOCKED),
         moved AS (
           UPDATE dm_bench.job SET state = 'waiting', state_json = '{"kind":"waiting"}', changed_at = $1,
             bench_id = $4, revision = revision + 1
             FROM gone WHERE job.job_id = gone.job_id RETURNING job.*), ${recordMoved}`,
        [at, 'release', null, benchId, seconds],
      );
      for (const line of lines) taken(sharedRowOf(line), { at, event: 'release' }, 'release');
    },
    async takeNumbers(profileName, column, start, count) {
      const [line] = await postgres.all(
        `INSERT INTO dm_bench.sequence_number VALUES ($1, $2, $3::bigint + $4)
           ON CONFLICT (profile_name, column_name)
           DO UPDATE SET next = greatest(sequence_number.next, $3::bigint) + $4 RETURNING next`,
        [profileName, column, start, count],
      );
      return Number(line?.next) - count;
    },
    isAtOtherBenches: (batchId) => store.replica.isAtOtherBenches(batchId),
    changed: (signal) => feed.changed(signal),
  };
}

/** Adds rows with their first events; benches learn of a batch by them. */
async function addRows(
  all: Postgres['all'],
  rows: readonly NewJob[],
  at: number,
  benchId: string,
): Promise<void> {
  const column = <Value>(of: (row: NewJob) => Value) => rows.map(of);
  await all(
    `INSERT INTO dm_bench.job (job_id, batch_id, line, device_id, label, variables, iccid, state, state_json, changed_at)
       SELECT job_id, batch_id, line, device_id, label, variables, nullif(iccid, ''), 'waiting', '{"kind":"waiting"}', $8
       FROM unnest($1::text[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::text[])
         AS row (job_id, batch_id, line, device_id, label, variables, iccid)`,
    [
      column(({ jobId }) => jobId),
      column(({ batchId }) => batchId),
      column(({ line }) => line),
      column(({ deviceId }) => deviceId),
      column(({ label }) => label),
      column(({ variables }) => JSON.stringify(variables)),
      column(({ iccid }) => iccid ?? ''),
      at,
    ],
  );
  await all('SELECT pg_advisory_xact_lock($1)', [feedLock]);
  await all(
    `INSERT INTO dm_bench.job_event (job_id, revision, at, event, state, bench_id)
       SELECT job_id, 0, $2, 'add', '{"kind":"waiting"}', $3 FROM unnest($1::text[]) AS row (job_id)`,
    [column(({ jobId }) => jobId), at, benchId],
  );
  await all(`SELECT pg_notify('${changeChannel}', '')`);
}

interface Wanted {
  readonly batchId: string;
  readonly station: string;
  readonly at: number;
  readonly benchId: string;
  readonly iccid: string | undefined;
  readonly jobId: string | undefined;
  readonly deviceId: string | undefined;
}

const narrowed = (first: number) =>
  `($${first}::text IS NULL OR iccid = $${first}) AND ($${first + 1}::text IS NULL OR job_id = $${first + 1})
     AND ($${first + 2}::text IS NULL OR device_id = $${first + 2})`;

/** This very claim, where it was written and the answer was lost. */
async function claimNotHeardOf(postgres: Postgres, wanted: Wanted): Promise<SharedRow | undefined> {
  const [line] = await postgres.all(
    `SELECT * FROM dm_bench.job WHERE batch_id = $1 AND bench_id = $2 AND state = 'claimed' AND state_json = $3
       AND changed_at = $4 AND ${narrowed(5)} ORDER BY line LIMIT 1`,
    [
      wanted.batchId,
      wanted.benchId,
      JSON.stringify({ kind: 'claimed', station: wanted.station }),
      wanted.at,
      wanted.iccid ?? null,
      wanted.jobId ?? null,
      wanted.deviceId ?? null,
    ],
  );
  return line && sharedRowOf(line);
}

/** The next row that nobody has; rows that others are about to claim are passed over instead of waited for. */
async function claimNext(
  postgres: Postgres,
  { batchId, station, at, benchId, iccid, jobId, deviceId }: Wanted,
): Promise<SharedRow | undefined> {
  const [line] = await postgres.all(
    `WITH next AS MATERIALIZED (
       SELECT job_id FROM dm_bench.job WHERE batch_id = $5 AND ${claimable} AND ${narrowed(6)}
         ORDER BY line LIMIT 1 FOR UPDATE SKIP LOCKED),
     moved AS (
       UPDATE dm_bench.job SET state = 'claimed', state_json = $9, attempts = attempts + 1, retry = false,
         changed_at = $1, bench_id = $4, result_json = NULL, revision = revision + 1
         FROM next WHERE job.job_id = next.job_id RETURNING job.*), ${recordMoved}`,
    [
      at,
      'claim',
      null,
      benchId,
      batchId,
      iccid ?? null,
      jobId ?? null,
      deviceId ?? null,
      JSON.stringify({ kind: 'claimed', station }),
    ],
  );
  return line && sharedRowOf(line);
}
