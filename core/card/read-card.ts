import { CodedError, type ErrorCode, faultOf } from '../errors.ts';
import { type CardAbilities, shortBlocks } from './atr.ts';
import type { CardContents, ContentProblem, DirectoryFile, TransparentFile } from './card-contents.ts';
import { CardCursor } from './card-cursor.ts';
import type { CardKey } from './card-keys.ts';
import { isPadding, withoutPadding } from './der-file.ts';
import type { CardDialog } from './dialog.ts';
import { messagePathIn, readDodf } from './dodf.ts';
import type { FileControl } from './fcp.ts';
import {
  type FileAddress,
  fileIdentifiers,
  fileName,
  inApplication,
  inMasterFile,
  masterFileDirectory,
} from './file-address.ts';
import { iccidOf } from './iccid.ts';
import { readOdf, readTokenInfo } from './pkcs15.ts';
import { addressOf, type Pkcs15Path } from './pkcs15-path.ts';
import { type FileReading, readEnds, readFile } from './read-file.ts';
import { selectApplication } from './select-application.ts';

/** How a card is read. */
export interface ReadOptions {
  readonly abilities?: CardAbilities;
  /** The PIN that READ may need, by the card's ICCID; an issuer key is not used for reading. */
  readonly pinFor?: (iccid: string | undefined) => CardKey | undefined;
  /**
   * `needed` reads a message file to which nothing leads only as far as a write needs to know it, and fails where a
   * file cannot be read. `whole` reads everything, and tells what cannot be read or understood.
   */
  readonly depth?: 'needed' | 'whole';
  /** The channel that the application is selected on; `auto` takes the basic one where the card allows it. */
  readonly channel?: 'auto' | 'basic' | 'logical';
  /** Identifiers of the files where nothing on the card leads to others. */
  readonly files?: { readonly dodf: number; readonly message: number };
}

/** More records or DODFs than this is a card that never ends. */
const mostRecords = 64;
const mostDodfs = 8;

/**
 * Reads what a card holds the way a device looks for bootstrap data (DM-4): EF.DIR, PKCS#15 application,
 * EF(ODF), EF(DODF), the message.
 * @throws statusError, CARD_PIN_… with depth `needed`; what the connection throws
 */
export function* readCard(options: ReadOptions = {}): CardDialog<CardContents> {
  const { abilities = shortBlocks, depth = 'needed' } = options;
  const cursor = new CardCursor({}, abilities);
  const reading = new Reading(cursor, options, depth);
  const iccid = yield* reading.file(inMasterFile(fileIdentifiers.iccid), readFile);
  const digits = iccid && iccidOf(iccid.octets);
  const pin = options.pinFor?.(digits);
  if (pin) cursor.keys = { pin };
  const directory = yield* reading.directory();
  const application = yield* selectApplication(cursor, directory, options.channel ?? 'auto');
  const where = application ?? (yield* cursor.openDirectory(masterFileDirectory));
  const freeMemory = where?.freeMemory;
  const files = application ? yield* reading.application(application) : { dodfListed: false };
  return {
    selection: cursor.selection,
    abilities,
    ...(digits === undefined ? {} : { iccid: digits }),
    ...(freeMemory === undefined ? {} : { freeMemory }),
    directory,
    hasApplication: application !== undefined,
    ...files,
    problems: reading.problems,
  };
}

type ApplicationFiles = Pick<
  CardContents,
  'odf' | 'tokenInfo' | 'dodf' | 'dodfListed' | 'messageFile' | 'messagePath' | 'message'
>;

/** One reading of a card: what was odd on the way is kept. */
class Reading {
  readonly problems: ContentProblem[] = [];
  readonly #cursor: CardCursor;
  readonly #options: ReadOptions;
  readonly #depth: 'needed' | 'whole';

  constructor(cursor: CardCursor, options: ReadOptions, depth: 'needed' | 'whole') {
    this.#cursor = cursor;
    this.#options = options;
    this.#depth = depth;
  }

