import { type BrowserWindow, ipcMain } from 'electron';
import type { EventName } from '../../core/api.ts';
import { channels } from '../../core/api-channels.ts';
import { faultOf } from '../../core/errors.ts';
import type { Bench } from '../bench.ts';
import { answerCall, type CallHandlers } from './answer-call.ts';
import { isAppUrl } from './app-origin.ts';
import { createEventSender } from './events.ts';
import { overviewOf } from './views.ts';

/**
 * Answers the calls of the workstation's page: of its main frame, and of nobody else. Calls that come while the
 * services are starting wait for them.
 */
export function registerCalls(window: BrowserWindow, handlers: Promise<CallHandlers>): void {
  ipcMain.handle(channels.call, async (event, name: unknown, request: unknown) => {
    const frame = event.senderFrame;
    const ours =
      event.sender === window.webContents && frame !== null && frame.parent === null && isAppUrl(frame.url);
    if (!ours) return { kind: 'fault', fault: faultOf('INTERNAL', { detail: 'this page may not ask' }) };
    return answerCall(await handlers, name, request, (error) => console.error(error));
  });
}

/** Tells the page what happens in the services. */
export function sendEvents(window: BrowserWindow, bench: Bench, version: string, dataFolder: string): void {
  const sender = createEventSender((name: EventName, event: unknown) => {
    if (!window.isDestroyed()) window.webContents.send(channels.event, name, event);
  });
  const overview = () => sender.send('overview', overviewOf(bench, version, dataFolder));
  bench.listen({
    station: (view) => sender.send('station', view, view.name),
    batch(summary) {
      sender.send('batch', summary, summary.batchId);
      sender.send('jobsChanged', { batchId: summary.batchId }, summary.batchId);
      overview();
    },
  });
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
      case 'bootstrapFetched':
      case 'certificateNotRenewed':
      case 'command':
      case 'refused':
      case 'simulatedDeviceFailed':
        break;
    }
  });
  bench.repository.listen(() => sender.send('resourcesChanged', {}));
  void watchReaders(bench, window, () => {
    overview();
    sender.send('cardsChanged', {});
  });
}

/** Readers and cards come and go; the window shows it. */
async function watchReaders(bench: Bench, window: BrowserWindow, changed: () => void): Promise<void> {
  const closed = new AbortController();
  window.once('closed', () => closed.abort());
  while (!closed.signal.aborted) {
    await bench.readers.changed(closed.signal);
    if (!closed.signal.aborted) changed();
  }
}
