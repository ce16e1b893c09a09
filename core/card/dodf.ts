import { BitString, ObjectIdentifier, Sequence, Utf8String } from 'asn1js';
import { concatenate, sameOctets } from '../octets.ts';
import { contextConstructed, type DerElement, encodeDer, objectIdentifierContent } from './der.ts';
import { type DerFile, readDerFile } from './der-file.ts';
import { encodePath, type Pkcs15Path, readPath } from './pkcs15-path.ts';

/** The object identifiers that mark bootstrap data in EF(DODF): that of DM, and that of LwM2M. */
export const dmBootstrapOid = '2.23.43.7.1';
export const lwm2mBootstrapOid = '2.23.43.9.1';

const oidContent = objectIdentifierContent(dmBootstrapOid);
const lwm2mOidContent = objectIdentifierContent(lwm2mBootstrapOid);

/** Which of the encodings in the field the DODF entries have; readers know one or the other. */
export type DodfEncoding = 'both' | 'opaque' | 'oid';

/** An entry of EF(DODF): that of the DM bootstrap message, or another one, which is kept as it is. */
export type DodfEntry =
  | {
      readonly kind: 'bootstrap';
      readonly encoding: 'opaque' | 'oid';
      readonly path: Pkcs15Path;
      readonly octets: Uint8Array;
    }
  | {
      readonly kind: 'other';
      readonly octets: Uint8Array;
      /** What it is, for people. */
      readonly description: string;
    };

/** What EF(DODF) holds. */
export interface Dodf extends Pick<DerFile, 'unreadable'> {
  readonly entries: readonly DodfEntry[];
}

/** How the entries of the bootstrap message are written. */
export interface DodfForm {
  readonly encoding: DodfEncoding;
  /** Whether a device is told that reading the message needs a PIN. */
  readonly private: boolean;
}

/** The entries of EF(DODF), in every encoding seen in the field. */
export function readDodf(octets: Uint8Array): Dodf {
  const { elements, unreadable } = readDerFile(octets);
  return { entries: elements.map(entryOf), ...(unreadable ? { unreadable } : {}) };
}

/** Where the message is, by the first entry that says so. */
export function messagePathIn({ entries }: Dodf): Pkcs15Path | undefined {
  return entries.find((entry) => entry.kind === 'bootstrap')?.path;
}

/**
 * EF(DODF) with the entries of the bootstrap message first, then every other entry that was there. The order
 * opaqueDO, oidDO, with no gap, is the one that all readers measured can read.
 * @param path left out, there is no entry of the message any more
 */
export function encodeDodf(
  { entries }: Dodf,
  path: Pkcs15Path | undefined,
  { encoding, private: isPrivate }: DodfForm,
): Uint8Array {
  const others = entries.flatMap((entry) => (entry.kind === 'other' ? [entry.octets] : []));
  if (path === undefined) return concatenate(...others);
  const opaque = new Sequence({
    value: [...attributes(isPrivate), contextConstructed(1, [encodePath(path)])],
  });
  const value = new Sequence({ value: [new ObjectIdentifier({ value: dmBootstrapOid }), encodePath(path)] });
  const oid = contextConstructed(1, [...attributes(isPrivate), contextConstructed(1, [value])]);
  return concatenate(
    ...(encoding === 'oid' ? [] : [encodeDer(opaque)]),
    ...(encoding === 'opaque' ? [] : [encodeDer(oid)]),
    ...others,
  );
}

/** CommonObjectAttributes (flags: private, modifiable) and CommonDataObjectAttributes (PKCS#15 v1.1, 6.1.8, 6.9). */
function attributes(isPrivate: boolean) {
  return [
    new Sequence({
      value: [
        new Utf8String({ value: 'DM_Bootstrap' }),
        new BitString({ valueHex: Uint8Array.of(isPrivate ? 0xc0 : 0x40), unusedBits: 6 }),
      ],
    }),
    new Sequence({
      value: [new Utf8String({ value: 'OMA DM' }), new ObjectIdentifier({ value: dmBootstrapOid })],
    }),
  ];
}

function entryOf(element: DerElement): DodfEntry {
  const { octets } = element;
  const encoding = element.tag === 0x30 ? 'opaque' : element.tag === 0xa1 ? 'oid' : undefined;
  const oid = encoding && identifierOf(element, encoding);
  const path = encoding && pathOf(element, encoding);
  if (encoding && oid === 'DM' && path) return { kind: 'bootstrap', encoding, path, octets };
  const description =
    encoding === undefined
      ? `a data object of a kind (tag ${element.tag.toString(16).toUpperCase()}) that is not looked into`
      : oid === 'DM'
        ? 'a DM bootstrap entry without a path that can be read'
        : oid === 'LwM2M'
          ? 'an LwM2M bootstrap entry'
          : 'a data object of another application';
  return { kind: 'other', octets, description };
}

/** The object identifier that says what an entry is: of opaqueDO in its attributes, of oidDO in its value. */
function identifierOf(entry: DerElement, encoding: 'opaque' | 'oid'): 'DM' | 'LwM2M' | undefined {
  const candidates =
    encoding === 'oid'
      ? [objectValue(entry)?.children[0], ...(entry.children[1]?.children ?? [])]
      : (entry.children[1]?.children ?? []);
  for (const candidate of candidates) {
    const content = candidate && plainIdentifier(candidate);
    if (content && sameOctets(content, oidContent)) return 'DM';
    if (content && sameOctets(content, lwm2mOidContent)) return 'LwM2M';
  }
  return undefined;
}

function pathOf(entry: DerElement, encoding: 'opaque' | 'oid'): Pkcs15Path | undefined {
  const value = objectValue(entry);
  const path = encoding === 'oid' ? value?.children[1] : value;
  return path && readPath(path);
}

/** What `[1] { … }` holds; some cards leave out the SEQUENCE around identifier and path. */
function objectValue(entry: DerElement): DerElement | undefined {
  const typeAttributes = entry.children.find((child) => child.tag === 0xa1);
  const value = typeAttributes?.children[0];
  return value?.tag === 0x06 ? typeAttributes : value;
}

/**
 * The content of an OBJECT IDENTIFIER. At least one published card encodes it doubly, `06 06 06 04 …`: it is read,
 * never written.
 */
function plainIdentifier(element: DerElement): Uint8Array | undefined {
  if (element.tag !== 0x06) return undefined;
  const { content } = element;
  const doubly = content[0] === 0x06 && content[1] === content.length - 2;
  return doubly ? content.subarray(2) : content;
}
