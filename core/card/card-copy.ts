import { z } from 'zod';
import { CodedError, codedError } from '../errors.ts';
import { fromHex, sameOctets, toHex } from '../octets.ts';
import type { CardContents, TransparentFile } from './card-contents.ts';
import { type FileAddress, fileIdentifiers, fileName, identifierText, inMasterFile } from './file-address.ts';

const hexadecimal = z.string().regex(/^([0-9A-Fa-f]{2})*$/, 'hexadecimal digits are expected');
const file = z.strictObject({
  name: z.string().max(80),
  /** Where it is: `MF/2F00`, `PKCS#15/6431`. */
  path: z.string().max(80),
  content: z.union([
    z.strictObject({ octets: hexadecimal }),
    z.strictObject({ records: z.array(hexadecimal).max(254) }),
  ]),
});

/** A card as a file: every file that matters for bootstrap data, octet by octet. The message is in it, secrets too. */
export const cardCopySchema = z.strictObject({
  format: z.literal('dm-bench-card'),
  version: z.literal(1),
  atr: hexadecimal,
  iccid: z.string().optional(),
  files: z.array(file).max(64),
});

export type CardCopy = Readonly<z.infer<typeof cardCopySchema>>;
export type CopiedFile = CardCopy['files'][number];

/** The copy of a card that was read whole. */
export function copyCard(contents: CardContents, atr: Uint8Array): CardCopy {
  const { directory, iccid, odf, tokenInfo, dodf, messageFile } = contents;
  const transparent = [
    directory.kind === 'transparent' ? directory.file : undefined,
    odf,
    tokenInfo,
    dodf,
    messageFile,
  ].filter((each) => each !== undefined);
  return {
    format: 'dm-bench-card',
    version: 1,
    atr: toHex(atr),
    ...(iccid === undefined ? {} : { iccid }),
    files: [
      ...(directory.kind === 'records' ? [copiedRecords(directory.records)] : []),
      ...transparent.map(copiedFile),
    ],
  };
}

function copiedRecords(records: readonly Uint8Array[]): CopiedFile {
  const address = inMasterFile(fileIdentifiers.directory);
  return { ...named(address), content: { records: records.map(toHex) } };
}

function copiedFile({ address, octets }: TransparentFile): CopiedFile {
  return { ...named(address), content: { octets: toHex(octets) } };
}

function named(address: FileAddress): Pick<CopiedFile, 'name' | 'path'> {
  return { name: fileName(address.identifier), path: addressText(address) };
}

/** Where a file is, as people write it: `PKCS#15/6431`. */
export function addressText({ directory, identifier }: FileAddress): string {
  const start = directory.from === 'application' ? 'PKCS#15' : 'MF';
  return [start, ...directory.path.map(identifierText), identifierText(identifier)].join('/');
}

/** Reads the text of a copy. @throws CARD_COPY_WRONG */
export function parseCardCopy(text: string, name: string): CardCopy {
  try {
    return cardCopySchema.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof CodedError) throw error;
    const [issue] = error instanceof z.ZodError ? error.issues : [];
    const detail = issue ? `${issue.path.join('.')}: ${issue.message}` : 'it is not JSON';
    throw codedError('CARD_COPY_WRONG', { file: name, detail });
  }
}

/** How a file of one card differs from the same file of another. */
export interface FileDifference {
  readonly name: string;
  readonly path: string;
  readonly difference:
    | { readonly kind: 'onlyHere' }
    | { readonly kind: 'onlyThere' }
    | { readonly kind: 'size'; readonly here: number; readonly there: number }
    /** The first octet that differs, and how many do. */
    | { readonly kind: 'content'; readonly offset: number; readonly octets: number };
}

/** Compares two cards, file by file; nothing where they hold the same. */
export function compareCards(here: CardCopy, there: CardCopy): readonly FileDifference[] {
  const paths = new Set([...here.files, ...there.files].map((each) => each.path));
  return [...paths].flatMap((path) => {
    const [left, right] = [here, there].map((copy) => copy.files.find((each) => each.path === path));
    const difference = left && right ? differenceOf(left, right) : missing(left);
    const name = (left ?? right)?.name ?? path;
    return difference ? [{ name, path, difference }] : [];
  });
}

function missing(here: CopiedFile | undefined): FileDifference['difference'] {
  return { kind: here ? 'onlyHere' : 'onlyThere' };
}

function differenceOf(here: CopiedFile, there: CopiedFile): FileDifference['difference'] | undefined {
  const [left, right] = [octetsOf(here), octetsOf(there)];
  if (left.length !== right.length) return { kind: 'size', here: left.length, there: right.length };
  if (sameOctets(left, right)) return undefined;
  const differing = [...left.keys()].filter((index) => left[index] !== right[index]);
  return { kind: 'content', offset: differing[0] ?? 0, octets: differing.length };
}

function octetsOf({ content }: CopiedFile): Uint8Array {
  const digits = 'octets' in content ? content.octets : content.records.join('');
  return fromHex(digits) ?? new Uint8Array();
}
