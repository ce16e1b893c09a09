import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Encrypter } from 'age-encryption';
import { afterEach, describe, expect, it } from 'vitest';
import { openStore } from '../../main/store/store.ts';
import { endRunning, examples, gatewayProfile, type Line, startCli } from '../support/cli.ts';

const devices = path.join(examples, 'devices-3.csv');
const passphrase = 'correct horse battery staple';
const folderOfTest = () => mkdtempSync(path.join(os.tmpdir(), 'secrets-'));

afterEach(() => endRunning());

/** A file for its owner only. */
function secretFile(folder: string, name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  chmodSync(file, 0o600);
  return file;
}

async function run(...args: readonly string[]): Promise<{ lines: readonly Line[]; exit: number | string }> {
  const cli = startCli(...args);
  return { exit: await cli.exit, lines: cli.lines };
}
const codeIn = (lines: readonly Line[]) => lines.find(({ event }) => event === 'error')?.code;

describe('dm-bench vault', () => {
  it('puts a folder under a passphrase, under another one, and takes it away; sealed data stays', async () => {
    const folder = folderOfTest();
    const data = path.join(folder, 'data');
    const [first, second] = [
      secretFile(folder, 'first.txt', `${passphrase}\n`),
      secretFile(folder, 'second.txt', 'another one altogether'),
    ];
    expect((await run('vault', 'status', '--data', data)).lines).toMatchObject([{ keeper: 'none' }]);
    const order = ['--profile', gatewayProfile, '--devices', devices, '--no-device'];
    expect(await run('provision', '--data', data, ...order)).toMatchObject({ exit: 0 });
    expect((await run('vault', 'status', '--data', data)).lines).toMatchObject([{ keeper: 'keyFile' }]);
    expect(statSync(path.join(data, 'vault.key')).mode & 0o777).toBe(0o600);

    const kept = readFileSync(path.join(data, 'vault.key'), 'utf8');
    expect(codeIn((await run('vault', 'protect', '--data', data)).lines)).toBe('PASSPHRASE_MISSING');
    const short = secretFile(folder, 'short.txt', 'short');
    expect(codeIn((await run('vault', 'protect', '--data', data, '--passphrase-file', short)).lines)).toBe(
      'PASSPHRASE_TOO_SHORT',
    );
    expect(readFileSync(path.join(data, 'vault.key'), 'utf8')).toBe(kept);

    const protectedOnce = await run('vault', 'protect', '--data', data, '--passphrase-file', first);
    expect(protectedOnce).toMatchObject({
      exit: 0,
      lines: [{ keeper: 'passphrase', scrypt: { n: 131072 } }],
    });
    const again = ['provision', '--data', data, ...order, '--resume'];
    expect(codeIn((await run(...again)).lines)).toBe('VAULT_PASSPHRASE_NEEDED');
    expect(codeIn((await run(...again, '--passphrase-file', second)).lines)).toBe('VAULT_PASSPHRASE_WRONG');
    expect(await run(...again, '--passphrase-file', first)).toMatchObject({ exit: 0 });

    const change = ['vault', 'protect', '--data', data, '--passphrase-file', first];
    expect(codeIn((await run(...change)).lines)).toBe('USAGE');
    expect(await run(...change, '--new-passphrase-file', second)).toMatchObject({ exit: 0 });
    expect(codeIn((await run(...again, '--passphrase-file', first)).lines)).toBe('VAULT_PASSPHRASE_WRONG');
    expect(await run('vault', 'unprotect', '--data', data, '--passphrase-file', second)).toMatchObject({
      exit: 0,
      lines: [{ keeper: 'keyFile' }],
    });
    // The very key that it was before, so that everything sealed opens.
    expect(readFileSync(path.join(data, 'vault.key'), 'utf8')).toBe(kept);
    expect(await run(...again)).toMatchObject({ exit: 0 });
  }, 120_000);

  it('takes encrypted key files: kept sealed, with its passphrase or for the bench itself', async () => {
    const folder = folderOfTest();
    const data = path.join(folder, 'data');
    const key = '41444D2D54455354';
    const order = ['--profile', gatewayProfile, '--devices', devices, '--no-device'];
    const withFile = (file: string, ...more: readonly string[]) =>
      run('provision', '--data', data, ...order, '--adm-file', file, ...more);
    const encrypter = new Encrypter();
    encrypter.setPassphrase(passphrase);
    encrypter.setScryptWorkFactor(12);
    const file = path.join(folder, 'd12.age');
    writeFileSync(file, await encrypter.encrypt(`8944500000000700001 ${key}\n8944500000000700019 ${key}\n`));
    const needed = await withFile(file);
    expect(needed.lines.find(({ event }) => event === 'error')).toMatchObject({
      code: 'KEY_FILE_PASSPHRASE_NEEDED',
      place: { file: 'd12.age' },
    });
    const [wrong, right] = [secretFile(folder, 'w', 'wrong'), secretFile(folder, 'r', `${passphrase}\n`)];
    expect(codeIn((await withFile(file, '--adm-passphrase-file', wrong)).lines)).toBe(
      'KEY_FILE_PASSPHRASE_WRONG',
    );
    expect(await withFile(file, '--adm-passphrase-file', right)).toMatchObject({ exit: 0 });

    const { lines } = await run('vault', 'recipient', '--data', data);
    const own = new Encrypter();
    own.addRecipient(String(lines[0]?.recipient));
    const ownFile = path.join(folder, 'own.age');
    writeFileSync(ownFile, await own.encrypt(`8944500000000700027 ${key}\n`));
    expect(await withFile(ownFile, '--resume')).toMatchObject({ exit: 0 });
    const store = openStore(data, () => Date.now());
    expect(store.issuerKeys.count()).toBe(3);
    store.close();
    for (const name of readdirSync(data, { recursive: true }).map(String)) {
      if (!statSync(path.join(data, name)).isFile()) continue;
      const content = readFileSync(path.join(data, name));
      expect(content.includes(key) || content.includes(Buffer.from(key, 'hex')), name).toBe(false);
    }
    const damaged = readFileSync(ownFile);
    damaged[damaged.length - 1]! ^= 1;
    writeFileSync(ownFile, damaged);
    expect(codeIn((await withFile(ownFile, '--resume')).lines)).toBe('KEY_FILE_DAMAGED');
  }, 120_000);
});

