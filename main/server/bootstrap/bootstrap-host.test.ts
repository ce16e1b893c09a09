import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStore, type Store } from '../../store/store.ts';
import { keyFileKeeper, openVault, type Vault } from '../../vault/vault.ts';
import type { BasicCredentials } from '../auth/basic.ts';
import { type BootstrapNote, registerBootstrap } from './bootstrap-endpoint.ts';
import { createBootstrapHost, issueBootstrap } from './bootstrap-host.ts';

const deviceId = 'IMEI:352099001761408';
/** No text in any encoding. */
const message = Uint8Array.from({ length: 512 }, (_, index) => 255 - (index & 0xff));
const randomOctets = (count: number) => crypto.getRandomValues(new Uint8Array(count));

describe('bootstrap messages that were issued', () => {
  let store: Store;
  let vault: Vault;
  let server: FastifyInstance;
  let notes: BootstrapNote[];

  beforeEach(async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'bootstrap-'));
    store = openStore(folder, () => 1);
    vault = openVault(folder, keyFileKeeper);
    const batch = { batchId: 'b', name: 'b', profileText: '{}', listName: 'l', orderDigest: 'd' };
    store.batches.add({ ...batch, simulatedDevice: false, createdAt: 1 });
    store.jobs.add([{ jobId: 'j', batchId: 'b', line: 1, deviceId, label: 'l', variables: {} }], 1);
    const passwordSealed = vault.seal('the password of its DM Account');
    store.devices.enrol({ deviceId, label: 'l', jobId: 'j', userName: 'dm-1', passwordSealed }, 1);
    notes = [];
    server = fastify({ forceCloseConnections: true });
    registerBootstrap(
      server,
      createBootstrapHost(store, vault, (note) => notes.push(note)),
    );
    await server.listen({ host: '127.0.0.1', port: 0 });
  });
  afterEach(async () => {
    await server.close();
    store.close();
  });

  const issue = (octets = message) =>
    issueBootstrap({ store, vault, now: () => 10, randomOctets }, deviceId, octets);
  /** The whole answer but for its time. */
  const get = async (id: string, { userName, password }: BasicCredentials) => {
    const { port } = server.server.address() as AddressInfo;
    const authorization = `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`;
    const headers = { 'omadm-devid': id, authorization };
    const sent = http.get({ host: '127.0.0.1', port, path: '/bootstrap', agent: false, headers });
    const [answer] = await once(sent, 'response');
    const body = Buffer.concat(await answer.toArray());
    const { date: _time, ...others } = answer.headers;
    return { status: answer.statusCode, headers: others, body };
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
    const unknown = await get('IMEI:unknown', credential);
    const wrong = await get(deviceId, { ...credential, password: 'other' });
    store.bootstrapCredentials.close(deviceId, 20);
    const closed = await get(deviceId, credential);
    expect(closed.status).toBe(401);
    expect([unknown, wrong]).toEqual([closed, closed]);
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
    await vi.waitFor(() => expect(notes.map(({ kind }) => kind).toSorted()).toEqual(['refused', 'sent']));
    expect(JSON.stringify(notes)).not.toContain(credential.password);
  });
});
