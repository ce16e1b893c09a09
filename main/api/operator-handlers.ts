import type { OperatorAnswers, SecurityView, VaultProtection } from '../../core/api-operators.ts';
import { codedError } from '../../core/errors.ts';
import { secretOf, useSecret } from '../../core/secrets.ts';
import type { Bench } from '../bench-services.ts';
import type { KeyRecipient } from '../vault/key-recipient.ts';
import { requireLength } from '../vault/passphrase.ts';
import { passphraseKeeper } from '../vault/passphrase-keeper.ts';
import { changeKeeper, type KeyKeeper, keptKeyIn, keyFileKeeper } from '../vault/vault-key.ts';
import type { CallHandlers } from './answer-call.ts';

type OperatorCalls = Exclude<keyof OperatorAnswers, 'openKeyFile'>;

/** What the desktop has to protect the vault's key with. */
export interface DesktopKeeper {
  readonly keeper: KeyKeeper;
  readonly name: string;
  readonly available: boolean;
  readonly basicText: boolean;
}

/** The handlers of what the window asks about people, and about what protects the bench's secrets. */
export function createOperatorHandlers(context: {
  readonly bench: Pick<Bench, 'operators' | 'issuerKeys' | 'audit'>;
  readonly dataFolder: string;
  readonly desktop: () => DesktopKeeper;
  readonly keyRecipient: () => Promise<KeyRecipient>;
}): Pick<CallHandlers, OperatorCalls> {
  const { bench, dataFolder, desktop, keyRecipient } = context;
  const { operators, issuerKeys, audit } = bench;

  const security = async (): Promise<SecurityView> => {
    const { isLocked, hasPin } = operators.production;
    const { available, basicText } = desktop();
    return {
      vault: protectionIn(dataFolder, desktop()),
      keyStore: available && !basicText,
      production: isLocked() ? { kind: 'locked', hasPin: hasPin() } : { kind: 'open' },
      idleMinutes: operators.idleMinutes,
      keyRecipient: (await keyRecipient()).recipient,
      keptIssuerKeys: issuerKeys.count,
    };
  };
  return {
    signInState: () => operators.state(),
    async signIn(way) {
      await operators.signIn(way);
      return operators.state();
    },
    signOut() {
      operators.signOut();
      return operators.state();
    },
    noteActivity() {
      operators.noteActivity();
      return operators.state();
    },
    openVault: () => ({ kind: 'opened' }),
    operators: () => operators.list(),
    async addOperator(operator) {
      await operators.add(operator);
      return operators.list();
    },
    async changeOperator(change) {
      await operators.change(change);
      return operators.list();
    },
    security,
    saveIdleMinutes({ minutes }) {
      operators.saveIdleMinutes(minutes);
      return security();
    },
    async lockProduction({ pin }) {
      await operators.production.lock(pin);
      return security();
    },
    async unlockProduction({ pin }) {
      await operators.production.unlock(pin);
      return security();
    },
    protectVault({ passphrase, oldPassphrase }) {
      const [next, old] = [passphrase, oldPassphrase].map((text) =>
        text === undefined ? undefined : secretOf(text),
      );
      useSecret(next, () =>
        useSecret(old, () => {
          const to = next ? newPassphrase(next) : keyStoreIn(dataFolder, desktop());
          changeKeeper(dataFolder, keeperNow(dataFolder, desktop(), old), to);
          audit.record({ kind: 'securitySettingChanged', setting: 'vaultKeeper', value: to.kind });
        }),
      );
      return security();
    },
  };
}

/** @throws PASSPHRASE_TOO_SHORT */
function newPassphrase(passphrase: Uint8Array): KeyKeeper {
  requireLength(passphrase);
  return passphraseKeeper(passphrase);
}

/** @throws VAULT_NOT_CHANGED where the system has no key store that would protect anything */
function keyStoreIn(folder: string, { keeper, available, basicText }: DesktopKeeper): KeyKeeper {
  if (!available || basicText)
    throw codedError('VAULT_NOT_CHANGED', { folder, detail: 'the system has no key store' });
  return keeper;
}

/** What opens the vault as it is protected now. @throws VAULT_PASSPHRASE_NEEDED */
function keeperNow(folder: string, { keeper }: DesktopKeeper, old: Uint8Array | undefined): KeyKeeper {
  switch (keptKeyIn(folder)?.keeper) {
    case 'safeStorage':
      return keeper;
    case 'passphrase':
      if (old === undefined) throw codedError('VAULT_PASSPHRASE_NEEDED', { folder });
      return passphraseKeeper(old);
    default:
      return keyFileKeeper;
  }
}

/** As the folder says, not as it was begun: it may have been changed meanwhile. */
function protectionIn(folder: string, { name, basicText }: DesktopKeeper): VaultProtection {
  switch (keptKeyIn(folder)?.keeper) {
    case 'safeStorage':
      return { kind: 'keyStore', name, basicText };
    case 'passphrase':
      return { kind: 'passphrase' };
    default:
      return { kind: 'keyFile' };
  }
}
