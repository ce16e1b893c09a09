import { type AuditEntry, canonicalText, printEntry } from './entry.ts';

/** SHA-256 of octets, in lower-case hexadecimal. */
export type Sha256Hex = (octets: Uint8Array) => string;

/** What the first entry follows: 32 octets of zero. */
export const noDigest = '00'.repeat(32);

/** An entry as it is kept: its text, and the digest that ties it to all before it. */
export interface ChainedEntry {
  readonly sequence: number;
  /** The canonical text (RFC 8785). */
  readonly text: string;
  /** SHA-256 over the digest of the entry before (32 octets) and the text (UTF-8); in hexadecimal. */
  readonly digest: string;
}

/** Where a chain has come to: the last entry that it has. */
export interface ChainHead {
  readonly sequence: number;
  readonly digest: string;
}

/** The head of a chain in which nothing is yet. */
export const emptyChain: ChainHead = { sequence: 0, digest: noDigest };

const encoder = new TextEncoder();
const digestLength = 32;
/** In UTF-8, of a UTF-16 code unit. */
const mostOctetsACharacter = 3;

/** The digest of an entry that follows one with the digest `previous` (64 hexadecimal digits). */
export function digestAfter(previous: string, text: string, sha256: Sha256Hex): string {
  const octets = new Uint8Array(digestLength + text.length * mostOctetsACharacter);
  for (let index = 0; index < digestLength; index++)
    octets[index] = Number.parseInt(previous.slice(index * 2, index * 2 + 2), 16);
  const { written } = encoder.encodeInto(text, octets.subarray(digestLength));
  return sha256(octets.subarray(0, digestLength + written));
}

/** Ties an entry to the end of a chain; it gets the next number. */
export function chained(
  head: ChainHead,
  entry: Omit<AuditEntry, 'sequence'>,
  sha256: Sha256Hex,
): ChainedEntry {
  const sequence = head.sequence + 1;
  const text = printEntry({ ...entry, sequence });
  return { sequence, text, digest: digestAfter(head.digest, text, sha256) };
}

/** A digest over any value, by its canonical form. */
export function digestOf(value: unknown, sha256: Sha256Hex): string {
  return sha256(encoder.encode(canonicalText(value)));
}
