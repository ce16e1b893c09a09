import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { toFault } from '../../core/errors.ts';
import type { JobEvent } from '../../core/provisioning/job.ts';
import { profileJson } from '../../core/provisioning/test-profile.ts';
import { newId } from '../../main/ids.ts';
import type { NewJob } from '../../main/store/job-record.ts';
import { createOwnOrderBook, type OrderBook } from '../../main/store/order-book.ts';
import { readOrderBookAddress } from '../../main/store/shared/order-book-address.ts';
import { createOrderFeed, type OrderFeed } from '../../main/store/shared/order-feed.ts';
import { openPostgres, type Postgres } from '../../main/store/shared/postgres.ts';
import { migrateOrderBook } from '../../main/store/shared/postgres-schema.ts';
import { createSharedOrderBook, type SharedOrderBook } from '../../main/store/shared/shared-order-book.ts';
import { openStore, type Store } from '../../main/store/store.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';

/** A bench at an order book. */
export interface AtBook {
  readonly store: Store;
  readonly book: OrderBook;
  /** Steps of rows that were told to be recorded. */
  readonly steps: string[];
}

/** The same at one that others share. */
export interface AtSharedBook extends AtBook {
  readonly book: SharedOrderBook;
  readonly feed: OrderFeed;
  readonly postgres: Postgres;
}

/** What the orders of these tests are made of. */
export const profileText = JSON.stringify(profileJson());
export const message = { digest: 'ab'.repeat(32), octets: 7 };
export const card = { atr: '3B00', iccid: '89440000000' };
const way: readonly JobEvent[] = [
  { kind: 'prepare', message },
  { kind: 'startWriting', card },
  { kind: 'verify' },
  { kind: 'finish' },
];
/** Order books for the tests of a file: a PostgreSQL server of its own, and whatever a test has opened is closed after it. */
export function orderBooksForTests() {
  const closing: (() => Promise<void> | void)[] = [];
  let server: PostgresServer;
  let count = 0;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });
  afterAll(() => server.stop());

  function newStore(): Store {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'dm-bench-book-'));
    const store = openStore(folder, () => 1);
    closing.push(() => {
      store.close();
      rmSync(folder, { recursive: true, force: true });
    });
    return store;
  }

  async function ownBench(): Promise<AtBook> {
    const store = newStore();
    const steps: string[] = [];
    return {
      store,
      steps,
      book: createOwnOrderBook(store, (job, event) => steps.push(`${job.line} ${event}`)),
    };
  }

  async function sharedBench(address: string, name: string): Promise<AtSharedBook> {
    const store = newStore();
    const steps: string[] = [];
    const postgres = openPostgres({ address: readOrderBookAddress(address), password: server.password });
    closing.push(() => postgres.close());
    const bookId = await migrateOrderBook(postgres, address, newId());
    const benchId = newId();
    await postgres.all('INSERT INTO dm_bench.bench VALUES ($1, $2, $3, now())', [benchId, name, newId()]);
    const context = {
      ...{ postgres, store, benchId, book: bookId, address },
      stepped: (job: { line: number }, event: string) => void steps.push(`${job.line} ${event}`),
      told: () => {},
    };
    const feed = createOrderFeed(context);
    return { store, steps, postgres, feed, book: createSharedOrderBook({ ...context, feed }) };
  }

  const newDatabase = () => server.database(`orders_${++count}`);

  async function add({ book }: AtBook, lines: readonly number[] = [2, 3, 4]): Promise<string> {
    const batchId = `b${++count}`;
    const order = { listName: 'l.csv', orderDigest: 'd', mode: 'cardsOnly', createdAt: 1 } as const;
    await book.add({ batchId, name: batchId, profileText, ...order }, rowsOf(batchId, lines));
    return batchId;
  }

  return {
    /** What is to be done after the test. */
    closing,
    ownBench,
    sharedBench,
    newDatabase,
    add,
    password: () => server.password,
  };
}

/** Rows of an order, with these lines. */
export function rowsOf(batchId: string, lines: readonly number[]): readonly NewJob[] {
  return lines.map((line) => ({
    ...{ jobId: `${batchId}-${line}`, batchId, line, deviceId: `IMEI:${line}`, label: `Gateway ${line}` },
    variables: { zeta: `${line}`, alpha: '=1+1' },
    iccid: `8944000000${line}`,
  }));
}

/** Takes a row from its claim to its end. */
export async function finish({ book }: AtBook, jobId: string, at = 10): Promise<void> {
  for (const [index, event] of way.entries()) await book.step(jobId, event, at + index);
}

/** The code that something ended with; `fine` where it did not fail. */
export const codeOf = async (work: Promise<unknown>) => {
  try {
    await work;
    return 'fine';
  } catch (error) {
    return toFault(error).code;
  }
};
