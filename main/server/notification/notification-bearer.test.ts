import dgram from 'node:dgram';
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { notificationMediaType } from '../../../core/dm/choices.ts';
import { parseNotificationAddress } from '../../../core/dm/notification-address.ts';
import { type Fault, toFault } from '../../../core/errors.ts';
import { createNotificationBearer, type NotificationBearer } from './notification-bearer.ts';

const octets = Uint8Array.of(0x10, 0x80, 0xff);
const never = new AbortController().signal;

describe('the bearer of notifications', () => {
  let bearer: NotificationBearer;
  let server: http.Server;
  let answerWith: (response: http.ServerResponse) => void;
  let came: { readonly request: http.IncomingMessage; readonly body: Buffer }[];
  let origin: string;

  beforeEach(async () => {
    came = [];
    answerWith = (response) => void response.writeHead(202).end();
    server = http.createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      came.push({ request, body: Buffer.concat(parts) });
      answerWith(response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    bearer = createNotificationBearer();
  });
  afterEach(async () => {
    bearer.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const send = (to: string, by = bearer, signal = never): Promise<Fault | undefined> =>
    by.send(parseNotificationAddress(to), octets, signal).then(() => undefined, toFault);

  it('POSTs the octets, with their media type', async () => {
    expect(await send(`${origin}/IMEI%3A1?x=1`)).toBeUndefined();
    const [{ request, body } = expect.fail('nothing came')] = came;
    expect([request.method, request.url]).toEqual(['POST', '/IMEI%3A1?x=1']);
    expect(request.headers).toMatchObject({ 'content-type': notificationMediaType, 'content-length': '3' });
    expect(new Uint8Array(body)).toEqual(octets);
  });

  it.each([
    [200, undefined],
    [204, undefined],
    [301, 'NOTIFICATION_REFUSED'],
    [404, 'NOTIFICATION_REFUSED'],
    [405, 'NOTIFICATION_REFUSED'],
    [408, 'NOTIFICATION_NOT_SENT'],
    [429, 'NOTIFICATION_NOT_SENT'],
    [500, 'NOTIFICATION_NOT_SENT'],
    [503, 'NOTIFICATION_NOT_SENT'],
  ] as const)('takes an answer of %i for what it is', async (status, code) => {
    answerWith = (response) => void response.writeHead(status, { location: `${origin}/elsewhere` }).end();
    const fault = await send(`${origin}/a`);
    expect(fault?.code).toBe(code);
    if (code) expect(fault?.message).toContain(`${origin}/a`);
    expect(came).toHaveLength(1);
  });

  it('reads no more of an answer than its status', async () => {
    answerWith = (response) => {
      response.writeHead(202);
      response.write('on and on');
    };
    expect(await send(`${origin}/a`)).toBeUndefined();
  });

  it('says that nobody listens', async () => {
    const port = (server.address() as AddressInfo).port;
    await new Promise((resolve) => server.close(resolve));
    expect(await send(`http://127.0.0.1:${port}/a`)).toMatchObject({
      code: 'NOTIFICATION_NOT_SENT',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  it('says that a connection breaks off', async () => {
    answerWith = (response) => void response.socket?.destroy();
    expect((await send(`${origin}/a`))?.code).toBe('NOTIFICATION_NOT_SENT');
  });

  it('waits for an answer no longer than it is told to', async () => {
    answerWith = () => {};
    const impatient = createNotificationBearer(1);
    expect(await send(`${origin}/a`, impatient)).toMatchObject({
      code: 'NOTIFICATION_NOT_SENT',
      message: expect.stringContaining('no answer in time'),
    });
    impatient.close();
  });

  it('lets go when it is told to stop', async () => {
    const stop = new AbortController();
    answerWith = () => stop.abort();
    expect((await send(`${origin}/a`, bearer, stop.signal))?.code).toBe('NOTIFICATION_NOT_SENT');
    expect((await send('udp://127.0.0.1:9', bearer, stop.signal))?.code).toBe('NOTIFICATION_NOT_SENT');
  });

  it.each(['127.0.0.1', 'localhost'])('sends a datagram to %s', async (host) => {
    const socket = dgram.createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const messages = once(socket, 'message');
    expect(await send(`udp://${host}:${socket.address().port}`)).toBeUndefined();
    const [message] = await messages;
    expect(new Uint8Array(message)).toEqual(octets);
    expect(await send(`udp://${host}:${socket.address().port}`)).toBeUndefined();
    socket.close();
  });

  it('says that a datagram cannot be sent', async () => {
    const impatient = createNotificationBearer(1000);
    expect((await send('udp://no-such-host.invalid:9', impatient))?.code).toBe('NOTIFICATION_NOT_SENT');
    impatient.close();
    const long = bearer.send(parseNotificationAddress('udp://127.0.0.1:9'), new Uint8Array(70_000), never);
    expect(await long.catch(toFault)).toMatchObject({
      code: 'NOTIFICATION_NOT_SENT',
      message: expect.stringContaining('EMSGSIZE'),
    });
  });

  it('sends many at once', async () => {
    const faults = await Promise.all(Array.from({ length: 200 }, (_, index) => send(`${origin}/${index}`)));
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
    expect(new Set(came.map(({ request }) => request.url)).size).toBe(200);
  });

  it('says what answers in no HTTP', async () => {
    const odd = net.createServer((socket) => socket.resume().end('hello\r\n')).listen(0, '127.0.0.1');
    await once(odd, 'listening');
    const fault = await send(`http://127.0.0.1:${(odd.address() as AddressInfo).port}/`);
    expect(fault?.code).toBe('NOTIFICATION_NOT_SENT');
    await new Promise((resolve) => odd.close(resolve));
  });
});
