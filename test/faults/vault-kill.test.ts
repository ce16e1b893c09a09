import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { secretOf } from '../../core/secrets.ts';
import { passphraseKeeper } from '../../main/vault/passphrase-keeper.ts';
import { openVault } from '../../main/vault/vault.ts';
import { keptKeyIn, keyFileKeeper } from '../../main/vault/vault-key.ts';

const kills = 10;
const vaultFolder = path.join(import.meta.dirname, '../../main/vault');
const cost = { logN: 4, r: 8, p: 1 };
const passphrase = 'correct horse battery';

/** Changes what protects the vault again and again, and says so each time. */
const program = `
  const from = (name) => import(${JSON.stringify(pathToFileURL(vaultFolder).href)} + '/' + name);
  const { changeKeeper, keptKeyIn, keyFileKeeper } = await from('vault-key.ts');
  const { passphraseKeeper } = await from('passphrase-keeper.ts');
  const folder = process.argv[1];
  const secret = passphraseKeeper(new TextEncoder().encode(${JSON.stringify(passphrase)}), ${JSON.stringify(cost)});
  for (;;) {
    const isOpen = keptKeyIn(folder).keeper === 'keyFile';
    changeKeeper(folder, isOpen ? keyFileKeeper : secret, isOpen ? secret : keyFileKeeper);
    console.log('changed');
  }`;

describe('a vault whose protection is changed by a process that is killed', () => {
  const running: ChildProcess[] = [];
  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
  });

  it(`opens one way or the other, with everything in it, after each of ${kills} kills`, async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'vault-'));
    const sealed = openVault(folder, keyFileKeeper).seal('geheim');
    for (let kill = 0; kill < kills; kill++) {
      const child = spawn(process.execPath, ['--input-type=module', '--eval', program, folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      running.push(child);
      const exit = once(child, 'exit');
      let changed = 0;
      // Whatever comes after this line, it is in the middle of the next change.
      for await (const _line of readline.createInterface({ input: child.stdout! }))
        if (++changed > kill) child.kill('SIGKILL');
      expect(await exit).toEqual([null, 'SIGKILL']);
      const isOpen = keptKeyIn(folder)?.keeper === 'keyFile';
      const keeper = isOpen ? keyFileKeeper : passphraseKeeper(secretOf(passphrase), cost);
      expect(openVault(folder, keeper).open(sealed)).toBe('geheim');
    }
  });
});
