import { create } from 'zustand';
import type { BatchSummary, Overview } from '../../core/api.ts';
import type { Fault } from '../../core/errors.ts';
import { call, listen } from '../bench.ts';
import { useBatches } from './batches.ts';
import { useSettings } from './settings.ts';
import { useStations } from './stations.ts';

type Standing =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly fault: Fault };

interface Workstation {
  readonly standing: Standing;
  readonly overview: Overview | undefined;
  /** Asks main how everything stands. */
  readonly load: () => Promise<void>;
}

/** What is true of the whole workstation: server, readers, counts, and the batch that the bench shows. */
export const useWorkstation = create<Workstation>()((set) => ({
  standing: { kind: 'starting' },
  overview: undefined,
  load: async () => {
    const result = await call('overview', {});
    if (result.kind === 'fault') set({ standing: { kind: 'failed', fault: result.fault } });
    else takeOverview(result.answer);
  },
}));

/** Takes how everything stands, as main answered or told it. */
export function takeOverview(overview: Overview): void {
  useSettings.getState().take(overview.settings);
  useStations.getState().takeSettings(overview.stationSettings);
  useStations.getState().replace(overview.stations);
  if (overview.batch) useBatches.getState().take(overview.batch);
  useWorkstation.setState({ overview, standing: { kind: 'ready' } });
}

/** Follows what main tells; how everything stands is asked once it is known who is at the bench. */
export function connectWorkstation(): void {
  listen('overview', takeOverview);
  listen('station', (view) => useStations.getState().apply(view));
  listen('batch', (summary) => {
    useBatches.getState().take(summary);
    const { overview } = useWorkstation.getState();
    if (!overview) return;
    const shown = overview.batch;
    // The bench stays with its batch unless another one has begun to run.
    if (!shown || shown.batchId === summary.batchId || summary.state === 'running')
      useWorkstation.setState({ overview: { ...overview, batch: summary } });
  });
}

/** The batch that the bench shows, as it stands now. */
export function useBenchBatch(): BatchSummary | undefined {
  const batch = useWorkstation((state) => state.overview?.batch);
  const latest = useBatches((state) => (batch ? state.byId[batch.batchId] : undefined));
  return latest ?? batch;
}
