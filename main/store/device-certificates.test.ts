import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CertificateFilter } from './device-certificates.ts';
import { openStore, type Store } from './store.ts';

describe('the client certificates of devices', () => {
  let store: Store;
  beforeEach(() => {
    store = openStore(mkdtempSync(path.join(os.tmpdir(), 'store-')), () => 1);
  });
  afterEach(() => store.close());
  const keySealed = new Uint8Array([1, 2, 3]);
  const add = (serial: string, deviceId: string, over: { issuedAt?: number; validTo?: number } = {}) =>
    store.deviceCertificates.add({
      ...{ authority: 'a', serial, deviceId, certificate: 'pem', keySealed },
      ...{ validFrom: 0, validTo: 1000, issuedAt: 1, ...over },
    });
  const found = (filter: CertificateFilter, search = '') =>
    store.deviceCertificates
      .page({ filter, search, now: 500, endingAt: 600, offset: 0, limit: 10 })
      .rows.map(({ serial }) => serial);

  it('gives a device the newest that was not revoked, of the authority asked for', () => {
    add('41', 'A', { issuedAt: 1 });
    add('42', 'A', { issuedAt: 2 });
    add('43', 'B', { issuedAt: 3 });
    expect(store.deviceCertificates.newest('A', 'a')).toMatchObject({ serial: '42', keySealed });
    expect(store.deviceCertificates.newest('A', 'b')).toBeUndefined();
    store.deviceCertificates.revoke({ authority: 'a', serial: '42', revokedAt: 9 });
    expect(store.deviceCertificates.newest('A', 'a')?.serial).toBe('41');
  });

  it('revokes once, forgets the key, and does so for certificates that others issued too', () => {
    add('41', 'A');
    const { deviceCertificates } = store;
    expect(deviceCertificates.isRevoked('a', '41')).toBe(false);
    expect(deviceCertificates.revoke({ authority: 'a', serial: '41', revokedAt: 9 })).toBe(true);
    expect(deviceCertificates.revoke({ authority: 'a', serial: '41', revokedAt: 10 })).toBe(false);
    expect(deviceCertificates.revoke({ authority: 'other', serial: '07', revokedAt: 11 })).toBe(true);
    expect(deviceCertificates.isRevoked('a', '41')).toBe(true);
    expect(deviceCertificates.isRevoked('other', '41')).toBe(false);
    expect(deviceCertificates.get('a', '41')).toMatchObject({ revokedAt: 9 });
    expect(deviceCertificates.get('a', '41')).not.toHaveProperty('keySealed');
    expect(deviceCertificates.revokedOf('a')).toEqual([{ authority: 'a', serial: '41', revokedAt: 9 }]);
    expect(deviceCertificates.revokedOf('other')).toHaveLength(1);
  });

  it('lists the newest first, by what is left of them, and by device or serial number', () => {
    add('41', 'IMEI:1', { validTo: 400, issuedAt: 1 });
    add('42', 'IMEI:2', { validTo: 550, issuedAt: 2 });
    add('43', 'IMEI:3', { issuedAt: 3 });
    add('44', 'IMEI:4', { issuedAt: 4 });
    store.deviceCertificates.revoke({ authority: 'a', serial: '44', revokedAt: 9 });
    expect(found('all')).toEqual(['44', '43', '42', '41']);
    expect(found('valid')).toEqual(['43', '42']);
    expect(found('ending')).toEqual(['42']);
    expect(found('ended')).toEqual(['41']);
    expect(found('revoked')).toEqual(['44']);
    expect(found('all', 'imei:3')).toEqual(['43']);
    expect(found('revoked', '44')).toEqual(['44']);
    const page = { filter: 'all', search: '', now: 500, endingAt: 600, offset: 1, limit: 2 } as const;
    expect(store.deviceCertificates.page(page)).toMatchObject({ total: 4, rows: [{ serial: '43' }, {}] });
  });
});

describe('the pre-shared keys of devices', () => {
  it('are one a device: another takes the place of the last', () => {
    const store = openStore(mkdtempSync(path.join(os.tmpdir(), 'store-')), () => 1);
    const key = (identity: string, octet: number) => ({
      ...{ deviceId: 'A', identity, keySealed: new Uint8Array([octet]), issuedAt: octet },
    });
    store.presharedKeys.put(key('psk:1', 1));
    store.presharedKeys.put(key('psk:2', 2));
    expect(store.presharedKeys.byIdentity('psk:1')).toBeUndefined();
    expect(store.presharedKeys.byIdentity('psk:2')).toEqual(key('psk:2', 2));
    expect(store.presharedKeys.ofDevice('A')).toEqual(key('psk:2', 2));
    store.close();
  });
});
