import { z } from 'zod';
import { fromHex, toHex } from '../octets.ts';
import type { ChainHead } from './chain.ts';
import { canonicalText } from './entry.ts';

/** So many entries, and the chain is signed again, whatever happens; a moment of rest has it signed earlier. */
export const signedEvery = 64;

/** A public key (Ed25519), and what it is known by. */
export interface AuditPublicKey {
  /** SHA-256 over its SubjectPublicKeyInfo (DER), in hexadecimal. */
  readonly fingerprint: string;
  readonly pem: string;
}

/** What the bench signs: that its chain had this head at this time. All entries before are covered by the digest. */
export interface Checkpoint extends ChainHead {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The fingerprint of the key. */
  readonly key: string;
  /** Ed25519 (RFC 8032) over `checkpointStatement`, in hexadecimal. */
  readonly signature: string;
}

export const hexDigest = z.string().regex(/^[0-9a-f]{64}$/);
export const hexSignature = z.string().regex(/^[0-9a-f]{128}$/);

export const checkpointSchema = z.strictObject({
  sequence: z.int().min(1),
  digest: hexDigest,
  at: z.int(),
  key: hexDigest,
  signature: hexSignature,
});

/** Signs octets: 64 octets. */
export type Sign = (octets: Uint8Array) => Uint8Array;
/** Whether a signature is that of the key with this fingerprint; undefined where there is no such key to trust. */
export type CheckSignature = (key: string, octets: Uint8Array, signature: Uint8Array) => boolean | undefined;

/**
 * The octets that are signed for a statement: its canonical text, with what it is first, so that a signature for one
 * purpose is worth nothing for another.
 */
export function statementOctets(purpose: 'checkpoint' | 'export' | 'report', statement: object): Uint8Array {
  return new TextEncoder().encode(canonicalText({ dmBenchAudit: purpose, ...statement }));
}

/** A signature in hexadecimal. */
export function signed(sign: Sign, octets: Uint8Array): string {
  return toHex(sign(octets)).toLowerCase();
}

/** Signs the head of a chain. */
export function checkpointOf(head: ChainHead, at: number, key: string, sign: Sign): Checkpoint {
  const statement = { sequence: head.sequence, digest: head.digest, at, key };
  return { ...statement, signature: signed(sign, statementOctets('checkpoint', statement)) };
}

/** Whether the bench has signed this; undefined where its key is not one to trust. */
export function isSigned(
  { signature, ...statement }: Checkpoint,
  check: CheckSignature,
): boolean | undefined {
  return check(
    statement.key,
    statementOctets('checkpoint', statement),
    fromHex(signature) ?? new Uint8Array(0),
  );
}
