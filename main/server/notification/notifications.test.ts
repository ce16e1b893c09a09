import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { alertTypes, serverInitiatedAlert } from '../../../core/dm/alerts.ts';
import { notificationWindow } from '../../../core/dm/choices.ts';
import { decodeNotification, type ReceivedNotification } from '../../../core/dm/notification.ts';
import { verifyNotification } from '../../../core/dm/notification-digest.ts';
import { fromHex } from '../../../core/octets.ts';
import {
  begin,
  codeOf,
  createNotificationBench,
  credentials,
  type NotificationBench,
  one,
  open,
  other,
  sha256,
  to,
} from './notification-fixture.ts';

const until = (condition: () => void) => vi.waitFor(condition, { interval: 2, timeout: 4000 });

describe('notifications', () => {
  let bench: NotificationBench;
  const notify = (deviceId: string) => bench.notifications.notify(deviceId, { to });

  beforeEach(() => {
    bench = createNotificationBench();
  });
  afterEach(() => bench.close());

  it('are kept before the first octet leaves, and carry what the device asks for', async () => {
    const seen: { readonly state: string; readonly received: ReceivedNotification }[] = [];
    await bench.start({
      bearer: {
        async send(_address, octets) {
          seen.push({ state: bench.delivery(one).state.kind, received: decodeNotification(octets) });
        },
        close() {},
      },
    });
    const request = { requestMos: true, preferredConnection: 'wlan' } as const;
    expect(await bench.notifications.notify(one, { to, ...request })).toEqual({
      notificationKey: 'key-0',
      deviceId: one,
      notificationId: 4711,
      address: to,
      madeAt: begin,
      delivery: { state: { kind: 'sending' }, expiresAt: begin + notificationWindow, attempts: 0, sent: 0 },
    });
    await until(() => expect(bench.told()).toEqual(['sending 0', 'sent 1']));
    const [{ state, received }] = seen as [(typeof seen)[0]];
    expect(state).toBe('sending');
    expect(received.notification).toMatchObject({
      serverId: 'bench',
      notificationId: 4711,
      timestamp: 1_795_600_000,
      ...request,
    });
    expect(verifyNotification(received, credentials, sha256)).toBe(true);
  });

  it('have no digest where the account has no secret', async () => {
    await notify(open);
    await until(() => expect(bench.left).toHaveLength(1));
    const { notification } = decodeNotification(bench.left[0]!.octets);
    expect(notification.digest).toBeUndefined();
    expect(notification.requestMos).toBe(false);
  });

  it('go to where the device takes them, or where they are told to', async () => {
    expect(await codeOf(() => bench.notifications.notify(one))).toBe('NOTIFICATION_NO_ADDRESS');
    bench.notifications.keepAddress(one, 'udp:127.0.0.1:10');
    expect(bench.notifications.addressOf(one)).toBe('udp://127.0.0.1:10');
    await bench.notifications.notify(one);
    await notify(one);
    await until(() => expect(bench.left.map(({ port }) => port)).toEqual([10, 9]));
    expect(bench.notifications.addressOf(one)).toBe('udp://127.0.0.1:10');
  });

  it('are not made of wrong input, and then nothing is kept', async () => {
    const { notifications } = bench;
    const connection = { to, preferredConnection: '0x0' } as const;
    expect(await codeOf(() => notify('IMEI:9'))).toBe('DEVICE_UNKNOWN');
    expect(await codeOf(() => notifications.hexOf('IMEI:9'))).toBe('DEVICE_UNKNOWN');
    expect(await codeOf(() => notifications.keepAddress('IMEI:9', to))).toBe('DEVICE_UNKNOWN');
    expect(await codeOf(() => notifications.keepAddress(one, 'sms:1'))).toBe('NOTIFICATION_ADDRESS_WRONG');
    expect(await codeOf(() => notifications.notify(one, { to: 'sms:1' }))).toBe('NOTIFICATION_ADDRESS_WRONG');
    expect(await codeOf(() => notifications.notify(one, connection))).toBe('DM_NOTIFICATION_VALUE');
    expect(notifications.page({ offset: 0, limit: 10 })).toEqual({ total: 0, rows: [] });
    expect([bench.events, bench.left]).toEqual([[], []]);
  });

  it('can be copied in hexadecimal, for a device without an address', () => {
    const received = decodeNotification(fromHex(bench.notifications.hexOf(one, { requestMos: true }))!);
    expect(received.notification).toMatchObject({ notificationId: 4711, requestMos: true });
    expect(verifyNotification(received, credentials, sha256)).toBe(true);
    expect(bench.notifications.page({ offset: 0, limit: 10 }).total).toBe(0);
  });

  it('are settled by the session that answers them', async () => {
    const { clock, notifications } = bench;
    await notify(one);
    bench.drawn = 1;
    await notify(one);
    await until(() => expect(clock.pauses()).toEqual([5_000, 5_000]));
    await notifications.sessionOpened(one, [{ alertType: alertTypes.clientInitiated }], 's0');
    await notifications.sessionOpened(one, [serverInitiatedAlert(2)], 's0');
    await notifications.sessionOpened(other, [serverInitiatedAlert(1)], 's0');
    expect(clock.pauses()).toHaveLength(2);
    clock.advance(1);
    await notifications.sessionOpened(one, [serverInitiatedAlert(1)], 's1');
    await until(() => expect(clock.pauses()).toEqual([4_999]));
    expect(bench.delivery(one)).toMatchObject({
      state: { kind: 'answered', sessionId: 's1' },
      endedAt: begin + 1,
    });
    await notifications.sessionOpened(one, [serverInitiatedAlert(4711)], 's2');
    await until(() => expect(clock.pauses()).toEqual([]));
    for (const id of [4711, 1]) expect(bench.told(id)).toEqual(['sending 0', 'sent 1', 'answered 1']);
    // A device may open a second session for the same notification: the first one answered it.
    await notifications.sessionOpened(one, [serverInitiatedAlert(4711)], 's3');
    expect(bench.told()).toHaveLength(6);
    clock.advance(notificationWindow);
    expect(bench.left).toHaveLength(2);
  });

  it('are settled the oldest first by sessions that do not say which one they answer', async () => {
    for (bench.drawn of [1, 2, 3]) {
      await notify(one);
      bench.clock.advance(1);
    }
    await until(() => expect(bench.told().filter((step) => step === 'sent 1')).toHaveLength(3));
    const session = (sessionId: string) =>
      bench.notifications.sessionOpened(one, [serverInitiatedAlert(undefined)], sessionId);
    await Promise.all([session('s1'), session('s2')]);
    const { rows } = bench.notifications.page({ deviceId: one, offset: 0, limit: 9 });
    expect(rows.map(({ delivery }) => delivery.state)).toEqual([
      { kind: 'sent' },
      { kind: 'answered', sessionId: 's2' },
      { kind: 'answered', sessionId: 's1' },
    ]);
  });

  it('are answered also by a session that comes late, and not by one long after', async () => {
    const { clock, notifications } = bench;
    await notify(one);
    await until(() => expect(clock.pauses()).toHaveLength(1));
    clock.advance(notificationWindow);
    await until(() => expect(bench.told().at(-1)).toBe('expired 1'));
    clock.advance(notificationWindow);
    await notifications.sessionOpened(one, [serverInitiatedAlert(4711)], 'too late');
    expect(bench.delivery(one).state.kind).toBe('expired');
    bench.drawn = 1;
    await notify(one);
    await notifications.cancel(one, 1);
    await notifications.sessionOpened(one, [serverInitiatedAlert(1)], 's');
    expect(bench.delivery(one).state).toEqual({ kind: 'answered', sessionId: 's' });
  });

  it('to one device each have an id that it will take for a new one', async () => {
    const ids = async (deviceId: string = one) => (await notify(deviceId)).notificationId;
    bench.drawn = 65_534;
    expect(await Promise.all([ids(), ids(), ids(), ids()])).toEqual([65_534, 65_535, 0, 1]);
    await bench.notifications.sessionOpened(one, [serverInitiatedAlert(65_534)], 's');
    // Settled, and still remembered by the device.
    expect(await ids()).toBe(2);
    expect(await ids(other)).toBe(65_534);
    const copied = decodeNotification(fromHex(bench.notifications.hexOf(one))!);
    expect(copied.notification.notificationId).toBe(3);
    await until(() => expect(bench.clock.pauses()).toHaveLength(5));
    bench.clock.advance(2 * notificationWindow);
    await until(() => expect(bench.clock.pauses()).toEqual([]));
    expect(await ids()).toBe(65_534);
  });

  it('say so when no id is left', async () => {
    const taken = new Set(Array.from({ length: 0x1_0000 }, (_, id) => id));
    const notifications = { ...bench.store.notifications, usedIds: () => taken };
    await bench.start({ store: { ...bench.store, notifications } });
    expect(await codeOf(() => notify(one))).toBe('NOTIFICATION_IDS_USED_UP');
  });

  it('are listed a page at a time, the newest first', async () => {
    for (const deviceId of [one, other, one]) {
      await notify(deviceId);
      bench.clock.advance(1);
      bench.drawn++;
    }
    const all = bench.notifications.page({ offset: 1, limit: 5 });
    expect(all.total).toBe(3);
    expect(all.rows.map((row) => row.notificationKey)).toEqual(['key-1', 'key-0']);
    expect(bench.notifications.page({ deviceId: one, offset: 0, limit: 5 }).rows).toHaveLength(2);
  });
});
