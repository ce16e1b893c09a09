import { createHash, hash } from 'node:crypto';

/** SHA-256 of octets, in hexadecimal: how reports, jobs and cards name a bootstrap message. */
export function sha256(octets: Uint8Array): string {
  return createHash('sha256').update(octets).digest('hex');
}

/** SHA-256 of octets, as octets. */
export function sha256Octets(octets: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(octets).digest());
}

/** SHA-256 of a text in UTF-8, in hexadecimal: what HTTP Digest is computed with. */
export function sha256OfText(text: string): string {
  return hash('sha256', text, 'hex');
}
