import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Encrypter } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toFault } from '../../core/errors.ts';
import { toHex } from '../../core/octets.ts';
import { openStore, type Store } from '../store/store.ts';
import { createChosenKeys } from './chosen-keys.ts';
import { createKeptIssuerKeys } from './kept-issuer-keys.ts';
import { openKeyRecipient } from './key-recipient.ts';
import { keyFileKeeper, openVault, type Vault } from './vault.ts';

const [card, otherCard] = ['8944500000000700001', '8944500000000700134'];
const [key, newKey, keyForAll] = ['4144414441444144', '4B45594B45594B45', '41444D2D54455354'];
const passphrase = 'correct horse battery staple';

let folder: string;
let store: Store;
let vault: Vault;
let at = 1000;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'issuer-keys-'));
  store = openStore(folder, () => at);
  vault = openVault(folder, keyFileKeeper);
  at = 1000;
});
afterEach(() => store.close());

function chosen() {
  let tokens = 0;
  return createChosenKeys({
    kept: createKeptIssuerKeys({ store, vault, now: () => at }),
    identity: async () => (await openKeyRecipient(folder, vault)).identity(),
    newToken: () => `token ${++tokens}`,
  });
}

async function encryptedFile(name: string, text: string, recipient?: string): Promise<string> {
  const encrypter = new Encrypter();
  if (recipient === undefined) {
    encrypter.setPassphrase(passphrase);
    encrypter.setScryptWorkFactor(10);
  } else encrypter.addRecipient(recipient);
  const file = path.join(folder, name);
  writeFileSync(file, await encrypter.encrypt(text));
  return file;
}
const hexOf = (octets: Uint8Array | undefined) => octets && toHex(octets);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => toFault(error).code,
  );

describe('a key file that is encrypted with a passphrase', () => {
  it('waits for its passphrase, and then gives each card its key', async () => {
    const keys = chosen();
    const file = await encryptedFile('d12.age', `${card} ${key}\n${keyForAll}\n`);
    const first = await keys.chooseAdmKeys(file);
    expect(first).toEqual({ kind: 'encrypted', token: 'token 1', name: 'd12.age' });
    expect(keys.get('token 1')).toBeUndefined();
    expect(await codeOf(keys.open('token 1', 'wrong'))).toBe('KEY_FILE_PASSPHRASE_WRONG');
    expect(store.issuerKeys.count()).toBe(0);
    expect(await keys.open('token 1', passphrase)).toEqual({ ...first, kind: 'chosen', keys: 2 });
    expect(hexOf(keys.get('token 1')?.keyFor(card))).toBe(key);
    expect(hexOf(keys.get('token 1')?.keyFor(otherCard))).toBe(keyForAll);
    expect(await codeOf(keys.open('token 1', passphrase))).toBe('CHOSEN_FILE_GONE');
    keys.wipe();
    expect(keys.get('token 1')).toBeUndefined();
  });

  it('leaves its keys sealed: none is in any file of the data folder', async () => {
    const keys = chosen();
    const { token } = await keys.chooseAdmKeys(await encryptedFile('d12.age', `${card} ${key}\n`));
    await keys.open(token, passphrase);
    store.close();
    for (const name of readdirSync(folder)) {
      const content = readFileSync(path.join(folder, name));
      expect(content.includes(Buffer.from(key, 'hex')), name).toBe(false);
      expect(content.includes(key), name).toBe(false);
    }
    store = openStore(folder, () => at);
    expect(hexOf(chosen().forWork(undefined).keyFor(card))).toBe(key);
  });
});

