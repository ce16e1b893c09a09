import { Integer, Sequence } from 'asn1js';
import { concatenate } from '../octets.ts';
import { contextPrimitive, type DerElement, octetString } from './der.ts';
import { applicationDirectory, type FileAddress, fileIdentifiers } from './file-address.ts';

/** Where a PKCS#15 object is (PKCS#15 v1.1, 6.1.5): a file, and which part of it. */
export interface Pkcs15Path {
  readonly file: number;
  /** What comes before the file in a longer path: from the MF (3F00), from the current application (7FFF), or below it. */
  readonly directories?: readonly number[];
  readonly index?: number;
  readonly length?: number;
}

/** The application that is current on its channel (TS 102 221, 8.6). */
const currentApplication = 0x7fff;

/** Reads `SEQUENCE { OCTET STRING, index INTEGER?, [0] length INTEGER? }`; undefined where it is something else. */
export function readPath(element: DerElement): Pkcs15Path | undefined {
  const [efidOrPath, ...rest] = element.children;
  if (element.tag !== 0x30 || efidOrPath?.tag !== 0x04) return undefined;
  const octets = efidOrPath.content;
  if (octets.length < 2 || octets.length % 2 !== 0) return undefined;
  const identifiers = Array.from(
    { length: octets.length / 2 },
    (_, index) => ((octets[2 * index] ?? 0) << 8) | (octets[2 * index + 1] ?? 0),
  );
  const directories = identifiers.slice(0, -1);
  const index = rest.find((child) => child.tag === 0x02);
  const length = rest.find((child) => child.tag === 0x80);
  return {
    file: identifiers.at(-1) ?? 0,
    ...(directories.length > 0 ? { directories } : {}),
    ...(index ? { index: unsigned(index.content) } : {}),
    ...(length ? { length: unsigned(length.content) } : {}),
  };
}

/** A path to a file of the PKCS#15 application, with index and length where both are given. */
export function encodePath(path: Pkcs15Path): Sequence {
  const identifiers = [...(path.directories ?? []), path.file];
  const value = [
    octetString(concatenate(...identifiers.map((each) => Uint8Array.of(each >> 8, each & 0xff)))),
  ];
  if (path.index === undefined || path.length === undefined) return new Sequence({ value });
  return new Sequence({
    value: [...value, new Integer({ value: path.index }), contextPrimitive(0, integerContent(path.length))],
  });
}

/** Where a path leads, seen from the PKCS#15 application. */
export function addressOf({ file, directories = [] }: Pkcs15Path): FileAddress {
  const [first, ...others] = directories;
  switch (first) {
    case undefined:
      return { directory: applicationDirectory, identifier: file };
    case fileIdentifiers.masterFile:
      return { directory: { from: 'masterFile', path: others }, identifier: file };
    case currentApplication:
      return { directory: { from: 'application', path: others }, identifier: file };
    default:
      return { directory: { from: 'application', path: directories }, identifier: file };
  }
}

/** The path that leads to a file: two octets where it is in the PKCS#15 application, as readers expect it. */
export function pathTo({ directory, identifier }: FileAddress): Pkcs15Path {
  const { from, path } = directory;
  if (from === 'application' && path.length === 0) return { file: identifier };
  const start = from === 'masterFile' ? fileIdentifiers.masterFile : currentApplication;
  return { file: identifier, directories: [start, ...path] };
}

/** The content octets of a non-negative INTEGER: a zero first where the highest bit is set. */
function integerContent(value: number): Uint8Array {
  const length = value > 0x7f ? (value > 0x7fff ? 3 : 2) : 1;
  return Uint8Array.from({ length }, (_, index) => value >> (8 * (length - 1 - index)));
}

function unsigned(octets: Uint8Array): number {
  return octets.reduce((value, octet) => value * 256 + octet, 0);
}
