import { codedError } from '../errors.ts';
import { firstDifference, sameOctets } from '../octets.ts';
import { type CardContents, fileIdentifiers, fileName, type TransparentFile } from './card-contents.ts';
import {
  aidOf,
  type DodfEncoding,
  dodfPathOf,
  encodeApplicationTemplate,
  encodeDodf,
  encodeTokenInfo,
  hasTokenInfo,
  odfWithDodf,
  pkcs15Aid,
  readDodf,
} from './pkcs15.ts';
import { blockLength } from './read-card.ts';

/** How a card is to be written; part of a profile. */
export interface CardLayout {
  readonly encoding: DodfEncoding;
  /** Key reference of the issuer key that UPDATE needs. */
  readonly admReference: number;
}

/** One thing to do to a card. Files are those of the PKCS#15 application unless it says otherwise. */
export type WriteStep =
  | { readonly kind: 'update'; readonly file: number; readonly offset: number; readonly octets: Uint8Array }
  | { readonly kind: 'updateDirectory'; readonly record: number; readonly octets: Uint8Array }
  | {
      readonly kind: 'readBack';
      readonly file: number;
      readonly offset: number;
      readonly expected: Uint8Array;
    };

/** What has to be done to a card so that it holds a message; no steps where it holds it already. */
export interface WritePlan {
  readonly layout: CardLayout;
  readonly message: Uint8Array;
  readonly steps: readonly WriteStep[];
}

/** A bootstrap message may have this many octets (DM-4). */
export const largestMessage = 32 * 1024;

/**
 * Plans a write: only blocks that differ, every write read back, and what makes the message findable last, so
 * that a card pulled at any moment reads as before, as without bootstrap data, or as complete.
 * @throws CARD_MESSAGE_TOO_LARGE, CARD_FILE_MISSING, CARD_FILE_TOO_SMALL, before anything is written.
 */
export function planWrite(contents: CardContents, message: Uint8Array, layout: CardLayout): WritePlan {
  if (message.length > largestMessage)
    throw codedError('CARD_MESSAGE_TOO_LARGE', { size: message.length, limit: largestMessage });
  const dodf = present(contents.dodf, fileIdentifiers.dodf);
  const messageFile = present(contents.messageFile, fileIdentifiers.message);
  const path = { file: messageFile.identifier, index: 0, length: message.length };

  const wanted = {
    message: imageOf(messageFile, message),
    tokenInfo: hasTokenInfo(contents.tokenInfo.octets)
      ? contents.tokenInfo.octets
      : imageOf(contents.tokenInfo, encodeTokenInfo(Uint8Array.of(0x01), 'DM Bench')),
    odf: dodfPathOf(contents.odf.octets)
      ? contents.odf.octets
      : imageOf(contents.odf, odfWithDodf(contents.odf.octets, dodf.identifier)),
    dodf: imageOf(dodf, encodeDodf(readDodf(dodf.octets), path, layout.encoding)),
  };
  const before = [...directorySteps(contents.directory), ...fileSteps(contents.tokenInfo, wanted.tokenInfo)];
  const pointers = [...fileSteps(contents.odf, wanted.odf), ...fileSteps(dodf, wanted.dodf)];
  return {
    layout,
    message,
    steps: [...before, ...messageSteps(contents, messageFile, wanted.message, pointers)],
  };
}

/**
 * The message, and in the right place among its steps the pointers that make it findable. Where an entry of the
 * DODF names the file already, the first octet stays FF until everything else was read back.
 */
function messageSteps(
  contents: CardContents,
  file: TransparentFile,
  wanted: Uint8Array,
  pointers: readonly WriteStep[],
): readonly WriteStep[] {
  if (sameOctets(file.octets, wanted)) return pointers;
  if (contents.messagePath === undefined) return [...fileSteps(file, wanted), ...pointers];
  const hidden = Uint8Array.of(0xff);
  const withoutStart = Uint8Array.from(wanted);
  withoutStart.set(hidden);
  const start = wanted.subarray(0, 1);
  const hide: readonly WriteStep[] =
    file.octets[0] === 0xff ? [] : [{ kind: 'update', file: file.identifier, offset: 0, octets: hidden }];
  const asHidden = { ...file, octets: Uint8Array.from(file.octets) };
  asHidden.octets.set(hidden);
  return [
    ...hide,
    ...fileSteps(asHidden, withoutStart),
    ...pointers,
    { kind: 'update', file: file.identifier, offset: 0, octets: start },
    { kind: 'readBack', file: file.identifier, offset: 0, expected: start },
  ];
}

/** UPDATEs of the blocks that differ, then a read-back of each of them. */
function fileSteps(file: TransparentFile, wanted: Uint8Array): readonly WriteStep[] {
  const updates: WriteStep[] = [];
  const readBacks: WriteStep[] = [];
  for (let offset = 0; offset < wanted.length; offset += blockLength) {
    const octets = wanted.subarray(offset, offset + blockLength);
    if (firstDifference(octets, file.octets.subarray(offset, offset + blockLength)) === -1) continue;
    updates.push({ kind: 'update', file: file.identifier, offset, octets });
    readBacks.push({ kind: 'readBack', file: file.identifier, offset, expected: octets });
  }
  return [...updates, ...readBacks];
}

function directorySteps(records: readonly Uint8Array[]): readonly WriteStep[] {
  const listed = records.some((record) => {
    const aid = aidOf(record);
    return aid !== undefined && sameOctets(aid, pkcs15Aid);
  });
  const free = records.findIndex((record) => record.every((octet) => octet === 0xff || octet === 0x00));
  const record = records[free];
  if (listed || record === undefined) return [];
  const template = encodeApplicationTemplate(pkcs15Aid, 'PKCS-15');
  if (template.length > record.length)
    throw tooSmall(fileIdentifiers.directory, record.length, template.length);
  const octets = new Uint8Array(record.length).fill(0xff);
  octets.set(template);
  return [{ kind: 'updateDirectory', record: free + 1, octets }];
}

/** A file's whole image: the content, and FF to its end. */
function imageOf(file: TransparentFile, content: Uint8Array): Uint8Array {
  if (content.length > file.octets.length)
    throw tooSmall(file.identifier, file.octets.length, content.length);
  const image = new Uint8Array(file.octets.length).fill(0xff);
  image.set(content);
  return image;
}

function tooSmall(identifier: number, size: number, needed: number) {
  return codedError('CARD_FILE_TOO_SMALL', { file: fileName(identifier), size, needed });
}

function present(file: TransparentFile | undefined, identifier: number): TransparentFile {
  if (file === undefined) throw codedError('CARD_FILE_MISSING', { file: fileName(identifier) });
  return file;
}
