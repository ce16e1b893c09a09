import { codedError } from '../../core/errors.ts';
import type { JobEvent } from '../../core/provisioning/job.ts';
import type { BatchRecord } from './batches.ts';
import type { JobRecord, NewJob, RowValues } from './job-record.ts';
import type { Store } from './store.ts';

/** Which row a station wants: the one of a card, the one of a device, just this one; else the next. */
export interface WantedRow {
  readonly iccid?: string;
  readonly jobId?: string;
  readonly deviceId?: string;
}

/** What belongs to a step of a row beside its event. */
export interface StepDetails {
  /** The row has these values from then on. */
  readonly values?: RowValues | undefined;
  /** The turn of the row (its `attempts`) that takes the step: in any other one, the row is somebody else's. */
  readonly turn?: number | undefined;
}

/** A step of a job; with `values`, it has these from then on. */
export interface RowStep {
  readonly jobId: string;
  readonly event: JobEvent;
  readonly values?: RowValues | undefined;
}

/**
 * Where orders and their rows are written: this bench's own store, or the order book that several benches share.
 * Whatever resolves is durable there, and is what the bench's store says of the row from then on.
 */
export interface OrderBook {
  /** Keeps an order with its rows, all or nothing. */
  add(batch: BatchRecord, rows: readonly NewJob[]): Promise<void>;
  /**
   * Adds rows to an order that is kept here, all or nothing. `recorded` runs in the transaction that keeps them, where
   * that is one of the bench's own store.
   */
  addRows(batchId: string, rows: readonly NewJob[], at: number, recorded?: () => void): Promise<void>;
  /**
   * Claims a row for a station, which is nobody else's then: the next one that waits or failed and is to be tried again.
   * @throws ORDER_BOOK_UNREACHABLE, STORE_…
   */
  claim(batchId: string, station: string, at: number, wanted?: WantedRow): Promise<JobRecord | undefined>;
  /**
   * Takes one step of a job. The same step asked for again (after an answer that was lost) is taken once.
   * @throws JOB_TRANSITION, ROW_TAKEN_OVER, ORDER_BOOK_UNREACHABLE, STORE_…
   */
  step(jobId: string, event: JobEvent, at: number, details?: StepDetails): Promise<JobRecord>;
  /**
   * Takes one step of each of several jobs, all or nothing; missing where a book takes them one by one. `recorded` runs
   * in the same transaction.
   * @throws JOB_TRANSITION, STORE_…
   */
  stepAll?(steps: readonly RowStep[], at: number, recorded: () => void): Promise<readonly JobRecord[]>;
  /** Marks the failed rows of a batch to be tried again. */
  retryFailed(batchId: string): Promise<void>;
  /**
   * Takes so many numbers of a sequence that goes on over the orders of a profile.
   * @returns the first of them, at least `start`
   */
  takeNumbers(profileName: string, column: string, start: number, count: number): Promise<number>;
  /** Whether rows of it are at stations of other benches, and may come back to be done here. */
  isAtOtherBenches(batchId: string): boolean;
  /** Resolves when other benches may have changed something, or the signal is raised. */
  changed(signal: AbortSignal): Promise<void>;
}

/** Told of each step of a row that this bench took, in the transaction that records it. */
export type StepListener = (job: JobRecord, event: JobEvent['kind']) => void;

/** The orders that are this bench's alone, in its own store. */
export function createOwnOrderBook(
  store: Pick<Store, 'batches' | 'jobs' | 'orders' | 'transaction'>,
  stepped: StepListener,
): OrderBook {
  return {
    async add(batch, rows) {
      store.transaction(() => {
        store.batches.add(batch);
        store.jobs.add(rows, batch.createdAt);
      });
    },
    addRows: async (_batchId, rows, at, recorded) =>
      store.transaction(() => {
        store.jobs.add(rows, at);
        recorded?.();
      }),
    claim: async (batchId, station, at, wanted) => store.jobs.claim(batchId, station, at, wanted),
    step: async (jobId, event, at, { values, turn } = {}) =>
      store.transaction(() => {
        const { attempts, label } = store.jobs.get(jobId);
        if (turn !== undefined && turn !== attempts)
          throw codedError('ROW_TAKEN_OVER', { label, taker: 'another station' });
        const job = store.jobs.step(jobId, event, at, values);
        stepped(job, event.kind);
        return job;
      }),
    stepAll: async (steps, at, recorded) =>
      store.transaction(() => {
        const jobs = steps.map(({ jobId, event, values }) => {
          const job = store.jobs.step(jobId, event, at, values);
          stepped(job, event.kind);
          return job;
        });
        recorded();
        return jobs;
      }),
    retryFailed: async (batchId) => store.jobs.retryFailed(batchId),
    takeNumbers: async (profileName, column, start, count) =>
      store.orders.takeNumbers(profileName, column, start, count),
    isAtOtherBenches: () => false,
    changed: () => new Promise(() => {}),
  };
}
