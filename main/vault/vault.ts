import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { codedError } from '../../core/errors.ts';

/** Keeps the vault's own key: in a file that only its owner may read, or sealed by the system's key store. */
export interface KeyKeeper {
  readonly kind: 'keyFile' | 'safeStorage';
  wrap(key: Uint8Array): Uint8Array;
  unwrap(wrapped: Uint8Array): Uint8Array;
}

/** Seals secrets (AES-256-GCM) so that the store holds octets that are of no use without the vault's key. */
export interface Vault {
  seal(secret: string): Uint8Array;
  /** @throws VAULT_DAMAGED */
  open(sealed: Uint8Array): string;
}

/** The keeper of the command line: a key file with mode 0600 in the data folder. */
export const keyFileKeeper: KeyKeeper = { kind: 'keyFile', wrap: (key) => key, unwrap: (wrapped) => wrapped };

const keyFile = z.object({ keeper: z.enum(['keyFile', 'safeStorage']), key: z.base64() });
const nonceLength = 12;
const tagLength = 16;

/**
 * Opens the vault of a data folder, making its key at first use. A folder whose key was kept in a plain file may be
 * opened by any keeper; one that the system's key store sealed needs that key store.
 * @throws VAULT_LOCKED, VAULT_DAMAGED, DATA_FOLDER_UNUSABLE
 */
export function openVault(folder: string, keeper: KeyKeeper): Vault {
  const file = path.join(folder, 'vault.key');
  const key = readKey(file, keeper) ?? makeKey(file, folder, keeper);
  return {
    seal(secret) {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), sealed]));
    },
    open(sealed) {
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceLength));
        decipher.setAuthTag(sealed.subarray(nonceLength, nonceLength + tagLength));
        const rest = sealed.subarray(nonceLength + tagLength);
        return Buffer.concat([decipher.update(rest), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw codedError('VAULT_DAMAGED', {}, { cause });
      }
    },
  };
}

function readKey(file: string, keeper: KeyKeeper): Uint8Array | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw codedError('VAULT_DAMAGED', {}, { cause: error });
  }
  let kept: z.infer<typeof keyFile>;
  try {
    kept = keyFile.parse(JSON.parse(text));
  } catch (cause) {
    throw codedError('VAULT_DAMAGED', {}, { cause });
  }
  const wrapped = new Uint8Array(Buffer.from(kept.key, 'base64'));
  if (kept.keeper === 'keyFile') return wrapped;
  if (keeper.kind !== kept.keeper)
    throw codedError('VAULT_LOCKED', { keeper: 'the key store of the desktop' });
  return keeper.unwrap(wrapped);
}

function makeKey(file: string, folder: string, keeper: KeyKeeper): Uint8Array {
  const key = new Uint8Array(randomBytes(32));
  const text = JSON.stringify({ keeper: keeper.kind, key: Buffer.from(keeper.wrap(key)).toString('base64') });
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Whole or not at all: a half key would lose every secret.
    writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw codedError('DATA_FOLDER_UNUSABLE', { folder, detail }, { cause });
  }
  return key;
}