  /** A file, or nothing where there is none or where it cannot be read and everything is to be told. */
  *file(address: FileAddress, read: typeof readFile): CardDialog<TransparentFile | undefined> {
    let reading: FileReading | undefined;
    try {
      reading = yield* read(this.#cursor, address);
    } catch (error) {
      if (this.#depth === 'needed' || !(error instanceof CodedError) || !tellable.has(error.fault.code))
        throw error;
      this.problems.push({ fault: error.fault });
      return undefined;
    }
    if (reading?.problem) this.problems.push({ fault: reading.problem });
    return reading?.file;
  }

  *directory(): CardDialog<DirectoryFile> {
    const address = inMasterFile(fileIdentifiers.directory);
    const control = yield* this.#cursor.open(address);
    if (control === undefined) return { kind: 'missing' };
    if (control.structure === 'linearFixed' || control.structure === 'other') {
      const records = yield* this.#records(control);
      if (records.length > 0 || control.structure === 'linearFixed') return { kind: 'records', records };
    }
    const file = yield* this.file(address, readFile);
    return file ? { kind: 'transparent', file } : { kind: 'missing' };
  }

  /** The records of the selected file; a card that does not tell their length gives each of them whole. */
  *#records({ recordCount, recordLength }: FileControl): CardDialog<readonly Uint8Array[]> {
    const records: Uint8Array[] = [];
    const most = Math.min(recordCount || mostRecords, mostRecords);
    for (let number = 1; number <= most; number++) {
      const record = yield* this.#cursor.readRecord(number, recordLength || 256);
      if (record.statusWord !== 0x9000) break;
      records.push(record.data);
    }
    return records;
  }

  *application({ identifier }: FileControl): CardDialog<ApplicationFiles> {
    const odf = yield* this.file(inApplication(fileIdentifiers.odf), readFile);
    const tokenInfo = yield* this.file(inApplication(fileIdentifiers.tokenInfo), readFile);
    if (tokenInfo && readTokenInfo(tokenInfo.octets) === undefined)
      this.#tell(tokenInfo, { offset: 0, octets: withoutPadding(tokenInfo.octets) });
    const pointers = odf && readOdf(odf.octets);
    if (odf) this.#tell(odf, pointers?.unreadable);
    const paths = (pointers?.dodfPaths ?? []).slice(0, mostDodfs).map((path) => shortened(path, identifier));
    const listed = yield* this.#dodf(paths.map(addressOf));
    const dodfListed = listed !== undefined;
    const usual = inApplication(this.#options.files?.dodf ?? fileIdentifiers.dodf);
    const dodf = listed ?? (yield* this.#dodf([usual]));
    const message = yield* this.#message(dodf, dodfListed, identifier);
    return {
      ...(odf ? { odf } : {}),
      ...(tokenInfo ? { tokenInfo } : {}),
      ...(dodf ? { dodf } : {}),
      dodfListed,
      ...message,
    };
  }

  /** Of these DODFs the one that names the message; else the first that is there. */
  *#dodf(addresses: readonly FileAddress[]): CardDialog<TransparentFile | undefined> {
    let first: TransparentFile | undefined;
    for (const address of addresses) {
      const file = yield* this.file(address, readFile);
      if (file === undefined) continue;
      const dodf = readDodf(file.octets);
      this.#tell(file, dodf.unreadable);
      if (messagePathIn(dodf)) return file;
      first ??= file;
    }
    return first;
  }

  *#message(
    dodf: TransparentFile | undefined,
    listed: boolean,
    application: number | undefined,
  ): CardDialog<Pick<CardContents, 'messageFile' | 'messagePath' | 'message'>> {
    const named = dodf && messagePathIn(readDodf(dodf.octets));
    const path = named && shortened(named, application);
    // Without the pointer in the ODF no device gets as far as the DODF.
    const read = this.#depth === 'whole' || (path !== undefined && listed) ? readFile : readEnds;
    const file = path && (yield* this.file(addressOf(path), read));
    if (file) {
      const message = listed ? messageIn(file.octets, path) : undefined;
      return { messageFile: file, messagePath: path, ...(message ? { message } : {}) };
    }
    if (path) this.problems.push({ fault: faultOf('CARD_FILE_MISSING', { file: fileName(path.file) }) });
    const usual = inApplication(this.#options.files?.message ?? fileIdentifiers.message);
    const messageFile = yield* this.file(usual, read);
    return messageFile ? { messageFile } : {};
  }

  #tell(file: TransparentFile, unreadable: { offset: number; octets: Uint8Array } | undefined): void {
    if (unreadable === undefined || unreadable.octets.length === 0) return;
    const detail = `no value can be read at octet ${unreadable.offset}`;
    const fault = faultOf('CARD_CONTENT_UNREADABLE', { file: fileName(file.address.identifier), detail });
    this.problems.push({ fault, octets: unreadable.octets });
  }
}

/** A path through the MF to a file of the application itself is the file's: the shorter form is what readers know. */
function shortened(path: Pkcs15Path, application: number | undefined): Pkcs15Path {
  const [first, second, ...others] = path.directories ?? [];
  if (first !== fileIdentifiers.masterFile || second !== application || others.length > 0) return path;
  const { directories: _, ...short } = path;
  return short;
}

/** The message in its file: the part that the path names, without padding; padding at its start means there is none. */
export function messageIn(file: Uint8Array, path: Pkcs15Path): Uint8Array | undefined {
  const index = path.index ?? 0;
  const part = path.length === undefined ? file.subarray(index) : file.subarray(index, index + path.length);
  const message = withoutPadding(part);
  return message.length === 0 || isPadding(message[0]) ? undefined : message.slice();
}

/** What a card answered may be told; that it is gone may not be taken for an answer. */
const tellable: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'CARD_PROTOCOL',
  'CARD_ACCESS_REFUSED',
  'CARD_ACCESS_BLOCKED',
  'CARD_MEMORY_FAILURE',
  'CARD_LENGTH_REFUSED',
  'CARD_OFFSET_OUTSIDE',
  'CARD_CONTENT_UNREADABLE',
  'CARD_PIN_NEEDED',
]);
