import path from 'node:path';
import type { ChosenKeyFile, EncryptedKeyFile } from '../../core/api-operators.ts';
import { type IssuerKeys, parsePins } from '../../core/card/issuer-keys.ts';
import { codedError, toFault } from '../../core/errors.ts';
import { secretOf, useSecret } from '../../core/secrets.ts';
import { readOctets } from '../files.ts';
import type { AgeKeys } from './age-file.ts';
import type { KeptIssuerKeys } from './kept-issuer-keys.ts';
import { readKeyFile } from './key-file.ts';

/** Keys and PINs that a person chose in the window, by token: the window never holds them. */
export interface ChosenKeys {
  /** Reads a file of issuer keys; one that needs a passphrase waits for it. @throws what `readKeyFile` throws */
  chooseAdmKeys(file: string): Promise<ChosenKeyFile | EncryptedKeyFile>;
  /** Opens a file that waits for its passphrase. @throws CHOSEN_FILE_GONE, and what `readKeyFile` throws */
  open(token: string, passphrase: string): Promise<ChosenKeyFile>;
  /** @throws FILE_UNREADABLE, PIN_FILE_WRONG */
  choosePins(file: string): Promise<ChosenKeyFile>;
  /** What was chosen under a token. */
  get(token: string): IssuerKeys | undefined;
  /** The keys for work with cards: those that were chosen, if any, and those that the bench keeps. */
  forWork(token: string | undefined): IssuerKeys;
  /** Overwrites all of them. */
  wipe(): void;
}

export function createChosenKeys(context: {
  readonly kept: KeptIssuerKeys;
  /** The bench's own identity for files that are encrypted for it. */
  readonly identity: AgeKeys['identity'];
  readonly newToken: () => string;
}): ChosenKeys {
  const { kept, identity, newToken } = context;
  const chosen = new Map<string, IssuerKeys>();
  /** Paths of files that wait for their passphrase; main alone knows them. */
  const waiting = new Map<string, string>();

  const hold = (token: string, file: string, keys: IssuerKeys): ChosenKeyFile => {
    chosen.set(token, keys);
    return { kind: 'chosen', token, name: path.basename(file), keys: keys.count };
  };
  return {
    async chooseAdmKeys(file) {
      const token = newToken();
      try {
        return hold(token, file, kept.take(await readKeyFile(file, { identity })));
      } catch (error) {
        if (toFault(error).code !== 'KEY_FILE_PASSPHRASE_NEEDED') throw error;
        waiting.set(token, file);
        return { kind: 'encrypted', token, name: path.basename(file) };
      }
    },
    async open(token, passphrase) {
      const file = waiting.get(token);
      if (file === undefined) throw codedError('CHOSEN_FILE_GONE', {});
      const read = await useSecret(secretOf(passphrase), (octets) =>
        readKeyFile(file, { passphrase: octets, identity }),
      );
      const answer = hold(token, file, kept.take(read));
      waiting.delete(token);
      return answer;
    },
    async choosePins(file) {
      const name = path.basename(file);
      const pins = useSecret(await readOctets(file), (octets) => parsePins(octets, name));
      return hold(newToken(), file, pins);
    },
    get: (token) => chosen.get(token),
    forWork: (token) => (token === undefined ? undefined : chosen.get(token)) ?? kept,
    wipe() {
      for (const keys of chosen.values()) keys.wipe();
      chosen.clear();
    },
  };
}
