import type { BatchSummary } from '../../core/api.ts';
import { isFinished } from '../store/batches.ts';
import type { Store } from '../store/store.ts';

/** The rate is counted over so many milliseconds back. */
const rateWindow = 5 * 60_000;

/** How a batch stands. @throws BATCH_UNKNOWN */
export function batchSummary(
  { batches, profiles, jobs }: Pick<Store, 'batches' | 'profiles' | 'jobs'>,
  batchId: string,
  isRunning: boolean,
  now: number,
): BatchSummary {
  const batch = batches.get(batchId);
  const counts = batches.counts(batchId);
  const profile = profiles.of(batchId);
  const stop = batches.stopped(batchId);
  const perMinute = rateOf(jobs.doneTimes(batchId, now - rateWindow));
  return {
    batchId,
    name: batch.name,
    profileName: profile.name,
    profileVersion: profile.version,
    createdAt: batch.createdAt,
    state: isRunning ? 'running' : isFinished(counts) ? 'finished' : 'paused',
    mode: batch.mode,
    ...(batch.stopAfter === undefined ? {} : { stopAfter: batch.stopAfter }),
    ...(stop === undefined ? {} : { stop }),
    shared: batch.shared !== undefined,
    ...counts,
    ...(perMinute === undefined ? {} : { perMinute }),
  };
}

/** Rows a minute from the times at which rows became done, newest first; not from fewer than three. */
function rateOf(times: readonly number[]): number | undefined {
  const [newest] = times;
  const oldest = times.at(-1);
  if (newest === undefined || oldest === undefined || times.length < 3 || newest === oldest) return undefined;
  return ((times.length - 1) * 60_000) / (newest - oldest);
}
