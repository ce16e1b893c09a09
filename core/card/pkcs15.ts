import { BitString, Integer, ObjectIdentifier, Sequence, Utf8String } from 'asn1js';
import { concatenate, fromHex, sameOctets } from '../octets.ts';
import {
  contextConstructed,
  contextPrimitive,
  type DerElement,
  encodeDer,
  objectIdentifierContent,
  octetString,
  readDer,
  readDerSequence,
} from './der.ts';

/** The AID of the PKCS#15 application, "PKCS-15" under its RID (PKCS#15 v1.1, 5.3). */
export const pkcs15Aid = Uint8Array.of(0xa0, 0, 0, 0, 0x63, 0x50, 0x4b, 0x43, 0x53, 0x2d, 0x31, 0x35);

/** The object identifier that marks DM bootstrap data in EF(DODF). */
export const dmBootstrapOid = '2.23.43.7.1';

const oidContent = objectIdentifierContent(dmBootstrapOid);

/** Where a PKCS#15 object is: a file, and which part of it. */
export interface Pkcs15Path {
  readonly file: number;
  readonly index?: number;
  readonly length?: number;
}

/** Which of the encodings in the field the DODF entries have; readers know one or the other. */
export type DodfEncoding = 'both' | 'opaque' | 'oid';

/** An entry of EF(DODF): that of the DM bootstrap message, or another one, which is kept as it is. */
export type DodfEntry =
  | { readonly kind: 'bootstrap'; readonly encoding: 'opaque' | 'oid'; readonly path: Pkcs15Path }
  | { readonly kind: 'other'; readonly octets: Uint8Array };

/** An application template of EF.DIR, `61 { 4F AID, 50 label? }`. */
export function encodeApplicationTemplate(aid: Uint8Array, label: string): Uint8Array {
  const text = new TextEncoder().encode(label);
  const content = concatenate(Uint8Array.of(0x4f, aid.length), aid, Uint8Array.of(0x50, text.length), text);
  return concatenate(Uint8Array.of(0x61, content.length), content);
}

/** The AID in a record of EF.DIR; undefined where the record holds no application template. */
export function aidOf(record: Uint8Array): Uint8Array | undefined {
  const template = readDer(record);
  return template?.tag === 0x61 ? template.children.find((child) => child.tag === 0x4f)?.content : undefined;
}

/** The DODF's path in EF(ODF): the first `dataObjects` [7] pointer. */
export function dodfPathOf(odf: Uint8Array): Pkcs15Path | undefined {
  const pointer = readDerSequence(odf).elements.find((element) => element.tag === 0xa7);
  const [path] = pointer?.children ?? [];
  return path && readPath(path);
}

/** EF(ODF) with a pointer to the DODF after what is in it already. */
export function odfWithDodf(odf: Uint8Array, dodf: number): Uint8Array {
  const { length } = readDerSequence(odf);
  const pointer = contextConstructed(7, [encodePath({ file: dodf })]);
  return concatenate(odf.subarray(0, length), encodeDer(pointer));
}

/** EF(TokenInfo): version 1, a serial number, a label, and no flags (PKCS#15 v1.1, 6.9). */
export function encodeTokenInfo(serial: Uint8Array, label: string): Uint8Array {
  return encodeDer(
    new Sequence({
      value: [
        new Integer({ value: 0 }),
        octetString(serial),
        contextPrimitive(0, new TextEncoder().encode(label)),
        new BitString({ valueHex: Uint8Array.of(0x00), unusedBits: 0 }),
      ],
    }),
  );
}

/** Whether EF(TokenInfo) holds a DER sequence; a card without one is refused by readers. */
export function hasTokenInfo(octets: Uint8Array): boolean {
  return readDer(octets)?.tag === 0x30;
}

/** The entries of EF(DODF) up to its padding. */
export function readDodf(octets: Uint8Array): readonly DodfEntry[] {
  return readDerSequence(octets).elements.map((element): DodfEntry => {
    const encoding = element.tag === 0x30 ? 'opaque' : element.tag === 0xa1 ? 'oid' : undefined;
    const path = encoding && bootstrapPathOf(element, encoding);
    return encoding && path
      ? { kind: 'bootstrap', encoding, path }
      : { kind: 'other', octets: element.octets };
  });
}

