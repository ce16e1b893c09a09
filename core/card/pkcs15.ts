import { BitString, Integer, Sequence } from 'asn1js';
import { concatenate, sameOctets } from '../octets.ts';
import {
  contextConstructed,
  contextPrimitive,
  type DerElement,
  encodeDer,
  octetString,
  readDer,
} from './der.ts';
import { type DerFile, readDerFile } from './der-file.ts';
import { encodePath, type Pkcs15Path, readPath } from './pkcs15-path.ts';

/** The AID of the PKCS#15 application, "PKCS-15" under its RID (PKCS#15 v1.1, 5.3). */
export const pkcs15Aid = Uint8Array.of(0xa0, 0, 0, 0, 0x63, 0x50, 0x4b, 0x43, 0x53, 0x2d, 0x31, 0x35);

/** An application that EF.DIR lists, `61 { 4F AID, 50 label?, 51 path? }` (ISO/IEC 7816-4, 12.2.2). */
export interface ApplicationTemplate {
  readonly aid: Uint8Array;
  readonly label?: string;
  /** Identifiers below the MF. */
  readonly path?: readonly number[];
}

/** The octets of an application template. */
export function encodeApplicationTemplate(
  aid: Uint8Array,
  label: string,
  path?: readonly number[],
): Uint8Array {
  const text = new TextEncoder().encode(label);
  const identifiers = path && [0x3f00, ...path].flatMap((identifier) => [identifier >> 8, identifier & 0xff]);
  const content = concatenate(
    Uint8Array.of(0x4f, aid.length),
    aid,
    Uint8Array.of(0x50, text.length),
    text,
    identifiers ? Uint8Array.of(0x51, identifiers.length, ...identifiers) : new Uint8Array(),
  );
  return concatenate(Uint8Array.of(0x61, content.length), content);
}

/** The applications in EF.DIR, or in a record of it; what holds no application template says nothing. */
export function applicationsIn(octets: Uint8Array): readonly ApplicationTemplate[] {
  return readDerFile(octets).elements.flatMap((element) => {
    const field = (tag: number) => element.children.find((child) => child.tag === tag)?.content;
    const [aid, label, path] = [field(0x4f), field(0x50), field(0x51)];
    if (element.tag !== 0x61 || aid === undefined) return [];
    return [
      {
        aid,
        ...(label ? { label: new TextDecoder().decode(label) } : {}),
        ...(path && path.length % 2 === 0 ? { path: identifiersBelowMasterFile(path) } : {}),
      },
    ];
  });
}

export function isPkcs15({ aid }: ApplicationTemplate): boolean {
  return sameOctets(aid, pkcs15Aid);
}

function identifiersBelowMasterFile(path: Uint8Array): readonly number[] {
  const identifiers: number[] = [];
  for (let offset = 0; offset < path.length; offset += 2)
    identifiers.push(((path[offset] ?? 0) << 8) | (path[offset + 1] ?? 0));
  return identifiers[0] === 0x3f00 ? identifiers.slice(1) : identifiers;
}

/** What EF(ODF) holds: every pointer, and the paths of those to data objects, `dataObjects [7]`. */
export interface Odf extends DerFile {
  readonly dodfPaths: readonly Pkcs15Path[];
}

/** Reads EF(ODF) (PKCS#15 v1.1, 6.2). */
export function readOdf(octets: Uint8Array): Odf {
  const file = readDerFile(octets);
  return { ...file, dodfPaths: file.elements.flatMap(dodfPathIn) };
}

function dodfPathIn({ tag, children }: DerElement): readonly Pkcs15Path[] {
  const [path] = tag === 0xa7 ? children : [];
  const read = path && readPath(path);
  return read ? [read] : [];
}

/**
 * EF(ODF) of a card on which no pointer leads to a DODF, with one that does. Pointers that lead nowhere go: a device
 * follows the first. Objects that are in the ODF itself, `[7] { [0] … }`, stay.
 */
export function odfWithDodf(odf: Odf, dodf: Pkcs15Path): Uint8Array {
  const kept = odf.elements.filter(({ tag, children }) => tag !== 0xa7 || children[0]?.tag === 0xa0);
  const pointer = encodeDer(contextConstructed(7, [encodePath(dodf)]));
  return concatenate(...kept.map((element) => element.octets), pointer);
}

/** What EF(TokenInfo) tells of a card, as far as people want to know it. */
export interface TokenInfo {
  readonly serial?: Uint8Array;
  readonly manufacturer?: string;
  readonly label?: string;
}

/** EF(TokenInfo): version 1, a serial number, a label, and no flags (PKCS#15 v1.1, 6.10). */
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

/** Reads EF(TokenInfo); undefined where it holds no sequence that begins with a version: readers refuse such a card. */
export function readTokenInfo(octets: Uint8Array): TokenInfo | undefined {
  const element = readDer(octets);
  if (element?.tag !== 0x30 || element.children[0]?.tag !== 0x02) return undefined;
  const content = (tag: number) => element.children.find((child) => child.tag === tag)?.content;
  const [serial, manufacturer, label] = [content(0x04), content(0x0c), content(0x80)];
  const text = (each: Uint8Array) => new TextDecoder().decode(each);
  return {
    ...(serial ? { serial } : {}),
    ...(manufacturer ? { manufacturer: text(manufacturer) } : {}),
    ...(label ? { label: text(label) } : {}),
  };
}
