import http from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { codedError } from '../../../core/errors.ts';
import { createHttpApplication } from '../http-listener.ts';
import { createServerEvents, type ServerEventRecord } from '../server-events.ts';
import type { DoorkeeperOptions } from './doorkeeper.ts';
import { testDoorkeeper } from './doorkeeper-fixture.ts';
import { type RefusalReason, refusal } from './shown-request.ts';

describe('the doorkeeper', () => {
  const running: FastifyInstance[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.close()));
  });

  /** A door that refuses for the reason that a request names, and lets in who names none. */
  const start = async (options: Partial<DoorkeeperOptions> = {}) => {
    const events = createServerEvents();
    const told: ServerEventRecord[] = [];
    events.listen((event) => void told.push(event));
    const { doorkeeper } = testDoorkeeper({ events, ...options });
    const application = createHttpApplication(events, () => {});
    running.push(application);
    let arrived = 0;
    application.get('/', async (request, reply) => {
      arrived++;
      const who = await doorkeeper.admit(request, reply, 'IMEI:1', {
        authenticate: (_id, { headers }) =>
          headers.reason === undefined
            ? { kind: 'admitted', who: 'it', authenticationInfo: 'rspauth="x"' }
            : refusal(headers.reason as RefusalReason),
        notAuthenticated: () => codedError('DM_NOT_AUTHENTICATED', {}),
      });
      return reply.send(who);
    });
    await application.listen({ host: '127.0.0.1', port: 0 });
    const { port } = application.server.address() as AddressInfo;
    const get = (reason?: RefusalReason) =>
      new Promise<http.IncomingMessage>((resolve, reject) => {
        const headers = reason === undefined ? {} : { reason };
        http.get({ host: '127.0.0.1', port, headers, agent: false }, resolve).once('error', reject);
      }).then((answer) => {
        answer.resume();
        const asks = answer.headers['www-authenticate'] ?? '';
        return { status: answer.statusCode, headers: answer.headers, asks };
      });
    return { application, get, told, port, arrived: () => arrived };
  };
  const asNetwork = (application: FastifyInstance) =>
    application.server.on('connection', (socket: Socket) =>
      Object.defineProperty(socket, 'localAddress', { value: '192.0.2.7' }),
    );

  it('lets in with the proof of the server', async () => {
    const { get, told } = await start();
    expect(await get()).toMatchObject({ status: 200, headers: { 'authentication-info': 'rspauth="x"' } });
    expect(told).toEqual([]);
  });

  it.each([
    ['notShown', 401, undefined],
    ['stale', 401, undefined],
    ['wrong', 401, 'DM_NOT_AUTHENTICATED'],
    ['readable', 401, 'DM_CREDENTIALS_READABLE'],
    ['replayed', 401, 'DM_CREDENTIALS_REPLAYED'],
    ['otherPeer', 403, 'DM_PEER_DIFFERS'],
  ] as const)(
    'answers %s with %i, asks for what is right, and tells of what is to be told',
    async (...row) => {
      const [reason, status, code] = row;
      const { get, told } = await start();
      const answer = await get(reason);
      expect(answer.status).toBe(status);
      if (status === 401) expect(answer.asks).toMatch(/^Digest .*, Basic realm=/);
      else expect(answer.asks).toBe('');
      expect(answer.asks.includes('stale=true')).toBe(reason === 'stale' || reason === 'replayed');
      expect(told).toMatchObject(
        code === undefined ? [] : [{ kind: 'refused', deviceId: 'IMEI:1', fault: { code } }],
      );
    },
  );

  it('asks for no password where others could read it', async () => {
    const { application, get } = await start();
    asNetwork(application);
    expect((await get('notShown')).asks).not.toContain('Basic');
  });

  it('refuses a certificate that is worth nothing, and counts it', async () => {
    const failed = vi.fn(() => ({ delay: 0, begins: [] }));
    const { get, told } = await start({
      attempts: { failed, size: () => 0 },
      peerOf: () => {
        throw codedError('PEER_CERTIFICATE_REVOKED', { serial: '01' });
      },
    });
    expect(await get()).toMatchObject({ status: 403, asks: '' });
    expect(told).toMatchObject([{ kind: 'refused', fault: { code: 'PEER_CERTIFICATE_REVOKED' } }]);
    expect(failed).toHaveBeenCalledOnce();
  });

  it('tells once that answers are slowed, and not of each that is', async () => {
    const { get, told } = await start({
      attempts: {
        failed: () => ({
          delay: 1,
          begins: told.length === 0 ? [{ by: 'device', name: 'IMEI:1', count: 11 }] : [],
        }),
        size: () => 0,
      },
    });
    for (let time = 0; time < 3; time++) expect((await get('wrong')).status).toBe(401);
    expect(told).toMatchObject([
      {
        kind: 'authenticationSlowed',
        deviceId: 'IMEI:1',
        fault: {
          code: 'DM_AUTHENTICATION_SLOWED',
          message:
            'Wrong credentials came 11 times in the name of IMEI:1; answers to further ones are slowed.',
        },
      },
    ]);
  });

  it('counts what is wrong, and neither the asking nor a nonce that is too old', async () => {
    const failed = vi.fn(() => ({ delay: 0, begins: [] }));
    const { get } = await start({ attempts: { failed, size: () => 0 }, now: () => 5 });
    for (const reason of ['notShown', 'stale', undefined] as const) await get(reason);
    expect(failed).not.toHaveBeenCalled();
    for (const reason of ['wrong', 'readable', 'replayed', 'otherPeer'] as const) await get(reason);
    expect(failed.mock.calls).toEqual(Array(4).fill([{ deviceId: 'IMEI:1', address: '127.0.0.1', now: 5 }]));
  });

  it('holds so many answers, tells the next to come back later, and lets in all the while', async () => {
    let delay = 3_600_000;
    const attempts = { failed: () => ({ delay, begins: [] }), size: () => 0 };
    const { get, port, arrived } = await start({ attempts, mostHeld: 2 });
    const held = Array.from({ length: 2 }, () => net.connect(port, '127.0.0.1'));
    for (const socket of held) socket.write('GET / HTTP/1.1\r\nhost: x\r\nreason: wrong\r\n\r\n');
    await vi.waitFor(() => expect(arrived()).toBe(2));
    expect(await get('wrong')).toMatchObject({ status: 429, asks: '', headers: { 'retry-after': '5' } });
    expect((await get()).status).toBe(200);
    expect((await get('notShown')).status).toBe(401);
    // Who goes away makes room.
    for (const socket of held) socket.destroy();
    delay = 1;
    await vi.waitFor(async () => expect((await get('wrong')).status).toBe(401));
  });
});
