import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { secretOf } from '../../core/secrets.ts';
import { answerAtDoor } from '../api/answer-at-door.ts';
import { passphraseKeeper } from './passphrase-keeper.ts';
import { openVault } from './vault.ts';
import { createVaultDoor } from './vault-door.ts';

const passphrase = 'correct horse battery';

function protectedFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'door-'));
  openVault(folder, passphraseKeeper(secretOf(passphrase), { logN: 10, r: 8, p: 1 }));
  return folder;
}

describe('the window before a vault that a passphrase protects', () => {
  it('takes nothing but the passphrase, as often as it is wrong', async () => {
    const folder = protectedFolder();
    const door = createVaultDoor();
    const asking = door.ask(folder);
    await door.asked;
    const codeOf = async (name: string, request: unknown) => {
      const result = await answerAtDoor(door, name, request);
      return result.kind === 'fault' ? result.fault.code : result.answer;
    };
    expect(await codeOf('overview', {})).toBe('VAULT_PASSPHRASE_NEEDED');
    expect(await codeOf('openVault', { passphrase: 7 })).toBe('VAULT_PASSPHRASE_NEEDED');
    expect(await codeOf('openVault', { passphrase: 'wrong' })).toBe('VAULT_PASSPHRASE_WRONG');
    expect(door.isWaiting()).toBe(true);
    expect(await codeOf('openVault', { passphrase })).toEqual({ kind: 'opened' });
    expect(door.isWaiting()).toBe(false);
    const { keeper, forget } = await asking;
    // The services may open it more than once while they start.
    const sealed = openVault(folder, keeper).seal('geheim');
    expect(openVault(folder, keeper).open(sealed)).toBe('geheim');
    forget();
    expect(() => openVault(folder, keeper)).toThrow('cannot be opened with this passphrase');
  });

  it('has nothing to ask where nobody waits', async () => {
    const door = createVaultDoor();
    expect(door.isWaiting()).toBe(false);
    expect(() => door.answer(passphrase)).not.toThrow();
  });
});
