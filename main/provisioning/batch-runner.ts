import type { BatchSummary, StationView } from '../../core/api.ts';
import type { IssuerKeys } from '../../core/card/issuer-keys.ts';
import { type CodedError, codedError, toFault } from '../../core/errors.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { CardReader } from '../card/reader.ts';
import { isFinished } from '../store/batches.ts';
import type { StationContext } from './row-work.ts';
import { workStation } from './station.ts';

/** How a batch is to be run. */
export interface RunOptions {
  readonly batchId: string;
  readonly readers: readonly CardReader[];
  /** Whether cards may be overwritten that hold a message of which nothing is known here. */
  readonly overwrite: boolean;
  /** Devices, by id or label, whose cards may be written for another device. */
  readonly overwriteDevices?: readonly string[] | undefined;
  readonly issuerKeys: IssuerKeys;
  readonly pins?: IssuerKeys;
}

/** What the runner tells of: the stations as they work, and the batch when its counts change. */
export interface RunnerListener {
  station(view: StationView): void;
  batch(summary: BatchSummary): void;
}

/** Runs batches, one at a time, each on several stations. */
export interface BatchRunner {
  /**
   * Runs a batch until no row is left, or it is paused or stopped. Rows that failed before are tried again.
   * @throws BATCH_RUNNING, STORE_FULL, STORE_FAILED; every other fault is a row's
   */
  run(options: RunOptions): Promise<void>;
  /** A person says, by name, that the card of this device may be written for another one, in the batch at work. */
  allowOverwrite(deviceId: string): void;
  /** Lets every station finish the row at hand. */
  pause(): void;
  /** Stops at once; resolves when every station has let go. */
  stop(): Promise<void>;
  /** The batch at work. */
  running(): string | undefined;
  summary(batchId: string): BatchSummary;
  /** A person or another bench changed rows of a batch. */
  rowsChanged(batchId: string): void;
  stations(): readonly StationView[];
}

/** The rate is counted over so many milliseconds back. */
const rateWindow = 5 * 60_000;

export interface RunnerContext extends StationContext {
  readonly audit: Pick<AuditLog, 'record' | 'by' | 'checkpoint'>;
}

