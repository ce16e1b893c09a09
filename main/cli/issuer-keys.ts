import path from 'node:path';
import {
  firstIssuerKeys,
  type IssuerKeys,
  issuerKeysOf,
  noIssuerKeys,
  parseIssuerKeys,
  parsePins,
} from '../../core/card/issuer-keys.ts';
import { secretOf, useSecret } from '../../core/secrets.ts';
import { readOctets } from '../files.ts';
import type { KeptIssuerKeys } from '../vault/kept-issuer-keys.ts';
import { type KeyFile, readKeyFile } from '../vault/key-file.ts';
import { openKeyRecipient } from '../vault/key-recipient.ts';
import { passphraseFrom } from '../vault/passphrase.ts';
import { openVault } from '../vault/vault.ts';
import { keptKeyIn } from '../vault/vault-key.ts';
import type { Arguments } from './arguments.ts';
import { keeperOf } from './keeper.ts';

/** What a person may say about the keys of the cards. */
export const keysUsage = '[--adm-file FILE [--adm-passphrase-file FILE]] [--pin-file FILE]';
export const keysOptions = ['adm-file', 'adm-passphrase-file', 'pin-file', 'passphrase-file'] as const;

/**
 * The file of issuer keys that `--adm-file` names, decrypted where it is encrypted: with the passphrase of
 * `--adm-passphrase-file` or DM_BENCH_ADM_PASSPHRASE, or with what the vault of `--data` holds.
 * @throws FILE_UNREADABLE, ADM_FILE_WRONG, KEY_FILE_…, VAULT_…
 */
export async function keyFileOf(args: Arguments): Promise<KeyFile | undefined> {
  const file = args.text('adm-file');
  if (file === undefined) return undefined;
  const passphrase = await passphraseFrom({
    file: args.text('adm-passphrase-file'),
    variable: process.env.DM_BENCH_ADM_PASSPHRASE,
  });
  return useSecret(passphrase, () => readKeyFile(file, { passphrase, identity: () => identityIn(args) }));
}

/** The bench's own identity for key files; undefined without a data folder, or where it has none yet. */
async function identityIn(args: Arguments): Promise<string | undefined> {
  const folder = args.text('data');
  if (folder === undefined || keptKeyIn(folder) === undefined) return undefined;
  const { keeper, forget } = await keeperOf(args);
  try {
    return (await openKeyRecipient(folder, openVault(folder, keeper))).identity();
  } finally {
    forget();
  }
}

/** The keys for work with cards over a data folder: those of a file or of DM_BENCH_ADM, and those that are kept. */
export function keysForWork(file: KeyFile | undefined, kept: KeptIssuerKeys): IssuerKeys {
  return file ? kept.take(file) : firstIssuerKeys(keysOfEnvironment(), kept);
}

/** The same without a data folder: nothing is kept. */
export function keysWithoutFolder(file: KeyFile | undefined): IssuerKeys {
  return file ? issuerKeysOf(file.list) : keysOfEnvironment();
}

/** The PINs of a file, or of DM_BENCH_PIN; none where neither has any. @throws FILE_…, PIN_FILE_WRONG */
export async function readPins(file: string | undefined): Promise<IssuerKeys> {
  if (file !== undefined)
    return useSecret(await readOctets(file), (octets) => parsePins(octets, path.basename(file)));
  return keysOf('DM_BENCH_PIN', parsePins);
}

function keysOfEnvironment(): IssuerKeys {
  return keysOf('DM_BENCH_ADM', parseIssuerKeys);
}

/** What the environment holds stays there as long as the process; only our own copy is overwritten. */
function keysOf(variable: string, parse: typeof parseIssuerKeys): IssuerKeys {
  const value = process.env[variable];
  if (value === undefined || value === '') return noIssuerKeys;
  return useSecret(secretOf(value), (octets) => parse(octets, variable));
}
