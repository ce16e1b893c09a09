import { codedError } from '../../core/errors.ts';
import { useSecret } from '../../core/secrets.ts';
import { openKeyRecipient } from '../vault/key-recipient.ts';
import { passphraseFrom, requireLength } from '../vault/passphrase.ts';
import { costOf, passphraseKeeper } from '../vault/passphrase-keeper.ts';
import { openVault } from '../vault/vault.ts';
import { changeKeeper, type KeeperKind, type KeptKey, keptKeyIn, keyFileKeeper } from '../vault/vault-key.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { keeperOf } from './keeper.ts';
import type { Output } from './output.ts';

/** `vault`: what protects the secrets of a data folder. */
export const vaultCommand: Command = {
  purpose: 'Opens, moves and changes the vault of secrets.',
  usage: [
    'vault status --data DIR',
    'vault protect --data DIR [--passphrase-file FILE] [--new-passphrase-file FILE]',
    'vault unprotect --data DIR [--passphrase-file FILE]',
    'vault recipient --data DIR [--passphrase-file FILE]',
  ].join(' | '),
  options: { texts: ['data', 'passphrase-file', 'new-passphrase-file'] },
  async run(args, output) {
    const [action] = args.positionals;
    const folder = args.required('data');
    switch (action) {
      case 'status':
        return tell(folder, output);
      case 'protect':
        await protect(folder, args);
        return tell(folder, output);
      case 'unprotect':
        await unprotect(folder, args);
        return tell(folder, output);
      case 'recipient':
        return tellRecipient(folder, args, output);
      default:
        throw codedError('USAGE', { detail: 'vault needs status, protect, unprotect or recipient.' });
    }
  },
};

const meanings: Readonly<Record<KeeperKind | 'none', string>> = {
  none: 'There is no vault yet. The first command over this folder makes one, or "vault protect" does.',
  keyFile:
    'The key of the vault lies open in vault.key, for its owner only (mode 0600): whoever can read the files of that user, here or in a backup, can read every secret. "vault protect" puts it under a passphrase.',
  passphrase: 'The key of the vault is protected by a passphrase: without it nobody reads the secrets.',
  safeStorage:
    "The key of the vault is sealed by the desktop's key store: the window opens it, commands cannot.",
};

/** As it is in the folder now, read anew. */
function tell(folder: string, output: Output): 0 {
  const kept = keptKeyIn(folder);
  const keeper = kept?.keeper ?? 'none';
  const cost = kept?.keeper === 'passphrase' ? costOf(kept.wrapped) : undefined;
  output.json({
    event: 'vault',
    keeper,
    ...(cost ? { scrypt: { n: 2 ** cost.logN, r: cost.r, p: cost.p } } : {}),
  });
  output.words(meanings[keeper]);
  return 0;
}

/**
 * Puts the vault's key under a passphrase, or under another one. For the first, it is the passphrase that every command
 * takes; for another one, that is the old one, and the new one is in `--new-passphrase-file` or
 * DM_BENCH_NEW_PASSPHRASE.
 */
async function protect(folder: string, args: Arguments): Promise<void> {
  const given = await passphraseFrom({
    file: args.text('passphrase-file'),
    variable: process.env.DM_BENCH_PASSPHRASE,
  });
  const another = await passphraseFrom({
    file: args.text('new-passphrase-file'),
    variable: process.env.DM_BENCH_NEW_PASSPHRASE,
  });
  useSecret(given, () => useSecret(another, () => protectWith(folder, keptKeyIn(folder), given, another)));
}

function protectWith(
  folder: string,
  kept: KeptKey | undefined,
  given: Uint8Array | undefined,
  another: Uint8Array | undefined,
): void {
  const isProtected = kept?.keeper === 'passphrase';
  const wanted = isProtected ? another : (another ?? given);
  if (wanted === undefined)
    throw isProtected && given
      ? codedError('USAGE', {
          detail: 'a vault that has a passphrase needs --new-passphrase-file, or DM_BENCH_NEW_PASSPHRASE.',
        })
      : codedError('PASSPHRASE_MISSING', {});
  requireLength(wanted);
  if (kept === undefined) openVault(folder, passphraseKeeper(wanted));
  else changeKeeper(folder, given ? passphraseKeeper(given) : keyFileKeeper, passphraseKeeper(wanted));
}

async function unprotect(folder: string, args: Arguments): Promise<void> {
  const { keeper, forget } = await keeperOf(args);
  try {
    changeKeeper(folder, keeper, keyFileKeeper);
  } finally {
    forget();
  }
}

/** For whom others encrypt key files for this bench; it is no secret. */
async function tellRecipient(folder: string, args: Arguments, output: Output): Promise<0> {
  const { keeper, forget } = await keeperOf(args);
  try {
    const { recipient } = await openKeyRecipient(folder, openVault(folder, keeper));
    output.json({ event: 'recipient', recipient });
    output.words(`Key files for this bench: age -r ${recipient} -o keys.age keys.txt`);
    return 0;
  } finally {
    forget();
  }
}
