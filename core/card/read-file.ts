import { codedError, type Fault, faultOf } from '../errors.ts';
import { concatenate } from '../octets.ts';
import { type ResponseApdu, readBinary } from './apdu.ts';
import { shortBlocks } from './atr.ts';
import type { TransparentFile } from './card-contents.ts';
import type { CardCursor } from './card-cursor.ts';
import { isPadding } from './der-file.ts';
import { type CardDialog, statusError } from './dialog.ts';
import { type FileControl, largestFile } from './fcp.ts';
import { type FileAddress, fileName } from './file-address.ts';

/** A file, and what is odd about it. */
export interface FileReading {
  readonly file: TransparentFile;
  readonly problem?: Fault;
}

/** SELECTs a transparent file and reads it whole; undefined where there is none. @throws statusError, CARD_PIN_… */
export function* readFile(cursor: CardCursor, address: FileAddress): CardDialog<FileReading | undefined> {
  const control = yield* cursor.open(address);
  return control && (yield* readSelected(cursor, address, control));
}

/**
 * SELECTs a file to which nothing leads, and reads its first and last block; the rest only where these are not
 * empty. A write reads back what it did not know.
 */
export function* readEnds(cursor: CardCursor, address: FileAddress): CardDialog<FileReading | undefined> {
  const control = yield* cursor.open(address);
  if (control === undefined) return undefined;
  const { readBlock } = cursor.abilities;
  const size = sizeIn(control);
  if (size === undefined || size <= 3 * readBlock) return yield* readSelected(cursor, address, control);
  const first = yield* readRange(cursor, address, 0, readBlock);
  const start = Math.floor((size - 1) / readBlock) * readBlock;
  const last = yield* readRange(cursor, address, start, size);
  const empty = first.every(isPadding) && last.length === size - start && last.every(isPadding);
  if (!empty) return yield* readSelected(cursor, address, control);
  const octets = new Uint8Array(size).fill(0xff);
  octets.set(first);
  octets.set(last, start);
  return { file: { address, octets, unread: { start: readBlock, end: start } } };
}

function* readSelected(
  cursor: CardCursor,
  address: FileAddress,
  control: FileControl,
): CardDialog<FileReading> {
  const claimed = control.size;
  const octets = yield* readRange(cursor, address, 0, sizeIn(control) ?? largestFile);
  const file = { address, octets };
  if (claimed === undefined || claimed === octets.length) return { file };
  const detail = `it claims ${claimed} octets and has ${octets.length}`;
  return {
    file,
    problem: faultOf('CARD_CONTENT_UNREADABLE', { file: fileName(address.identifier), detail }),
  };
}

/** The size to read, never more than can be addressed; undefined where the card tells none. */
function sizeIn({ size }: FileControl): number | undefined {
  return size === undefined ? undefined : Math.min(size, largestFile);
}

/** Octets of the selected file from `start` to `end`; fewer where it ends before. */
export function* readRange(
  cursor: CardCursor,
  address: FileAddress,
  start: number,
  end: number,
): CardDialog<Uint8Array> {
  const parts: Uint8Array[] = [];
  let block = cursor.abilities.readBlock;
  for (let offset = start; offset < end; ) {
    const length = Math.min(block, end - offset);
    const response = yield* cursor.readBinary(offset, length);
    if (response.statusWord === 0x6700 && length > shortBlocks.readBlock) {
      block = shortBlocks.readBlock;
      continue;
    }
    const data = dataOf(response, offset, length, { ...address, hasPin: cursor.hasPin });
    if (data.length === 0) break;
    parts.push(data);
    offset += data.length;
  }
  return concatenate(...parts);
}

/** What a READ BINARY gave; nothing where the file has ended. @throws statusError, CARD_CONTENT_UNREADABLE */
function dataOf(
  { data, statusWord }: ResponseApdu,
  offset: number,
  length: number,
  { identifier, hasPin }: { readonly identifier: number; readonly hasPin: boolean },
): Uint8Array {
  const file = fileName(identifier);
  switch (statusWord) {
    case 0x6b00:
      return new Uint8Array();
    case 0x6982:
      throw codedError(hasPin ? 'CARD_ACCESS_REFUSED' : 'CARD_PIN_NEEDED', { file });
    case 0x9000:
    case 0x6282:
      if (data.length <= length) return data;
      throw codedError('CARD_CONTENT_UNREADABLE', {
        file,
        detail: `${data.length} octets came where ${length} were asked for at offset ${offset}`,
      });
    default:
      throw statusError(readBinary(offset, length), file, statusWord);
  }
}
