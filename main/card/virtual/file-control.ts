import { readDer } from '../../../core/card/der.ts';
import { concatenate } from '../../../core/octets.ts';
import { accessMode, conditionFor, expandedAttributes } from './access.ts';
import type { CardFile, DedicatedFile, ElementaryFile } from './file-system.ts';

/**
 * The FCP template of a file (TS 102 221, 11.1.1.3).
 * @param free memory that is left, told with a DF
 * @param claimed a size that the card claims although it is another
 */
export function fileControl(file: CardFile, free: number, claimed?: number): Uint8Array {
  const fields = file.kind === 'elementary' ? elementaryFields(file, claimed) : dedicatedFields(file, free);
  return element(
    0x62,
    descriptorOf(file),
    element(0x83, twoOctets(file.identifier)),
    element(0x8a, Uint8Array.of(0x05)),
    ...fields,
  );
}

function elementaryFields(file: ElementaryFile, claimed: number | undefined): readonly Uint8Array[] {
  return [
    expandedAttributes([
      { mode: accessMode.read, condition: file.read },
      { mode: accessMode.update, condition: file.update },
      { mode: accessMode.remove, condition: file.remove },
    ]),
    element(0x80, twoOctets(claimed ?? file.octets.length)),
  ];
}

function dedicatedFields(file: DedicatedFile, free: number): readonly Uint8Array[] {
  return [
    ...(file.aid ? [element(0x84, file.aid)] : []),
    // Proprietary information: the amount of available memory (11.1.1.4.6.4).
    element(0xa5, element(0x83, Uint8Array.of(free >> 24, free >> 16, free >> 8, free))),
  ];
}

function descriptorOf(file: CardFile): Uint8Array {
  if (file.kind === 'dedicated') return element(0x82, Uint8Array.of(0x78, 0x21));
  if (file.recordLength === undefined) return element(0x82, Uint8Array.of(0x41, 0x21));
  const records = file.octets.length / file.recordLength;
  return element(0x82, Uint8Array.of(0x42, 0x21, file.recordLength >> 8, file.recordLength, records));
}

function element(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const whole = concatenate(...content);
  return concatenate(Uint8Array.of(tag, whole.length), whole);
}

function twoOctets(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}

/**
 * The file that a CREATE FILE asks for (TS 102 222, 6.3; ISO/IEC 7816-9), or the status word of its refusal.
 * @param fill what a new file is filled with
 * @param environments the key of each security environment, for compact security attributes
 */
export function fileFromTemplate(
  template: Uint8Array,
  fill: number,
  environments: ReadonlyMap<number, number>,
): CardFile | number {
  const children = readDer(template)?.children ?? [];
  const field = (tag: number) => children.find((child) => child.tag === tag)?.content;
  const [kind, , recordHigh = 0, recordLow = 0] = field(0x82) ?? [];
  const identifier = numberOf(field(0x83));
  if (kind === undefined || identifier === undefined) return 0x6a80;
  const attributes = children.find((child) => child.tag === 0xab || child.tag === 0x8c)?.octets;
  const condition = (mode: number) => conditionFor(attributes, mode, environments);
  if ((kind & 0x38) === 0x38) {
    const aid = field(0x84);
    return {
      kind: 'dedicated',
      identifier,
      files: new Map(),
      create: condition(accessMode.createElementary),
      remove: condition(accessMode.remove),
      ...(aid ? { aid } : {}),
    };
  }
  const size = numberOf(field(0x80));
  if (size === undefined || size === 0) return 0x6a80;
  const recordLength = (recordHigh << 8) | recordLow;
  const linear = (kind & 0x07) === 0x02;
  if (linear && (recordLength === 0 || size % recordLength !== 0)) return 0x6a80;
  return {
    kind: 'elementary',
    identifier,
    octets: new Uint8Array(size).fill(fill),
    read: condition(accessMode.read),
    update: condition(accessMode.update),
    remove: condition(accessMode.remove),
    ...(linear ? { recordLength } : {}),
  };
}

function numberOf(octets: Uint8Array | undefined): number | undefined {
  return octets?.reduce((value, octet) => value * 256 + octet, 0);
}
