import { setImmediate as breathe } from 'node:timers/promises';
import { codedError } from '../../../core/errors.ts';
import type { JobEvent } from '../../../core/provisioning/job.ts';
import { readProfile } from '../../../core/provisioning/profile.ts';
import type { BatchRecord } from '../batches.ts';
import type { StepListener } from '../order-book.ts';
import type { Store } from '../store.ts';
import type { Postgres } from './postgres.ts';
import { sharedBatchOf, sharedEventOf, sharedRowOf } from './shared-row.ts';

/** Brings this bench's copy of shared orders to where the order book is. */
export interface OrderFeed {
  /** Everything that was written before this was called is known here when it resolves. @throws ORDER_BOOK_… */
  pull(): Promise<void>;
  /**
   * Reads orders from their beginning that could not be read when their events were passed over: this version can.
   * @throws ORDER_BOOK_…
   */
  readPassedOver(): Promise<void>;
  /** Names of orders that this bench cannot read: a newer version made them. */
  unreadable(): readonly string[];
  /** Resolves when something was new, or the signal is raised, or a while is over. */
  changed(signal: AbortSignal): Promise<void>;
}

export interface OrderFeedContext {
  readonly postgres: Postgres;
  readonly store: Pick<Store, 'batches' | 'jobs' | 'replica' | 'transaction'>;
  /** The id of the order book, and where it is. */
  readonly book: string;
  readonly address: string;
  readonly benchId: string;
  /** Told of steps of this bench that were written and not recorded here, because the process was gone. */
  readonly stepped: StepListener;
  /** Told which batches have changed. */
  readonly told: (batchIds: ReadonlySet<string>) => void;
}

/** So many events at once: what they take is over before anybody waits for it. */
const pageSize = 250;
/** Nobody waits longer than so many milliseconds for a change that may have been missed. */
const longestWait = 2000;
const steps: ReadonlySet<string> = new Set<JobEvent['kind']>([
  'claim',
  'prepare',
  'startWriting',
  'verify',
  'openSession',
  'awaitDevice',
  'finish',
  'fail',
  'release',
]);

export function createOrderFeed(context: OrderFeedContext): OrderFeed {
  const { postgres, store, benchId } = context;
  const waiting = new Set<() => void>();
  /** Batches whose profile this bench cannot read: a newer one made them. */
  const unreadable = new Map<string, string>();
  const kept = new Set<string>();

  const keepBatches = async (batchIds: ReadonlySet<string>): Promise<void> => {
    const wanted = [...batchIds].filter((batchId) => !kept.has(batchId) && !unreadable.has(batchId));
    if (wanted.length === 0) return;
    const lines = await postgres.all('SELECT * FROM dm_bench.batch WHERE batch_id = ANY($1::text[])', [
      wanted,
    ]);
    for (const batch of lines.map((line) => sharedBatchOf(line, context.book))) {
      if (!isReadable(batch)) {
        unreadable.set(batch.batchId, batch.name);
        continue;
      }
      store.replica.keep(batch);
      kept.add(batch.batchId);
    }
  };

  const readOf = (line: Readonly<Record<string, unknown>>) => {
    const { event_revision: revision, event_state: state } = line;
    try {
      return { row: sharedRowOf(line), event: sharedEventOf({ ...line, revision, state }) };
    } catch (error) {
      throw codedError('ORDER_BOOK_NEWER', { address: context.address }, { cause: error });
    }
  };

  /** @returns whether there may be more */
  const page = async (): Promise<boolean> => {
    const lines = await postgres.all(
      `SELECT event.sequence, event.revision AS event_revision, event.at, event.event, event.state AS event_state,
         event.detail, event.bench_id AS event_bench, job.*, bench.name AS bench_name
       FROM dm_bench.job_event AS event JOIN dm_bench.job USING (job_id)
         LEFT JOIN dm_bench.bench ON bench.bench_id = job.bench_id
       WHERE event.sequence > $1 ORDER BY event.sequence LIMIT ${pageSize}`,
      [store.replica.position(context.book)],
    );
    if (lines.length === 0) return false;
    await keepBatches(new Set(lines.map(({ batch_id }) => String(batch_id))));
    const changed = new Set<string>();
    store.transaction(() => {
      for (const line of lines) {
        if (unreadable.has(String(line.batch_id))) continue;
        const { row, event } = readOf(line);
        const bench =
          row.benchId === undefined || row.benchId === benchId ? undefined : (row.benchName ?? '');
        if (!store.replica.apply(row, event, bench)) continue;
        changed.add(row.batchId);
        if (line.event_bench === benchId && steps.has(event.event))
          context.stepped(
            { ...store.jobs.get(row.jobId), state: event.state },
            event.event as JobEvent['kind'],
          );
      }
      store.replica.savePosition(context.book, Number(lines.at(-1)?.sequence));
    });
    if (changed.size > 0) {
      context.told(changed);
      for (const resolve of waiting) resolve();
    }
    return lines.length === pageSize;
  };

  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const pullNow = async () => {
    while (await page()) await breathe();
  };

  return {
    // Whoever calls while a pull runs wants what came after it began: one more serves them all.
    pull() {
      if (running === undefined) {
        running = pullNow().finally(() => {
          running = undefined;
        });
        return running;
      }
      next ??= running
        .catch(() => {})
        .then(() => {
          next = undefined;
          return this.pull();
        });
      return next;
    },
    async readPassedOver() {
      const known = store.batches.list().map(({ batchId }) => batchId);
      const lines = await postgres.all(
        `SELECT batch.* FROM dm_bench.batch WHERE NOT batch_id = ANY($1::text[]) AND EXISTS (
           SELECT 1 FROM dm_bench.job JOIN dm_bench.job_event USING (job_id)
             WHERE job.batch_id = batch.batch_id AND sequence <= $2)`,
        [known, store.replica.position(context.book)],
      );
      // What is known already is passed over when it comes again.
      if (lines.some((line) => isReadable(sharedBatchOf(line, context.book))))
        store.replica.savePosition(context.book, 0);
    },
    unreadable: () => [...unreadable.values()],
    changed: (signal) =>
      new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer);
          waiting.delete(end);
          signal.removeEventListener('abort', end);
          resolve();
        };
        const timer = setTimeout(end, longestWait);
        waiting.add(end);
        signal.addEventListener('abort', end, { once: true });
        if (signal.aborted) end();
      }),
  };
}

function isReadable({ profileText, name }: BatchRecord): boolean {
  return readProfile(profileText, name).kind !== 'faults';
}
