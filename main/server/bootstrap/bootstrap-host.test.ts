import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  digestResponse,
  digestSecret,
  printDigestCredentials,
  realm,
  serverProof,
} from '../../../core/authentication/digest.ts';
import { sha256OfText } from '../../digest.ts';
import { openStore, type Store } from '../../store/store.ts';
import { keyFileKeeper, openVault, type Vault } from '../../vault/vault.ts';
import type { BasicCredentials } from '../auth/basic.ts';
import { testDoorkeeper } from '../auth/doorkeeper-fixture.ts';
import type { PeerIdentity } from '../auth/peer-identity.ts';
import type { ServerEventRecord } from '../server-events.ts';
import { type BootstrapNote, registerBootstrap } from './bootstrap-endpoint.ts';
import { createBootstrapHost, issueBootstrap } from './bootstrap-host.ts';

const deviceId = 'IMEI:352099001761408';
/** No text in any encoding. */
const message = Uint8Array.from({ length: 512 }, (_, index) => 255 - (index & 0xff));
const randomOctets = (count: number) => crypto.getRandomValues(new Uint8Array(count));

describe('bootstrap messages that were issued', () => {
  let folder: string;
  let store: Store;
  let vault: Vault;
  let server: FastifyInstance;
  let told: (BootstrapNote | ServerEventRecord)[];
  let peer: PeerIdentity | undefined;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'bootstrap-'));
    store = openStore(folder, () => 1);
    vault = openVault(folder, keyFileKeeper);
    const batch = { batchId: 'b', name: 'b', profileText: '{}', listName: 'l', orderDigest: 'd' };
    store.batches.add({ ...batch, mode: 'cardsOnly' as const, createdAt: 1 });
    store.jobs.add([{ jobId: 'j', batchId: 'b', line: 1, deviceId, label: 'l', variables: {} }], 1);
    const passwordSealed = vault.seal('the password of its DM Account');
    store.devices.enrol({ deviceId, label: 'l', jobId: 'j', userName: 'dm-1', passwordSealed }, 1);
    told = [];
    peer = undefined;
    server = fastify({ forceCloseConnections: true });
    const { doorkeeper, nonces, events } = testDoorkeeper({ peerOf: () => peer });
    events.listen((event) => void told.push(event));
    const note = (each: BootstrapNote) => void told.push(each);
    registerBootstrap(server, createBootstrapHost({ store, vault, nonces, note }), doorkeeper);
    await server.listen({ host: '127.0.0.1', port: 0 });
  });
  afterEach(async () => {
    await server.close();
    store.close();
  });

  const issue = (octets = message) =>
    issueBootstrap({ store, vault, now: () => 10, randomOctets }, deviceId, octets);
  const basicOf = ({ userName, password }: BasicCredentials) =>
    `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`;
  const get = (id: string, credential: BasicCredentials) => show(id, basicOf(credential));
  /** The whole answer but for its time and its nonce. */
  const show = async (id: string, authorization?: string) => {
    const { port } = server.server.address() as AddressInfo;
    const headers = { 'omadm-devid': id, ...(authorization === undefined ? {} : { authorization }) };
    const sent = http.get({ host: '127.0.0.1', port, path: '/bootstrap', agent: false, headers });
    const [answer] = await once(sent, 'response');
    const body = Buffer.concat(await answer.toArray());
    const { date: _time, ...others } = answer.headers;
    const asks = String(others['www-authenticate'] ?? '');
    if (asks !== '') others['www-authenticate'] = asks.replace(/nonce="[\w-]+"/, 'nonce="…"');
    return { status: answer.statusCode, headers: others, body, asks };
  };
  const told401 = async (id: string, authorization: string) => {
    const { asks: _asks, ...answer } = await show(id, authorization);
    expect(answer.status).toBe(401);
    return answer;
  };
  /** The response to a challenge, by HTTP Digest. */
  const digestOf = (asks: string, { userName, password }: BasicCredentials, method = 'GET') => {
    const nonce = /nonce="([\w-]+)"/.exec(asks)?.[1] ?? '';
    const use = { method, uri: '/bootstrap', nonce, count: 1, clientNonce: 'c' };
    const secret = digestSecret(sha256OfText, userName, realm, password);
    const response = digestResponse(sha256OfText, secret, use);
    return printDigestCredentials({ ...use, realm, user: userName, userIsHashed: false, response });
  };

  it('go to their device octet for octet, as often as it asks', async () => {
    const credential = issue();
    for (let time = 0; time < 2; time++) {
      const { status, body } = await get(deviceId, credential);
      expect(status).toBe(200);
      expect(new Uint8Array(body)).toEqual(message);
    }
  });

  it('go to nobody any more once their credential is closed, as to somebody unknown', async () => {
    const credential = issue();
    expect((await get(deviceId, credential)).status).toBe(200);
    const unknown = await told401('IMEI:unknown', basicOf(credential));
    const wrong = await told401(deviceId, basicOf({ ...credential, password: 'other' }));
    const { asks } = await show(deviceId);
    const wrongByDigest = await told401(deviceId, digestOf(asks, { ...credential, password: 'other' }));
    const unknownByDigest = await told401('IMEI:unknown', digestOf(asks, credential));
    store.bootstrapCredentials.close(deviceId, 20);
    const closed = await told401(deviceId, basicOf(credential));
    const closedByDigest = await told401(deviceId, digestOf(asks, credential));
    for (const answer of [unknown, wrong, wrongByDigest, unknownByDigest, closedByDigest])
      expect(answer).toEqual(closed);
  });

  it('go to their device by HTTP Digest, and prove the server, each response once', async () => {
    const credential = issue();
    const { asks } = await show(deviceId);
    expect(asks).toMatch(/^Digest .*, Basic /);
    const response = digestOf(asks, credential);
    const answer = await show(deviceId, response);
    expect([answer.status, new Uint8Array(answer.body)]).toEqual([200, message]);
    const proof = serverProof(
      sha256OfText,
      digestSecret(sha256OfText, credential.userName, realm, credential.password),
      { uri: '/bootstrap', nonce: /nonce="([\w-]+)"/.exec(asks)?.[1] ?? '', count: 1, clientNonce: 'c' },
    );
    expect(answer.headers['authentication-info']).toContain(`rspauth="${proof}"`);
    const again = await show(deviceId, response);
    expect([again.status, again.asks]).toEqual([401, expect.stringContaining('stale=true')]);
    expect((await show(deviceId, digestOf(asks, credential, 'POST'))).status).toBe(401);
  });

  it('go to a device whose connection proves it, while they are open, and not to another one', async () => {
    issue();
    peer = { kind: 'presharedKey', deviceId };
    expect((await show(deviceId)).status).toBe(200);
    expect((await get(deviceId, { userName: 'x', password: 'y' })).status).toBe(401);
    peer = { kind: 'presharedKey', deviceId: 'IMEI:other' };
    expect((await show(deviceId)).status).toBe(403);
    peer = { kind: 'presharedKey', deviceId };
    store.bootstrapCredentials.close(deviceId, 20);
    expect((await show(deviceId)).status).toBe(401);
  });

  it('go by Digest to no credential that an earlier version issued', async () => {
    const issued = store.bootstrapCredentials.issue({
      ...{ deviceId, messageSealed: vault.seal(Buffer.from(message).toString('base64')), at: 10 },
      ...{ randomOctets, digestSecretSealed: () => new Uint8Array(0) },
    });
    const file = new DatabaseSync(path.join(folder, 'bench.sqlite'));
    file.exec('UPDATE bootstrap_credential SET digest_secret_sealed = NULL');
    file.close();
    const { asks } = await show(deviceId);
    expect((await show(deviceId, digestOf(asks, issued))).status).toBe(401);
    expect((await get(deviceId, issued)).status).toBe(200);
    // What stands in for what is missing is nobody's either.
    expect((await show(deviceId, digestOf(asks, { userName: '', password: '' }))).status).toBe(401);
  });

  it('do not go to the credentials of the DM Account', async () => {
    issue();
    const account = { userName: 'dm-1', password: 'the password of its DM Account' };
    expect((await get(deviceId, account)).status).toBe(401);
  });

  it('are replaced by newer ones', async () => {
    const first = issue();
    const second = issue(Uint8Array.of(1, 2, 3));
    expect((await get(deviceId, first)).status).toBe(401);
    expect(new Uint8Array((await get(deviceId, second)).body)).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('lie in the store sealed', () => {
    const credential = issue(new TextEncoder().encode('[{"Secret":"geheim"}]'));
    const sealed = Buffer.from(store.bootstrapCredentials.match(deviceId, credential)!);
    expect(sealed.includes('geheim')).toBe(false);
    expect(sealed.includes(Buffer.from('[{"Secret":"geheim"}]').toString('base64'))).toBe(false);
  });

  it('are noted without their secrets', async () => {
    const credential = issue();
    await get(deviceId, credential);
    await get(deviceId, { ...credential, password: 'other' });
    await vi.waitFor(() => expect(told.map(({ kind }) => kind).toSorted()).toEqual(['refused', 'sent']));
    expect(JSON.stringify(told)).not.toContain(credential.password);
  });
});
