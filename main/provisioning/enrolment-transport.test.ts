import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseBootstrapMessage } from '../../core/bootstrap/bootstrap-message.ts';
import { readProfile } from '../../core/provisioning/profile.ts';
import { profileJson } from '../../core/provisioning/test-profile.ts';
import type { PlainHttp } from '../server/plain-http.ts';
import { openStore, type Store } from '../store/store.ts';
import { keyFileKeeper, openVault, type Vault } from '../vault/vault.ts';
import { bootstrapMessageOf, type ServerReach } from './enrolment.ts';

const deviceId = 'IMEI:352099001761408';
const at = (base: string) => ({
  ...{ dm: `${base}/dm`, repository: `${base}/repository` },
  ...{ bootstrap: `${base}/bootstrap`, interaction: `${base}/interaction` },
});

describe('where a device is told that its server is', () => {
  let store: Store;
  let vault: Vault;
  beforeEach(() => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'enrolment-'));
    store = openStore(folder, () => 1);
    vault = openVault(folder, keyFileKeeper);
    const batch = { batchId: 'b', name: 'b', profileText: '{}', listName: 'l', orderDigest: 'd' };
    store.batches.add({ ...batch, mode: 'cardsOnly' as const, createdAt: 1 });
    store.jobs.add([{ jobId: 'j', batchId: 'b', line: 1, deviceId, label: 'l', variables: {} }], 1);
    const passwordSealed = vault.seal('geheim-geheim');
    store.devices.enrol({ deviceId, label: 'l', jobId: 'j', userName: 'dm-1', passwordSealed }, 1);
  });
  afterEach(() => store.close());

  const told = (plainHttp: PlainHttp, over: object = {}) => {
    const reading = readProfile(
      JSON.stringify(profileJson({ server: { id: 'bench', name: 'DM Bench', ...over } })),
      'p.json',
    );
    if (reading.kind !== 'profile') throw new Error(reading.faults[0]?.message);
    const server: ServerReach = {
      ...{ http: at('http://192.0.2.7:8080'), https: at('https://192.0.2.7:8443') },
      ...{ authorityPem: 'the anchor', plainHttp },
      deviceCredentials: {
        prepare: () => expect.unreachable(),
        issueCertificate: () => expect.unreachable(),
        of: () => ({ kind: 'password', userName: 'dm-1', password: 'geheim-geheim' }),
      },
    };
    const job = {
      ...{ jobId: 'j', batchId: 'b', deviceId, label: 'l' },
      variables: { imei: '1', site: 's' },
    };
    const message = bootstrapMessageOf({ store, vault, profile: reading.profile, server }, job);
    const [{ serverUri, trustAnchor }] = parseBootstrapMessage(message).accounts;
    return [serverUri, trustAnchor];
  };

  it('is http where nobody else reaches it, and https with the anchor elsewhere', () => {
    expect(told('usual')).toEqual(['http://192.0.2.7:8080/dm', undefined]);
    for (const plainHttp of ['offered', 'onlyHere'] as const)
      expect(told(plainHttp)).toEqual(['https://192.0.2.7:8443/dm', 'the anchor']);
  });

  it('is plain http to others only where both the profile and the bench say so', () => {
    expect(told('offered', { transport: 'http' })).toEqual(['http://192.0.2.7:8080/dm', undefined]);
    expect(() => told('onlyHere', { transport: 'http' })).toThrow(
      expect.objectContaining({ fault: expect.objectContaining({ code: 'PLAIN_HTTP_NOT_OFFERED' }) }),
    );
  });

  it('is https, on this machine too, for a device that its connection proves', () => {
    expect(told('usual', { authentication: 'certificate' })).toEqual([
      'https://192.0.2.7:8443/dm',
      'the anchor',
    ]);
  });
});
