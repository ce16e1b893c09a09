import type { FiguresScope, FiguresView } from '../../core/api-figures.ts';
import { countFigures, type FiguresCount } from '../../core/provisioning/figures.ts';
import type { Store } from '../store/store.ts';

/** Figures of batches: what was counted once is kept, and goes on with what was recorded since. */
export interface FiguresDesk {
  /** @throws BATCH_UNKNOWN */
  figures(scope: FiguresScope): Promise<FiguresView>;
}

export interface FiguresDeskOptions {
  readonly store: Pick<Store, 'batches' | 'jobHistory'>;
  /** The batch at work. */
  readonly running: () => string | undefined;
  readonly now: () => number;
}

/** So many transitions are read at once; in between, others have their turn. */
const slice = 2000;
/** So many counts are kept: the batches that people look at, and the whole bench. */
const mostKept = 4;

/** A count that goes on. */
interface Kept {
  readonly count: FiguresCount;
  after: number;
  /** The reading under way: one at a time, so that nothing is counted twice. */
  reading: Promise<void>;
}

/** Begins with nothing counted. */
export function createFiguresDesk({ store, running, now }: FiguresDeskOptions): FiguresDesk {
  const kept = new Map<string, Kept>();

  const keptFor = (key: string): Kept => {
    const one = kept.get(key) ?? { count: countFigures(), after: 0, reading: Promise.resolve() };
    // The one that was asked for last goes last.
    kept.delete(key);
    kept.set(key, one);
    for (const oldest of kept.keys()) if (kept.size > mostKept) kept.delete(oldest);
    return one;
  };

  const readOn = async (one: Kept, { batchId, since }: FiguresScope): Promise<void> => {
    for (;;) {
      const { transitions, after } = store.jobHistory.read({
        after: one.after,
        batchId,
        since,
        limit: slice,
      });
      for (const transition of transitions) one.count.take(transition);
      one.after = after;
      if (transitions.length < slice) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  return {
    async figures(scope) {
      const { batchId, since } = scope;
      const batch = batchId === undefined ? undefined : store.batches.get(batchId);
      const key = JSON.stringify([batchId, since]);
      const one = keptFor(key);
      one.reading = one.reading.then(() => readOn(one, scope));
      try {
        await one.reading;
      } catch (error) {
        // What was read of it may be in the count already: another one begins anew.
        kept.delete(key);
        throw error;
      }
      const at = now();
      if (batch === undefined) return { ...one.count.view(zoneOffset), at };
      const { name } = batch;
      const { total, waiting, inWork } = store.batches.counts(batch.batchId);
      const standing = { total, left: waiting + inWork, running: running() === batch.batchId };
      return {
        ...one.count.view(zoneOffset, { ...standing, now: at }),
        ...{ at, batch: { batchId: batch.batchId, name, ...standing } },
      };
    },
  };
}

/** How far this machine's clock on the wall is ahead of UTC. */
function zoneOffset(at: number): number {
  return -new Date(at).getTimezoneOffset() * 60_000;
}
