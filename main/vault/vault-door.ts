import { secretOf } from '../../core/secrets.ts';
import { passphraseKeeper } from './passphrase-keeper.ts';
import { type KeyKeeper, vaultKeyOf } from './vault-key.ts';

/** A keeper for as long as the services start; then its passphrase, if it has one, is overwritten. */
export interface HeldKeeper {
  readonly keeper: KeyKeeper;
  forget(): void;
}

/** Where the window waits for the passphrase of a vault, before there are any services. */
export interface VaultDoor {
  /** Resolves when a passphrase is asked for. */
  readonly asked: Promise<void>;
  /** Whether one is asked for now, and of which data folder. */
  isWaiting(): boolean;
  folder(): string;
  /** Asks for the passphrase of a data folder, until it is right. */
  ask(folder: string): Promise<HeldKeeper>;
  /** A person gives a passphrase; nothing happens where none is asked for. @throws VAULT_PASSPHRASE_WRONG */
  answer(passphrase: string): void;
}

export function createVaultDoor(): VaultDoor {
  const asked = Promise.withResolvers<void>();
  let waiting: { readonly folder: string; readonly opened: (held: HeldKeeper) => void } | undefined;
  return {
    asked: asked.promise,
    isWaiting: () => waiting !== undefined,
    folder: () => waiting?.folder ?? '',
    ask(folder) {
      const { promise, resolve } = Promise.withResolvers<HeldKeeper>();
      waiting = { folder, opened: resolve };
      asked.resolve();
      return promise;
    },
    answer(passphrase) {
      if (waiting === undefined) return;
      const { folder, opened } = waiting;
      const held = heldPassphrase(secretOf(passphrase));
      try {
        vaultKeyOf(folder, held.keeper).fill(0);
      } catch (error) {
        held.forget();
        throw error;
      }
      waiting = undefined;
      opened(held);
    },
  };
}

/** The keeper of a passphrase. */
export function heldPassphrase(passphrase: Uint8Array): HeldKeeper {
  return { keeper: passphraseKeeper(passphrase), forget: () => void passphrase.fill(0) };
}
