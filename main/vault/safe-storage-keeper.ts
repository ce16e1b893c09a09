import { safeStorage } from 'electron';
import type { KeyKeeper } from './vault.ts';

/** The keeper of the desktop: Electron's safeStorage, which uses the system's key store. */
export const safeStorageKeeper: KeyKeeper = {
  kind: 'safeStorage',
  wrap: (key) => safeStorage.encryptString(Buffer.from(key).toString('base64')),
  unwrap: (wrapped) => new Uint8Array(Buffer.from(safeStorage.decryptString(Buffer.from(wrapped)), 'base64')),
};
