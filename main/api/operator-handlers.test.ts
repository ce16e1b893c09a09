import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { toFault } from '../../core/errors.ts';
import type { Bench } from '../bench-services.ts';
import { openVault } from '../vault/vault.ts';
import { type KeyKeeper, keptKeyIn, keyFileKeeper } from '../vault/vault-key.ts';
import { createOperatorHandlers } from './operator-handlers.ts';

const reversed = (octets: Uint8Array) => octets.toReversed();
const keyring: KeyKeeper = { kind: 'safeStorage', wrap: reversed, unwrap: reversed };

function handlersWith(desktop: { readonly available: boolean; readonly basicText: boolean }) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'protect-'));
  const sealed = openVault(folder, keyFileKeeper).seal('geheim');
  const recorded: unknown[] = [];
  const bench = {
    operators: { idleMinutes: 10, production: { isLocked: () => false, hasPin: () => false } },
    issuerKeys: { count: 0 },
    audit: { record: (act: unknown) => recorded.push(act) },
  } as unknown as Bench;
  const handlers = createOperatorHandlers({
    ...{ bench, dataFolder: folder },
    desktop: () => ({ keeper: keyring, name: 'GNOME Keyring', ...desktop }),
    keyRecipient: async () => ({ recipient: 'age1x', identity: () => '' }),
  });
  const protect = async (request: { passphrase?: string; oldPassphrase?: string }) => {
    try {
      return (await handlers.protectVault(request)).vault;
    } catch (error) {
      return toFault(error).code;
    }
  };
  return { folder, sealed, recorded, protect };
}

describe('the protection of the vault, from the window', () => {
  it('goes from the key file to the key store, to a passphrase, to another one, and back', async () => {
    const { folder, sealed, recorded, protect } = handlersWith({ available: true, basicText: false });
    const keyStore = { kind: 'keyStore', name: 'GNOME Keyring', basicText: false };
    expect(await protect({})).toEqual(keyStore);
    expect(openVault(folder, keyring).open(sealed)).toBe('geheim');
    expect(await protect({ passphrase: 'correct horse' })).toEqual({ kind: 'passphrase' });
    expect(await protect({ passphrase: 'battery staple' })).toBe('VAULT_PASSPHRASE_NEEDED');
    expect(await protect({ passphrase: 'battery staple', oldPassphrase: 'x' })).toBe(
      'VAULT_PASSPHRASE_WRONG',
    );
    const known = { passphrase: 'battery staple', oldPassphrase: 'correct horse' };
    expect(await protect(known)).toEqual({ kind: 'passphrase' });
    expect(await protect({ oldPassphrase: 'battery staple' })).toEqual(keyStore);
    expect(openVault(folder, keyring).open(sealed)).toBe('geheim');
    expect(recorded.map((act) => Reflect.get(act as object, 'value'))).toEqual([
      'safeStorage',
      'passphrase',
      'passphrase',
      'safeStorage',
    ]);
  });

  it.each([
    { available: false, basicText: false },
    { available: true, basicText: true },
  ])('does not call a key store a protection that is none: %j', async (desktop) => {
    const { folder, recorded, protect } = handlersWith(desktop);
    expect(await protect({})).toBe('VAULT_NOT_CHANGED');
    expect(await protect({ passphrase: 'too short' })).toBe('PASSPHRASE_TOO_SHORT');
    expect(keptKeyIn(folder)?.keeper).toBe('keyFile');
    expect(recorded).toEqual([]);
  });
});
