import type { BatchSummary } from '../../core/api.ts';
import type { StationView } from '../../core/api-station-activity.ts';
import type { IssuerKeys } from '../../core/card/issuer-keys.ts';
import { type CodedError, codedError, toFault } from '../../core/errors.ts';
import {
  type FailureStop,
  type FailureStreak,
  type RowEnd,
  stepStreak,
  stopOf,
} from '../../core/provisioning/failure-streak.ts';
import type { StationSettings } from '../../core/provisioning/station-settings.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { CardReader } from '../card/reader.ts';
import type { JobRecord } from '../store/job-record.ts';
import { batchSummary } from './batch-summary.ts';
import type { DeviceWait } from './device-row.ts';
import { releaseChosen, workStation } from './station.ts';
import { createStationHand, type StationHand } from './station-hand.ts';
import type { StationContext, StationOrder } from './station-order.ts';

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
  /** Nobody is there to press a station's key: no station waits for one. */
  readonly unattended?: boolean;
  /** Gives a device without a card the way to its bootstrap (DM-3); left out, a person does it by hand. */
  readonly handOut?: StationOrder['handOut'];
}

/** What the runner tells of: the stations as they work, and the batch when its counts change. */
export interface RunnerListener {
  station(view: StationView): void;
  batch(summary: BatchSummary): void;
}

/** Runs batches, one at a time, each on several stations. */
export interface BatchRunner {
  /**
   * Runs a batch until no row is left, or it is paused or stopped, or stops by itself because too many rows failed in
   * a row. Rows that failed before are tried again; devices that are awaited are not waited for.
   * @throws BATCH_RUNNING, STORE_FULL, STORE_FAILED; every other fault is a row's
   */
  run(options: RunOptions): Promise<void>;
  /** A person says, by name, that the card of this device may be written for another one, in the batch at work. */
  allowOverwrite(deviceId: string): void;
  /** Lets every station finish the row at hand. */
  pause(): void;
  /** Stops at once; resolves when every station has let go. */
  stop(): Promise<void>;
  /**
   * Claims a row for a station of the batch at work: its next card, or its next device, is for this row. What it had
   * chosen before waits again.
   * @returns the row; undefined where it could not be claimed, or the station is not at work
   */
  choose(station: string, jobId: string): Promise<JobRecord | undefined>;
  /** Takes back what was chosen for a station. @returns what it was */
  letGo(station: string): Promise<JobRecord | undefined>;
  /** The key of a station that waits for one: the next row, on after it stopped, or on without its device. */
  goOn(station: string): void;
  /** A row ended whose device was awaited. */
  deviceEnded(job: JobRecord): void;
  /** The batch at work. */
  running(): string | undefined;
  summary(batchId: string): BatchSummary;
  /** A person or another bench changed rows of a batch. */
  rowsChanged(batchId: string): void;
  stations(): readonly StationView[];
}

