import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { codedError, toFault } from '../../../core/errors.ts';
import { openStore, type Store } from '../../store/store.ts';
import type { NotificationBearer } from './notification-bearer.ts';
import {
  createNotifications,
  type NotificationEvent,
  type Notifications,
  type NotificationsOptions,
} from './notifications.ts';

/** What the tests of notifications share: a store with devices, a clock of its own, a bearer that only counts. */

export const sha256 = (octets: Uint8Array) => new Uint8Array(createHash('sha256').update(octets).digest());
export const credentials = { secret: 'Z2VoZWlt', data: 'AP7/' };
/** When the clock of the tests begins: half a second after 1795600000. */
export const begin = 1_795_600_000_500;
/** An address that the counting bearer never looks at. */
export const to = 'udp://127.0.0.1:9';

/** Two devices whose accounts have Auth/Noti, and one whose account has none. */
export const [one, other, open] = ['IMEI:1', 'IMEI:2', 'IMEI:3'] as const;
const devices = new Map([
  [one as string, { serverId: 'bench', credentials }],
  [other, { serverId: 'bench', credentials }],
  [open, { serverId: 'bench' }],
]);

/** The code that work failed with. */
export const codeOf = (work: () => unknown): Promise<string> =>
  Promise.resolve()
    .then(work)
    .then(
      () => 'done',
      (error) => toFault(error).code,
    );

/** A clock that goes only when it is told to. */
export function createClock() {
  let time = begin;
  const waiting = new Set<{ readonly until: number; readonly wake: () => void }>();
  return {
    now: () => time,
    pause: (milliseconds: number, signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        const entry = { until: time + milliseconds, wake: resolve };
        waiting.add(entry);
        signal.addEventListener('abort', () => {
          waiting.delete(entry);
          reject(signal.reason);
        });
      }),
    /** How long each pause that is under way still takes. */
    pauses: () => [...waiting].map(({ until }) => until - time).toSorted((left, right) => left - right),
    advance(milliseconds: number) {
      time += milliseconds;
      for (const entry of [...waiting]) {
        if (entry.until > time) continue;
        waiting.delete(entry);
        entry.wake();
      }
    },
  };
}

export type NotificationBench = ReturnType<typeof createNotificationBench>;

/** Notifications over a real store in a folder of its own. */
export function createNotificationBench() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'notifications-'));
  const clock = createClock();
  let keys = 0;
  const events: NotificationEvent[] = [];
  const counting: NotificationBearer = {
    async send(address, octets) {
      bench.left.push({ port: address.kind === 'udp' ? address.port : 0, octets });
      if (bench.trouble !== undefined)
        throw codedError('NOTIFICATION_NOT_SENT', { address: 'there', detail: bench.trouble });
    },
    close() {},
  };
  const service = (store: Store, over: Partial<NotificationsOptions> = {}): Notifications =>
    createNotifications({
      store,
      bearer: counting,
      lookUp: (deviceId) => devices.get(deviceId),
      tell: (event) => void events.push(event),
      sha256,
      now: clock.now,
      newId: () => `key-${keys++}`,
      newNotificationId: () => bench.drawn,
      pause: clock.pause,
      ...over,
    });
  const store = openWithDevices(folder);
  const bench = {
    clock,
    store,
    notifications: service(store),
    events,
    /** What left, by the counting bearer. */
    left: [] as { readonly port: number; readonly octets: Uint8Array }[],
    /** The number that the next notification draws. */
    drawn: 4711,
    /** Why nothing leaves; undefined while everything does. */
    trouble: undefined as string | undefined,
    /** Puts another service in place of the one before, over the same store. */
    async start(over: Partial<NotificationsOptions> = {}): Promise<void> {
      await bench.notifications.close();
      bench.notifications = service(bench.store, over);
    },
    /** Closes everything and opens it again, as after a restart. */
    async restart(): Promise<void> {
      await bench.close();
      events.length = 0;
      bench.store = openWithDevices(folder);
      bench.notifications = service(bench.store);
      bench.notifications.resume();
    },
    async close(): Promise<void> {
      await bench.notifications.close();
      bench.store.close();
    },
    /** What was told of notifications, or of one: how far it was, and how often it had left. */
    told: (notificationId?: number) =>
      events.flatMap((event) =>
        event.kind === 'changed' &&
        (notificationId === undefined || event.notification.notificationId === notificationId)
          ? [`${event.notification.delivery.state.kind} ${event.notification.delivery.sent}`]
          : [],
      ),
    /** The delivery of a device's newest notification, as it is in the store. */
    delivery(deviceId: string) {
      const [newest] = bench.store.notifications.page({ deviceId, offset: 0, limit: 1 }).rows;
      if (newest === undefined) throw new Error(`no notification to ${deviceId}`);
      return newest.delivery;
    },
  };
  return bench;
}

function openWithDevices(folder: string): Store {
  const store = openStore(folder, () => begin);
  if (store.devices.count() > 0) return store;
  store.batches.add({
    batchId: 'b',
    name: 'b',
    profileText: '{}',
    listName: 'l',
    orderDigest: 'd',
    mode: 'cardThenSimulatedDevice' as const,
    createdAt: 1,
  });
  for (const [index, deviceId] of [...devices.keys()].entries()) {
    const jobId = `j${index}`;
    store.jobs.add([{ jobId, batchId: 'b', line: index + 1, deviceId, label: deviceId, variables: {} }], 1);
    store.devices.enrol(
      { deviceId, label: deviceId, jobId, userName: `u${index}`, passwordSealed: new Uint8Array(1) },
      1,
    );
  }
  return store;
}
