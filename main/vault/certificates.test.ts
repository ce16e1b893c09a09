import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { toFault } from '../../core/errors.ts';
import { type Certificates, openCertificates } from './certificates.ts';
import { keyFileKeeper, openVault } from './vault.ts';

const day = 24 * 60 * 60 * 1000;
const start = Date.UTC(2026, 10, 25, 9, 30, 15, 250);
const randomOctets = (count: number) => crypto.getRandomValues(new Uint8Array(count));
const temporaryFolder = () => mkdtempSync(path.join(os.tmpdir(), 'certificates-'));
const open = (folder: string, now: () => number = () => start) =>
  openCertificates({ folder, vault: openVault(folder, keyFileKeeper), now, randomOctets });

const fileIn = (folder: string) => path.join(folder, 'certificates.json');
const jsonIn = (folder: string) => JSON.parse(readFileSync(fileIn(folder), 'utf8'));
const write = (folder: string, json: unknown) => writeFileSync(fileIn(folder), JSON.stringify(json));
const faultOf = async (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error) => toFault(error),
  );
const certificatesOf = (pem: string) =>
  pem
    .split(/(?<=-----END CERTIFICATE-----\n)/)
    .filter((part) => part !== '')
    .map((part) => new X509Certificate(part));
const serialOf = async (certificates: Certificates, addresses: readonly string[]) =>
  certificatesOf((await certificates.serverCredentials(addresses)).certificatePem)[0]!.serialNumber;

