import type { BatchSummary } from '../../core/api.ts';

/**
 * Where a batch stands, in a person's words. Main calls a batch finished only when every row is done; one that
 * went through with failures is paused to it, and something else to the person: no card is wanted any more.
 */
export type BatchStanding = 'running' | 'paused' | 'awaiting' | 'allDone' | 'throughWithFailures';

/** Where a batch stands. */
export function standingOf(batch: BatchSummary): BatchStanding {
  if (batch.state === 'running') return 'running';
  if (batch.state === 'finished' && batch.done + batch.cancelled === batch.total) return 'allDone';
  if (batch.awaited > 0 && batch.waiting + batch.inWork + batch.held === 0) return 'awaiting';
  return batch.waiting + batch.inWork + batch.held + batch.awaited === 0 ? 'throughWithFailures' : 'paused';
}

/** Whether main has anything left to do with it: rows that wait or rows that failed. */
export function canResume(batch: BatchSummary): boolean {
  return batch.state !== 'running' && batch.waiting + batch.failed + batch.inWork > 0;
}
