import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DmAccount } from '../../core/bootstrap/dm-account.ts';
import { serverInitiatedAlert } from '../../core/dm/alerts.ts';
import { checkNotification, type SeenNotification } from '../../core/dm/notification-check.ts';
import {
  listenForNotifications,
  type NotificationListener,
} from '../../main/device/notification-listener.ts';
import { createNotificationBearer } from '../../main/server/notification/notification-bearer.ts';
import {
  createNotificationBench,
  credentials,
  type NotificationBench,
  one,
  open,
  other,
  sha256,
} from '../../main/server/notification/notification-fixture.ts';

const account: DmAccount = {
  instance: 'bench',
  serverId: 'bench',
  serverUri: 'http://127.0.0.1/dm',
  name: 'Bench',
  permittedMoids: [],
  credentials: { kind: 'password', userName: 'u', password: 'p' },
};
const until = (condition: () => void) => vi.waitFor(condition, { interval: 5, timeout: 10_000 });

/** Server and devices with sockets between them; a device opens its session by telling the server so. */
describe('notifications from the server to simulated devices', () => {
  let bench: NotificationBench;
  let listener: NotificationListener;
  /** What each device made of what came, in order. */
  let verdicts: string[];
  let answering: boolean;

  beforeEach(async () => {
    bench = createNotificationBench();
    verdicts = [];
    answering = true;
    const seenBy = new Map<string, readonly SeenNotification[]>();
    listener = await listenForNotifications({
      httpPort: 0,
      udp: [{ deviceId: other, port: 0 }],
      received(deviceId, octets) {
        const accounts = [deviceId === open ? account : { ...account, notification: credentials }];
        const ground = { accounts, now: bench.clock.now(), seen: seenBy.get(deviceId) ?? [], sha256 };
        const { verdict, seen } = checkNotification(octets, ground);
        seenBy.set(deviceId, seen);
        verdicts.push(`${deviceId} ${verdict.kind === 'ignored' ? verdict.reason : verdict.kind}`);
        if (verdict.kind === 'ignored' || !answering) return;
        const alert = serverInitiatedAlert(verdict.notification.notificationId);
        void bench.notifications.sessionOpened(deviceId, [alert], `session of ${deviceId}`);
      },
      failed: (fault) => verdicts.push(fault.message),
    });
    for (const deviceId of [one, other, open])
      bench.notifications.keepAddress(deviceId, listener.addressOf(deviceId)!);
    await bench.start({ bearer: createNotificationBearer() });
  });
  afterEach(async () => {
    await bench.close();
    await listener.close();
  });

  it('are accepted over HTTP and UDP, with and without a secret, and answered', async () => {
    for (const deviceId of [one, other, open]) await bench.notifications.notify(deviceId);
    for (const deviceId of [one, other, open])
      await until(() =>
        expect(bench.delivery(deviceId)).toMatchObject({
          state: { kind: 'answered', sessionId: `session of ${deviceId}` },
          sent: 1,
        }),
      );
    expect(verdicts.toSorted()).toEqual([`${one} accepted`, `${other} accepted`, `${open} accepted`]);
    expect(bench.clock.pauses()).toEqual([]);
  });

  it('are ignored when they come again, which the server learns nothing of', async () => {
    answering = false;
    await bench.notifications.notify(one);
    await until(() => expect(bench.clock.pauses()).toEqual([5_000]));
    bench.clock.advance(5_000);
    await until(() => expect(bench.clock.pauses()).toEqual([10_000]));
    expect(verdicts).toEqual([`${one} accepted`, `${one} duplicate`]);
    expect(bench.delivery(one)).toMatchObject({ state: { kind: 'sent' }, sent: 2 });
  });

  it('can be copied as hexadecimal, and sent by hand', async () => {
    const hex = bench.notifications.hexOf(one);
    const sent = promisify(execFile)('curl', [
      ...['--silent', '--show-error', '--include', '--data-binary', '@-', listener.addressOf(one)!],
    ]);
    sent.child.stdin?.end(Buffer.from(hex, 'hex'));
    const { stdout } = await sent;
    expect(stdout.split('\r\n')).toEqual([
      'HTTP/1.1 202 Accepted',
      'connection: close',
      'content-length: 0',
      '',
      '',
    ]);
    expect(verdicts).toEqual([`${one} accepted`]);
  });
});