export interface RunnerContext extends StationContext {
  readonly settingsOf: (station: string) => StationSettings;
  readonly settled: DeviceWait['settled'];
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
        readonly hands: ReadonlyMap<string, StationHand>;
        streak: FailureStreak;
        readonly stopAfter: number;
        readonly ended: Promise<void>;
      }
    | undefined;
  const views = new Map<string, StationView>();

  const summary = (batchId: string): BatchSummary =>
    batchSummary(context.store, batchId, current?.batchId === batchId, context.now());

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
    const { total, done, failed, cancelled } = context.store.batches.counts(batchId);
    context.audit.record(
      {
        ...{ kind: 'batchEnded', rows: total, done, failed, left: total - done - failed - cancelled },
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

  /** Counts how a row of the batch at work ended; too many failures in a row pause it. */
  const batchEnd = (batchId: string, end: RowEnd): void => {
    if (current?.batchId !== batchId) return;
    current.streak = stepStreak(current.streak, end);
    const stop = stopOf(current.streak, current.stopAfter, context.now());
    if (stop === undefined || current.pause.signal.aborted) return;
    context.store.transaction(() => {
      context.store.batches.keepStop(batchId, stop);
      context.audit.record({ kind: 'batchStoppedItself', failures: stop.failures }, { batchId });
    });
    current.pause.abort();
  };

  const work = async (
    options: RunOptions,
    signals: { pause: AbortSignal; drained: AbortSignal; stop: AbortSignal; allowed: ReadonlySet<string> },
    hands: ReadonlyMap<string, StationHand>,
  ) => {
    const batch = context.store.batches.get(options.batchId);
    const order = {
      batchId: options.batchId,
      profile: context.store.profiles.of(options.batchId),
      mode: batch.mode,
      handOut: options.handOut,
      overwrite: options.overwrite,
      overwriteDevices: signals.allowed,
      issuerKeys: options.issuerKeys,
      pins: options.pins,
    };
    await begin(options);
    const pause = AbortSignal.any([signals.pause, signals.drained]);
    const tell = show(options.batchId);
    const ends = await Promise.allSettled(
      options.readers.map((reader) => {
        const set = context.settingsOf(reader.name);
        const settings = options.unattended
          ? { ...set, autoAdvance: true, waitsForDevice: false, stopAfter: 0 }
          : set;
        const hand = hands.get(reader.name) ?? createStationHand();
        let streak: FailureStreak = [];
        const ended = (end: RowEnd): FailureStop | undefined => {
          streak = stepStreak(streak, end);
          batchEnd(options.batchId, end);
          const stop = stopOf(streak, settings.stopAfter, context.now());
          if (stop) streak = [];
          return stop;
        };
        const station = { reader, settings, hand, ended, settled: context.settled };
        return workStation(station, order, context, { pause, stop: signals.stop }, tell);
      }),
    );
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason as CodedError;
  };

  return {
    summary,
    rowsChanged: tellBatch,
    stations: () => [...views.values()],
    running: () => current?.batchId,
    async choose(station, jobId) {
      const hand = current?.hands.get(station);
      if (current === undefined || hand === undefined || hand.isClosed) return undefined;
      const { batchId } = current;
      const job = await context.books.of(batchId).claim(batchId, station, context.now(), { jobId });
      if (job === undefined) return undefined;
      // It may have come to its end meanwhile.
      await releaseChosen(hand.isClosed ? job : hand.choose(job), context);
      listener.batch(summary(batchId));
      return hand.isClosed ? undefined : job;
    },
    async letGo(station) {
      const job = current?.hands.get(station)?.take();
      await releaseChosen(job, context);
      if (job) listener.batch(summary(job.batchId));
      return job;
    },
    goOn: (station) => current?.hands.get(station)?.goOn(),
    deviceEnded(job) {
      const { batchId, jobId, label, state } = job;
      // A station that waits for this device counts it itself.
      const isWaitedFor = [...views.values()].some(
        ({ activity }) => activity.kind === 'awaitingDevice' && activity.job.jobId === jobId,
      );
      if (!isWaitedFor && state.kind === 'done') batchEnd(batchId, { kind: 'done' });
      if (!isWaitedFor && state.kind === 'failed')
        batchEnd(batchId, { kind: 'failed', jobId, label, fault: state.fault });
      listener.batch(summary(batchId));
    },
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
      const hands = new Map(options.readers.map(({ name }) => [name, createStationHand()]));
      const { stopAfter = 0 } = context.store.batches.get(options.batchId);
      context.store.batches.keepStop(options.batchId, undefined);
      const working = Promise.resolve().then(() =>
        work(options, { pause: pause.signal, drained: drained.signal, stop: stop.signal, allowed }, hands),
      );
      const ended = working.then(
        () => {},
        () => {},
      );
      const { batchId } = options;
      current = { batchId, pause, stop, allowed, drained, hands, streak: [], stopAfter, ended };
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
