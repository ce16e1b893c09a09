import { type BrowserWindow, ipcMain } from 'electron';
import type { EventName } from '../../core/api.ts';
import { channels } from '../../core/api-channels.ts';
import type { Bench } from '../bench-services.ts';
import { changedReaders } from '../card/pcsc-monitor.ts';
import type { VaultDoor } from '../vault/vault-door.ts';
import { answerAtDoor } from './answer-at-door.ts';
import { answerCall, type Reception } from './answer-call.ts';
import { createCallGuard } from './call-guard.ts';
import { createEventSender } from './events.ts';
import { createSenderCheck } from './sender.ts';
import { overviewOf } from './views.ts';

/**
 * Answers the calls of the workstation's page: of its main frame, and of nobody else. Calls that come while the
 * services are starting wait for them; while the vault's passphrase is waited for, only that is taken.
 */
export function registerCalls(window: BrowserWindow, reception: Promise<Reception>, door: VaultDoor): void {
  const refusalOf = createSenderCheck(window.webContents, ({ code, message }) =>
    console.error(`${code}: ${message}`),
  );
  ipcMain.handle(channels.call, async (event, name: unknown, request: unknown) => {
    // Before anything is waited for: later, the frame could be another page's.
    const refusal = refusalOf(event);
    if (refusal) return { kind: 'fault', fault: refusal };
    await Promise.race([reception, door.asked]);
    if (door.isWaiting()) return answerAtDoor(door, name, request);
    return answerCall(await reception, name, request, (error) => console.error(error));
  });
}

/** Tells the page what happens in the services. */
export function sendEvents(window: BrowserWindow, bench: Bench, version: string, dataFolder: string): void {
  const guard = createCallGuard(bench.operators);
  const deliver = (name: EventName, event: unknown) => {
    const seen = name === 'signInChanged' ? event : guard.veilEvent(event);
    if (seen !== undefined && !window.isDestroyed()) window.webContents.send(channels.event, name, seen);
  };
  const sender = createEventSender(deliver, () => performance.now());
  bench.operators.listen((state) => sender.send('signInChanged', state));
  const overview = () => sender.send('overview', overviewOf(bench, version, dataFolder));
  bench.listen({
    station: (view) => sender.send('station', view, view.name),
    batch(summary) {
      sender.send('batch', summary, summary.batchId);
      sender.send('jobsChanged', { batchId: summary.batchId }, summary.batchId);
      sender.send('figuresChanged', { batchId: summary.batchId }, summary.batchId);
      overview();
    },
  });
  bench.planRuns.listen((start) => sender.send('planStart', start));
  bench.inspection.listen((event) => {
    switch (event.kind) {
      case 'bulk':
        sender.send('bulk', event.bulk);
        break;
      case 'schemas':
        sender.send('schemasChanged', {});
        break;
      case 'tags':
        sender.send('tagsChanged', {});
        sender.send('devicesChanged', {});
        break;
      case 'snapshots': {
        const { kind: _kind, ...changed } = event;
        sender.send('snapshotsChanged', changed);
        break;
      }
    }
  });
  bench.listen({ listProgress: (progress) => sender.send('listProgress', progress, progress.listId) });
  bench.listen({ cardProgress: (progress) => sender.send('cardProgress', progress, progress.station) });
  bench.server.events.listen((event) => {
    switch (event.kind) {
      case 'sessionOpened':
      case 'sessionEnded':
        sender.send('devicesChanged', {});
        sender.send('sessionsChanged', {});
        overview();
        break;
      case 'package':
        sender.send('sessionsChanged', {});
        break;
      case 'planOverdue':
        sender.send('devicesChanged', {});
        sender.send('sessionsChanged', {});
        break;
      case 'objectsUploaded':
        sender.send('devicesChanged', {});
        break;
      case 'notification':
      case 'notificationHalted':
        sender.send('notificationsChanged', {});
        break;
      case 'repository':
        if (event.method !== 'GET' && event.method !== 'HEAD') sender.send('resourcesChanged', {});
        break;
      case 'alert':
      case 'authenticationSlowed':
      case 'awaitedRowNotKept':
      case 'bootstrapFetched':
      case 'certificateEnding':
      case 'certificateNotRenewed':
      case 'command':
      case 'credentialsRenewed':
      case 'refused':
      case 'simulatedDeviceFailed':
        break;
    }
  });
  bench.alertDesk.listen({
    alerts: () => sender.send('alertsChanged', {}),
    rules: () => sender.send('alertRulesChanged', {}),
    told: (told) => sender.send('alertTold', told, told.ruleId),
  });
  bench.shared.listen((state) => sender.send('orderBookChanged', state));
  bench.updates.listen((deviceId) => sender.send('updatesChanged', { deviceId }, deviceId));
  bench.certificateDesk.listen(() => sender.send('certificatesChanged', {}));
  bench.repository.listen(() => sender.send('resourcesChanged', {}));
  bench.audit.listen(() => sender.send('auditChanged', {}));
  bench.reports.listen((progress) => sender.send('documentProgress', progress));
  bench.auditVerifier.listen((progress) => sender.send('auditProgress', progress));
  void watchReaders(bench, window, (readers) => {
    overview();
    for (const reader of readers) sender.send('cardChanged', { reader }, reader);
  });
}

/** Tells the page how everything stands. */
export function sendOverview(window: BrowserWindow, bench: Bench, version: string, dataFolder: string): void {
  const overview = createCallGuard(bench.operators).veilEvent(overviewOf(bench, version, dataFolder));
  if (overview && !window.isDestroyed()) window.webContents.send(channels.event, 'overview', overview);
}

/** Readers and cards come and go; the window is told which, by the names that people call them. */
async function watchReaders(
  bench: Bench,
  window: BrowserWindow,
  changed: (readers: readonly string[]) => void,
): Promise<void> {
  const { readers } = bench;
  const closed = new AbortController();
  window.once('closed', () => closed.abort());
  for (let before = readers.pcsc(); !closed.signal.aborted; before = readers.pcsc()) {
    await readers.changed(closed.signal);
    if (closed.signal.aborted) return;
    const names = new Map(readers.list().map(({ name, system = name }) => [system, name]));
    changed(changedReaders(before, readers.pcsc()).map((system) => names.get(system) ?? system));
  }
}
