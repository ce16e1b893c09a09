import type { BatchSummary, DeviceDetail, JobView, Overview, ReadersState } from '../../core/api.ts';
import type { StationView } from '../../core/api-station-activity.ts';
import { codedError } from '../../core/errors.ts';
import { isReadBack } from '../../core/provisioning/job.ts';
import type { Bench } from '../bench-services.ts';
import type { JobRecord } from '../store/job-record.ts';
import { stationSettingsOf } from './station-handlers.ts';

/** What the window shows when it opens, from what the services know. */
export function overviewOf(bench: Bench, version: string, dataFolder: string): Overview {
  const batch = currentBatch(bench);
  return {
    version,
    dataFolder,
    server: {
      kind: 'listening',
      dm: bench.server.http.dm,
      repository: bench.server.http.repository,
      openSessions: bench.server.openSessions(),
    },
    readers: readersState(bench),
    stations: stationViews(bench),
    stationSettings: stationSettingsOf(bench),
    ...(batch ? { batch } : {}),
    counts: { batches: bench.store.batches.list().length, devices: bench.store.devices.count() },
    settings: bench.store.settings.window(),
  };
}

function currentBatch(bench: Bench): BatchSummary | undefined {
  const batchId = bench.runner.running() ?? bench.store.batches.list()[0]?.batchId;
  return batchId === undefined ? undefined : bench.runner.summary(batchId);
}

function readersState(bench: Bench): ReadersState {
  const view = bench.readers.pcsc();
  return view.kind === 'running' ? { kind: 'running', readers: view.readers.length } : view;
}

/** Stations that work or worked as they are; every other reader idle. */
function stationViews(bench: Bench): readonly StationView[] {
  const views = new Map(bench.runner.stations().map((view) => [view.name, view]));
  for (const { name, kind, system, card } of bench.readers.list()) {
    const { activity } = views.get(name) ?? { activity: { kind: 'idle' } as const };
    const real = kind === 'pcsc' ? { card, ...(system === undefined ? {} : { systemName: system }) } : {};
    views.set(name, { name, kind, activity, ...real });
  }
  return [...views.values()];
}

/** A row as the window lists it. */
export function jobViewOf(bench: Bench, job: JobRecord): JobView {
  const { jobId, line, deviceId, label, state, attempts, changedAt } = job;
  const session = bench.store.sessions.lastOfJob(jobId);
  return {
    jobId,
    line,
    deviceId,
    label,
    state,
    attempts,
    changedAt,
    ...(session ? { sessionId: session.sessionId } : {}),
  };
}

/** Everything that is known of one device. @throws DEVICE_UNKNOWN */
export function deviceDetailOf(bench: Bench, deviceId: string): DeviceDetail {
  const { store } = bench;
  const summary = bench.inspection.devices.summary(deviceId);
  const device = store.devices.get(deviceId);
  if (summary === undefined || device === undefined) throw codedError('DEVICE_UNKNOWN', { device: deviceId });
  const { state } = store.jobs.get(device.jobId);
  const verifiedAt = store.jobs.events(device.jobId).findLast((event) => event.state.kind === 'verified')?.at;
  const card =
    isReadBack(state) && 'card' in state && state.card && state.message && verifiedAt !== undefined
      ? { ...state.card, writtenAt: verifiedAt, digest: state.message.digest }
      : undefined;
  const notifiedAt = bench.notifications.addressOf(deviceId);
  const [notification] = bench.notifications.page({ deviceId, offset: 0, limit: 1 }).rows;
  return {
    ...summary,
    simulated: store.simulatedDevices.has(deviceId),
    ...(notifiedAt === undefined ? {} : { notifiedAt }),
    ...(notification ? { notification } : {}),
    sessions: store.sessions.ofDevice(deviceId),
    ...(card ? { card } : {}),
  };
}