/**
 * EF(DODF) with the entries of the bootstrap message first, then every other entry that was there. The order
 * opaqueDO, oidDO, with no gap, is the one that all readers measured can read.
 */
export function encodeDodf(
  entries: readonly DodfEntry[],
  path: Pkcs15Path,
  encoding: DodfEncoding,
): Uint8Array {
  const others = entries.flatMap((entry) => (entry.kind === 'other' ? [entry.octets] : []));
  const ours = [
    ...(encoding === 'oid'
      ? []
      : [encodeDer(new Sequence({ value: [...attributes(), contextConstructed(1, [encodePath(path)])] }))]),
    ...(encoding === 'opaque'
      ? []
      : [
          encodeDer(
            contextConstructed(1, [
              ...attributes(),
              contextConstructed(1, [
                new Sequence({ value: [new ObjectIdentifier({ value: dmBootstrapOid }), encodePath(path)] }),
              ]),
            ]),
          ),
        ]),
  ];
  return concatenate(...ours, ...others);
}

/** CommonObjectAttributes (modifiable, not private) and CommonDataObjectAttributes. */
function attributes() {
  return [
    new Sequence({
      value: [
        new Utf8String({ value: 'DM_Bootstrap' }),
        new BitString({ valueHex: Uint8Array.of(0x40), unusedBits: 6 }),
      ],
    }),
    new Sequence({
      value: [new Utf8String({ value: 'OMA DM' }), new ObjectIdentifier({ value: dmBootstrapOid })],
    }),
  ];
}

function encodePath(path: Pkcs15Path): Sequence {
  const value = [octetString(Uint8Array.of(path.file >> 8, path.file & 0xff))];
  if (path.index === undefined || path.length === undefined) return new Sequence({ value });
  const length = path.length > 0x7f ? (path.length > 0x7fff ? 3 : 2) : 1;
  const octets = Uint8Array.from({ length }, (_, index) => (path.length ?? 0) >> (8 * (length - 1 - index)));
  return new Sequence({
    value: [...value, new Integer({ value: path.index }), contextPrimitive(0, octets)],
  });
}

function bootstrapPathOf(entry: DerElement, encoding: 'opaque' | 'oid'): Pkcs15Path | undefined {
  const value = entry.children.find((child) => child.tag === 0xa1)?.children[0];
  if (value === undefined) return undefined;
  if (encoding === 'oid') {
    const [identifier, path] = value.children;
    return identifier && path && isBootstrapOid(identifier) ? readPath(path) : undefined;
  }
  const dataAttributes = entry.children[1];
  return dataAttributes?.children.some(isBootstrapOid) ? readPath(value) : undefined;
}

/** At least one published card encodes the OID doubly, `06 06 06 04 …`: it is read, never written. */
function isBootstrapOid(element: DerElement): boolean {
  if (element.tag !== 0x06) return false;
  const { content } = element;
  const doubly = content[0] === 0x06 && content[1] === content.length - 2;
  return sameOctets(doubly ? content.subarray(2) : content, oidContent);
}

function readPath(element: DerElement): Pkcs15Path | undefined {
  const [file, ...rest] = element.children;
  if (element.tag !== 0x30 || file?.tag !== 0x04 || file.content.length < 2) return undefined;
  // An absolute path (3F00…) ends with the file itself, and so does one that begins at the current DF (7FFF…).
  const [high = 0, low = 0] = file.content.subarray(-2);
  const index = rest.find((child) => child.tag === 0x02);
  const length = rest.find((child) => child.tag === 0x80);
  return {
    file: (high << 8) | low,
    ...(index ? { index: unsigned(index.content) } : {}),
    ...(length ? { length: unsigned(length.content) } : {}),
  };
}

function unsigned(octets: Uint8Array): number {
  return octets.reduce((value, octet) => value * 256 + octet, 0);
}

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