describe("the bench's authority", () => {
  it('is made at first need, for signing server certificates and nothing below them', async () => {
    const folder = temporaryFolder();
    const { authorityPem } = await open(folder);
    const [authority] = certificatesOf(authorityPem);
    expect(authority!.ca).toBe(true);
    expect(authority!.subject).toMatch(/^CN=DM Bench [0-9A-F]{8}$/);
    expect(authority!.issuer).toBe(authority!.subject);
    expect(authority!.verify(authority!.publicKey)).toBe(true);
    expect(authority!.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
    expect(authority!.validFromDate.toISOString()).toBe('2026-11-24T09:30:15.000Z');
    expect(authority!.validToDate.toISOString()).toBe('2036-11-24T09:30:15.000Z');
    expect(authority!.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
    expect(readFileSync(path.join(folder, 'ca.pem'), 'utf8')).toBe(authorityPem);
  });

  it('is the same one after a restart, and another one in another folder', async () => {
    const folder = temporaryFolder();
    const { authorityPem } = await open(folder);
    expect((await open(folder)).authorityPem).toBe(authorityPem);
    expect((await open(temporaryFolder())).authorityPem).not.toBe(authorityPem);
  });

  it('keeps its key, and that of its server, where only the vault can read them', async () => {
    const folder = temporaryFolder();
    const { keyPem } = await (await open(folder)).serverCredentials([]);
    const inner = keyPem.split('\n')[1]!;
    for (const name of readdirSync(folder)) {
      const text = readFileSync(path.join(folder, name), 'utf8');
      expect(text).not.toContain('PRIVATE KEY');
      expect(text).not.toContain(inner);
    }
  });

  it('is not used before its time or after it, also while the bench runs', async () => {
    const folder = temporaryFolder();
    let at = start;
    const certificates = await open(folder, () => at);
    for (const [wrong, text] of [
      [start - 2 * day, '2026-11-23'],
      [start + 3653 * day, '2036-11-25'],
    ] as const) {
      at = wrong;
      const faults = [
        await faultOf(open(folder, () => at)),
        await faultOf(certificates.serverCredentials([])),
      ];
      for (const fault of faults) {
        expect(fault?.code).toBe('CERTIFICATE_AUTHORITY_TIME');
        expect(fault?.message).toContain(`the clock says ${text}`);
        expect(fault?.message).toContain('from 2026-11-24T09:30:15.000Z to 2036-11-24T09:30:15.000Z');
      }
    }
    at = start;
    expect((await certificates.serverCredentials([])).keyPem).toContain('PRIVATE KEY');
  });
});

describe('a server certificate of the bench', () => {
  it('is for the addresses given and for this machine, for 397 days', async () => {
    const certificates = await open(temporaryFolder());
    const given = ['Bench.example', '192.0.2.7', '2001:db8::7'];
    const { certificatePem, keyPem, notAfter } = await certificates.serverCredentials(given);
    const [server, authority, ...more] = certificatesOf(certificatePem);
    expect(more).toEqual([]);
    expect(authority!.raw).toEqual(new X509Certificate(certificates.authorityPem).raw);
    expect(server!.checkIssued(authority!) && server!.verify(authority!.publicKey)).toBe(true);
    expect(server!.checkPrivateKey(createPrivateKey(keyPem))).toBe(true);
    for (const name of ['localhost', 'bench.example']) expect(server!.checkHost(name)).toBe(name);
    for (const ip of ['127.0.0.1', '::1', '192.0.2.7', '2001:db8::7']) expect(server!.checkIP(ip)).toBe(ip);
    expect(server!.checkHost('other.example')).toBeUndefined();
    expect(server!.checkIP('192.0.2.8')).toBeUndefined();
    expect(server!.ca).toBe(false);
    expect(server!.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(notAfter).toBe(server!.validToDate.getTime());
    expect(notAfter - server!.validFromDate.getTime()).toBe(397 * day);
  });

  it('stays the same where its addresses are enough, also after a restart', async () => {
    const folder = temporaryFolder();
    const certificates = await open(folder);
    const first = await certificates.serverCredentials(['bench.example', '192.0.2.7']);
    expect(await certificates.serverCredentials(['192.0.2.7'])).toEqual(first);
    const again = await open(folder, () => start + 300 * day);
    expect(await again.serverCredentials(['BENCH.example', '192.0.2.7'])).toEqual(first);
  });

  it('is made anew, with another key, where an address is missing', async () => {
    const certificates = await open(temporaryFolder());
    const first = await certificates.serverCredentials(['bench.example']);
    const second = await certificates.serverCredentials(['bench.example', '192.0.2.7']);
    expect(second.keyPem).not.toBe(first.keyPem);
    expect(certificatesOf(second.certificatePem)[0]!.checkIP('192.0.2.7')).toBe('192.0.2.7');
  });

  it('is made anew when less than 30 days are left, and when the clock is before its time', async () => {
    let at = start;
    const certificates = await open(temporaryFolder(), () => at);
    at = start + 10 * day;
    const { notAfter } = await certificates.serverCredentials([]);
    const serial = await serialOf(certificates, []);
    at = notAfter - 30 * day;
    expect(await serialOf(certificates, [])).toBe(serial);
    at += 1;
    const renewed = await certificates.serverCredentials([]);
    expect(renewed.notAfter).toBe(Math.floor((at + 396 * day) / 1000) * 1000);
    at = start;
    const earlier = await certificates.serverCredentials([]);
    expect(earlier.certificatePem).not.toBe(renewed.certificatePem);
    expect(certificatesOf(earlier.certificatePem)[0]!.validFromDate.getTime()).toBeLessThan(at);
  });

  it('lasts no longer than the authority, and is not made anew each time in its last month', async () => {
    let at = start;
    const certificates = await open(temporaryFolder(), () => at);
    const [authority] = certificatesOf(certificates.authorityPem);
    const end = authority!.validToDate.getTime();
    at = end - 200 * day;
    expect((await certificates.serverCredentials([])).notAfter).toBe(end);
    const serial = await serialOf(certificates, []);
    at = end - day;
    expect(await serialOf(certificates, [])).toBe(serial);
  });

  it('is made anew where it is from another authority, or its key is not its own', async () => {
    const folder = temporaryFolder();
    const other = temporaryFolder();
    const certificates = await open(folder);
    const serial = await serialOf(certificates, []);
    await serialOf(await open(other), []);
    const mine = jsonIn(folder);
    const vault = openVault(folder, keyFileKeeper);
    const theirVault = openVault(other, keyFileKeeper);
    const theirKey = theirVault.open(Buffer.from(jsonIn(other).server.keySealed, 'base64'));
    const theirs = {
      certificate: jsonIn(other).server.certificate,
      keySealed: Buffer.from(vault.seal(theirKey)).toString('base64'),
    };
    for (const server of [
      theirs,
      { ...mine.server, keySealed: theirs.keySealed },
      { ...mine.server, certificate: 'nothing' },
    ]) {
      write(folder, { ...mine, server });
      const again = await open(folder);
      const { certificatePem, keyPem } = await again.serverCredentials([]);
      const [made] = certificatesOf(certificatePem);
      expect(again.authorityPem).toBe(certificates.authorityPem);
      expect(made!.serialNumber).not.toBe(serial);
      expect(made!.verify(new X509Certificate(certificates.authorityPem).publicKey)).toBe(true);
      expect(made!.checkPrivateKey(createPrivateKey(keyPem))).toBe(true);
    }
  });

  it('is made once where two ask at the same time', async () => {
    const folder = temporaryFolder();
    const certificates = await open(folder);
    const [left, right] = await Promise.all([
      certificates.serverCredentials(['bench.example']),
      certificates.serverCredentials(['bench.example']),
    ]);
    expect(left).toEqual(right);
    expect(left.certificatePem).toContain(jsonIn(folder).server.certificate);
  });

  it('is not made for what is no address; the one there is stays', async () => {
    const certificates = await open(temporaryFolder());
    const serial = await serialOf(certificates, []);
    expect((await faultOf(certificates.serverCredentials(['bench.example', 'a b'])))?.code).toBe(
      'CERTIFICATE_ADDRESS_WRONG',
    );
    expect(await serialOf(certificates, [])).toBe(serial);
  });
});
