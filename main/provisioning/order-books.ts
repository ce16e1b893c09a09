import { rowAct } from '../../core/audit/row-acts.ts';
import { codedError } from '../../core/errors.ts';
import type { Audit } from '../audit/audit-log.ts';
import { rowRecords } from '../store/job-sessions.ts';
import { createOwnOrderBook, type OrderBook, type StepListener } from '../store/order-book.ts';
import type { Store } from '../store/store.ts';

/** The order books that a bench writes in. */
export interface OrderBooks {
  /** The one that a batch is kept in. @throws BATCH_UNKNOWN, ORDER_BOOK_NOT_CONNECTED */
  of(batchId: string): OrderBook;
}

/** What the audit log is told of the steps of rows that this bench takes. */
export function recordSteps(store: Store, audit: Audit): StepListener {
  return (job, event) => {
    const done = rowAct(job, event, rowRecords(store, job));
    if (done) audit.record(done.act, done.subject, job.changedAt);
  };
}

/**
 * The bench's own orders, and those that it shares with other benches.
 * @param shared the order book of this id, where the bench is connected to it
 */
export function createOrderBooks(
  store: Store,
  stepped: StepListener,
  shared: (id: string) => OrderBook | undefined = () => undefined,
): OrderBooks {
  const own = createOwnOrderBook(store, stepped);
  return {
    of(batchId) {
      const { shared: id } = store.batches.get(batchId);
      if (id === undefined) return own;
      const book = shared(id);
      if (book === undefined) throw codedError('ORDER_BOOK_NOT_CONNECTED', {});
      return book;
    },
  };
}
