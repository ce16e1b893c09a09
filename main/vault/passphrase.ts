import { codedError } from '../../core/errors.ts';
import { secretOf } from '../../core/secrets.ts';
import { readOctets } from '../files.ts';

/** A vault is not protected with a shorter passphrase than this, in octets. */
export const shortestPassphrase = 12;

/** Where a passphrase may come from; arguments, which others can see, are no such place. */
export interface PassphraseSource {
  /** A file whose only content it is, with or without a line end. */
  readonly file: string | undefined;
  /** The value of an environment variable. */
  readonly variable: string | undefined;
}

/**
 * The passphrase of a file, or else of the environment, as octets that the caller overwrites after use; undefined
 * where neither has one.
 * @throws FILE_UNREADABLE
 */
export async function passphraseFrom({ file, variable }: PassphraseSource): Promise<Uint8Array | undefined> {
  if (file !== undefined) return withoutLineEnd(await readOctets(file));
  return variable === undefined || variable === '' ? undefined : secretOf(variable);
}

/** Refuses a passphrase that is too short to protect anything. @throws PASSPHRASE_TOO_SHORT */
export function requireLength(passphrase: Uint8Array): void {
  if (passphrase.length < shortestPassphrase)
    throw codedError('PASSPHRASE_TOO_SHORT', { octets: passphrase.length, least: shortestPassphrase });
}

/** Editors end a file with a line end, which nobody means as a part of the passphrase. */
function withoutLineEnd(octets: Uint8Array): Uint8Array {
  const [carriageReturn, lineFeed] = [0x0d, 0x0a];
  let end = octets.length;
  if (octets[end - 1] === lineFeed) end--;
  if (octets[end - 1] === carriageReturn) end--;
  return octets.subarray(0, end);
}
