import type { ErrorEntry } from './entry.ts';

/** What is kept secret: the vault's key, encrypted files of card keys, and what is locked against reading back. */
export const secretErrors = {
  VAULT_PASSPHRASE_NEEDED: {
    cause: 'The vault of the data folder {folder} is protected by a passphrase.',
    remedy: 'Give the passphrase: in a file (--passphrase-file FILE) or in DM_BENCH_PASSPHRASE.',
  },
  VAULT_PASSPHRASE_WRONG: {
    cause: 'The vault of the data folder {folder} cannot be opened with this passphrase.',
    remedy:
      'Check the passphrase. If it is right, vault.key was changed: restore it from the backup that belongs to the data.',
  },
  VAULT_NOT_CHANGED: {
    cause: 'The way the vault of the data folder {folder} is protected could not be changed: {detail}.',
    remedy: 'It is protected as before. Check the disk and the key store, then try again.',
  },
  PASSPHRASE_TOO_SHORT: {
    cause: 'The passphrase has {octets} octets; at least {least} are needed.',
    remedy: 'Choose a longer one: four or five words that do not belong together.',
  },
  PASSPHRASE_MISSING: {
    cause: 'There is no passphrase.',
    remedy: 'Give one in a file (--passphrase-file FILE) or in DM_BENCH_PASSPHRASE.',
  },
  KEY_FILE_PASSPHRASE_NEEDED: {
    cause: 'The key file {file} is encrypted with a passphrase.',
    remedy:
      'Give its passphrase: in the window where the file is chosen; on the command line in a file (--adm-passphrase-file FILE) or in DM_BENCH_ADM_PASSPHRASE.',
  },
  KEY_FILE_PASSPHRASE_WRONG: {
    cause: 'The key file {file} cannot be opened with this passphrase.',
    remedy: 'Check the passphrase with the sender of the file. No key was taken from it.',
  },
  KEY_FILE_DAMAGED: {
    cause: 'The encrypted key file {file} is damaged or was changed.',
    remedy: 'Ask for the file again. No key was taken from it.',
  },
  KEY_FILE_FOR_OTHERS: {
    cause: 'The key file {file} is encrypted for somebody else.',
    remedy:
      'Have it encrypted for this bench: "dm-bench vault recipient --data DIR", or Settings, says for whom. On the command line, name the data folder (--data DIR).',
  },
  KEY_FILE_COSTLY: {
    cause: 'The key file {file} asks for more work than this bench does (scrypt work factor {factor}).',
    remedy: 'Have it encrypted with the work factor that age takes by itself (18); 20 is the most.',
  },
  CHOSEN_FILE_GONE: {
    cause: 'The key file that was chosen is not held any more.',
    remedy: 'Choose it again.',
  },
  PRODUCTION_LOCKED: {
    cause: 'Production data is locked against reading back on this bench.',
    remedy: 'An engineer, or whoever knows the PIN of the lock, can take the lock away in Settings.',
  },
  PRODUCTION_PIN_WRONG: {
    cause: 'This is not the PIN of the lock.',
    remedy: 'Try again with the PIN that was given when the lock was put on.',
  },
  PRODUCTION_PIN_NEEDED: {
    cause: 'The lock needs a PIN of {least} to {most} digits while no operators are named on this bench.',
    remedy: 'Give a PIN; whoever knows it can take the lock away.',
  },
} as const satisfies Record<string, ErrorEntry>;
