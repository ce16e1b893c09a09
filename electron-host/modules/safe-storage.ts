import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lifecycle } from '../host/lifecycle.ts';
import { provide } from '../host/refuse.ts';
import { app } from './app.ts';

const ALGORITHM = 'aes-256-gcm';
const VERSION = Buffer.from('h10');
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

/** The key lies beside what it protects, readable by its owner only: that is all that `basic_text` promises too. */
function readKey(): Buffer {
  const folder = app.getPath('userData');
  const file = join(folder, 'electron-host-safe-storage.key');
  try {
    return readFileSync(file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Written aside and linked: nobody reads half a key, and of two that begin at once one wins.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, randomBytes(32), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    unlinkSync(draft);
  }
  return readFileSync(file);
}

function requireReady(): void {
  if (!lifecycle.ready) throw new Error('safeStorage cannot be used before app is ready');
}

/** Electron's `safeStorage`, as good as its `basic_text` backend and called that. */
export const safeStorage = provide('safeStorage', {
  isEncryptionAvailable: (): boolean => lifecycle.ready,
  getSelectedStorageBackend: (): string => 'basic_text',
  encryptString: (text: string): Buffer => {
    requireReady();
    const nonce = randomBytes(NONCE_LENGTH);
    const cipher = createCipheriv(ALGORITHM, readKey(), nonce);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([VERSION, nonce, cipher.getAuthTag(), sealed]);
  },
  decryptString: (encrypted: Buffer): string => {
    requireReady();
    const start = VERSION.length;
    if (!encrypted.subarray(0, start).equals(VERSION)) {
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.');
    }
    const nonce = encrypted.subarray(start, start + NONCE_LENGTH);
    const decipher = createDecipheriv(ALGORITHM, readKey(), nonce, { authTagLength: TAG_LENGTH });
    decipher.setAuthTag(encrypted.subarray(start + NONCE_LENGTH, start + NONCE_LENGTH + TAG_LENGTH));
    try {
      const sealed = encrypted.subarray(start + NONCE_LENGTH + TAG_LENGTH);
      return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
    } catch (cause) {
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.', {
        cause,
      });
    }
  },
});
