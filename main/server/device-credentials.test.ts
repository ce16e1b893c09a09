import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Act } from '../../core/audit/acts.ts';
import { openStore, type Store } from '../store/store.ts';
import { openCertificates } from '../vault/certificates.ts';
import { readCertificate } from '../vault/read-certificates.ts';
import { keyFileKeeper, openVault, type Vault } from '../vault/vault.ts';
import { createDeviceCredentials, type DeviceCredentials } from './device-credentials.ts';

const day = 24 * 60 * 60 * 1000;
const deviceId = 'IMEI:352099001761408';

describe('what devices prove themselves with', () => {
  let store: Store;
  let vault: Vault;
  let credentials: DeviceCredentials;
  let acts: Act[];
  let now: number;
  beforeEach(async () => {
    now = Date.now();
    acts = [];
    const folder = mkdtempSync(path.join(os.tmpdir(), 'credentials-'));
    store = openStore(folder, () => now);
    vault = openVault(folder, keyFileKeeper);
    const randomOctets = (count: number) => crypto.getRandomValues(new Uint8Array(count));
    const shared = { vault, now: () => now, randomOctets };
    const certificates = await openCertificates({ folder, ...shared });
    const audit = { record: (act: Act) => void acts.push(act) };
    credentials = createDeviceCredentials({ store, certificates, audit, ...shared });
  });
  afterEach(() => store.close());
  const device = () => ({
    ...{ deviceId, label: 'l', jobId: 'j', userName: 'dm-1' },
    passwordSealed: vault.seal('geheim-geheim'),
  });

  it('is the password that was issued, for which there is nothing to prepare', async () => {
    await credentials.prepare('password', deviceId);
    expect(acts).toEqual([]);
    expect(credentials.of('password', device())).toEqual({
      kind: 'password',
      userName: 'dm-1',
      password: 'geheim-geheim',
    });
  });

  it('is a certificate that names the device, the same however often it is asked for', async () => {
    await credentials.prepare('certificate', deviceId);
    const first = credentials.of('certificate', device());
    await credentials.prepare('certificate', deviceId);
    expect(credentials.of('certificate', device())).toEqual(first);
    expect(acts.map(({ kind }) => kind)).toEqual(['certificateIssued']);
    if (first.kind !== 'certificate') throw new Error(first.kind);
    const facts = readCertificate(first.certificate)!;
    expect(facts).toMatchObject({
      subject: `CN=${deviceId}`,
      uris: [`urn:dm-bench:device:${deviceId}`],
      purposes: ['1.3.6.1.5.5.7.3.2'],
      isAuthority: false,
      key: { words: 'EC prime256v1', isUsable: true },
    });
    expect(facts.fits(first.privateKey)).toBe(true);
    expect(JSON.stringify(store.deviceCertificates.bySerial(facts.serial))).not.toContain('PRIVATE KEY');
  });

  it('is another certificate once it was revoked, or in its last month', async () => {
    const serials = async () => {
      await credentials.prepare('certificate', deviceId);
      const found = credentials.of('certificate', device());
      return found.kind === 'certificate' ? readCertificate(found.certificate)!.serial : '';
    };
    const first = await serials();
    const [record] = store.deviceCertificates.bySerial(first);
    store.deviceCertificates.revoke({ authority: record!.authority, serial: first, revokedAt: now });
    const second = await serials();
    expect(second).not.toBe(first);
    const { validTo } = store.deviceCertificates.bySerial(second)[0]!;
    now = validTo - 31 * day;
    expect(await serials()).toBe(second);
    now = validTo - 29 * day;
    expect(await serials()).not.toBe(second);
  });

  it('is nothing where no certificate was issued, or the last one was revoked', async () => {
    const without = expect.objectContaining({
      fault: expect.objectContaining({ code: 'CERTIFICATE_DEVICE_WITHOUT' }),
    });
    expect(() => credentials.of('certificate', device())).toThrow(without);
    const { authority, serial } = await credentials.issueCertificate(deviceId);
    store.deviceCertificates.revoke({ authority, serial, revokedAt: now });
    expect(() => credentials.of('certificate', device())).toThrow(without);
  });

  it('is no certificate for a name that it could not carry', async () => {
    for (const name of ['', 'a\nb', 'x'.repeat(256)])
      await expect(credentials.issueCertificate(name)).rejects.toMatchObject({
        fault: { code: 'CERTIFICATE_DEVICE_NAME' },
      });
  });

  it('is a pre-shared key of 32 octets and a name that tells nothing, both issued once', async () => {
    expect(() => credentials.of('presharedKey', device())).toThrow(
      expect.objectContaining({ fault: expect.objectContaining({ code: 'PRESHARED_KEY_MISSING' }) }),
    );
    await credentials.prepare('presharedKey', deviceId);
    const first = credentials.of('presharedKey', device());
    await credentials.prepare('presharedKey', deviceId);
    expect(credentials.of('presharedKey', device())).toEqual(first);
    if (first.kind !== 'presharedKey') throw new Error(first.kind);
    expect(first.identity).toMatch(/^psk:[\w-]{16}$/);
    expect(first.identity).not.toContain('3520');
    expect(Buffer.from(first.key, 'base64')).toHaveLength(32);
    expect(acts).toEqual([{ kind: 'credentialsIssued', use: 'preSharedKey' }]);
  });
});
