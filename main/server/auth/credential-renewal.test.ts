import { mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renewedCredentialsResource } from '../../../core/dm/choices.ts';
import type { ServerEffect } from '../../../core/dm/server-session.ts';
import { profileJson } from '../../../core/provisioning/test-profile.ts';
import { openStore, type Store } from '../../store/store.ts';
import { keyFileKeeper, openVault, type Vault } from '../../vault/vault.ts';
import { createDeviceDirectory } from '../device-directory.ts';
import { type CredentialRenewal, createCredentialRenewal } from './credential-renewal.ts';

const deviceId = 'IMEI:1';
const source = `https://bench.example/repository/${encodeURIComponent(deviceId)}/${renewedCredentialsResource}`;
const hget = (from = source) => ({ kind: 'HGET', source: from }) as const;
const sent = (from?: string): ServerEffect<unknown>[] => [
  { kind: 'sendPackage2', commands: [{ kind: 'END' }, hget(from)] },
];
const reported = (code: number, from?: string): ServerEffect<unknown>[] => [
  { kind: 'commandsReported', results: [{ command: hget(from), status: { code } }] },
];

describe('the renewal of credentials', () => {
  let folder: string;
  let store: Store;
  let vault: Vault;
  let renewal: CredentialRenewal;
  let octet = 0;
  const open = () => {
    store = openStore(folder, () => 1);
    const randomOctets = (count: number) => new Uint8Array(count).fill(++octet);
    renewal = createCredentialRenewal({ store, vault, randomOctets });
  };
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'renewal-'));
    vault = openVault(folder, keyFileKeeper);
    open();
    const batch = { batchId: 'b', name: 'b', listName: 'l', orderDigest: 'd', mode: 'cardsOnly' as const };
    const server = { id: 'bench', name: 'DM Bench', instance: 'own one' };
    store.batches.add({ ...batch, profileText: JSON.stringify(profileJson({ server })), createdAt: 1 });
    store.jobs.add([{ jobId: 'j', batchId: 'b', line: 1, deviceId, label: 'l', variables: {} }], 1);
    const passwordSealed = vault.seal('old');
    store.devices.enrol({ deviceId, label: 'l', jobId: 'j', userName: 'dm-1', passwordSealed }, 1);
  });
  afterEach(() => store.close());

  const keep = (effects: readonly ServerEffect<unknown>[]) =>
    store.transaction(() => renewal.keep(deviceId, effects, 2));
  const passwords = () =>
    createDeviceDirectory(store, vault)
      .find(deviceId)
      ?.credentials()
      .map(({ userName, password }) => {
        expect(userName).toBe('dm-1');
        return password;
      });
  const fetched = () => {
    const resource = renewal.resource(deviceId);
    return resource && JSON.parse(new TextDecoder().decode(resource));
  };
  const newPassword = (): string => fetched()[0].MOData.Trsp.Secret;

  it('begins with the step that sends the device to fetch them, for its own account', () => {
    expect(fetched()).toBeUndefined();
    keep(sent());
    expect(fetched()).toEqual([
      {
        ClientURI: 'urn:oma:mo:oma-dm-dmacc:1.2/own%20one/Auth/Trsp',
        MOData: { Trsp: { Data: 'dm-1', Secret: expect.stringMatching(/^[\w-]{32}$/) } },
      },
    ]);
    expect(passwords()).toEqual(['old', newPassword()]);
  });

  it('ends when they are shown after they were reported, also with a restart at each step', () => {
    const restart = () => {
      store.close();
      open();
    };
    keep(sent());
    const renewed = newPassword();
    restart();
    // Who shows them first may not have kept them yet.
    expect(renewal.showed(deviceId, 3)).toBe(false);
    expect(passwords()).toEqual(['old', renewed]);
    keep(reported(200));
    restart();
    expect(passwords()).toEqual(['old', renewed]);
    expect(renewal.showed(deviceId, 4)).toBe(true);
    restart();
    expect(passwords()).toEqual([renewed]);
    expect(fetched()).toBeUndefined();
    expect(store.devices.byUserName('dm-1')?.deviceId).toBe(deviceId);
  });

  it('gives the same ones again, whatever became of the first time', () => {
    keep(sent());
    const renewed = newPassword();
    for (const effects of [reported(403), sent(), reported(503), sent(), reported(200), sent()])
      keep(effects);
    expect(passwords()).toEqual(['old', renewed]);
    renewal.showed(deviceId, 3);
    expect(passwords()).toEqual([renewed]);
    keep(sent());
    expect(newPassword()).not.toBe(renewed);
    expect(passwords()).toEqual([renewed, newPassword()]);
  });

  it('is undone with the step, where that is not kept', () => {
    expect(() =>
      store.transaction(() => {
        renewal.keep(deviceId, sent(), 2);
        throw new Error('a full disk');
      }),
    ).toThrow('a full disk');
    expect(fetched()).toBeUndefined();
    expect(passwords()).toEqual(['old']);
  });

  it('does nothing for what is reported or shown of none, or fetched from elsewhere', () => {
    keep(reported(200));
    expect(renewal.showed(deviceId, 3)).toBe(false);
    for (const other of [
      'https://bench.example/repository/IMEI%3A1/site',
      source.replace('IMEI%3A1', 'IMEI%3A2'),
      `${source}?x`,
    ]) {
      keep(sent(other));
      keep(reported(200, other));
    }
    expect(passwords()).toEqual(['old']);
  });

  it('leaves no password in the data folder that is not sealed', () => {
    keep(sent());
    const renewed = newPassword();
    keep(reported(200));
    renewal.showed(deviceId, 3);
    store.close();
    expect(readFileSync(path.join(folder, 'bench.sqlite')).includes(renewed)).toBe(false);
    open();
    expect(passwords()).toEqual([renewed]);
  });
});
