import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { toFault } from '../../core/errors.ts';
import { secretOf } from '../../core/secrets.ts';
import { costOf, passphraseKeeper } from './passphrase-keeper.ts';
import { openVault } from './vault.ts';
import { changeKeeper, type KeyKeeper, keptKeyIn, keyFileKeeper } from './vault-key.ts';

const folderOfTest = () => mkdtempSync(path.join(os.tmpdir(), 'vault-'));
const fileIn = (folder: string) => path.join(folder, 'vault.key');
/** Cheap: what is tested is not how long a guess takes. */
const cost = { logN: 10, r: 8, p: 1 };
const keeperOf = (passphrase: string) => passphraseKeeper(secretOf(passphrase), cost);
const right = keeperOf('correct horse battery');
const other = keeperOf('staple correct horse');
const desktop: KeyKeeper = {
  kind: 'safeStorage',
  wrap: (key) => key.toReversed(),
  unwrap: (key) => key.toReversed(),
};
const faultOf = (work: () => unknown) => {
  try {
    work();
    return undefined;
  } catch (error) {
    return toFault(error);
  }
};
const codeOf = (work: () => unknown) => faultOf(work)?.code;

describe('a vault under a passphrase', () => {
  it('opens with it, also after a restart, and says nothing of its key in the file', () => {
    const folder = folderOfTest();
    const sealed = openVault(folder, right).seal('geheim');
    expect(openVault(folder, right).open(sealed)).toBe('geheim');
    expect(statSync(fileIn(folder)).mode & 0o777).toBe(0o600);
    expect(costOf(keptKeyIn(folder)!.wrapped)).toEqual(cost);
  });

  it('is refused without it, and with another one', () => {
    const folder = folderOfTest();
    openVault(folder, right);
    expect(codeOf(() => openVault(folder, keyFileKeeper))).toBe('VAULT_PASSPHRASE_NEEDED');
    expect(codeOf(() => openVault(folder, desktop))).toBe('VAULT_PASSPHRASE_NEEDED');
    expect(codeOf(() => openVault(folder, other))).toBe('VAULT_PASSPHRASE_WRONG');
    expect(codeOf(() => openVault(folder, keeperOf('')))).toBe('VAULT_PASSPHRASE_WRONG');
  });

  it('tells nobody whether the passphrase or the file is wrong, whatever octet of it was changed', () => {
    const folder = folderOfTest();
    openVault(folder, right);
    const wrong = faultOf(() => openVault(folder, other));
    const { wrapped } = keptKeyIn(folder)!;
    for (let index = 0; index < wrapped.length; index++) {
      const changed = wrapped.slice();
      // The first bit: a work factor becomes one that is refused, not one that takes an hour.
      changed[index]! ^= 0x80;
      write(folder, changed);
      expect(
        faultOf(() => openVault(folder, right)),
        `octet ${index}`,
      ).toEqual(wrong);
    }
    for (const length of [0, 3, 20, 47]) {
      write(folder, wrapped.subarray(0, length));
      expect(faultOf(() => openVault(folder, right))).toEqual(wrong);
    }
  });

  it('refuses to spend more memory than it would ever ask for', () => {
    const folder = folderOfTest();
    openVault(folder, right);
    const { wrapped } = keptKeyIn(folder)!;
    for (const [index, value] of [
      [1, 30],
      [2, 255],
      [3, 255],
      [0, 2],
    ] as const) {
      const changed = wrapped.slice();
      changed[index] = value;
      write(folder, changed);
      expect(codeOf(() => openVault(folder, right))).toBe('VAULT_PASSPHRASE_WRONG');
    }
  });
});

