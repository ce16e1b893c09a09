import { safeStorage } from 'electron';
import { type KeyKeeper, keyFileKeeper } from './vault-key.ts';

/** The keeper of the desktop: Electron's safeStorage, which uses the system's key store. */
export const safeStorageKeeper: KeyKeeper = {
  kind: 'safeStorage',
  wrap: (key) => safeStorage.encryptString(Buffer.from(key).toString('base64')),
  unwrap: (wrapped) => new Uint8Array(Buffer.from(safeStorage.decryptString(Buffer.from(wrapped)), 'base64')),
};

/** The system's key store, as far as Electron tells. */
export interface SystemKeyStore {
  readonly name: string;
  /** Whether it can seal anything at all. */
  readonly available: boolean;
  /** It has no key of its own (a Linux desktop without a keyring): what it seals is as good as open. */
  readonly basicText: boolean;
}

const names: Readonly<Record<string, string>> = {
  basic_text: 'basic_text',
  gnome_libsecret: 'GNOME Keyring',
  kwallet: 'KWallet',
  kwallet5: 'KWallet',
  kwallet6: 'KWallet',
  darwin: 'Keychain',
  win32: 'Windows (DPAPI)',
};

/** Which key store safeStorage uses here. Call it when the app is ready. */
export function systemKeyStore(): SystemKeyStore {
  const { platform } = process;
  // The question exists on Linux only.
  const backend = platform === 'linux' ? safeStorage.getSelectedStorageBackend() : platform;
  return {
    name: names[backend] ?? backend,
    available: safeStorage.isEncryptionAvailable(),
    basicText: backend === 'basic_text',
  };
}

/** The keeper for a window: the system's key store, and where there is none a key file, which Settings says. */
export function desktopKeeper(): KeyKeeper {
  return safeStorage.isEncryptionAvailable() ? safeStorageKeeper : keyFileKeeper;
}
