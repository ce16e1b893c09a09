// The product's interaction windows beside a window that stands for the workstation's. In the product they open when
// a device is sent SHOW, and in no other way; here a spec opens them.

import { app, BrowserWindow, protocol } from 'electron';
import { appIndex, appScheme } from '../../../main/api/app-origin.ts';
import type { InteractionWindow, InteractionWindowEvent } from '../../../main/windows/interaction-window.ts';
import {
  createInteractionWindows,
  type InteractionRequest,
} from '../../../main/windows/interaction-windows.ts';
import { guardWebContents, registerAppScheme } from '../../../main/windows/workstation-window.ts';

interface OpenedInteraction {
  readonly handle: InteractionWindow;
  readonly events: readonly InteractionWindowEvent[];
  readonly cancel: AbortController;
}

/** What the specs reach in main. */
export interface InteractionFixture {
  readonly opened: readonly OpenedInteraction[];
  /** Opens one; returns its place in the list. */
  open(request: Omit<InteractionRequest, 'tell' | 'signal'>): number;
  /** The answer to a request whose signal was raised before. */
  openTooLate(request: Omit<InteractionRequest, 'tell' | 'signal'>): InteractionWindow;
}

declare global {
  var interactions: InteractionFixture;
}

const page = `<!doctype html>
  <html lang="en">
    <title>Workstation</title>
    <label>Search <input type="search" autofocus /></label>
  </html>`;

registerAppScheme();
guardWebContents();

app.whenReady().then(async () => {
  protocol.handle(appScheme, () => new Response(page, { headers: { 'content-type': 'text/html' } }));
  const workstation = new BrowserWindow({ x: 0, y: 0, width: 900, height: 700, title: 'Workstation' });
  const windows = createInteractionWindows({
    workstation,
    authorities: () => [process.env.FIXTURE_AUTHORITY ?? ''],
    now: () => Date.now(),
    limits: JSON.parse(process.env.FIXTURE_LIMITS ?? '{}'),
  });
  const opened: OpenedInteraction[] = [];
  globalThis.interactions = {
    opened,
    open(request) {
      const events: InteractionWindowEvent[] = [];
      const cancel = new AbortController();
      const tell = (event: InteractionWindowEvent) => events.push(event);
      const handle = windows.openInteractionWindow({ ...request, signal: cancel.signal, tell });
      return opened.push({ handle, events, cancel }) - 1;
    },
    openTooLate: (request) => windows.openInteractionWindow({ ...request, signal: AbortSignal.abort() }),
  };
  await workstation.loadURL(appIndex);
});
