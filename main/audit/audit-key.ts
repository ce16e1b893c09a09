import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import type { AuditPublicKey, CheckSignature, Sign } from '../../core/audit/checkpoint.ts';
import { CodedError, codedError, type Fault, faultOf } from '../../core/errors.ts';
import { sha256 } from '../digest.ts';
import { readTextFile } from '../files.ts';
import type { AuditRecords } from '../store/audit.ts';
import type { AuditReading, KeptAuditKey } from '../store/audit-reading.ts';
import type { Vault } from '../vault/vault.ts';

/** The key that the bench signs its audit log with. */
export interface AuditKey extends AuditPublicKey {
  readonly sign: Sign;
}

/** The key of a data folder; undefined where none was made yet. @throws AUDIT_KEY_FORGED */
export function keptAuditKey(reading: AuditReading, vault: Vault): AuditKey | undefined {
  const kept = reading.key();
  if (kept === undefined) return undefined;
  const key = sealedKey(kept, vault);
  // The private key was sealed by this vault: a public key that is not its own was put there by somebody else.
  if (key?.fingerprint !== kept.key || key.pem !== kept.publicPem)
    throw codedError('AUDIT_KEY_FORGED', { key: kept.key });
  return key;
}

/** Undefined where the vault has not sealed it. */
function sealedKey({ privateSealed }: KeptAuditKey, vault: Vault): AuditKey | undefined {
  try {
    return keyOf(createPrivateKey(vault.open(privateSealed)));
  } catch {
    return undefined;
  }
}

/** Makes the key of a data folder. Call it within a transaction. */
export function makeAuditKey(records: AuditRecords, vault: Vault): AuditKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = keyOf(privateKey);
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  records.addKey({ key: key.fingerprint, publicPem: key.pem, privateSealed: vault.seal(pem) });
  return key;
}

function keyOf(privateKey: KeyObject): AuditKey {
  return {
    ...publicKeyOf(createPublicKey(privateKey)),
    sign: (octets) => new Uint8Array(sign(null, octets, privateKey)),
  };
}

function publicKeyOf(key: KeyObject): AuditPublicKey {
  return {
    fingerprint: sha256(key.export({ type: 'spki', format: 'der' })),
    pem: String(key.export({ type: 'spki', format: 'pem' })),
  };
}

/** Reads a public key that was saved from a bench. @throws FILE_UNREADABLE, AUDIT_KEY_WRONG */
export async function readAuditKeyFile(file: string): Promise<AuditPublicKey> {
  const { text } = await readTextFile(file);
  // What could be a private key is not read as a public one.
  const key = text.includes('PUBLIC KEY') ? parsePublicKey(text) : undefined;
  if (key === undefined) throw codedError('AUDIT_KEY_WRONG', { file });
  return key;
}

function parsePublicKey(pem: string): AuditPublicKey | undefined {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? publicKeyOf(key) : undefined;
  } catch {
    return undefined;
  }
}

/** Checks signatures of these keys and of no others. */
export function signaturesOf(keys: readonly AuditPublicKey[]): CheckSignature {
  const known = new Map(keys.map(({ fingerprint, pem }) => [fingerprint, createPublicKey(pem)]));
  return (fingerprint, octets, signature) => {
    const key = known.get(fingerprint);
    return key && verify(null, octets, key, signature);
  };
}

/**
 * The key of a data folder that is to be verified, and what is wrong with it: only the vault, or a public key that was
 * saved elsewhere, proves that it is the bench's.
 * @param openVault the vault of the folder; throws where it cannot be opened here
 */
export function provenAuditKey(
  reading: AuditReading,
  openVault: () => Vault,
): { readonly key?: AuditPublicKey; readonly fault?: Fault } {
  const kept = reading.key();
  if (kept === undefined) return {};
  const shown = parsePublicKey(kept.publicPem);
  try {
    const key = keptAuditKey(reading, openVault());
    return key ? { key } : {};
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    if (error.fault.code === 'AUDIT_KEY_FORGED') return { fault: error.fault };
    return { ...(shown ? { key: shown } : {}), fault: faultOf('AUDIT_KEY_UNPROVEN', { key: kept.key }) };
  }
}
