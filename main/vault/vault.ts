import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { codedError } from '../../core/errors.ts';
import { useSecret } from '../../core/secrets.ts';
import { type KeyKeeper, vaultKeyOf } from './vault-key.ts';

export { type KeyKeeper, keyFileKeeper } from './vault-key.ts';

/** Seals secrets (AES-256-GCM) so that the store holds octets that are of no use without the vault's key. */
export interface Vault {
  seal(secret: string): Uint8Array;
  /** @throws VAULT_DAMAGED */
  open(sealed: Uint8Array): string;
  /** The same for a secret that is never a text. */
  sealOctets(secret: Uint8Array): Uint8Array;
  /** The octets belong to the caller, who overwrites them after use. @throws VAULT_DAMAGED */
  openOctets(sealed: Uint8Array): Uint8Array;
  /** A hash that nobody can make or check without the vault's key (HMAC-SHA-256); 32 octets, others for each purpose. */
  keyedHash(purpose: string, octets: Uint8Array): Uint8Array;
}

const nonceLength = 12;
const tagLength = 16;

/**
 * Opens the vault of a data folder, making its key at first use. A folder whose key was kept in a plain file may be
 * opened by any keeper; any other one needs the keeper that it was protected with.
 * @throws VAULT_LOCKED, VAULT_PASSPHRASE_…, VAULT_DAMAGED, DATA_FOLDER_UNUSABLE
 */
export function openVault(folder: string, keeper: KeyKeeper): Vault {
  const key = vaultKeyOf(folder, keeper);
  const sealOctets = (secret: Uint8Array): Uint8Array => {
    const nonce = randomBytes(nonceLength);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
    return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), sealed]));
  };
  const openOctets = (sealed: Uint8Array): Uint8Array => {
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceLength), {
        authTagLength: tagLength,
      });
      decipher.setAuthTag(sealed.subarray(nonceLength, nonceLength + tagLength));
      // GCM gives every octet at once; the last call only checks the tag.
      const opened = decipher.update(sealed.subarray(nonceLength + tagLength));
      try {
        decipher.final();
      } catch (cause) {
        opened.fill(0);
        throw cause;
      }
      return new Uint8Array(opened.buffer, opened.byteOffset, opened.length);
    } catch (cause) {
      throw codedError('VAULT_DAMAGED', {}, { cause });
    }
  };
  return {
    sealOctets,
    openOctets,
    seal: (secret) => sealOctets(Buffer.from(secret, 'utf8')),
    open: (sealed) => useSecret(openOctets(sealed), (octets) => new TextDecoder().decode(octets)),
    keyedHash(purpose, octets) {
      const own = new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), `dm-bench ${purpose}`, 32));
      return new Uint8Array(createHmac('sha256', own).update(octets).digest());
    },
  };
}
