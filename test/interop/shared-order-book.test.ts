import { mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { toFault } from '../../core/errors.ts';
import type { JobEvent } from '../../core/provisioning/job.ts';
import { newId } from '../../main/ids.ts';
import { readOrderBookAddress } from '../../main/store/shared/order-book-address.ts';
import { createOrderFeed } from '../../main/store/shared/order-feed.ts';
import { openPostgres } from '../../main/store/shared/postgres.ts';
import { migrateOrderBook } from '../../main/store/shared/postgres-schema.ts';
import { createSharedOrderBook } from '../../main/store/shared/shared-order-book.ts';
import { hasOpenssl, OpensslWorkshop } from '../support/openssl.ts';
import {
  card,
  codeOf,
  finish,
  message,
  orderBooksForTests,
  profileText,
  rowsOf,
} from '../support/order-books.ts';
import { startPostgres } from '../support/postgres.ts';

const { closing, sharedBench, newDatabase, add, password } = orderBooksForTests();

describe('an order book that benches share', () => {
  const twoBenches = async () => {
    const address = await newDatabase();
    return [await sharedBench(address, 'North'), await sharedBench(address, 'South')] as const;
  };

  it('gives each row to one bench, however many ask at once', async () => {
    const [north, south] = await twoBenches();
    const lines = Array.from({ length: 40 }, (_, index) => index + 2);
    const batchId = await add(north, lines);
    await south.feed.pull();
    const claims = await Promise.all(
      Array.from({ length: 48 }, (_, index) =>
        (index % 2 ? north : south).book.claim(batchId, `s${index}`, 5),
      ),
    );
    const given = claims.flatMap((job) => (job ? [job.line] : []));
    expect(given.sort((left, right) => left - right)).toEqual(lines);
  });

  it('shows each bench what the others do, as they recorded it', async () => {
    const [north, south] = await twoBenches();
    const batchId = await add(north, [2, 3]);
    const job = await north.book.claim(batchId, 's', 5);
    await south.feed.pull();
    expect(south.store.jobs.get(job?.jobId ?? '')).toMatchObject({
      bench: 'North',
      state: { kind: 'claimed' },
    });
    expect(south.book.isAtOtherBenches(batchId)).toBe(true);
    expect(north.book.isAtOtherBenches(batchId)).toBe(false);
    await finish(north, job?.jobId ?? '');
    await north.book.keepResult(job?.jobId ?? '', '{"verifiedAt":12}', 14);
    await south.feed.pull();
    const seen = south.store.jobs.get(job?.jobId ?? '');
    expect(seen).toMatchObject({
      bench: 'North',
      state: { kind: 'done', card },
      result: '{"verifiedAt":12}',
    });
    expect(south.store.jobs.events(seen.jobId)).toEqual(north.store.jobs.events(seen.jobId));
    expect(south.steps).toEqual([]);
    expect(south.store.replica.isAtOtherBenches(batchId)).toBe(false);
  });

  it('lets no bench go on with a row that another has taken over, and the other end it', async () => {
    const [north, south] = await twoBenches();
    const batchId = await add(north, [2]);
    const job = await north.book.claim(batchId, 's', 5);
    await south.feed.pull();
    await south.book.takeOver(3600, 6);
    expect(await south.book.claim(batchId, 't', 7)).toBeUndefined();
    await south.postgres.all(
      "UPDATE dm_bench.bench SET seen_at = now() - interval '1 hour' WHERE name = 'North'",
    );
    await south.book.takeOver(60, 8);
    expect(await south.book.claim(batchId, 't', 9)).toMatchObject({ attempts: 2 });
    expect(await codeOf(north.book.step(job?.jobId ?? '', { kind: 'prepare', message }, 10))).toBe(
      'ROW_TAKEN_OVER',
    );
    expect(north.store.jobs.get(job?.jobId ?? '')).toMatchObject({ bench: 'South' });
    await finish(south, job?.jobId ?? '');
    await north.feed.pull();
    expect(north.store.batches.counts(batchId)).toMatchObject({ total: 1, done: 1 });
    expect(south.steps.filter((step) => step.endsWith('finish'))).toHaveLength(1);
  });

  it('lets no bench take a step of another one’s turn, however well it would fit', async () => {
    const [north, south] = await twoBenches();
    const batchId = await add(north, [2]);
    const job = await north.book.claim(batchId, 's', 5);
    const [jobId, turn] = [job?.jobId ?? '', job?.attempts ?? 0];
    await south.feed.pull();
    await south.postgres.all(
      "UPDATE dm_bench.bench SET seen_at = now() - interval '1 hour' WHERE name = 'North'",
    );
    await south.book.takeOver(60, 8);
    const taken = await south.book.claim(batchId, 's', 9);
    await south.book.step(jobId, { kind: 'prepare', message }, 10, { turn: 2 });
    // North knows it all, and its station asks for what a row that is prepared may do next.
    await north.feed.pull();
    const write: JobEvent = { kind: 'startWriting', card };
    expect(await codeOf(north.book.step(jobId, write, 11, { turn }))).toBe('ROW_TAKEN_OVER');
    expect(await codeOf(north.book.step(jobId, write, 11, { turn: taken?.attempts }))).toBe('ROW_TAKEN_OVER');
    // Nor an earlier turn of its own.
    expect(await codeOf(south.book.step(jobId, write, 12, { turn }))).toBe('ROW_TAKEN_OVER');
    expect((await south.book.step(jobId, write, 12, { turn: 2 })).state.kind).toBe('writing');
    await north.feed.pull();
    expect(north.store.jobs.events(jobId).map(({ event }) => event)).toEqual([
      'claim',
      'release',
      'claim',
      'prepare',
      'startWriting',
    ]);
    expect(north.steps).toEqual(['2 claim']);
  });

  it('reads an order that it could not read before from its beginning', async () => {
    const [north, south] = await twoBenches();
    const batchId = await add(north, [2, 3]);
    await north.postgres.all('UPDATE dm_bench.batch SET profile_text = $1', ['{ "newer": true }']);
    await south.feed.pull();
    expect(south.feed.unreadable()).toEqual([batchId]);
    await north.book.claim(batchId, 's', 5);
    await south.feed.pull();
    expect(south.store.batches.list()).toEqual([]);
    // As a version that knows it comes to it.
    await north.postgres.all('UPDATE dm_bench.batch SET profile_text = $1', [profileText]);
    const later = createOrderFeed({
      ...{ postgres: south.postgres, store: south.store, benchId: 'x', address: '', stepped: () => {} },
      book: north.store.batches.get(batchId).shared ?? '',
      told: () => {},
    });
    await later.readPassedOver();
    await later.pull();
    expect(south.store.batches.counts(batchId)).toMatchObject({ total: 2, inWork: 1 });
    await later.readPassedOver();
    expect(south.store.replica.position(north.store.batches.get(batchId).shared ?? '')).toBeGreaterThan(0);
  });

  it('takes nothing that it cannot read, and says so', async () => {
    const [north, south] = await twoBenches();
    const batchId = await add(north, [2]);
    await south.feed.pull();
    await north.book.claim(batchId, 's', 5);
    for (const state of ['{"kind":"beamed"}', '{"kind":"done"}', 'no JSON', 'null']) {
      await north.postgres.all('UPDATE dm_bench.job SET state_json = $1', [state]);
      expect(await codeOf(south.feed.pull())).toBe('ORDER_BOOK_NEWER');
    }
    expect(south.store.jobs.get(`${batchId}-2`).state.kind).toBe('waiting');
  });

  it('refuses rows of lines that another bench has taken meanwhile, and keeps none of them', async () => {
    const [north, south] = await twoBenches();
    const batchId = await add(north, [2]);
    await south.book.addRows(batchId, rowsOf(batchId, [3]), 6);
    const rows = [4, 3].map((line) => ({ ...rowsOf(batchId, [line])[0]!, jobId: `other-${line}` }));
    expect(await codeOf(north.book.addRows(batchId, rows, 7))).toBe('ORDER_BOOK_CONFLICT');
    await north.feed.pull();
    expect(north.store.batches.counts(batchId).total).toBe(2);
  });

  it('knows a claim and a step again whose answers were lost', async () => {
    const [north] = await twoBenches();
    const batchId = await add(north, [2, 3]);
    const job = await north.book.claim(batchId, 's', 5);
    expect(await north.book.claim(batchId, 's', 5)).toMatchObject({ jobId: job?.jobId, attempts: 1 });
    expect(await north.book.claim(batchId, 's', 6)).toMatchObject({ line: 3 });
    // Written, and not known here: as where the connection broke after the commit.
    const lost = { ...north.store.replica, apply: () => false };
    const deaf = createSharedOrderBook({
      ...{ postgres: north.postgres, feed: north.feed, stepped: () => {} },
      store: { ...north.store, replica: lost },
      benchId: String(
        (await north.postgres.all("SELECT bench_id FROM dm_bench.bench WHERE name = 'North'"))[0]?.bench_id,
      ),
    });
    await deaf.step(job?.jobId ?? '', { kind: 'prepare', message }, 7);
    expect(north.store.jobs.get(job?.jobId ?? '').state.kind).toBe('claimed');
    const known = await north.book.step(job?.jobId ?? '', { kind: 'prepare', message }, 7);
    expect(known.state.kind).toBe('prepared');
    expect(north.store.jobs.events(known.jobId).map(({ event }) => event)).toEqual(['claim', 'prepare']);
    // And where the feed was quicker than the second try.
    await north.feed.pull();
    await north.book.step(known.jobId, { kind: 'prepare', message }, 7, { turn: known.attempts });
    expect(north.store.jobs.events(known.jobId)).toHaveLength(2);
  });

  it('records a step of its own that was written before the process was gone', async () => {
    const address = await newDatabase();
    const north = await sharedBench(address, 'North');
    const batchId = await add(north, [2]);
    const job = await north.book.claim(batchId, 's', 5);
    await north.feed.pull();
    const [{ bench_id: benchId } = { bench_id: '' }] = await north.postgres.all(
      'SELECT bench_id FROM dm_bench.bench',
    );
    await north.postgres.all(
      `WITH moved AS (UPDATE dm_bench.job SET state = 'prepared', state_json = $1, revision = revision + 1 RETURNING *)
       INSERT INTO dm_bench.job_event (job_id, revision, at, event, state, bench_id)
         SELECT job_id, revision, 9, 'prepare', state_json, $2 FROM moved`,
      [JSON.stringify({ kind: 'prepared', station: 's', message }), String(benchId)],
    );
    await north.feed.pull();
    await north.feed.pull();
    expect(north.steps.filter((step) => step === '2 prepare')).toHaveLength(1);
    expect(north.store.jobs.get(job?.jobId ?? '').state.kind).toBe('prepared');
  });

  it('is made once, whoever comes first, and refused where a newer version made it', async () => {
    const address = await newDatabase();
    const open = () => {
      const postgres = openPostgres({ address: readOrderBookAddress(address), password: password() });
      closing.push(() => postgres.close());
      return postgres;
    };
    const ids = await Promise.all([1, 2, 3].map(() => migrateOrderBook(open(), address, newId())));
    expect(new Set(ids).size).toBe(1);
    await open().all('UPDATE dm_bench.version SET version = 999');
    expect(await codeOf(migrateOrderBook(open(), address, newId()))).toBe('ORDER_BOOK_NEWER');
  });

  it('says what keeps a bench out', async () => {
    const address = readOrderBookAddress(await newDatabase());
    const answer = async (change: object, secret = password()) => {
      const postgres = openPostgres({ address: { ...address, ...change }, password: secret });
      closing.push(() => postgres.close());
      return await codeOf(postgres.all('SELECT 1'));
    };
    expect(await answer({})).toBe('fine');
    expect(await answer({}, 'wrong')).toBe('ORDER_BOOK_REFUSED');
    expect(await answer({ user: 'nobody' })).toBe('ORDER_BOOK_REFUSED');
    expect(await answer({ database: 'none' })).toBe('ORDER_BOOK_REFUSED');
    expect(await answer({ port: 1 })).toBe('ORDER_BOOK_UNREACHABLE');
  });

  it.runIf(hasOpenssl)('is reached by TLS where its authority is known, and not by another one', async () => {
    const shop = new OpensslWorkshop(mkdtempSync(path.join(os.tmpdir(), 'dm-bench-book-tls-')));
    const [known, other] = [await shop.authority('Known'), await shop.authority('Other')];
    const extensions = 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n';
    const secure = await startPostgres(await shop.certificate('Server', { above: known, extensions }));
    closing.push(() => secure.stop());
    const plain = readOrderBookAddress(await newDatabase());
    const address = readOrderBookAddress(await secure.database('orders'));
    const answer = async (authority: string, to = address) => {
      const authorityPem = readFileSync(authority, 'utf8');
      const postgres = openPostgres({ address: to, password: secure.password, authorityPem });
      closing.push(() => postgres.close());
      const rows = await postgres
        .all('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')
        .catch((error: unknown) => toFault(error).code);
      return rows;
    };
    expect(await answer(known.certificate)).toEqual([{ ssl: true }]);
    expect(await answer(other.certificate)).toBe('ORDER_BOOK_REFUSED');
    // One that speaks no TLS is not spoken to in plain instead.
    expect(await answer(known.certificate, plain)).toBe('ORDER_BOOK_REFUSED');
  });
});
