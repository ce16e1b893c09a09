import { scrypt } from 'node:crypto';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { armor, Decrypter, type Identity, type Stanza } from 'age-encryption';
import { CodedError, codedError } from '../../core/errors.ts';
import { concatenate } from '../../core/octets.ts';
import { secretOf, useSecret } from '../../core/secrets.ts';

/** What a file that was encrypted with age (age-encryption.org/v1) may be opened with. */
export interface AgeKeys {
  /** Octets that the caller overwrites after use. */
  readonly passphrase?: Uint8Array | undefined;
  /** The bench's own identity (`AGE-SECRET-KEY-1…`), asked for only where the file is not for a passphrase. */
  readonly identity?: (() => Promise<string | undefined>) | undefined;
}

/** What age itself asks for at most by default: 1 GiB, about as long as a person waits. */
const mostWorkFactor = 20;
const armorHead = '-----BEGIN AGE ENCRYPTED FILE-----';
const binaryHead = 'age-encryption.org/v1\n';

/** Whether a file was encrypted with age, with or without armor. */
export function isAgeFile(octets: Uint8Array): boolean {
  return beginsWith(octets, binaryHead) || beginsWith(octets, armorHead);
}

/**
 * The content of a file that was encrypted with age: all of it, or an error. It belongs to the caller, who overwrites
 * it after use.
 * @param name what people call the file
 * @throws KEY_FILE_PASSPHRASE_NEEDED, KEY_FILE_PASSPHRASE_WRONG, KEY_FILE_FOR_OTHERS, KEY_FILE_COSTLY, KEY_FILE_DAMAGED
 */
export async function decryptAgeFile(octets: Uint8Array, name: string, keys: AgeKeys): Promise<Uint8Array> {
  const place = { place: { file: name } };
  try {
    const binary = beginsWith(octets, armorHead) ? armor.decode(new TextDecoder().decode(octets)) : octets;
    const stanzas = await stanzasOf(binary);
    const decrypter = new Decrypter();
    if (stanzas.some(({ args }) => args[0] === 'scrypt')) {
      decrypter.addIdentity(passphraseIdentity(name, keys.passphrase));
    } else {
      const own = await keys.identity?.();
      if (own !== undefined) decrypter.addIdentity(own);
      // Asked last: what the bench's own identity does not open is for somebody else.
      decrypter.addIdentity({
        unwrapFileKey() {
          throw codedError('KEY_FILE_FOR_OTHERS', { file: name }, place);
        },
      });
    }
    return await decrypter.decrypt(binary);
  } catch (cause) {
    if (cause instanceof CodedError) throw cause;
    throw codedError('KEY_FILE_DAMAGED', { file: name }, { cause, ...place });
  }
}

/** For whom a file is encrypted, as its header says. */
async function stanzasOf(binary: Uint8Array): Promise<readonly Stanza[]> {
  let found: readonly Stanza[] | undefined;
  const looking = new Decrypter();
  looking.addIdentity({
    unwrapFileKey(stanzas) {
      found = stanzas;
      return null;
    },
  });
  // Nobody is named who could open it: this ends with an error, once the header was read or could not be.
  await looking.decryptHeader(binary).catch((error: unknown) => {
    if (found === undefined) throw error;
  });
  return found ?? [];
}

/**
 * Opens what age encrypts with a passphrase: by Node's scrypt, which leaves the window free meanwhile, and of octets,
 * which can be overwritten.
 */
function passphraseIdentity(name: string, passphrase: Uint8Array | undefined): Identity {
  return {
    async unwrapFileKey(stanzas) {
      const stanza = stanzas.find(({ args }) => args[0] === 'scrypt');
      if (stanza === undefined) return null;
      const { salt, workFactor } = parametersOf(stanza, stanzas);
      const place = { place: { file: name } };
      if (workFactor > mostWorkFactor)
        throw codedError('KEY_FILE_COSTLY', { file: name, factor: workFactor }, place);
      if (passphrase === undefined) throw codedError('KEY_FILE_PASSPHRASE_NEEDED', { file: name }, place);
      return useSecret(await derive(passphrase, salt, workFactor), (key) => {
        try {
          return chacha20poly1305(key, new Uint8Array(12)).decrypt(stanza.body);
        } catch {
          throw codedError('KEY_FILE_PASSPHRASE_WRONG', { file: name }, place);
        }
      });
    },
  };
}

function parametersOf(stanza: Stanza, stanzas: readonly Stanza[]) {
  const [, salt, workFactor, ...more] = stanza.args;
  const isWhole = stanzas.length === 1 && more.length === 0 && stanza.body.length === 32;
  const saltOctets = Buffer.from(salt ?? '', 'base64');
  if (!isWhole || saltOctets.length !== 16 || !/^[1-9]\d?$/.test(workFactor ?? ''))
    throw new Error('the header is of no known form');
  return { salt: new Uint8Array(saltOctets), workFactor: Number(workFactor) };
}

function derive(passphrase: Uint8Array, salt: Uint8Array, workFactor: number): Promise<Uint8Array> {
  const n = 2 ** workFactor;
  const labelled = concatenate(secretOf('age-encryption.org/v1/scrypt'), salt);
  return new Promise((resolve, reject) =>
    scrypt(passphrase, labelled, 32, { N: n, r: 8, p: 1, maxmem: 256 * 8 * n }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );
}

function beginsWith(octets: Uint8Array, text: string): boolean {
  return secretOf(text).every((octet, index) => octets[index] === octet);
}
