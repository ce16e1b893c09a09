import { codedError, type Fault, faultOf, toFault } from '../../core/errors.ts';
import type { JobEvent } from '../../core/provisioning/job.ts';
import type { Audit } from '../audit/audit-log.ts';
import type { ServerEventRecord, ServerEvents } from '../server/server-events.ts';
import type { JobRecord } from '../store/job-record.ts';
import { sessionsOfTurn } from '../store/job-sessions.ts';
import type { Store } from '../store/store.ts';
import { onceReachable } from './once-reachable.ts';
import type { OrderBooks } from './order-books.ts';

/** A row whose device is awaited. */
export interface AwaitedDevice {
  readonly job: JobRecord;
  /** Since when, in milliseconds since 1970. */
  readonly since: number;
  /** Why its last session did not end its plan, where it has held one. */
  readonly fault?: Fault;
}

/** The devices that have their cards, or whose bootstrap is prepared, and whose plans are not fulfilled yet. */
export interface AwaitedDevices {
  /** Those that wait longest first. */
  list(batchId: string): readonly AwaitedDevice[];
  /**
   * What a person decides of a row: `giveUp`: it failed; `again`: it waits for a station anew; `await`: a row that
   * failed when its device was awaited is awaited again, with what its device has.
   * @throws AWAITED_ROW_NOT
   */
  decide(jobId: string, decision: 'giveUp' | 'again' | 'await'): Promise<JobRecord>;
  /** Resolves with a row once it is not awaited any more. @throws STOPPED when the signal is raised */
  settled(jobId: string, signal: AbortSignal): Promise<JobRecord>;
  /** Records what sessions of shared orders came to while their order book was not connected. */
  catchUpShared(): void;
  /** Resolves once whatever sessions came to is recorded. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export interface AwaitedDevicesOptions {
  readonly store: Store;
  readonly books: OrderBooks;
  readonly events: ServerEvents;
  readonly audit: Audit;
  readonly now: () => number;
  /** Told when a row is awaited no more, or again: it is recorded then. */
  readonly changed: (job: JobRecord) => void;
  /** Told what could not be recorded: the row is looked at again at the next start. */
  readonly failed: (fault: Fault) => void;
}

/**
 * Follows the sessions of awaited devices, whoever wrote their cards and however long ago: a plan that was fulfilled
 * makes its row done, one that failed makes it failed. A session that broke off decides nothing, for the device comes
 * again. A row that failed when nothing was left but its device's plan is awaited again as soon as the device opens a
 * session, so that what the device reports counts; any other failed row stays failed, for nobody knows what its device
 * was given.
 */
