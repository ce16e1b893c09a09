import { fromHex } from '../octets.ts';

/** The digits of an ICCID from EF 2FE2: BCD with swapped nibbles, F after the last digit. */
export function iccidOf(octets: Uint8Array): string | undefined {
  let digits = '';
  for (const octet of octets) digits += (octet & 0x0f).toString(16) + (octet >> 4).toString(16);
  const text = digits.replace(/f+$/, '');
  return /^\d{10,20}$/.test(text) ? text : undefined;
}

/** The ten octets of EF 2FE2 for an ICCID. */
export function encodeIccid(digits: string): Uint8Array {
  const padded = digits.padEnd(20, 'f');
  const swapped = padded.replaceAll(/(.)(.)/g, '$2$1');
  return fromHex(swapped) ?? new Uint8Array(10).fill(0xff);
}
