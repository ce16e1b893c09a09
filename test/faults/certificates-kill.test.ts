import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { openCertificates } from '../../main/vault/certificates.ts';
import { keyFileKeeper, openVault } from '../../main/vault/vault.ts';

const kills = 10;
const vaultFolder = path.join(import.meta.dirname, '../../main/vault');
const randomOctets = (count: number) => crypto.getRandomValues(new Uint8Array(count));

/** Makes the server certificate anew again and again, and says so each time. */
const program = `
  const from = (name) => import(${JSON.stringify(pathToFileURL(vaultFolder).href)} + '/' + name);
  const { openCertificates } = await from('certificates.ts');
  const { keyFileKeeper, openVault } = await from('vault.ts');
  const folder = process.argv[1];
  const certificates = await openCertificates({
    folder,
    vault: openVault(folder, keyFileKeeper),
    now: Date.now,
    randomOctets: (count) => crypto.getRandomValues(new Uint8Array(count)),
  });
  for (let round = 0; ; round++) {
    await certificates.serverCredentials(['round-' + round + '.example']);
    console.log('made');
  }`;

describe('the certificates of a bench that is killed while it makes them', () => {
  const running: ChildProcess[] = [];
  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
  });

  it(`are whole, and of the same authority, after each of ${kills} kills`, async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'certificates-'));
    const authorities = new Set<string>();
    for (let kill = 0; kill < kills; kill++) {
      const child = spawn(process.execPath, ['--input-type=module', '--eval', program, folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      running.push(child);
      const exit = once(child, 'exit');
      let made = 0;
      // Whatever comes after this line, it is in the middle of the next one.
      for await (const _line of readline.createInterface({ input: child.stdout! }))
        if (++made > kill) child.kill('SIGKILL');
      expect(await exit).toEqual([null, 'SIGKILL']);

      const certificates = await openCertificates({
        folder,
        vault: openVault(folder, keyFileKeeper),
        now: Date.now,
        randomOctets,
      });
      authorities.add(certificates.authorityPem);
      expect(readFileSync(path.join(folder, 'ca.pem'), 'utf8')).toBe(certificates.authorityPem);
      const { certificatePem } = await certificates.serverCredentials([]);
      expect(certificatePem.endsWith(certificates.authorityPem)).toBe(true);
    }
    expect(authorities.size).toBe(1);
  });
});
