import { codedError } from '../errors.ts';
import { type ResponseApdu, readBinary, readRecord, select } from './apdu.ts';
import { type CardContents, fileIdentifiers, fileName, type TransparentFile } from './card-contents.ts';
import { readDer } from './der.ts';
import { type CardDialog, expectStatus, statusError } from './dialog.ts';
import { dodfPathOf, iccidOf, type Pkcs15Path, pkcs15Aid, readDodf } from './pkcs15.ts';

/** The largest answer to one READ BINARY that every card can give. */
export const blockLength = 255;

/** A file larger than what 15 bits can address is a card that lies. */
const largestFile = 0x8000;
const mostRecords = 64;

/**
 * Reads what a card holds the way a device looks for bootstrap data (DM-4): EF.DIR, PKCS#15 application,
 * EF(ODF), EF(DODF), the message.
 * @throws CARD_NOT_PKCS15, CARD_FILE_MISSING and the like.
 */
export function* readCard(): CardDialog<CardContents> {
  yield* expectStatus(select.file(fileIdentifiers.masterFile), fileName(fileIdentifiers.masterFile));
  const iccid = yield* readIccid();
  const directory = yield* readDirectory();
  const application = select.application(pkcs15Aid);
  const selected = yield application;
  if (selected.statusWord === 0x6a82 || selected.statusWord === 0x6a81)
    throw codedError('CARD_NOT_PKCS15', {});
  if (selected.statusWord !== 0x9000) throw statusError(application, 'PKCS#15', selected.statusWord, 0x9000);

  const odf = yield* readTransparent(fileIdentifiers.odf);
  const tokenInfo = yield* readTransparent(fileIdentifiers.tokenInfo);
  const dodfPath = dodfPathOf(odf.octets);
  const dodf = yield* readIfThere(dodfPath?.file ?? fileIdentifiers.dodf);
  const messagePath = dodf && pathOfMessage(dodf.octets);
  const messageFile = yield* readIfThere(messagePath?.file ?? fileIdentifiers.message);
  // Without the pointer in the ODF no device gets as far as the DODF.
  const message = dodfPath && messagePath && messageFile && messageIn(messageFile.octets, messagePath);
  return {
    ...(iccid === undefined ? {} : { iccid }),
    directory,
    odf,
    tokenInfo,
    ...(dodf ? { dodf } : {}),
    ...(messageFile ? { messageFile } : {}),
    ...(messagePath ? { messagePath } : {}),
    ...(message ? { message } : {}),
  };
}

function pathOfMessage(dodf: Uint8Array): Pkcs15Path | undefined {
  for (const entry of readDodf(dodf)) if (entry.kind === 'bootstrap') return entry.path;
  return undefined;
}

/** The message in its file: the part that the path names, without padding; FF at its start means there is none. */
function messageIn(file: Uint8Array, path: Pkcs15Path): Uint8Array | undefined {
  const index = path.index ?? 0;
  const part = path.length === undefined ? file.subarray(index) : file.subarray(index, index + path.length);
  let length = part.length;
  // Where the path tells no length, the padding (FF, on some cards 00) ends the message.
  if (path.length === undefined) while (length > 0 && isPadding(part[length - 1])) length--;
  return length === 0 || part[0] === 0xff ? undefined : part.slice(0, length);
}

function isPadding(octet: number | undefined): boolean {
  return octet === 0xff || octet === 0x00;
}

function* readIccid(): CardDialog<string | undefined> {
  const file = yield* readIfThere(fileIdentifiers.iccid);
  return file && iccidOf(file.octets);
}

function* readDirectory(): CardDialog<readonly Uint8Array[]> {
  const selected = yield select.file(fileIdentifiers.directory);
  if (selected.statusWord !== 0x9000) return [];
  const records: Uint8Array[] = [];
  const length = recordLengthOf(selected) ?? 0;
  for (let number = 1; number <= mostRecords; number++) {
    const record = yield readRecord(number, length);
    if (record.statusWord !== 0x9000) break;
    records.push(record.data);
  }
  return records;
}

/** SELECTs a file of the current DF and reads it whole. */
export function* readTransparent(identifier: number): CardDialog<TransparentFile> {
  const selected = yield* expectStatus(select.file(identifier), fileName(identifier));
  return { identifier, octets: yield* readSelected(identifier, sizeOf(selected, identifier)) };
}

function* readIfThere(identifier: number): CardDialog<TransparentFile | undefined> {
  const selected = yield select.file(identifier);
  if (selected.statusWord !== 0x9000) return undefined;
  return { identifier, octets: yield* readSelected(identifier, sizeOf(selected, identifier)) };
}

function* readSelected(identifier: number, size: number): CardDialog<Uint8Array> {
  const octets = new Uint8Array(size);
  for (let offset = 0; offset < size; ) {
    const length = Math.min(blockLength, size - offset);
    const command = readBinary(offset, length);
    const { data } = yield* expectStatus(command, fileName(identifier), [0x9000, 0x6282]);
    if (data.length === 0 || data.length > length)
      throw codedError('CARD_CONTENT_UNREADABLE', {
        file: fileName(identifier),
        detail: `${data.length} octets came where ${length} were asked for at offset ${offset}`,
      });
    octets.set(data, offset);
    offset += data.length;
  }
  return octets;
}

/** The size of a selected file from its FCP (62, UICC) or FCI (6F) template: tag 80, or 81. */
function sizeOf(selected: ResponseApdu, identifier: number): number {
  const template = readDer(selected.data);
  const size = template?.children.find((child) => child.tag === 0x80 || child.tag === 0x81);
  const octets = size?.content.reduce((value, octet) => value * 256 + octet, 0);
  if (octets === undefined || octets > largestFile)
    throw codedError('CARD_CONTENT_UNREADABLE', {
      file: fileName(identifier),
      detail: octets === undefined ? 'SELECT does not tell its size' : `it claims ${octets} octets`,
    });
  return octets;
}

/** The record length from the file descriptor, `82 { descriptor, coding, length, count }`. */
function recordLengthOf(selected: ResponseApdu): number | undefined {
  const descriptor = readDer(selected.data)?.children.find((child) => child.tag === 0x82)?.content;
  const [, , high, low] = descriptor ?? [];
  return high === undefined || low === undefined ? undefined : (high << 8) | low;
}
