import type { AccessCondition } from './access.ts';

/** A file with content. Its octets are the card's memory: commands change them in place. */
export interface ElementaryFile {
  readonly kind: 'elementary';
  readonly identifier: number;
  readonly octets: Uint8Array;
  /** Length of a record in a linear fixed file; missing in a transparent one. */
  readonly recordLength?: number;
  readonly read: AccessCondition;
  readonly update: AccessCondition;
  readonly remove: AccessCondition;
}

/** The MF, a DF or an ADF: files by their identifiers. */
export interface DedicatedFile {
  readonly kind: 'dedicated';
  readonly identifier: number;
  readonly aid?: Uint8Array;
  readonly files: Map<number, CardFile>;
  readonly create: AccessCondition;
  readonly remove: AccessCondition;
}

export type CardFile = ElementaryFile | DedicatedFile;

/** Octets that a file takes besides its content. */
const overhead = 32;

/** The memory that a file and everything in it takes. */
export function memoryOf(file: CardFile): number {
  if (file.kind === 'elementary') return overhead + file.octets.length;
  let octets = overhead;
  for (const child of file.files.values()) octets += memoryOf(child);
  return octets;
}

/** The application with an AID, of which `aid` may be a beginning, anywhere below a DF. */
export function applicationWith(below: DedicatedFile, aid: Uint8Array): DedicatedFile | undefined {
  for (const file of below.files.values()) {
    if (file.kind !== 'dedicated') continue;
    if (file.aid && aid.every((octet, index) => file.aid?.[index] === octet)) return file;
    const found = applicationWith(file, aid);
    if (found) return found;
  }
  return undefined;
}

/** The DF that a file is in. */
export function parentOf(below: DedicatedFile, wanted: CardFile): DedicatedFile | undefined {
  for (const file of below.files.values()) {
    if (file === wanted) return below;
    const found = file.kind === 'dedicated' ? parentOf(file, wanted) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Every file with content, the MF's first. */
export function elementaryFiles(below: DedicatedFile): readonly ElementaryFile[] {
  return [...below.files.values()].flatMap((file) =>
    file.kind === 'elementary' ? [file] : elementaryFiles(file),
  );
}