export function startAwaitedDevices(options: AwaitedDevicesOptions): AwaitedDevices {
  const { store, books, events, audit, now, changed, failed } = options;
  const closed = new AbortController();
  const listeners = new Set<(job: JobRecord) => void>();
  const work = new Map<string, Promise<unknown>>();

  const step = async (job: JobRecord, event: JobEvent, at: number): Promise<JobRecord> => {
    const { jobId, batchId, attempts: turn } = job;
    const stepped = await books.of(batchId).step(jobId, event, at, { turn });
    changed(stepped);
    for (const listener of [...listeners]) listener(stepped);
    return stepped;
  };

  /** What a device did is recorded whenever that can be. */
  const recorded = (job: JobRecord, event: JobEvent, at: number): Promise<JobRecord> =>
    onceReachable(() => step(job, event, at), closed.signal, failed);

  /**
   * One thing after the other: a session that opened is recorded before its end. Each batch for itself, for the order
   * book of one may be away.
   */
  const inTurn = (jobId: string, task: () => Promise<unknown>): void => {
    const { batchId } = store.jobs.get(jobId);
    const before = work.get(batchId) ?? Promise.resolve();
    const turn = before.then(task).catch((error: unknown) => {
      const fault = toFault(error);
      if (fault.code !== 'STOPPED') failed(fault);
    });
    work.set(batchId, turn);
  };

  /** The row that a device follows comes back, before its session says anything. */
  const opened = async (jobId: string, sessionId: string): Promise<void> => {
    const job = store.jobs.get(jobId);
    if (job.state.kind !== 'failed' || !job.state.awaited || job.bench !== undefined) return;
    await recorded(job, { kind: 'awaitDevice' }, store.sessions.get(sessionId)?.openedAt ?? now());
  };

  const ended = async (jobId: string, event: JobEvent): Promise<void> => {
    const job = store.jobs.get(jobId);
    // A row that another bench works at is that one's to end.
    if (job.state.kind === 'awaitingDevice' && job.bench === undefined) await recorded(job, event, now());
  };

  const take = (event: ServerEventRecord): void => {
    if (event.kind === 'sessionOpened') {
      const device = store.devices.get(event.deviceId);
      if (device) inTurn(device.jobId, () => opened(device.jobId, event.sessionId));
    }
    if (event.kind === 'planOverdue')
      inTurn(event.jobId, () => ended(event.jobId, { kind: 'fail', fault: event.fault }));
    if (event.kind !== 'sessionEnded') return;
    if (event.outcome === 'fulfilled')
      inTurn(event.jobId, () => ended(event.jobId, { kind: 'finish', session: event.sessionId }));
    if (event.outcome === 'failed' && event.fault) {
      const { fault } = event;
      inTurn(event.jobId, () => ended(event.jobId, { kind: 'fail', fault }));
    }
  };

  /** What sessions came to whose end was not recorded at their rows: the process ended between the two. */
  const catchUp = async (job: JobRecord): Promise<void> => {
    const last = sessionsOfTurn(store, job).at(-1);
    if (last?.state === 'fulfilled') await ended(job.jobId, { kind: 'finish', session: last.sessionId });
    if (last?.state === 'failed' && last.fault) await ended(job.jobId, { kind: 'fail', fault: last.fault });
  };

  const stopListening = events.listen(take);
  const catchUpWith = (isShared: boolean) => {
    for (const job of store.jobs.awaited())
      if ((store.batches.get(job.batchId).shared !== undefined) === isShared)
        inTurn(job.jobId, () => catchUp(job));
  };
  catchUpWith(false);

  return {
    catchUpShared: () => catchUpWith(true),
    list: (batchId) =>
      store.jobs.awaited(batchId).map((job) => {
        const fault = sessionsOfTurn(store, job).at(-1)?.fault;
        return { job, since: job.changedAt, ...(fault ? { fault } : {}) };
      }),
    async decide(jobId, decision) {
      const job = store.jobs.get(jobId);
      const { kind } = job.state;
      const fits =
        decision === 'await' ? job.state.kind === 'failed' && job.state.awaited : kind === 'awaitingDevice';
      if (!fits) throw codedError('AWAITED_ROW_NOT', { label: job.label });
      const event: JobEvent =
        decision === 'giveUp'
          ? { kind: 'fail', fault: faultOf('DEVICE_GIVEN_UP', {}) }
          : { kind: decision === 'again' ? 'release' : 'awaitDevice' };
      const { deviceId, label, batchId } = job;
      const decided = await step(job, event, now());
      audit.record({ kind: 'awaitedDecided', decision, line: job.line }, { deviceId, label, batchId, jobId });
      return decided;
    },
    settled: (jobId, signal) =>
      new Promise((resolve, reject) => {
        const end = () => {
          listeners.delete(look);
          signal.removeEventListener('abort', stopped);
        };
        const look = (job: JobRecord) => {
          if (job.jobId !== jobId || job.state.kind === 'awaitingDevice') return;
          end();
          resolve(job);
        };
        const stopped = () => {
          end();
          reject(codedError('STOPPED', {}));
        };
        if (signal.aborted) return stopped();
        listeners.add(look);
        signal.addEventListener('abort', stopped, { once: true });
        // It may have come already, in the moment before somebody waited for it; or while nobody listened.
        inTurn(jobId, () => catchUp(store.jobs.get(jobId)));
        look(store.jobs.get(jobId));
      }),
    async idle() {
      await Promise.all(work.values());
    },
    async close() {
      stopListening();
      closed.abort();
      await Promise.all(work.values());
    },
  };
}
