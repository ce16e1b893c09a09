import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { concatenate } from '../../core/octets.ts';
import { useSecret } from '../../core/secrets.ts';
import type { KeyKeeper } from './vault-key.ts';

/**
 * What the way from a passphrase to a key costs (RFC 7914): N = 2^logN, and 128 · N · r octets of memory. scrypt, and
 * not Argon2id, for both run times have it: Electron's cryptography knows no Argon2.
 */
export interface ScryptCost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/** 128 MiB and about half a second. */
export const usualCost: ScryptCost = { logN: 17, r: 8, p: 1 };

/** A changed file may not ask for more than this: 1 GiB. */
const mostCost: ScryptCost = { logN: 20, r: 8, p: 4 };
const version = 1;
const saltLength = 16;
const nonceLength = 12;
const tagLength = 16;
const headLength = 4 + saltLength;

/**
 * The keeper that protects the vault's key with a passphrase: AES-256-GCM under a key that scrypt makes of it. What is
 * kept is version, logN, r, p, the salt, the nonce, the tag and the sealed key; all before the nonce is authenticated.
 * @param passphrase its octets; whoever gave them overwrites them when the keeper is not needed any more
 */
export function passphraseKeeper(passphrase: Uint8Array, cost: ScryptCost = usualCost): KeyKeeper {
  return {
    kind: 'passphrase',
    wrap(key) {
      const head = concatenate(Uint8Array.of(version, cost.logN, cost.r, cost.p), randomBytes(saltLength));
      return useSecret(derive(passphrase, head), (own) => {
        const nonce = randomBytes(nonceLength);
        const cipher = createCipheriv('aes-256-gcm', own, nonce).setAAD(head);
        const sealed = concatenate(cipher.update(key), cipher.final());
        return concatenate(head, nonce, cipher.getAuthTag(), sealed);
      });
    },
    unwrap(wrapped) {
      const head = wrapped.subarray(0, headLength);
      return useSecret(derive(passphrase, head), (own) => {
        const nonce = wrapped.subarray(headLength, headLength + nonceLength);
        const tag = wrapped.subarray(headLength + nonceLength, headLength + nonceLength + tagLength);
        const decipher = createDecipheriv('aes-256-gcm', own, nonce, { authTagLength: tagLength });
        decipher.setAAD(head).setAuthTag(tag);
        const sealed = wrapped.subarray(headLength + nonceLength + tagLength);
        return new Uint8Array(Buffer.concat([decipher.update(sealed), decipher.final()]));
      });
    },
  };
}

/** The cost that a kept key says; undefined where it is none of ours. */
export function costOf(wrapped: Uint8Array): ScryptCost | undefined {
  const [kept, logN, r, p] = wrapped;
  if (kept !== version || logN === undefined || r === undefined || p === undefined) return undefined;
  if (wrapped.length < headLength) return undefined;
  const isFit = (value: number, most: number) => value >= 1 && value <= most;
  return isFit(logN, mostCost.logN) && isFit(r, mostCost.r) && isFit(p, mostCost.p)
    ? { logN, r, p }
    : undefined;
}

function derive(passphrase: Uint8Array, head: Uint8Array): Uint8Array {
  const cost = costOf(head);
  if (cost === undefined) throw new Error('the kept key is of no known form');
  const { logN, r, p } = cost;
  const n = 2 ** logN;
  return scryptSync(passphrase, head.subarray(4, headLength), 32, { N: n, r, p, maxmem: 256 * n * r });
}
