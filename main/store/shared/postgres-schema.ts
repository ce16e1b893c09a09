import { codedError } from '../../../core/errors.ts';
import type { Postgres } from './postgres.ts';

/**
 * The steps that bring an order book from one version to the next; a step, once released, never changes.
 * All is in a schema of its own: the database may hold other things. JSON is kept as it was written, so that every
 * bench makes the same report of it.
 */
const migrations: readonly string[] = [
  `
  CREATE TABLE dm_bench.bench (
    bench_id text PRIMARY KEY,
    name text NOT NULL,
    -- The process that works under this identity.
    process text NOT NULL,
    seen_at timestamptz NOT NULL
  );

  CREATE TABLE dm_bench.batch (
    batch_id text PRIMARY KEY,
    name text NOT NULL,
    profile_text text NOT NULL,
    list_name text NOT NULL,
    order_digest text NOT NULL,
    -- What else a bench has to know of it: JSON.
    details text NOT NULL,
    created_at bigint NOT NULL
  );

  CREATE TABLE dm_bench.job (
    job_id text PRIMARY KEY,
    batch_id text NOT NULL REFERENCES dm_bench.batch,
    line integer NOT NULL,
    device_id text NOT NULL,
    label text NOT NULL,
    variables text NOT NULL,
    iccid text,
    state text NOT NULL,
    state_json text NOT NULL,
    message_digest text,
    attempts integer NOT NULL DEFAULT 0,
    -- A failed row that a person wants to be tried again.
    retry boolean NOT NULL DEFAULT false,
    changed_at bigint NOT NULL,
    -- The bench that works at it or did so last.
    bench_id text REFERENCES dm_bench.bench,
    -- What that bench recorded of how it ended: JSON.
    result_json text,
    -- The number of its last event: a step is taken of the row as it was seen, or not at all.
    revision integer NOT NULL DEFAULT 0,
    UNIQUE (batch_id, line)
  );
  CREATE INDEX job_claimable ON dm_bench.job (batch_id, line) WHERE state = 'waiting' OR (state = 'failed' AND retry);
  CREATE INDEX job_at_bench ON dm_bench.job (bench_id)
    WHERE state IN ('claimed', 'prepared', 'writing', 'verified', 'inSession');

  -- Sequences of values that are made for rows and go on over the orders of a profile.
  CREATE TABLE dm_bench.sequence_number (
    profile_name text,
    column_name text,
    next bigint NOT NULL,
    PRIMARY KEY (profile_name, column_name)
  );

  -- Every transition of every row, in the order in which they were committed: see feedLock. Never changed, never deleted.
  CREATE TABLE dm_bench.job_event (
    job_id text NOT NULL REFERENCES dm_bench.job,
    revision integer NOT NULL,
    at bigint NOT NULL,
    event text NOT NULL,
    state text NOT NULL,
    detail text,
    bench_id text,
    sequence bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    PRIMARY KEY (job_id, revision)
  );
  `,
];

/**
 * Any number, the same for all benches: whoever adds an event holds this lock until that is committed, so that their
 * numbers rise in the order in which they can be seen, and none is ever passed over. Taken after every other lock.
 */
export const feedLock = 20_481_617;

/** Any number, the same for all benches: one of them brings the order book up to date while the others wait. */
const migrationLock = 20_481_616;

/**
 * Makes what an order book needs, where it is not there yet.
 * @param newId the id that it gets, where it has none
 * @returns its id
 * @throws ORDER_BOOK_NEWER, ORDER_BOOK_…
 */
export async function migrateOrderBook(postgres: Postgres, address: string, newId: string): Promise<string> {
  return await postgres.transaction(async (all) => {
    await all('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
    await all('CREATE SCHEMA IF NOT EXISTS dm_bench');
    await all('CREATE TABLE IF NOT EXISTS dm_bench.version (version integer NOT NULL, book text NOT NULL)');
    const [row] = await all('SELECT version, book FROM dm_bench.version');
    const book = typeof row?.book === 'string' ? row.book : newId;
    const from = Number(row?.version ?? 0);
    if (from > migrations.length) throw codedError('ORDER_BOOK_NEWER', { address });
    if (from === migrations.length) return book;
    for (const sql of migrations.slice(from)) await all(sql);
    await all('DELETE FROM dm_bench.version');
    await all('INSERT INTO dm_bench.version VALUES ($1, $2)', [migrations.length, book]);
    return book;
  });
}
