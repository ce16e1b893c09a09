import dgram from 'node:dgram';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { serverInitiatedAlert } from '../../../core/dm/alerts.ts';
import { notificationWindow } from '../../../core/dm/choices.ts';
import { codedError } from '../../../core/errors.ts';
import { createNotificationBearer, type NotificationBearer } from './notification-bearer.ts';
import {
  begin,
  codeOf,
  createNotificationBench,
  type NotificationBench,
  one,
  other,
  to,
} from './notification-fixture.ts';

const until = (condition: () => void) => vi.waitFor(condition, { interval: 2, timeout: 4000 });

describe('a notification that is sent', () => {
  let bench: NotificationBench;
  const notify = (deviceId: string) => bench.notifications.notify(deviceId, { to });

  beforeEach(() => {
    bench = createNotificationBench();
  });
  afterEach(() => bench.close());

  it('is sent again at growing distances, the same octets, until it expires', async () => {
    const { clock, left } = bench;
    await notify(one);
    for (const [index, seconds] of [5, 10, 20, 40, 80, 120].entries()) {
      await until(() => expect(clock.pauses()).toEqual([seconds * 1000]));
      expect(left).toHaveLength(index + 1);
      clock.advance(seconds * 1000);
    }
    // The time to send again would come after the end.
    await until(() => expect(clock.pauses()).toEqual([25_000]));
    clock.advance(25_000);
    await until(() => expect(bench.told().at(-1)).toBe('expired 7'));
    expect(new Set(left.map(({ octets }) => octets.toString())).size).toBe(1);
    expect(bench.delivery(one)).toMatchObject({ attempts: 7, sent: 7, endedAt: begin + notificationWindow });
    expect(clock.pauses()).toEqual([]);
  });

  it('failed where it never left, and says why', async () => {
    bench.trouble = 'ECONNREFUSED';
    await notify(one);
    await until(() => expect(bench.clock.pauses()).toEqual([5_000]));
    expect(bench.delivery(one)).toMatchObject({ state: { kind: 'sending' }, attempts: 1, sent: 0 });
    bench.clock.advance(notificationWindow);
    await until(() => expect(bench.told().at(-1)).toBe('failed 0'));
    expect(bench.delivery(one).state).toMatchObject({
      fault: { code: 'NOTIFICATION_NOT_SENT', message: expect.stringContaining('ECONNREFUSED') },
    });
  });

  it('is sent no more when it is cancelled', async () => {
    const { clock, notifications } = bench;
    await notify(one);
    await until(() => expect(clock.pauses()).toHaveLength(1));
    const { delivery } = await notifications.cancel(one, 4711);
    expect(delivery).toMatchObject({ state: { kind: 'cancelled' }, sent: 1 });
    await until(() => expect(clock.pauses()).toEqual([]));
    expect((await notifications.cancel(one, 4711)).delivery.state.kind).toBe('cancelled');
    expect(bench.told()).toEqual(['sending 0', 'sent 1', 'cancelled 1']);
    expect(await codeOf(() => notifications.cancel(one, 1))).toBe('NOTIFICATION_UNKNOWN');
    expect(await codeOf(() => notifications.cancel(other, 4711))).toBe('NOTIFICATION_UNKNOWN');
  });

  it('is counted as sent also where its answer was there first', async () => {
    const gate = Promise.withResolvers<void>();
    await bench.start({ bearer: { send: () => gate.promise, close() {} } });
    await notify(one);
    await bench.notifications.sessionOpened(one, [serverInitiatedAlert(4711)], 's');
    expect(bench.told()).toEqual(['sending 0', 'answered 0']);
    gate.resolve();
    await until(() => expect(bench.told().at(-1)).toBe('answered 1'));
    expect(bench.clock.pauses()).toEqual([]);
  });

  it('goes on after a restart, or expires by its time', async () => {
    const { clock, left } = bench;
    await notify(one);
    await until(() => expect(clock.pauses()).toHaveLength(1));
    clock.advance(10_000);
    await until(() => expect(bench.told().at(-1)).toBe('sent 2'));
    bench.drawn = 1;
    await notify(other);
    await until(() => expect([left.length, clock.pauses().length]).toEqual([3, 2]));

    clock.advance(1_000);
    await bench.restart();
    await until(() => expect(clock.pauses()).toEqual([4_000, 9_000]));
    expect(bench.told()).toEqual([]);

    await bench.notifications.close();
    clock.advance(notificationWindow - 12_000);
    await bench.restart();
    await until(() => expect([bench.told(4711), bench.told(1)]).toEqual([['sent 3'], ['sent 2']]));
    const copies = Object.values(Object.groupBy(left, ({ octets }) => octets.toString()));
    expect(copies.map((each) => each?.length)).toEqual([3, 2]);

    clock.advance(2_000);
    await bench.restart();
    await until(() => expect(bench.told()).toEqual(['expired 3']));
    expect(clock.pauses()).toEqual([8_000]);
  });

  it('is broken off by a stop, which says nothing of the device', async () => {
    const begun = Promise.withResolvers<void>();
    const endless: NotificationBearer = {
      send: (_address, _octets, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
          begun.resolve();
        }),
      close() {},
    };
    await bench.start({ bearer: endless });
    await notify(one);
    await begun.promise;
    await bench.notifications.close();
    expect(bench.delivery(one)).toMatchObject({ state: { kind: 'sending' }, attempts: 0 });
    expect(bench.told()).toEqual(['sending 0']);
  });

  it('stops where the store fails, and that is told', async () => {
    const { store, clock, events } = bench;
    let full = false;
    await bench.start({
      store: {
        notifications: store.notifications,
        grouped: (work, committed) =>
          full ? Promise.reject(codedError('STORE_FULL', {})) : store.grouped(work, committed),
      },
    });
    await notify(one);
    await until(() => expect(clock.pauses()).toHaveLength(1));
    full = true;
    expect(await codeOf(() => notify(other))).toBe('STORE_FULL');
    clock.advance(5_000);
    const fault = { code: 'STORE_FULL' };
    await until(() =>
      expect(events.at(-1)).toMatchObject({ kind: 'halted', notificationKey: 'key-0', fault }),
    );
    await bench.notifications.sessionOpened(one, [serverInitiatedAlert(4711)], 's');
    expect(events.at(-1)).toMatchObject({ kind: 'halted', fault });
    expect(bench.delivery(one)).toMatchObject({ state: { kind: 'sent' }, sent: 1 });
  });

  describe('over real sockets', () => {
    let server: http.Server;
    let answers: number[];
    let bodies: Buffer[];

    beforeEach(async () => {
      [answers, bodies] = [[], []];
      server = http.createServer(async (request, response) => {
        for await (const part of request) bodies.push(part);
        response.writeHead(answers.shift() ?? 202).end();
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      bench.notifications.keepAddress(one, `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`);
      await bench.start({ bearer: createNotificationBearer() });
    });
    afterEach(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });

    it('reaches an HTTP listener that is busy at first, and is settled', async () => {
      const { clock } = bench;
      answers = [503];
      await bench.notifications.notify(one);
      await until(() => expect(clock.pauses()).toEqual([5_000]));
      expect(bench.delivery(one).lastFault?.message).toContain('it answered 503');
      clock.advance(5_000);
      await until(() => expect(bench.told()).toEqual(['sending 0', 'sending 0', 'sent 1']));
      expect(bodies).toHaveLength(2);
      expect(bodies[1]!.equals(bodies[0]!)).toBe(true);
      await bench.notifications.sessionOpened(one, [serverInitiatedAlert(4711)], 's');
      await until(() => expect(clock.pauses()).toEqual([]));
      expect(bench.delivery(one).state).toEqual({ kind: 'answered', sessionId: 's' });
    });

    it('ends at once where it is refused', async () => {
      answers = [404];
      await bench.notifications.notify(one);
      await until(() => expect(bench.told()).toEqual(['sending 0', 'failed 0']));
      expect(bench.delivery(one).state).toMatchObject({ fault: { code: 'NOTIFICATION_REFUSED' } });
      expect(bench.clock.pauses()).toEqual([]);
    });

    it('reaches a UDP port, again and again until the session comes', async () => {
      const { clock } = bench;
      const socket = dgram.createSocket('udp4');
      const datagrams: Buffer[] = [];
      socket.on('message', (datagram) => datagrams.push(datagram));
      socket.bind(0, '127.0.0.1');
      await once(socket, 'listening');
      await bench.notifications.notify(one, { to: `udp:127.0.0.1:${socket.address().port}` });
      await until(() => expect([datagrams.length, clock.pauses()]).toEqual([1, [5_000]]));
      clock.advance(5_000);
      await until(() => expect([datagrams.length, clock.pauses()]).toEqual([2, [10_000]]));
      expect(datagrams[1]!.equals(datagrams[0]!)).toBe(true);
      await bench.notifications.sessionOpened(one, [serverInitiatedAlert(4711)], 's');
      await until(() => expect(clock.pauses()).toEqual([]));
      socket.close();
    });
  });
});
