import { faultOf, toFault } from '../../core/errors.ts';
import type { PageEnd, PageRequest, WebBrowser } from '../device/web-browser.ts';
import type { DmServer } from '../server/dm-server.ts';
import type { UnshownForm } from '../server/dm2/shown-forms.ts';
import type { DeviceNotifications } from './device-notifications.ts';

/** What shows the forms of devices at this workstation. */
export interface FormWindows {
  /** The browser of the simulated devices: what it shows is closed when the server has ended the interaction. */
  readonly browser: WebBrowser;
  /** Shows a form for a real device that has no browser of its own, and lets the server know how that ended. */
  showForDevice(form: UnshownForm): void;
  /** Closes what is shown for real devices. */
  close(): Promise<void>;
}

/**
 * @param window where pages are shown: windows of the workstation, or what stands in for a person
 * @param listening the server, once it listens
 */
export function createFormWindows(window: WebBrowser, listening: Promise<DmServer>): FormWindows {
  const shown = new Set<Promise<void>>();
  const off = new AbortController();
  const showUntilEnded = async (request: PageRequest): Promise<PageEnd> => {
    const { interactions, events } = await listening;
    const record = interactions.find(request.deviceId, request.page);
    // A page of somewhere else: nobody here knows when it is over.
    if (record === undefined) return window.show(request);
    const over = new AbortController();
    const stopListening = events.listen((event) => {
      if (event.kind !== 'interaction' || event.told.interactionId !== record.interactionId) return;
      // A form that was completed stays with its last words.
      if (event.told.what === 'ended' && event.told.outcome !== 'completed') over.abort();
    });
    try {
      const signal = AbortSignal.any([request.signal, over.signal]);
      const end = await window.show({ ...request, signal });
      // A device can only say that it failed; why, is known here.
      if (end.kind === 'failed') interactions.end(record.interactionId, { kind: 'fail', fault: end.fault });
      return end;
    } finally {
      stopListening();
    }
  };
  const showForDevice = async ({ interactionId, deviceId, page }: UnshownForm): Promise<void> => {
    const { interactions, authorityPem } = await listening;
    const end = await showUntilEnded({ page, deviceId, trustAnchor: authorityPem, signal: off.signal });
    switch (end.kind) {
      case 'closed':
        interactions.end(interactionId, { kind: 'close' });
        return;
      case 'failed':
        return;
      case 'completed':
        // The server knows that by itself; a page that only looks like it ends nothing.
        interactions.end(interactionId, {
          kind: 'fail',
          fault: faultOf('INTERACTION_NOT_COMPLETED', { device: deviceId }),
        });
    }
  };
  return {
    browser: {
      show: (request) =>
        showUntilEnded(request).catch((error: unknown) => ({ kind: 'failed', fault: toFault(error) })),
    },
    showForDevice(form) {
      const showing = showForDevice(form)
        // The store failed: the interaction ends when its time is over.
        .catch(() => {})
        .finally(() => shown.delete(showing));
      shown.add(showing);
    },
    async close() {
      off.abort();
      await Promise.all(shown);
    },
  };
}

/** A device that shows a form reports by itself that it is over, within this time; milliseconds. */
const usualReport = 5000;

export interface FollowUpOptions {
  readonly server: DmServer;
  readonly notifications: DeviceNotifications;
  /** Whether a device's plan waits for something. */
  readonly waits: (deviceId: string) => boolean;
  readonly delay?: number;
}

/**
 * Asks devices whose form is over to go on: those that showed it here and do not know, and those whose browser does
 * not tell their DM client. @returns what ends it
 */
export function followUpForms({ server, notifications, waits, delay }: FollowUpOptions): () => void {
  const timers = new Map<string, NodeJS.Timeout>();
  const forget = (deviceId: string) => {
    clearTimeout(timers.get(deviceId));
    timers.delete(deviceId);
  };
  const stopListening = server.events.listen((event) => {
    if (event.kind === 'sessionOpened') forget(event.deviceId);
    if (event.kind !== 'interaction' || event.told.what !== 'ended' || event.deviceId === undefined) return;
    const { deviceId } = event;
    forget(deviceId);
    const timer = setTimeout(() => {
      timers.delete(deviceId);
      if (!waits(deviceId) || notifications.addressOf(deviceId) === undefined) return;
      // Where it cannot be asked, its next session goes on, whatever opens it.
      notifications.notify(deviceId, { requestMos: false }).catch(() => {});
    }, delay ?? usualReport);
    timer.unref();
    timers.set(deviceId, timer);
  });
  return () => {
    stopListening();
    for (const timer of timers.values()) clearTimeout(timer);
  };
}
