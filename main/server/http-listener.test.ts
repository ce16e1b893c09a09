import { once } from 'node:events';
import { createServer } from 'node:http';
import net from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { codedError, type Fault } from '../../core/errors.ts';
import { testDoorkeeper } from './auth/doorkeeper-fixture.ts';
import { refusal } from './auth/shown-request.ts';
import type { ManagedDevice } from './device-directory.ts';
import { registerDmEndpoint } from './dm2/dm-endpoint.ts';
import type { DmSessions } from './dm2/dm-sessions.ts';
import { createHttpApplication, listenOn } from './http-listener.ts';
import { createServerEvents, type ServerEventRecord } from './server-events.ts';

const addresses = { dm: '', repository: '', bootstrap: '', interaction: '' };

describe('a listener', () => {
  const running: FastifyInstance[] = [];
  const sockets: net.Socket[] = [];
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await Promise.all(running.splice(0).map((application) => application.close()));
  });

  /** A listener with a door that opens for `authorization: right`, and gives up on slow packages after a moment. */
  const start = async (packageTime = 3_600_000) => {
    const events = createServerEvents();
    const told: ServerEventRecord[] = [];
    events.listen((event) => void told.push(event));
    const refused: [FastifyRequest, Fault][] = [];
    const application = createHttpApplication(
      events,
      (request, fault) => refused.push([request, fault]),
      (handler) => createServer({ connectionsCheckingInterval: 20 }, handler),
    );
    running.push(application);
    const { doorkeeper } = testDoorkeeper({ events });
    registerDmEndpoint(application, {
      ...{ doorkeeper, packageTime, addresses: () => addresses },
      authenticate: (_id, { headers }) =>
        headers.authorization === 'right'
          ? { kind: 'admitted', who: { deviceId: 'IMEI:1' } as ManagedDevice }
          : refusal('wrong'),
      sessions: { receive: async () => '{"CMD":[["END"]]}' } as unknown as DmSessions,
    });
    application.get('/fails', () => {
      throw codedError('DM_NOT_ACCEPTABLE', { accept: 'x' });
    });
    const port = await listenOn(application, '127.0.0.1', 0);
    const connect = async () => {
      const socket = net.connect(port, '127.0.0.1');
      socket.setEncoding('latin1');
      sockets.push(socket);
      await once(socket, 'connect');
      return socket;
    };
    return { application, connect, told, refused, port };
  };
  const untilClosed = (socket: net.Socket) =>
    new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (part) => {
        text += String(part);
      });
      socket.on('error', () => {});
      socket.once('close', () => resolve(text));
    });
  const head = (authorization: string, more: string) =>
    `POST /dm HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\ncontent-type: application/vnd.oma.dm.initiation+json\r\n${more}\r\n`;

  it('waits 15 seconds for headers, and holds so many connections', async () => {
    const { application } = await start();
    expect(application.server.headersTimeout).toBe(15_000);
    // And as many that come at once, before the first of them are closed.
    expect(application.server.maxConnections).toBe(5000 + 256);
  });

  it('closes connections whose headers do not come, however they trickle', async () => {
    const { application, connect } = await start();
    application.server.headersTimeout = 60;
    const silent = await connect();
    const trickling = await connect();
    trickling.write('POST /dm HTTP/1.1\r\n');
    const timer = setInterval(() => trickling.write('x: y\r\n'), 10);
    const answers = await Promise.all([silent, trickling].map(untilClosed));
    clearInterval(timer);
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('closes connections whose package does not come whole, and tells of it', async () => {
    const { connect, told, refused } = await start(50);
    const trickling = await connect();
    trickling.write(head('right', 'content-length: 1000000\r\n'));
    const timer = setInterval(() => trickling.write('x'), 10);
    await untilClosed(trickling);
    clearInterval(timer);
    expect(told).toMatchObject([{ kind: 'refused', fault: { code: 'DM_PACKAGE_TOO_SLOW' } }]);
    expect(refused).toHaveLength(1);
  });

  it('answers who is not let in, or asks for what is not there, before a body comes', async () => {
    const { connect } = await start();
    const announced = 'content-length: 900000000\r\n';
    const paths = [head('wrong', announced), head('right', announced).replace('/dm', '/nothing')];
    const statuses = await Promise.all(
      paths.map(async (text) => {
        const socket = await connect();
        socket.write(text);
        const [answer] = await once(socket, 'data');
        return String(answer).slice(9, 12);
      }),
    );
    expect(statuses).toEqual(['401', '404']);
  });

  it('takes no more than so much of a body that it does not want', async () => {
    const { connect } = await start();
    const socket = await connect();
    socket.write(head('wrong', 'content-length: 900000000\r\n'));
    const closed = untilClosed(socket);
    let sent = 0;
    const more = () => {
      while (!socket.destroyed && socket.write(Buffer.alloc(65_536))) sent += 65_536;
    };
    socket.on('drain', more);
    more();
    expect(await closed).toMatch(/^HTTP\/1\.1 401 /);
    expect(sent).toBeLessThan(100_000_000);
  });

  it('refuses headers and packages that are too large', async () => {
    const { connect } = await start();
    const [long, large] = [await connect(), await connect()];
    long.write(`GET /dm HTTP/1.1\r\nhost: x\r\nomadm-devid: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(await untilClosed(long)).toMatch(/^HTTP\/1\.1 431 /);
    large.write(head('right', 'content-length: 2000000\r\n'));
    const [answer] = await once(large, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('tells of what it refused, and who is to be told of it in a session', async () => {
    const { port, told, refused } = await start();
    const answer = await fetch(`http://127.0.0.1:${port}/fails`, { headers: { 'omadm-devid': 'IMEI:7' } });
    expect(answer.status).toBe(406);
    expect(told).toMatchObject([
      { kind: 'refused', deviceId: 'IMEI:7', fault: { code: 'DM_NOT_ACCEPTABLE' } },
    ]);
    expect(refused).toHaveLength(1);
  });
});
