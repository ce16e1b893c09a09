import { create } from 'zustand';
import type { BatchSummary, CallResult } from '../../core/api.ts';
import type { CallName, CallRequest } from '../../core/api-requests.ts';
import type { Fault } from '../../core/errors.ts';
import { call } from '../bench.ts';
import { useStations } from './stations.ts';

/** How a batch is put to work: what a resume needs beside the batch itself. */
export type RunChoice = Pick<CallRequest<'resumeBatch'>, 'stations' | 'overwrite' | 'admKeys'>;

interface Batches {
  readonly byId: Readonly<Record<string, BatchSummary>>;
  /** The last choice of each batch in this window, so that Resume after Pause needs no questions. */
  readonly choices: Readonly<Record<string, RunChoice>>;
  readonly take: (summary: BatchSummary) => void;
  readonly start: (request: CallRequest<'createBatch'>) => Promise<StartResult>;
  readonly pause: (batchId: string) => Promise<Fault | undefined>;
  readonly resume: (batchId: string, choice: RunChoice) => Promise<Fault | undefined>;
}

type StartResult =
  | { readonly kind: 'started'; readonly batchId: string }
  | { readonly kind: 'fault'; readonly fault: Fault };

/** Every batch that the window has heard of, one entry a batch. */
export const useBatches = create<Batches>()((set) => ({
  byId: {},
  choices: {},
  take: (summary) => set((state) => ({ byId: { ...state.byId, [summary.batchId]: summary } })),
  start: async (request) => {
    const result = await call('createBatch', request);
    if (result.kind === 'fault') return result;
    const { batchId } = result.answer;
    const { stations, overwrite, admKeys } = request;
    remember(batchId, { stations, overwrite, ...(admKeys === undefined ? {} : { admKeys }) });
    return { kind: 'started', batchId };
  },
  pause: async (batchId) => faultOfCall(await call('pauseBatch', { batchId })),
  resume: async (batchId, choice) => {
    const fault = faultOfCall(await call('resumeBatch', { batchId, ...choice }));
    if (!fault) remember(batchId, choice);
    return fault;
  },
}));

function faultOfCall(result: CallResult<CallName>): Fault | undefined {
  return result.kind === 'fault' ? result.fault : undefined;
}

function remember(batchId: string, choice: RunChoice): void {
  useBatches.setState((state) => ({ choices: { ...state.choices, [batchId]: choice } }));
}

/**
 * The stations a resume is offered with: those of the last run that are still there; otherwise every reader,
 * and the virtual station only where there is no reader.
 */
export function offeredStations(choice: RunChoice | undefined): readonly string[] {
  const { names, handles } = useStations.getState();
  const remembered = choice?.stations.filter((name) => names.includes(name)) ?? [];
  if (remembered.length > 0) return remembered;
  const readers = names.filter((name) => handles[name]?.view.kind === 'pcsc');
  return readers.length > 0 ? readers : names;
}