export function createBatchRunner(context: RunnerContext, listener: RunnerListener): BatchRunner {
  let current:
    | {
        readonly batchId: string;
        readonly pause: AbortController;
        readonly stop: AbortController;
        readonly allowed: Set<string>;
        /** No row is left anywhere: whoever waits for a card may stop. */
        readonly drained: AbortController;
        readonly ended: Promise<void>;
      }
    | undefined;
  const views = new Map<string, StationView>();

  const summary = (batchId: string): BatchSummary => {
    const batch = context.store.batches.get(batchId);
    const counts = context.store.batches.counts(batchId);
    const profile = context.store.profiles.of(batchId);
    const perMinute = rateOf(context.store.jobs.doneTimes(batchId, context.now() - rateWindow));
    return {
      batchId,
      name: batch.name,
      profileName: profile.name,
      profileVersion: profile.version,
      createdAt: batch.createdAt,
      state: current?.batchId === batchId ? 'running' : isFinished(counts) ? 'finished' : 'paused',
      simulatedDevice: batch.simulatedDevice,
      shared: batch.shared !== undefined,
      ...counts,
      ...(perMinute === undefined ? {} : { perMinute }),
    };
  };

  const tellBatch = (batchId: string): void => {
    const now = summary(batchId);
    listener.batch(now);
    // A station that waits for a card would wait for ever once the others have taken the last rows.
    const { store, books } = context;
    if (current?.batchId !== batchId || now.inWork > 0 || store.jobs.claimable(batchId) > 0) return;
    if (!books.of(batchId).isAtOtherBenches(batchId)) current.drained.abort();
  };

  const show = (batchId: string) => (view: StationView) => {
    views.set(view.name, view);
    listener.station(view);
    const { kind } = view.activity;
    // Counts change when a row begins or ends, not with each block.
    if (kind !== 'working' || view.activity.step === 'card') tellBatch(batchId);
  };

  const begin = async ({ batchId, readers, overwrite }: RunOptions): Promise<void> => {
    await context.books.of(batchId).retryFailed(batchId);
    const before = context.store.audit.ofBatch(batchId, ['batchStarted']).length > 0;
    context.audit.record(
      {
        kind: before ? 'batchResumed' : 'batchStarted',
        stations: readers.map(({ name }) => name),
        overwrite,
        left: context.store.jobs.claimable(batchId),
      },
      { batchId },
    );
  };

  const recordEnd = (batchId: string, error?: unknown): void => {
    const { total, done, failed } = context.store.batches.counts(batchId);
    context.audit.record(
      {
        ...{ kind: 'batchEnded', rows: total, done, failed, left: total - done - failed },
        ...(error === undefined ? {} : { code: toFault(error).code }),
      },
      { batchId },
    );
    context.audit.checkpoint();
  };

  /** What ended the batch is what is told, also where a store that failed cannot take this either. */
  const recordFailure = (batchId: string, error: unknown): void => {
    try {
      recordEnd(batchId, error);
    } catch (unrecorded) {
      if (toFault(unrecorded).code === 'INTERNAL') throw unrecorded;
    }
  };

  const work = async (
    options: RunOptions,
    signals: { pause: AbortSignal; drained: AbortSignal; stop: AbortSignal; allowed: ReadonlySet<string> },
  ) => {
    const batch = context.store.batches.get(options.batchId);
    const order = {
      batchId: options.batchId,
      profile: context.store.profiles.of(options.batchId),
      simulatedDevice: batch.simulatedDevice,
      overwrite: options.overwrite,
      overwriteDevices: signals.allowed,
      issuerKeys: options.issuerKeys,
      pins: options.pins,
    };
    await begin(options);
    const pause = AbortSignal.any([signals.pause, signals.drained]);
    const tell = show(options.batchId);
    const ends = await Promise.allSettled(
      options.readers.map((reader) =>
        workStation(reader, order, context, { pause, stop: signals.stop }, tell),
      ),
    );
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason as CodedError;
  };

  return {
    summary,
    rowsChanged: tellBatch,
    stations: () => [...views.values()],
    running: () => current?.batchId,
    pause() {
      if (current === undefined || current.pause.signal.aborted) return;
      context.audit.record({ kind: 'batchPaused' }, { batchId: current.batchId });
      current.pause.abort();
    },
    allowOverwrite(deviceId) {
      if (current === undefined) return;
      const { batchId } = current;
      context.audit.record({ kind: 'overwriteAllowed' }, { deviceId, batchId });
      current.allowed.add(deviceId);
    },
    async stop() {
      current?.stop.abort();
      await current?.ended;
    },
    async run(options) {
      if (current) throw codedError('BATCH_RUNNING', {});
      const pause = new AbortController();
      const stop = new AbortController();
      const allowed = new Set(options.overwriteDevices);
      const drained = new AbortController();
      const working = work(options, {
        ...{ pause: pause.signal, drained: drained.signal, stop: stop.signal, allowed },
      });
      const ended = working.then(
        () => {},
        () => {},
      );
      current = { batchId: options.batchId, pause, stop, allowed, drained, ended };
      views.clear();
      listener.batch(summary(options.batchId));
      try {
        await working;
      } catch (error) {
        recordFailure(options.batchId, error);
        throw error;
      } finally {
        current = undefined;
        listener.batch(summary(options.batchId));
      }
      recordEnd(options.batchId);
    },
  };
}

/** Rows a minute from the times at which rows became done, newest first; not from fewer than three. */
function rateOf(times: readonly number[]): number | undefined {
  const [newest] = times;
  const oldest = times.at(-1);
  if (newest === undefined || oldest === undefined || times.length < 3 || newest === oldest) return undefined;
  return ((times.length - 1) * 60_000) / (newest - oldest);
}
