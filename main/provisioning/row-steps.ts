import { toFault } from '../../core/errors.ts';
import type { RowDecision } from '../../core/provisioning/job.ts';
import type { JobRecord, RowValues } from '../store/job-record.ts';
import type { OrderBook } from '../store/order-book.ts';
import type { Store } from '../store/store.ts';

/** Steps that a person takes of several rows, at one time. */
export interface DecidedSteps {
  readonly store: Pick<Store, 'jobs'>;
  readonly book: OrderBook;
  readonly steps: readonly {
    readonly job: JobRecord;
    readonly event: RowDecision;
    readonly values?: RowValues;
  }[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The lines whose step was taken, and the rows that somebody else was quicker with. */
export interface TakenSteps {
  readonly lines: readonly number[];
  readonly late: readonly JobRecord[];
}

/**
 * Takes the steps: all or none where the book can, and one by one where others write in it too. `record` is told the
 * lines that were changed, in the transaction that changes them where there is one; nothing that was changed goes
 * unrecorded because of what failed after it.
 * @throws ORDER_BOOK_…, STORE_…
 */
export async function takeSteps(
  { store, book, steps, at }: DecidedSteps,
  record: (lines: number[]) => void,
): Promise<TakenSteps> {
  if (book.stepAll) {
    const lines = steps.map(({ job }) => job.line);
    const all = steps.map(({ job, event, values }) => ({ jobId: job.jobId, event, values }));
    await book.stepAll(all, at, () => record(lines));
    return { lines, late: [] };
  }
  const lines: number[] = [];
  const late: JobRecord[] = [];
  try {
    for (const { job, event, values } of steps)
      try {
        await book.step(job.jobId, event, at, { values });
        lines.push(job.line);
      } catch (error) {
        if (toFault(error).code !== 'JOB_TRANSITION') throw error;
        late.push(store.jobs.get(job.jobId));
      }
  } finally {
    if (lines.length > 0) record(lines);
  }
  return { lines, late };
}
