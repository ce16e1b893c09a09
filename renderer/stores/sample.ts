import type { Fault } from '../../core/errors.ts';
import { call } from '../bench.ts';
import { texts } from '../texts.ts';
import { useBatches } from './batches.ts';
import { useStations } from './stations.ts';
import { useWorkstation } from './workstation.ts';

/** Runs the sample on the virtual station with the simulated device. Answers the fault, if any. */
export async function startSample(): Promise<Fault | undefined> {
  const sample = await call('sample', {});
  if (sample.kind === 'fault') return sample.fault;
  const { names, handles } = useStations.getState();
  const stations = names.filter((name) => handles[name]?.view.kind === 'virtual');
  const started = await useBatches.getState().start({
    name: texts.bench.sampleName,
    profile: sample.answer.profile,
    list: sample.answer.list,
    stations,
    mode: 'cardThenSimulatedDevice' as const,
    overwrite: false,
  });
  if (started.kind === 'fault') return started.fault;
  // Main tells of the batch by itself; asking makes the bench show it even before its first row moves.
  await useWorkstation.getState().load();
  return undefined;
}
