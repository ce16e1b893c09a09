import type { Audit } from '../audit/audit-log.ts';
import type { JobRecord } from '../store/job-record.ts';
import type { OrderBooks } from './order-books.ts';

/** Lets failed rows of a batch wait again, so that the next free station takes them. */
export async function tryAgain(
  { books, audit, now }: { readonly books: OrderBooks; readonly audit: Audit; readonly now: () => number },
  rows: readonly JobRecord[],
): Promise<readonly JobRecord[]> {
  const failed = rows.filter(({ state }) => state.kind === 'failed');
  const [first] = failed;
  if (first === undefined) return [];
  const { batchId } = first;
  const reason = 'tried again';
  const waiting: JobRecord[] = [];
  for (const { jobId } of failed)
    waiting.push(await books.of(batchId).step(jobId, { kind: 'reinstate', reason }, now()));
  const lines = failed.map(({ line }) => line);
  audit.record({ kind: 'rowsChanged', change: 'reinstated', lines, reason }, { batchId });
  return waiting;
}