describe('dm-bench operators', () => {
  it('lets somebody with the machine and the folder name people, and let them in again', async () => {
    const folder = folderOfTest();
    const data = path.join(folder, 'data');
    const operators = (...args: readonly string[]) => run('operators', ...args, '--data', data);
    expect(codeIn((await operators('list')).lines)).toBe('OPERATOR_NO_FOLDER');
    expect(readdirSync(folder)).toEqual([]);
    openStore(data, () => Date.now()).close();
    expect((await operators('list')).lines).toEqual([]);
    const pin = secretFile(folder, 'pin', '2580\n');
    expect(codeIn((await operators('add', 'Anna', '--role', 'engineer')).lines)).toBe('OPERATOR_PIN_MISSING');
    expect(codeIn((await operators('add', 'Ben', '--role', 'technician', '--pin-file', pin)).lines)).toBe(
      'OPERATOR_FIRST_ENGINEER',
    );
    expect(codeIn((await operators('add', 'Anna', '--role', 'boss', '--pin-file', pin)).lines)).toBe('USAGE');
    const added = await operators('add', 'Anna', '--role', 'engineer', '--pin-file', pin);
    expect(added).toMatchObject({ exit: 0, lines: [{ event: 'operator', name: 'Anna', hasPin: true }] });
    expect(JSON.stringify(added.lines)).not.toContain('2580');
    expect(codeIn((await operators('disable', 'Anna')).lines)).toBe('OPERATOR_LAST_ENGINEER');
    expect(codeIn((await operators('reset', 'Cleo', '--pin-file', pin)).lines)).toBe('OPERATOR_UNKNOWN');
    await operators('add', 'Ben', '--role', 'technician', '--pin-file', pin);
    const { lines: people } = await operators('disable', 'ben');
    expect(people).toMatchObject([{ name: 'Anna' }, { name: 'Ben' }]);
    expect(people[1]?.disabledAt).toBeGreaterThan(0);
    const hashOf = (name: string) => {
      const file = new DatabaseSync(path.join(data, 'bench.sqlite'));
      const row = file.prepare('SELECT pin_hash FROM operator WHERE name = ?').get(name);
      file.close();
      return Buffer.from(row?.pin_hash as Uint8Array).toString('hex');
    };
    const before = hashOf('Anna');
    expect(await operators('reset', 'Anna', '--pin-file', pin)).toMatchObject({ exit: 0 });
    expect(hashOf('Anna')).not.toBe(before);
    // While a bench runs over the folder, that one is asked in its window.
    const bench = startCli('serve', '--data', data, '--port', '0', '--https-port', '0');
    await bench.line(({ event }) => event === 'listening');
    expect(codeIn((await operators('list')).lines)).toBe('DATA_FOLDER_IN_USE');
    bench.process.kill('SIGTERM');
    await bench.exit;
    // What was done is in the audit log from then on, by whom it was done.
    await operators('enable', 'Ben');
    const { lines } = await run('audit', 'list', '--data', data);
    expect(JSON.stringify(lines)).toContain('operatorChanged');
    expect(await run('audit', 'verify', '--data', data)).toMatchObject({ exit: 0 });
  }, 120_000);
});
