import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import fastify, { type FastifyInstance, type FastifyServerFactory } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { mediaTypes } from '../../../core/dm/choices.ts';
import { openCertificates } from '../../vault/certificates.ts';
import { keyFileKeeper, openVault } from '../../vault/vault.ts';
import { type BasicCredentials, parseBasic, sameCredentials } from '../auth/basic.ts';
import { testDoorkeeper } from '../auth/doorkeeper-fixture.ts';
import { refusal } from '../auth/shown-request.ts';
import type { ServerEventRecord } from '../server-events.ts';
import { tlsOptions } from '../tls-options.ts';
import { type BootstrapHost, type BootstrapNote, registerBootstrap } from './bootstrap-endpoint.ts';

const deviceId = 'IMEI:352099001761408';
const credential = { userName: 'bootstrap-1', password: 'geheim-geheim' };
const closedId = 'IMEI:352099001761770';
/** Every octet there is: what is sent is not text to the endpoint. */
const message = Uint8Array.from({ length: 512 }, (_, index) => index & 0xff);

describe('the bootstrap endpoint', () => {
  const running: FastifyInstance[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.close()));
  });

  const start = async (
    options: { readonly octets?: Uint8Array; readonly serverFactory?: FastifyServerFactory } = {},
  ) => {
    const notes: BootstrapNote[] = [];
    const asked: [string | undefined, BasicCredentials | undefined][] = [];
    const told: ServerEventRecord[] = [];
    const { doorkeeper, events } = testDoorkeeper();
    events.listen((event) => void told.push(event));
    const waiting: (() => void)[] = [];
    const { serverFactory } = options;
    const server = fastify({ forceCloseConnections: true, ...(serverFactory && { serverFactory }) });
    const host: BootstrapHost = {
      authenticate(id, { headers }) {
        const shown = parseBasic(headers.authorization);
        asked.push([id, shown]);
        if (id === deviceId && shown && sameCredentials(shown, credential))
          return { kind: 'admitted', who: options.octets ?? message };
        return refusal(headers.authorization === undefined ? 'notShown' : 'wrong');
      },
      note(note) {
        notes.push(note);
        for (const each of waiting.splice(0)) each();
      },
    };
    registerBootstrap(server, host, doorkeeper);
    await server.listen({ host: '127.0.0.1', port: 0 });
    running.push(server);
    const { port } = server.server.address() as AddressInfo;
    const noted = async (count: number) => {
      while (notes.length < count) await new Promise<void>((resolve) => void waiting.push(resolve));
      return notes;
    };
    return { port, notes, noted, asked, told, server };
  };

  const basic = ({ userName, password }: BasicCredentials) =>
    `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`;
  const right = { 'omadm-devid': deviceId, authorization: basic(credential) };
  const get = (port: number, headers: Readonly<Record<string, string>>, method = 'GET') =>
    fetch(`http://127.0.0.1:${port}/bootstrap`, { method, headers });

  /** All octets of an answer, but for the time and the nonce. */
  const rawAnswer = async (port: number, headers: Readonly<Record<string, string>>) => {
    const socket = net.connect({ host: '127.0.0.1', port });
    await once(socket, 'connect');
    const lines = Object.entries({ host: 'bench', connection: 'close', ...headers });
    socket.end(
      `GET /bootstrap HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
    );
    const octets = Buffer.concat(await socket.toArray()).toString('latin1');
    return octets.replace(/^date: .*\r\n/im, '').replace(/nonce="[\w-]+"/, 'nonce="…"');
  };

  it('answers the message of the device octet for octet, to be kept nowhere', async () => {
    const { port, noted, asked } = await start();
    const answer = await get(port, right);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(mediaTypes.serializedMo);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(message);
    expect(await noted(1)).toEqual([{ kind: 'sent', deviceId, octets: message.length }]);
    expect(asked).toEqual([[deviceId, credential]]);
  });

  it('answers whatever is wrong with the very same octets', async () => {
    const { port, notes, asked, told } = await start();
    const wrong: readonly Readonly<Record<string, string>>[] = [
      {},
      { 'omadm-devid': deviceId },
      { authorization: basic(credential) },
      { ...right, 'omadm-devid': 'IMEI:unknown' },
      { ...right, 'omadm-devid': '' },
      { ...right, 'omadm-devid': closedId },
      { ...right, authorization: basic({ ...credential, password: 'other' }) },
      { ...right, authorization: basic({ ...credential, userName: 'other' }) },
      { ...right, authorization: basic({ userName: '', password: '' }) },
      { ...right, authorization: 'Basic' },
      { ...right, authorization: 'Basic !!!' },
      { ...right, authorization: `Basic ${Buffer.from('nocolon').toString('base64')}` },
      { ...right, authorization: `Bearer ${credential.password}` },
      // What is wrong is not told by what else is asked for either.
      { 'omadm-devid': 'IMEI:unknown', authorization: basic(credential), accept: 'text/plain' },
    ];
    const answers = new Set<string>();
    for (const headers of wrong) answers.add(await rawAnswer(port, headers));
    expect([...answers]).toHaveLength(1);
    const [answer = ''] = answers;
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    // The best first.
    expect([...answer.matchAll(/^www-authenticate: (.*)\r$/gim)].map(([, challenge]) => challenge)).toEqual([
      'Digest realm="DM Bench", qop="auth", algorithm=SHA-256, nonce="…", charset=UTF-8, userhash=true',
      'Basic realm="DM Bench", charset="UTF-8"',
    ]);
    expect(answer).toMatch(/^cache-control: no-store\r$/im);
    expect(answer).toContain('BOOTSTRAP_NOT_AUTHENTICATED');
    // Each was compared, so that each took as long.
    expect(asked).toHaveLength(wrong.length);
    // The two without a credential were asked for one; nobody was refused.
    expect(told).toHaveLength(wrong.length - 2);
    expect(told.every(({ kind }) => kind === 'refused')).toBe(true);
    expect(notes).toEqual([]);
    expect(JSON.stringify(told)).not.toContain('geheim');
  });

  it('tells whom it refused, and why', async () => {
    const { port, told } = await start();
    await get(port, { ...right, authorization: basic({ ...credential, password: 'other' }) });
    expect(told).toMatchObject([
      { kind: 'refused', deviceId, fault: { code: 'BOOTSTRAP_NOT_AUTHENTICATED' } },
    ]);
  });

  it.each([
    ['application/json', 406],
    ['text/html, application/*;q=0', 406],
    [`${mediaTypes.serializedMo};q=0, */*`, 406],
    ['*/*', 200],
    ['application/*', 200],
    [`text/html, ${mediaTypes.serializedMo}`, 200],
  ])('answers Accept: %s with %i', async (accept, status) => {
    const { port, noted } = await start();
    const answer = await get(port, { ...right, accept });
    expect(answer.status).toBe(status);
    await answer.arrayBuffer();
    const [note] = await noted(1);
    expect(note).toMatchObject(
      status === 200 ? { kind: 'sent' } : { kind: 'refused', fault: { code: 'BOOTSTRAP_NOT_ACCEPTABLE' } },
    );
  });

  it('gives nothing to HEAD and takes no other method', async () => {
    const { port, asked } = await start();
    for (const method of ['HEAD', 'POST', 'PUT', 'DELETE'])
      expect((await get(port, right, method)).status).toBe(404);
    expect(asked).toEqual([]);
  });

  it('does not count a message as sent that broke off', async () => {
    const octets = new Uint8Array(64 * 1024 * 1024);
    const { port, noted } = await start({ octets });
    const socket = net.connect({ host: '127.0.0.1', port });
    await once(socket, 'connect');
    const lines = Object.entries({ host: 'bench', ...right }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`GET /bootstrap HTTP/1.1\r\n${lines.join('')}\r\n`);
    await once(socket, 'readable');
    socket.destroy();
    expect(await noted(1)).toEqual([{ kind: 'brokenOff', deviceId }]);
  });

  it('lets what goes wrong inside pass to the server around it, and stays', async () => {
    const server = fastify({ forceCloseConnections: true });
    running.push(server);
    server.setErrorHandler((_error, _request, reply) => reply.code(500).send('inside'));
    let works = false;
    const host: BootstrapHost = {
      authenticate() {
        if (works) return { kind: 'admitted', who: message };
        throw new Error('the vault');
      },
      note: () => {},
    };
    registerBootstrap(server, host, testDoorkeeper().doorkeeper);
    await server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = server.server.address() as AddressInfo;
    const failed = await get(port, right);
    expect([failed.status, await failed.text()]).toEqual([500, 'inside']);
    works = true;
    expect((await get(port, right)).status).toBe(200);
  });

  describe('that is reached over a network', () => {
    /** The connections of a listener on this machine, as if they came in on an address of a network. */
    const asFromNetwork = (socket: net.Socket) =>
      Object.defineProperty(socket, 'localAddress', { value: '192.0.2.7' });

    it('refuses plain HTTP before it looks at anything', async () => {
      const { port, notes, asked, server } = await start();
      server.server.on('connection', asFromNetwork);
      const answers = new Set([
        await rawAnswer(port, right),
        await rawAnswer(port, { 'x-forwarded-proto': 'https' }),
      ]);
      expect([...answers]).toHaveLength(1);
      expect([...answers][0]).toMatch(/^HTTP\/1\.1 403 /);
      expect([...answers][0]).toContain('BOOTSTRAP_NEEDS_TLS');
      expect(asked).toEqual([]);
      expect(notes).toMatchObject([{ fault: { code: 'BOOTSTRAP_NEEDS_TLS' } }, { kind: 'refused' }]);
    });

    it('answers with TLS', async () => {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'bootstrap-'));
      const certificates = await openCertificates({
        folder,
        vault: openVault(folder, keyFileKeeper),
        now: Date.now,
        randomOctets: (count) => crypto.getRandomValues(new Uint8Array(count)),
      });
      const credentials = await certificates.serverCredentials([]);
      const { port, server } = await start({
        serverFactory: (handler) => https.createServer(tlsOptions(credentials), handler),
      });
      server.server.on('secureConnection', asFromNetwork);
      const sent = https.get(`https://127.0.0.1:${port}/bootstrap`, {
        ca: certificates.authorityPem,
        headers: right,
      });
      const [answer] = await once(sent, 'response');
      expect(answer.statusCode).toBe(200);
      expect(new Uint8Array(Buffer.concat(await answer.toArray()))).toEqual(message);
    });
  });
});
