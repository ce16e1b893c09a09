import { CodedError, type Fault, toFault } from '../../core/errors.ts';
import { deviceOf } from '../../core/provisioning/batch-mode.ts';
import { parseBootstrapAccess } from '../device/bootstrap-access.ts';
import { fetchBootstrap } from '../device/bootstrap-over-https.ts';
import { bootstrappedState } from '../device/bootstrapped-state.ts';
import { SimulatedDevice } from '../device/simulated-device.ts';
import type { JobRecord } from '../store/job-record.ts';
import { issueBootstrapAccess } from './bootstrap-access-file.ts';
import { type FulfilledPlan, followPlan, holdFirstSession } from './first-session.ts';
import type { RowResult, RowWork } from './row-work.ts';
import { labelOf } from './station-order.ts';

/** How long a station waits for a device that is elsewhere. */
export interface DeviceWait {
  readonly seconds: number;
  /** Resolves when a person lets the station go on without. @throws STOPPED */
  readonly goOn: (signal: AbortSignal) => Promise<void>;
  /** Resolves with the row once it is not awaited any more. @throws STOPPED when the signal is raised */
  readonly settled: (jobId: string, signal: AbortSignal) => Promise<JobRecord>;
}

export interface DeviceRowOptions {
  readonly takeChosen: () => JobRecord | undefined;
  readonly deviceWait: DeviceWait | undefined;
}

/**
 * One device without a card, from its row's claim to the end of its plan, or until it is awaited.
 * @throws what the row or the simulated device came to; `work.settle` records it
 */
export async function workDeviceRow(work: RowWork, options: DeviceRowOptions): Promise<RowResult> {
  const job = work.take(options.takeChosen()) ?? (await work.claim({}));
  if (job === undefined) return 'nothingLeft';
  work.working('prepare');
  if (deviceOf(work.order.mode) === 'simulated') {
    await work.finish(await simulatedPlan(work, job));
    return 'done';
  }
  // Its credentials stay what they are: one that has held a session was bootstrapped, and needs nothing anew.
  const isBootstrapped = work.context.store.sessions.ofDevice(job.deviceId).length > 0;
  await work.prepare(job);
  return await awaitDevice(work, options.deviceWait, async () => {
    if (!isBootstrapped) await work.order.handOut?.(job.deviceId);
  });
}

/**
 * The row's device is elsewhere, and comes whenever it is switched on: the station goes on, or waits for it a while.
 * @param opened called when the row is awaited, before anybody is told
 * @throws the fault that the device's plan came to while the station waited
 */
export async function awaitDevice(
  work: RowWork,
  wait: DeviceWait | undefined,
  opened: () => Promise<void> = async () => {},
): Promise<RowResult> {
  const job = await work.step({ kind: 'awaitDevice' });
  await opened();
  const { state } = job;
  if (state.kind !== 'awaitingDevice') throw new Error(`an awaited job is ${state.kind}`);
  const row = {
    job: labelOf(job),
    ...(work.identity ? { card: work.identity } : {}),
    message: state.message,
    seconds: work.seconds,
    takeCardOut: work.identity !== undefined && work.reader.kind === 'pcsc',
  };
  if (wait) {
    const until = work.context.now() + wait.seconds * 1000;
    work.tell({ kind: 'awaitingDevice', ...row, until });
    const settled = await settledRow(work, wait, job.jobId);
    if (settled?.state.kind === 'failed') throw new CodedError(settled.state.fault);
    if (settled?.state.kind === 'done') {
      const { sessions } = work.context.store;
      const { session, message } = settled.state;
      const commands = session === undefined ? undefined : sessions.get(session)?.commandsDone;
      const { seconds } = work;
      const counted = commands === undefined ? {} : { commands };
      work.tell({ kind: 'done', ...row, message, seconds, ...counted });
      return 'done';
    }
  }
  work.tell({ kind: 'handedOn', ...row });
  return 'awaited';
}

/** The row once its device's plan has come to an end; undefined where the station goes on without it. */
async function settledRow(work: RowWork, wait: DeviceWait, jobId: string): Promise<JobRecord | undefined> {
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, work.stop]);
  const timer = setTimeout(() => over.abort(), wait.seconds * 1000);
  try {
    return await Promise.race([wait.settled(jobId, signal), wait.goOn(signal).then(() => undefined)]);
  } catch (error) {
    if (toFault(error).code !== 'STOPPED' || work.stop.aborted) throw error;
    return undefined;
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}

/** A simulated device that has been bootstrapped here calls in; any other fetches its bootstrap over HTTPS first. */
async function simulatedPlan(work: RowWork, job: JobRecord): Promise<FulfilledPlan> {
  const { context } = work;
  const { deviceId, jobId } = job;
  const asks = (open: boolean) => work.working('session', undefined, open);
  const options = { server: context.server, asks };
  await work.prepare(job);
  if (context.store.simulatedDevices.has(deviceId)) {
    await work.step({ kind: 'openSession' });
    work.working('session');
    return await followPlan(
      { deviceId, jobId },
      () => faultOfCall(context.callIn(deviceId)),
      options,
      work.stop,
    );
  }
  const access = parseBootstrapAccess(await issueBootstrapAccess(context, deviceId), deviceId);
  const octets = await fetchBootstrap(access, { signal: work.stop });
  await work.step({ kind: 'openSession' });
  work.working('session');
  const { now, browser } = context;
  const state = bootstrappedState(octets, work.devInfo(job));
  const device = new SimulatedDevice({ deviceId, state, now, browser });
  const held = await holdFirstSession(device, jobId, options, work.stop);
  context.keepDevice(device);
  return held;
}

async function faultOfCall(call: Promise<void>): Promise<Fault | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    return toFault(error);
  }
}
