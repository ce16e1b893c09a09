import { codedError } from '../errors.ts';
import type { DeviceRow } from '../provisioning/device-list.ts';
import type { Generate } from '../provisioning/generate-schema.ts';
import type { Profile } from '../provisioning/profile.ts';

/** A column of numbers that follow each other. */
export type Sequence = Extract<Generate, { readonly kind: 'sequence' }>;

/** What values are made from. */
export interface ValueSource {
  randomOctets(count: number): Uint8Array;
  /** The first of so many numbers of a sequence that nobody else is given. */
  takeNumbers(column: string, sequence: Sequence, count: number): number;
}

/** The sequences of a profile that go on over batches. */
export function sequencesAcross(
  profile: Profile,
): readonly { readonly name: string; readonly sequence: Sequence }[] {
  return generatedColumns(profile).flatMap(({ name, generate }) =>
    generate.kind === 'sequence' && generate.across === 'batches' ? [{ name, sequence: generate }] : [],
  );
}

/** The number with which a sequence of a batch goes on after these rows. */
export function numberAfter(
  rows: readonly Pick<DeviceRow, 'variables'>[],
  column: string,
  { start, prefix }: Sequence,
): number {
  const numbers = rows.map(({ variables }) => {
    const value = variables[column] ?? '';
    return value.startsWith(prefix) ? Number(value.slice(prefix.length)) : Number.NaN;
  });
  return numbers.reduce((next, number) => (number >= next ? number + 1 : next), start);
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
  const { digits } = generate;
  const first = source.takeNumbers(name, generate, count);
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