describe('another keeper for the same vault', () => {
  it.each([
    ['a key file', keyFileKeeper, right],
    ['a passphrase', right, other],
    ['a passphrase that is taken away', right, keyFileKeeper],
    ['the key store of the desktop', desktop, right],
  ])('after %s: everything that was sealed opens, and the old way is gone', (_name, from, to) => {
    const folder = folderOfTest();
    const sealed = openVault(folder, from).seal('geheim');
    changeKeeper(folder, from, to);
    expect(openVault(folder, to).open(sealed)).toBe('geheim');
    expect(keptKeyIn(folder)?.keeper).toBe(to.kind);
    if (to !== keyFileKeeper) expect(codeOf(() => openVault(folder, from))).toMatch(/^VAULT_/);
    expect(readdirSync(folder)).toEqual(['vault.key']);
  });

  it('is refused with the wrong passphrase, and where there is no vault; nothing is made', () => {
    const folder = folderOfTest();
    expect(codeOf(() => changeKeeper(folder, keyFileKeeper, right))).toBe('VAULT_NOT_CHANGED');
    expect(readdirSync(folder)).toEqual([]);
    openVault(folder, right);
    const before = readFileSync(fileIn(folder), 'utf8');
    expect(codeOf(() => changeKeeper(folder, other, keyFileKeeper))).toBe('VAULT_PASSPHRASE_WRONG');
    expect(readFileSync(fileIn(folder), 'utf8')).toBe(before);
  });

  it('takes the place of the old one only when what it kept opens again', () => {
    const folder = folderOfTest();
    const sealed = openVault(folder, keyFileKeeper).seal('geheim');
    const broken: readonly KeyKeeper[] = [
      { ...desktop, wrap: (key) => key.map((octet) => octet ^ 1) },
      {
        ...desktop,
        wrap: () => {
          throw new Error('the key store is locked');
        },
      },
      {
        ...desktop,
        unwrap: () => {
          throw new Error('nothing there');
        },
      },
    ];
    for (const keeper of broken)
      expect(codeOf(() => changeKeeper(folder, keyFileKeeper, keeper))).toBe('VAULT_NOT_CHANGED');
    expect(openVault(folder, keyFileKeeper).open(sealed)).toBe('geheim');
    expect(readdirSync(folder)).toEqual(['vault.key']);
  });

  it('is not put off by the half file of a process that was killed', () => {
    const folder = folderOfTest();
    const sealed = openVault(folder, keyFileKeeper).seal('geheim');
    writeFileSync(`${fileIn(folder)}.new`, '{"keeper":"pass', { mode: 0o644 });
    expect(openVault(folder, keyFileKeeper).open(sealed)).toBe('geheim');
    changeKeeper(folder, keyFileKeeper, right);
    expect(openVault(folder, right).open(sealed)).toBe('geheim');
    expect(statSync(fileIn(folder)).mode & 0o777).toBe(0o600);
  });
});

describe('what the vault seals', () => {
  it('may be octets that no text could hold', () => {
    const vault = openVault(folderOfTest(), keyFileKeeper);
    const secret = Uint8Array.of(0xff, 0x00, 0x80, 0xfe);
    expect(vault.openOctets(vault.sealOctets(secret))).toEqual(secret);
    expect(vault.openOctets(vault.sealOctets(new Uint8Array()))).toEqual(new Uint8Array());
  });

  it('has keyed hashes of its own, others for each purpose and each vault', () => {
    const [folder, code] = [folderOfTest(), secretOf('badge 4711')];
    const hash = openVault(folder, keyFileKeeper).keyedHash('badge', code);
    expect(hash).toHaveLength(32);
    expect(openVault(folder, keyFileKeeper).keyedHash('badge', code)).toEqual(hash);
    expect(openVault(folder, keyFileKeeper).keyedHash('other', code)).not.toEqual(hash);
    expect(openVault(folderOfTest(), keyFileKeeper).keyedHash('badge', code)).not.toEqual(hash);
  });
});

function write(folder: string, wrapped: Uint8Array): void {
  const key = Buffer.from(wrapped).toString('base64');
  writeFileSync(fileIn(folder), JSON.stringify({ keeper: 'passphrase', key }));
}
