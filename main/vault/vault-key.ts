import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { CodedError, codedError } from '../../core/errors.ts';
import { sameOctets } from '../../core/octets.ts';
import { useSecret } from '../../core/secrets.ts';

/** What protects the vault's own key. */
export type KeeperKind = 'keyFile' | 'passphrase' | 'safeStorage';

/** Keeps the vault's own key: in a file that only its owner may read, under a passphrase, or in the system's key store. */
export interface KeyKeeper {
  readonly kind: KeeperKind;
  wrap(key: Uint8Array): Uint8Array;
  /** Throws where this keeper cannot open it. */
  unwrap(wrapped: Uint8Array): Uint8Array;
}

/**
 * The key as it is, in a file with mode 0600: whoever can read the files of its owner, on this disk or in a backup of
 * it, can open the vault.
 */
export const keyFileKeeper: KeyKeeper = {
  kind: 'keyFile',
  wrap: (key) => key.slice(),
  unwrap: (wrapped) => wrapped.slice(),
};

const keptKey = z.object({ keeper: z.enum(['keyFile', 'passphrase', 'safeStorage']), key: z.base64() });

/** The vault's key as a data folder keeps it. */
export interface KeptKey {
  readonly keeper: KeeperKind;
  readonly wrapped: Uint8Array;
}

/** How a data folder keeps the vault's key; undefined where none was made yet. @throws VAULT_DAMAGED */
export function keptKeyIn(folder: string): KeptKey | undefined {
  let text: string;
  try {
    text = readFileSync(fileIn(folder), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw codedError('VAULT_DAMAGED', {}, { cause: error });
  }
  try {
    return parse(text);
  } catch (cause) {
    throw codedError('VAULT_DAMAGED', {}, { cause });
  }
}

/**
 * The vault's key of a data folder, made at first use. A key that lies open in a file may be had by any keeper.
 * @throws VAULT_LOCKED, VAULT_PASSPHRASE_NEEDED, VAULT_PASSPHRASE_WRONG, VAULT_DAMAGED, DATA_FOLDER_UNUSABLE
 */
export function vaultKeyOf(folder: string, keeper: KeyKeeper): Uint8Array {
  const kept = keptKeyIn(folder);
  if (kept !== undefined) return keyIn(kept, folder, keeper);
  const key = new Uint8Array(randomBytes(32));
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeKept(folder, keeper, key);
  } catch (cause) {
    if (cause instanceof CodedError) throw cause;
    throw codedError('DATA_FOLDER_UNUSABLE', { folder, detail: messageOf(cause) }, { cause });
  }
  return key;
}

/**
 * Has another keeper, or the same one with another passphrase, keep the vault's key: whole, or it stays as it was.
 * The key itself stays, and with it everything that is sealed. What the old file said may still be found on the disk
 * and in backups.
 * @throws VAULT_NOT_CHANGED, and what opening the vault throws
 */
export function changeKeeper(folder: string, from: KeyKeeper, to: KeyKeeper): void {
  const kept = keptKeyIn(folder);
  if (kept === undefined) throw codedError('VAULT_NOT_CHANGED', { folder, detail: 'there is no vault yet' });
  useSecret(keyIn(kept, folder, from), (key) => {
    try {
      writeKept(folder, to, key);
    } catch (cause) {
      throw codedError('VAULT_NOT_CHANGED', { folder, detail: messageOf(cause) }, { cause });
    }
  });
}

function keyIn({ keeper: keptBy, wrapped }: KeptKey, folder: string, keeper: KeyKeeper): Uint8Array {
  if (keptBy === 'keyFile') return keyFileKeeper.unwrap(wrapped);
  if (keptBy !== keeper.kind)
    throw keptBy === 'passphrase'
      ? codedError('VAULT_PASSPHRASE_NEEDED', { folder })
      : codedError('VAULT_LOCKED', { keeper: 'the key store of the desktop' });
  try {
    return keeper.unwrap(wrapped);
  } catch (cause) {
    // Why a passphrase does not open it is nobody's to know: a wrong one and a changed file read the same.
    if (keptBy === 'passphrase') throw codedError('VAULT_PASSPHRASE_WRONG', { folder });
    throw codedError('VAULT_LOCKED', { keeper: 'the key store of the desktop' }, { cause });
  }
}

/** Whole or not at all, and only what opens again: half a key, or one that nobody can open, would lose every secret. */
function writeKept(folder: string, keeper: KeyKeeper, key: Uint8Array): void {
  const file = fileIn(folder);
  const draft = `${file}.new`;
  const text = JSON.stringify({ keeper: keeper.kind, key: Buffer.from(keeper.wrap(key)).toString('base64') });
  try {
    // A draft that a power cut left may be anybody's to read.
    rmSync(draft, { force: true });
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: true });
    useSecret(keeper.unwrap(parse(readFileSync(draft, 'utf8')).wrapped), (readBack) => {
      if (!sameOctets(readBack, key)) throw new Error('what was written does not open again');
    });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  syncFolder(folder);
}

function parse(text: string): KeptKey {
  const { keeper, key } = keptKey.parse(JSON.parse(text));
  return { keeper, wrapped: new Uint8Array(Buffer.from(key, 'base64')) };
}

/** The renaming has to outlive a power cut; Windows has no such call, and no need of it. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function fileIn(folder: string): string {
  return path.join(folder, 'vault.key');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
