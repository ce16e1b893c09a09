import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { toFault } from '../../core/errors.ts';
import { openCertificates } from './certificates.ts';
import { keyFileKeeper, openVault } from './vault.ts';

const start = Date.UTC(2026, 10, 25, 9, 30, 15, 250);
const randomOctets = (count: number) => crypto.getRandomValues(new Uint8Array(count));
const temporaryFolder = () => mkdtempSync(path.join(os.tmpdir(), 'certificates-'));
const open = (folder: string) =>
  openCertificates({ folder, vault: openVault(folder, keyFileKeeper), now: () => start, randomOctets });

const fileIn = (folder: string) => path.join(folder, 'certificates.json');
const jsonIn = (folder: string) => JSON.parse(readFileSync(fileIn(folder), 'utf8'));
const write = (folder: string, json: unknown) => writeFileSync(fileIn(folder), JSON.stringify(json));
const faultOf = async (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error) => toFault(error),
  );

describe('the file of the certificates', () => {
  it.each<[string, (json: ReturnType<typeof jsonIn>) => unknown, string]>([
    ['a part is missing', ({ server }) => ({ server }), 'authority is missing or wrong'],
    ['a part is of another kind', (json) => ({ ...json, server: 7 }), 'server is missing or wrong'],
    ['it is a list', () => [], 'what it holds is missing or wrong'],
    [
      'the certificate is none',
      ({ authority }) => ({ authority: { ...authority, certificate: 'nothing' } }),
      'cannot be read',
    ],
    [
      'the certificate is not the one of an authority',
      ({ server }) => ({ authority: server }),
      'is not one of an authority',
    ],
    [
      'the key is another one',
      ({ authority, server }) => ({ authority: { ...authority, keySealed: server.keySealed } }),
      'does not belong to its certificate',
    ],
  ])('is not used where %s, and not changed', async (_what, change, words) => {
    const folder = temporaryFolder();
    await (await open(folder)).serverCredentials([]);
    write(folder, change(jsonIn(folder)));
    const before = readFileSync(fileIn(folder), 'utf8');
    const fault = await faultOf(open(folder));
    expect(fault?.code).toBe('CERTIFICATE_DAMAGED');
    expect(fault?.message).toContain(fileIn(folder));
    expect(fault?.message).toContain(words);
    expect(readFileSync(fileIn(folder), 'utf8')).toBe(before);
  });

  it('is not used where it is cut off anywhere', async () => {
    const folder = temporaryFolder();
    await (await open(folder)).serverCredentials([]);
    const text = readFileSync(fileIn(folder), 'utf8');
    for (let length = 0; length < text.length; length += 97) {
      writeFileSync(fileIn(folder), text.slice(0, length));
      expect((await faultOf(open(folder)))?.code).toBe('CERTIFICATE_DAMAGED');
    }
  });

  it('is not used where it is a folder', async () => {
    const folder = temporaryFolder();
    openVault(folder, keyFileKeeper);
    mkdirSync(fileIn(folder));
    expect((await faultOf(open(folder)))?.code).toBe('CERTIFICATE_DAMAGED');
  });

  it('needs the vault that it was sealed by, and stays as it is without', async () => {
    const folder = temporaryFolder();
    const { authorityPem } = await open(folder);
    const before = readFileSync(fileIn(folder), 'utf8');
    const vault = openVault(temporaryFolder(), keyFileKeeper);
    const fault = await faultOf(openCertificates({ folder, vault, now: () => start, randomOctets }));
    expect(fault?.code).toBe('VAULT_DAMAGED');
    expect(readFileSync(fileIn(folder), 'utf8')).toBe(before);
    expect((await open(folder)).authorityPem).toBe(authorityPem);
  });

  it('does without what an end half-way has left of a new one', async () => {
    const folder = temporaryFolder();
    const certificates = await open(folder);
    writeFileSync(`${fileIn(folder)}.new`, '{"authority":{"certif');
    const again = await open(folder);
    expect(again.authorityPem).toBe(certificates.authorityPem);
    await again.serverCredentials([]);
    expect(existsSync(`${fileIn(folder)}.new`)).toBe(false);
    expect(jsonIn(folder).server.certificate).toContain('BEGIN CERTIFICATE');
  });

  it('leaves no authority behind that could not be kept', async () => {
    const folder = temporaryFolder();
    openVault(folder, keyFileKeeper);
    mkdirSync(`${fileIn(folder)}.new`);
    const fault = await faultOf(open(folder));
    expect(fault?.code).toBe('FILE_NOT_WRITTEN');
    expect(fault?.message).toContain(fileIn(folder));
    expect(existsSync(fileIn(folder)) || existsSync(path.join(folder, 'ca.pem'))).toBe(false);
  });

  it('hands out no server certificate that could not be kept', async () => {
    const folder = temporaryFolder();
    const certificates = await open(folder);
    mkdirSync(`${fileIn(folder)}.new`);
    expect((await faultOf(certificates.serverCredentials([])))?.code).toBe('FILE_NOT_WRITTEN');
    rmdirSync(`${fileIn(folder)}.new`);
    const { certificatePem } = await certificates.serverCredentials([]);
    expect(certificatePem).toContain(jsonIn(folder).server.certificate);
  });

  it('comes first: an end between it and ca.pem loses no authority', async () => {
    const folder = temporaryFolder();
    openVault(folder, keyFileKeeper);
    const handedOut = path.join(folder, 'ca.pem');
    mkdirSync(handedOut);
    expect((await faultOf(open(folder)))?.code).toBe('FILE_NOT_WRITTEN');
    const { certificate } = jsonIn(folder).authority;
    rmdirSync(handedOut);
    expect((await open(folder)).authorityPem).toBe(certificate);
    expect(readFileSync(handedOut, 'utf8')).toBe(certificate);
  });

  it('puts ca.pem right where it is another one', async () => {
    const folder = temporaryFolder();
    const { authorityPem } = await open(folder);
    writeFileSync(path.join(folder, 'ca.pem'), 'something else');
    await open(folder);
    expect(readFileSync(path.join(folder, 'ca.pem'), 'utf8')).toBe(authorityPem);
  });
});
