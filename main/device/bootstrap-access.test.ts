import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { toFault } from '../../core/errors.ts';
import { makeAuthority } from '../vault/make-certificates.ts';
import { type BootstrapAccess, parseBootstrapAccess, readBootstrapAccess } from './bootstrap-access.ts';

describe('the file that says how to fetch a bootstrap message', () => {
  let access: BootstrapAccess;
  beforeAll(async () => {
    const { certificatePem } = await makeAuthority('DM Bench', {
      validity: { from: 0, to: 1000 },
      randomOctets: (count) => crypto.getRandomValues(new Uint8Array(count)),
    });
    access = {
      url: 'https://bench.example:8443/bootstrap',
      deviceId: 'IMEI:352099001761408',
      user: 'bootstrap-1',
      password: 'geheim-geheim',
      trustAnchor: certificatePem,
    };
  });

  it('is read as it is, from the disk too', async () => {
    expect(parseBootstrapAccess(JSON.stringify(access), 'gw.json')).toEqual(access);
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'access-')), 'gw.json');
    writeFileSync(file, `\uFEFF${JSON.stringify(access, undefined, 2)}`);
    expect(await readBootstrapAccess(file)).toEqual(access);
  });

  const faultOf = (text: string) => {
    try {
      parseBootstrapAccess(text, 'gw.json');
    } catch (error) {
      return toFault(error);
    }
    return toFault(new Error('read'));
  };

  it.each<[Partial<Record<keyof BootstrapAccess, unknown>>, string]>([
    [{ url: 'http://bench.example/bootstrap' }, 'url: an address that begins with https is expected'],
    [{ url: 'bench.example' }, 'url: an address'],
    [{ url: 'https://geheim:geheim@bench.example/' }, 'url: an address'],
    [{ deviceId: 'IMEI:1\r\nHost: other' }, 'deviceId: a device id is expected'],
    [{ deviceId: '' }, 'deviceId: a device id is expected'],
    [{ user: 'boot:strap' }, 'user: a name without ":" is expected'],
    [{ password: '' }, 'password: a text'],
    [{ password: 'geheim\n' }, 'password: a text'],
    [{ password: 17_041_789 }, 'password: Invalid input: expected string'],
    [{ trustAnchor: 'geheim' }, 'trustAnchor: a certificate in PEM is expected'],
    [
      { trustAnchor: '-----BEGIN CERTIFICATE-----\nZ2VoZWlt\n-----END CERTIFICATE-----\n' },
      'trustAnchor: a certificate in PEM is expected',
    ],
    [{ trustAnchor: undefined }, 'trustAnchor: Invalid input: expected string'],
  ])('%#: is refused with its place, and nothing that it holds', (change, words) => {
    const fault = faultOf(JSON.stringify({ ...access, ...change }));
    expect(fault.code).toBe('BOOTSTRAP_ACCESS_WRONG');
    expect(fault.message).toContain(`gw.json does not say how to fetch a bootstrap message: ${words}`);
    expect(fault.message).not.toMatch(/geheim|17041789/);
  });

  it.each(['', '[]', 'null', '"geheim"', '{"password": geheim}'])('%j is refused', (text) => {
    const fault = faultOf(text);
    expect(fault.code).toBe('BOOTSTRAP_ACCESS_WRONG');
    expect(fault.message).not.toContain('geheim');
  });
});
