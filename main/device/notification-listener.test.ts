import dgram from 'node:dgram';
import { once } from 'node:events';
import net from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { largestNotification } from '../../core/dm/choices.ts';
import { type Fault, toFault } from '../../core/errors.ts';
import { listenForNotifications, type NotificationListener } from './notification-listener.ts';

const deviceId = 'IMEI:35/2099';
const octets = Uint8Array.of(0, 1, 0xfe, 0xff);

describe('the listener for notifications', () => {
  let listener: NotificationListener;
  let came: { readonly deviceId: string; readonly octets: Uint8Array }[];
  let faults: Fault[];
  const options = {
    received: (id: string, body: Uint8Array) => {
      if (id === 'fails') throw new Error('no such device');
      came.push({ deviceId: id, octets: body });
    },
    failed: (fault: Fault) => void faults.push(fault),
  };
  const base = () => new URL(listener.addressOf('x')!).origin;
  const post = (target: string, body: Uint8Array) =>
    fetch(`${base()}${target}`, { method: 'POST', body: body.slice() });

  beforeEach(async () => {
    came = [];
    faults = [];
    listener = await listenForNotifications({ ...options, httpPort: 0, udp: [{ deviceId: 'udp', port: 0 }] });
  });
  afterEach(() => listener.close());

  it('takes octets for every device over HTTP, and says only that they came', async () => {
    expect(new URL(listener.addressOf(deviceId)!).pathname).toBe('/IMEI%3A35%2F2099');
    const answer = await fetch(listener.addressOf(deviceId)!, { method: 'POST', body: octets });
    expect(answer.status).toBe(202);
    expect(await answer.text()).toBe('');
    expect(Object.fromEntries(answer.headers)).toEqual({ connection: 'close', 'content-length': '0' });
    expect(came).toEqual([{ deviceId, octets }]);
    expect((await post('/other?at=1', Uint8Array.of())).status).toBe(202);
    expect(came[1]).toEqual({ deviceId: 'other', octets: Uint8Array.of() });
  });

  it.each(['/', '/a/b', '/%E0%A4%A', '//', '/?x'])(
    'passes over %s, and says that it came',
    async (target) => {
      expect((await post(target, octets)).status).toBe(202);
      expect(came).toEqual([]);
    },
  );

  it('passes over what is too long for a notification, and says that it came', async () => {
    expect((await post('/a', new Uint8Array(largestNotification))).status).toBe(202);
    expect((await post('/a', new Uint8Array(largestNotification + 1))).status).toBe(202);
    expect((await post('/a', new Uint8Array(1_000_000))).status).toBe(202);
    expect(came.map((each) => each.octets.length)).toEqual([largestNotification]);
  });

  it('takes nothing but POST', async () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']) {
      const answer = await fetch(listener.addressOf(deviceId)!, { method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    }
    expect(came).toEqual([]);
  });

  it('goes on when a device fails', async () => {
    expect((await post('/fails', octets)).status).toBe(202);
    expect(faults.map(({ code, message }) => [code, message])).toEqual([
      ['INTERNAL', expect.stringContaining('no such device')],
    ]);
    expect((await post('/works', octets)).status).toBe(202);
    expect(came).toHaveLength(1);
  });

  it('takes datagrams for the device whose port it is', async () => {
    const to = new URL(listener.addressOf('udp')!);
    expect(to.protocol).toBe('udp:');
    const socket = dgram.createSocket('udp4');
    const send = (body: Uint8Array) =>
      new Promise((resolve) => socket.send(body, Number(to.port), to.hostname, resolve));
    await send(new Uint8Array(largestNotification + 1));
    await send(octets);
    await vi.waitFor(() => expect(came).toHaveLength(1), { interval: 5 });
    expect(came).toEqual([{ deviceId: 'udp', octets }]);
    socket.close();
  });

  it('closes at once, whoever is still sending', async () => {
    const { port, hostname } = new URL(base());
    const sender = net.connect(Number(port), hostname);
    sender.on('error', () => {});
    await once(sender, 'connect');
    const before = new Promise((resolve) => sender.once('close', resolve));
    sender.write('POST /a HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n12');
    // Another request through: the listener has seen the first one's connection.
    await post('/other', octets);
    await listener.close();
    await before;
    expect(came.map((each) => each.deviceId)).toEqual(['other']);
    await expect(post('/a', octets)).rejects.toThrow();
  });

  it('says which port it cannot have, and then has none', async () => {
    const { port } = new URL(base());
    const codeOf = (work: Promise<unknown>) => work.then(() => undefined, toFault);
    expect(await codeOf(listenForNotifications({ ...options, httpPort: Number(port) }))).toMatchObject({
      code: 'NOTIFICATION_LISTEN_FAILED',
      message: expect.stringContaining(`HTTP port ${port}: another program uses it`),
    });
    const free = net.createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const freePort = (free.address() as net.AddressInfo).port;
    await new Promise((resolve) => free.close(resolve));
    const udp = [{ deviceId: 'x', port: Number(new URL(listener.addressOf('udp')!).port) }];
    expect(await codeOf(listenForNotifications({ ...options, httpPort: freePort, udp }))).toMatchObject({
      code: 'NOTIFICATION_LISTEN_FAILED',
      message: expect.stringContaining('UDP port'),
    });
    const another = await listenForNotifications({ ...options, httpPort: freePort });
    expect(another.addressOf('x')).toBe(`http://127.0.0.1:${freePort}/x`);
    await another.close();
  });

  it('has no address where it does not listen', async () => {
    const none = await listenForNotifications(options);
    expect(none.addressOf('x')).toBeUndefined();
    await none.close();
  });
});
