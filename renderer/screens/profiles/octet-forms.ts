import { bytesOfBase64 } from '../../../core/inspect/base64.ts';
import { fromHex, toHex } from '../../../core/octets.ts';

/** How octets are typed. */
export type OctetsForm = 'hex' | 'text' | 'base64';

/** What was typed in each form as base64; undefined where it is no octets (yet). */
export const octetsForms: Readonly<Record<OctetsForm, (typed: string) => string | undefined>> = {
  hex(typed) {
    const octets = fromHex(typed.replaceAll(':', ' '));
    return octets && base64Of(octets);
  },
  text: (typed) => base64Of(new TextEncoder().encode(typed)),
  base64: (typed) => typed,
};

/** Octets as base64. */
export function base64Of(octets: Uint8Array): string {
  let characters = '';
  for (const octet of octets) characters += String.fromCharCode(octet);
  return btoa(characters);
}

/** The octets of a base64 text; undefined where it is none. */
export function octetsOf(base64: string): Uint8Array | undefined {
  return bytesOfBase64(base64);
}

/** Octets as they are typed; undefined where they are no text. */
export function writeOctets(octets: Uint8Array, form: 'hex' | 'text'): string | undefined {
  if (form === 'hex') return toHex(octets).replaceAll(/(..)(?=.)/g, '$1 ');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    return undefined;
  }
}
