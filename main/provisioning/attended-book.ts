import type { BenchAtBook } from '../../core/api-order-book.ts';
import { codedError } from '../../core/errors.ts';
import type { OrderBookSetting } from '../store/order-book-settings.ts';
import { createOrderFeed } from '../store/shared/order-feed.ts';
import type { Postgres } from '../store/shared/postgres.ts';
import { migrateOrderBook } from '../store/shared/postgres-schema.ts';
import {
  changeChannel,
  createSharedOrderBook,
  type SharedOrderBook,
} from '../store/shared/shared-order-book.ts';
import type { SharedOrdersContext } from './shared-orders.ts';

/** An order book in which this bench is present. */
export interface AttendedBook {
  readonly id: string;
  readonly book: SharedOrderBook;
  /** So many milliseconds from one beat to the next. */
  readonly pause: number;
  /** Says that this bench is there, and looks after what benches that are gone have left. @throws ORDER_BOOK_… */
  beat(): Promise<void>;
  benches(): readonly BenchAtBook[];
  /** Brings this bench's copy up to date, with what the other benches recorded of a batch. @throws ORDER_BOOK_… */
  refresh(batchId: string): Promise<void>;
  /** Names of orders that a newer version made. */
  unreadable(): readonly string[];
  /** @param isReached whether the others can be told what they do not know yet */
  close(isReached: boolean): Promise<void>;
}

const longestPause = 5000;
/** So many beats may be lost before a bench counts as gone. */
const beatsInLease = 6;

/**
 * Enters a bench in an order book, brings its copy up to date, and settles what an earlier process left behind there.
 * @throws ORDER_BOOK_…
 */
export async function attendBook(
  context: SharedOrdersContext,
  { postgres, setting }: { readonly postgres: Postgres; readonly setting: OrderBookSetting },
): Promise<AttendedBook> {
  const { store, now, newId } = context;
  const { benchId, benchName, leaseSeconds } = setting;
  const id = await migrateOrderBook(postgres, setting.address, newId());
  const process = newId();
  await postgres.all(
    `INSERT INTO dm_bench.bench VALUES ($1, $2, $3, now())
       ON CONFLICT (bench_id) DO UPDATE SET name = $2, process = $3, seen_at = now()`,
    [benchId, benchName, process],
  );
  let benches: readonly BenchAtBook[] = [];
  let results: Promise<void> | undefined;
  const feed = createOrderFeed({
    ...{ postgres, store, benchId, book: id, address: setting.address },
    stepped: context.stepped,
    told: context.changed,
  });
  const book = createSharedOrderBook({
    ...{ postgres, store, feed, benchId },
    stepped(job, event) {
      context.stepped(job, event);
      if (event === 'finish' || event === 'fail') tellResults();
    },
  });

  /** The others' reports need what this bench recorded; a network that is gone is tried again at the next beat. */
  const keepResults = async () => {
    for (const jobId of store.replica.withoutResult(id))
      await book.keepResult(jobId, context.resultOf(jobId), now());
  };
  const tellResults = () => {
    results ??= new Promise<void>((resolve) => setImmediate(resolve))
      .then(keepResults)
      .catch(() => {})
      .finally(() => {
        results = undefined;
      });
  };

  /** Rows that no station of this bench works at any more: done where their session ended well, else begun again. */
  let isFirst = true;
  const settle = async () => {
    for (const jobId of store.replica.atStationsHere(id)) {
      const { state, changedAt, attempts: turn } = store.jobs.get(jobId);
      // Later, a card may be written by hand: only what nothing was heard of for long was left behind.
      if (!isFirst && changedAt > now() - leaseSeconds * 1000) continue;
      const session = state.kind === 'inSession' ? store.sessions.lastOfJob(jobId) : undefined;
      const fulfilled = session?.state === 'fulfilled' && session.openedAt >= changedAt;
      await book.step(
        jobId,
        fulfilled ? { kind: 'finish', session: session.sessionId } : { kind: 'release' },
        now(),
        { turn },
      );
    }
  };

  const look = async () => {
    const lines = await postgres.all(
      `SELECT name, bench_id, seen_at >= now() - make_interval(secs => $1) AS live,
         (SELECT count(*) FROM dm_bench.job WHERE job.bench_id = bench.bench_id
            AND state IN ('claimed', 'prepared', 'writing', 'verified', 'inSession')) AS in_work
       FROM dm_bench.bench ORDER BY name, bench_id`,
      [leaseSeconds],
    );
    benches = lines.map((line) => ({
      name: String(line.name),
      isThis: line.bench_id === benchId,
      live: line.live === true,
      inWork: Number(line.in_work),
    }));
  };

  let stopListening: (() => Promise<void>) | undefined;
  const listen = async () => {
    stopListening ??= await postgres.listen(
      changeChannel,
      // What cannot be read now is read at the next beat.
      () => void feed.pull().catch(() => {}),
      () => {
        stopListening = undefined;
      },
    );
  };

  await feed.readPassedOver();
  await feed.pull();
  return {
    id,
    book,
    pause: Math.min(longestPause, (leaseSeconds * 1000) / beatsInLease),
    async beat() {
      const [mine] = await postgres.all(
        'UPDATE dm_bench.bench SET seen_at = now() WHERE bench_id = $1 AND process = $2 RETURNING 1',
        [benchId, process],
      );
      if (mine === undefined) throw codedError('ORDER_BOOK_BENCH_TWICE', {});
      await listen();
      await feed.pull();
      if (!context.isAtWork()) await settle();
      isFirst = false;
      await book.takeOver(leaseSeconds, now());
      await keepResults();
      await look();
    },
    benches: () => benches,
    async refresh(batchId) {
      await feed.pull();
      // What was recorded follows a row's end by a moment, or by a beat where the network was gone.
      const patience = AbortSignal.timeout(longestPause);
      while (store.replica.lacksResults(batchId) && !patience.aborted) await feed.changed(patience);
    },
    unreadable: feed.unreadable,
    async close(isReached) {
      await stopListening?.();
      await results;
      // What cannot be told now is told at the next connection.
      if (isReached) await keepResults().catch(() => {});
    },
  };
}
