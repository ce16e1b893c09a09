import { codedError } from '../errors.ts';
import type { DeviceRow } from '../provisioning/device-list.ts';
import type { Generate } from '../provisioning/generate-schema.ts';
import type { Profile } from '../provisioning/profile.ts';

/** What values are made from. */
export interface ValueSource {
  randomOctets(count: number): Uint8Array;
  /** Takes so many numbers of a sequence that goes on over batches; the first of them, at least `start`. */
  takeNumbers(column: string, start: number, count: number): number;
}

/** The columns of a profile whose values are made. */
export function generatedColumns(
  profile: Profile,
): readonly { readonly name: string; readonly generate: Generate }[] {
  return Object.entries(profile.columns).flatMap(([name, { generate }]) =>
    generate ? [{ name, generate }] : [],
  );
}

/**
 * The rows with the values that the profile makes, in the order of the list. What was made is to be kept with the
 * rows: another call makes other values.
 * @throws SEQUENCE_EXHAUSTED
 */
export function withGenerated(
  profile: Profile,
  rows: readonly DeviceRow[],
  source: ValueSource,
): readonly DeviceRow[] {
  const makers = generatedColumns(profile).map(({ name, generate }) => ({
    name,
    make: makerOf(name, generate, rows.length, source),
  }));
  if (makers.length === 0) return rows;
  return rows.map((row, index) => ({
    ...row,
    variables: {
      ...row.variables,
      ...Object.fromEntries(makers.map(({ name, make }) => [name, make(index)])),
    },
  }));
}

/** A value as the first row of a first batch may have it: what profiles are checked and looked at with. */
export function exampleValue(generate: Generate): string {
  return generate.kind === 'sequence'
    ? numbered(generate, generate.start)
    : written(
        generate.as,
        Uint8Array.from({ length: generate.octets }, (_, index) => index * 37),
      );
}

function makerOf(
  name: string,
  generate: Generate,
  count: number,
  source: ValueSource,
): (index: number) => string {
  if (generate.kind === 'random') return () => written(generate.as, source.randomOctets(generate.octets));
  const { start, digits, across } = generate;
  const first = across === 'batches' ? source.takeNumbers(name, start, count) : start;
  const [needed, last] = [first + count - 1, 10 ** digits - 1];
  if (needed > last) throw codedError('SEQUENCE_EXHAUSTED', { column: name, last, needed });
  return (index) => numbered(generate, first + index);
}

function numbered(
  { prefix, digits }: { readonly prefix: string; readonly digits: number },
  number: number,
): string {
  return `${prefix}${String(number).padStart(digits, '0')}`;
}

function written(as: 'hex' | 'base64' | 'base32', octets: Uint8Array): string {
  switch (as) {
    case 'hex':
      return [...octets].map((octet) => octet.toString(16).padStart(2, '0')).join('');
    case 'base64':
      return btoa(String.fromCharCode(...octets));
    case 'base32':
      return base32(octets);
  }
}

const base32Signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 of RFC 4648, clause 6, without padding. */
function base32(octets: Uint8Array): string {
  let text = '';
  let [bits, value] = [0, 0];
  for (const octet of octets) {
    value = ((value << 8) | octet) & 0xffff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += base32Signs[(value >> (bits - 5)) & 31];
  }
  return bits > 0 ? text + base32Signs[(value << (5 - bits)) & 31] : text;
}
