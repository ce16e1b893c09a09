import { useEffect } from 'react';
import type { FiguresScope } from '../../../core/api-figures.ts';
import { listen } from '../../bench.ts';
import { useCall } from '../../components/use-call.ts';
import { useEvery } from '../../components/use-every.ts';

/** What depends on the time alone is asked for again after so many milliseconds. */
const renewedAfter = 15_000;

/** Figures that follow what happens: asked for anew at each change, once at a time. */
export function useFigures(scope: FiguresScope) {
  const { state, reload } = useCall('figures', scope);
  const { batchId } = scope;
  useEffect(() => {
    let asking = false;
    let changed = false;
    const ask = async () => {
      asking = true;
      do {
        changed = false;
        await reload();
      } while (changed);
      asking = false;
    };
    return listen('figuresChanged', (event) => {
      if (batchId !== undefined && event.batchId !== batchId) return;
      changed = true;
      if (!asking) void ask();
    });
  }, [batchId, reload]);
  useEvery(renewedAfter, reload);
  return state;
}
