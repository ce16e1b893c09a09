import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { concatenate } from '../../core/octets.ts';
import { secretOf, useSecret } from '../../core/secrets.ts';

/** N = 2^16: 64 MiB and about a quarter of a second for each guess. */
const usualLogN = 16;
const mostLogN = 20;
const version = 1;
const saltLength = 16;
const headLength = 2 + saltLength;

/**
 * A PIN as it is kept: version, logN, salt, and what scrypt (r = 8, p = 1) makes of it. Few digits are soon guessed by
 * whoever has the file; against a person at the bench the waiting after wrong ones is what counts.
 */
export async function hashPin(pin: string, logN = usualLogN): Promise<Uint8Array> {
  const head = concatenate(Uint8Array.of(version, logN), randomBytes(saltLength));
  return concatenate(head, await derive(pin, head));
}

/**
 * Whether this is the PIN that a hash was made of. Where there is no hash it takes as long, and is not: nobody learns
 * by the time who has a PIN.
 */
export async function isPinOf(hash: Uint8Array | undefined, pin: string): Promise<boolean> {
  const kept = hash && hash.length === headLength + 32 && hash[0] === version ? hash : nobody;
  const logN = kept[1] ?? 0;
  if (logN < 1 || logN > mostLogN) return false;
  const same = timingSafeEqual(await derive(pin, kept), kept.subarray(headLength));
  return same && kept !== nobody;
}

const nobody = new Uint8Array(headLength + 32);
nobody[1] = usualLogN;

/** Off the main thread: the window stays free. */
function derive(pin: string, head: Uint8Array): Promise<Uint8Array> {
  const n = 2 ** (head[1] ?? 0);
  return useSecret(
    secretOf(pin),
    (octets) =>
      new Promise<Uint8Array>((resolve, reject) =>
        scrypt(
          octets,
          head.subarray(2, headLength),
          32,
          { N: n, r: 8, p: 1, maxmem: 256 * 8 * n },
          (error, key) => (error ? reject(error) : resolve(key)),
        ),
      ),
  );
}