describe('the issuer keys that a bench keeps', () => {
  const keep = async (text: string, name = 'd.age') => {
    const keys = chosen();
    const { token } = await keys.chooseAdmKeys(await encryptedFile(name, text));
    await keys.open(token, passphrase);
    return keys;
  };

  it('are counted each time one is taken out, and are nobody else’s', async () => {
    const kept = (await keep(`${card} ${key}\n`)).forWork(undefined);
    expect(store.issuerKeys.get(card)).toMatchObject({ uses: 0, source: 'd.age', keptAt: 1000 });
    at = 2000;
    kept.keyFor(card)?.fill(0);
    expect(hexOf(kept.keyFor(card))).toBe(key);
    expect(store.issuerKeys.get(card)).toMatchObject({ uses: 2, lastUsedAt: 2000 });
    expect(kept.keyFor(otherCard)).toBeUndefined();
    expect(kept.keyFor(undefined)).toBeUndefined();
  });

  it('go on to count where the same file is given again, and begin anew with another key', async () => {
    (await keep(`${card} ${key}\n`)).forWork(undefined).keyFor(card);
    await keep(`${card} ${key}\n`, 'again.age');
    expect(store.issuerKeys.get(card)).toMatchObject({ uses: 1, source: 'd.age' });
    const kept = (await keep(`${card} ${newKey}\n`, 'new.age')).forWork(undefined);
    expect(store.issuerKeys.get(card)).toMatchObject({ uses: 0, source: 'new.age' });
    expect(hexOf(kept.keyFor(card))).toBe(newKey);
  });

  it('never hold a key for all cards: it is good for the work it was given for', async () => {
    const keys = await keep(`${keyForAll}\n`);
    expect(store.issuerKeys.count()).toBe(0);
    expect(keys.forWork(undefined).keyFor(card)).toBeUndefined();
  });

  it('come after what a person chose', async () => {
    await keep(`${card} ${key}\n`);
    const keys = chosen();
    const file = path.join(folder, 'open.txt');
    writeFileSync(file, `${card} ${newKey}\n`);
    const { token } = await keys.chooseAdmKeys(file);
    expect(hexOf(keys.forWork(token).keyFor(card))).toBe(newKey);
    expect(hexOf(keys.forWork('no such token').keyFor(card))).toBe(key);
    // What is not encrypted is not kept.
    expect(hexOf(chosen().forWork(undefined).keyFor(card))).toBe(key);
  });

  it('are none of a file in which one line is wrong', async () => {
    const keys = chosen();
    const { token } = await keys.chooseAdmKeys(await encryptedFile('d.age', `${card} ${key}\nnonsense\n`));
    expect(await codeOf(keys.open(token, passphrase))).toBe('ADM_FILE_WRONG');
    expect(store.issuerKeys.count()).toBe(0);
  });
});

describe('a key file that is encrypted for the bench', () => {
  it('opens by itself, and not in another folder', async () => {
    const { recipient } = await openKeyRecipient(folder, vault);
    expect(recipient).toMatch(/^age1/);
    const file = await encryptedFile('d.age', `${card} ${key}\n`, recipient);
    expect(await chosen().chooseAdmKeys(file)).toMatchObject({ kind: 'chosen', keys: 1 });
    const elsewhere = mkdtempSync(path.join(os.tmpdir(), 'issuer-keys-'));
    const stranger = await openKeyRecipient(elsewhere, openVault(elsewhere, keyFileKeeper));
    expect(stranger.recipient).not.toBe(recipient);
    const own = createChosenKeys({
      kept: createKeptIssuerKeys({ store, vault, now: () => at }),
      identity: async () => stranger.identity(),
      newToken: () => 't',
    });
    expect(await codeOf(own.chooseAdmKeys(file))).toBe('KEY_FILE_FOR_OTHERS');
  });

  it('is for the same recipient after a restart, whose secret is sealed', async () => {
    const first = await openKeyRecipient(folder, vault);
    const again = await openKeyRecipient(folder, openVault(folder, keyFileKeeper));
    expect(again.recipient).toBe(first.recipient);
    expect(again.identity()).toBe(first.identity());
    const kept = readFileSync(path.join(folder, 'key-recipient.json'), 'utf8');
    expect(kept).not.toContain('AGE-SECRET-KEY');
    expect(kept).not.toContain(first.identity().slice(-20));
    const both = await Promise.all([openKeyRecipient(folder, vault), openKeyRecipient(folder, vault)]);
    expect(new Set(both.map(({ recipient }) => recipient)).size).toBe(1);
    writeFileSync(path.join(folder, 'key-recipient.json'), '{');
    expect(await codeOf(openKeyRecipient(folder, vault))).toBe('VAULT_DAMAGED');
  });
});

describe('a file of PINs', () => {
  it('is chosen the same way', async () => {
    const keys = chosen();
    const file = path.join(folder, 'pins.txt');
    writeFileSync(file, '1234\n');
    const { token } = await keys.choosePins(file);
    expect(hexOf(keys.get(token)?.keyFor(card))).toBe('31323334FFFFFFFF');
  });
});
