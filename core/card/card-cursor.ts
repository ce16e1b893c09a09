import { codedError } from '../errors.ts';
import {
  type CommandApdu,
  onChannel,
  type ResponseApdu,
  readBinary,
  readRecord,
  select,
  updateBinary,
} from './apdu.ts';
import { type CardAbilities, shortBlocks } from './atr.ts';
import { type CardKeys, showKey } from './card-keys.ts';
import { type CardDialog, statusError } from './dialog.ts';
import { type FileControl, readFileControl } from './fcp.ts';
import {
  type ApplicationLocation,
  type DirectoryAddress,
  type FileAddress,
  fileIdentifiers,
  fileName,
  sameAddress,
  sameDirectory,
} from './file-address.ts';
import { pkcs15Aid } from './pkcs15.ts';

/** What is selected on a card, as one dialog leaves it for the next. */
export interface Selection {
  readonly channel: number;
  /** How the PKCS#15 application is selected on this card. */
  readonly application: ApplicationLocation;
  readonly directory?: DirectoryAddress;
  readonly file?: FileAddress;
}

/** Nothing is known to be selected. */
export const nothingSelected: Selection = { channel: 0, application: { kind: 'aid' } };

/**
 * Where a dialog is on a card: it selects a file only where it is not selected yet, shows a key when a command
 * needs it, and keeps to what the card can do.
 */
export class CardCursor {
  readonly abilities: CardAbilities;
  /** Whether a command was sent that changes the card. */
  changed = false;
  /** The logical channel; 0 is the basic one. */
  channel: number;
  application: ApplicationLocation;
  /** What may be shown when a command needs it. */
  keys: CardKeys;
  readonly #shown = new Set<'adm' | 'pin'>();
  #directory: DirectoryAddress | undefined;
  #file: FileAddress | undefined;
  /** P2 of SELECT: FCP, or where the card does not know that, FCI. */
  #answerWanted = 0x04;
  #pathsRefused = false;

  constructor(keys: CardKeys = {}, abilities = shortBlocks, from = nothingSelected) {
    this.keys = keys;
    this.abilities = abilities;
    this.channel = from.channel;
    this.application = from.application;
    this.#directory = from.directory;
    this.#file = from.file;
  }

  /** Whether a PIN was given that READ may need. */
  get hasPin(): boolean {
    return this.keys.pin !== undefined;
  }

  get selection(): Selection {
    return {
      channel: this.channel,
      application: this.application,
      ...(this.#directory ? { directory: this.#directory } : {}),
      ...(this.#file ? { file: this.#file } : {}),
    };
  }

  /** Sends a command on the channel of this dialog. */
  *send(command: CommandApdu): CardDialog<ResponseApdu> {
    return yield onChannel(command, this.channel);
  }

  /** SELECTs a file; undefined where there is none. @throws statusError */
  *open(address: FileAddress): CardDialog<FileControl | undefined> {
    const { directory, identifier } = address;
    const command = yield* this.#wayTo(directory, identifier);
    if (command === undefined) return undefined;
    const response = yield* this.#select(command);
    if (response.statusWord === 0x6a82) return undefined;
    if (this.#refusesPaths(command, response)) return yield* this.open(address);
    if (!isSelected(response)) throw statusError(command, fileName(identifier), response.statusWord);
    this.#directory = directory;
    this.#file = address;
    return readFileControl(response.data);
  }

  /** SELECTs a DF; undefined where there is none, or none that this card lets be selected. @throws statusError */
  *openDirectory(address: DirectoryAddress): CardDialog<FileControl | undefined> {
    this.moved(undefined);
    const { from, path } = address;
    const byAid = from === 'application' && this.application.kind === 'aid';
    const start = byAid ? select.application(pkcs15Aid) : select.file(fileIdentifiers.masterFile);
    const below = from === 'application' && this.application.kind === 'path' ? this.application.path : [];
    let command = start;
    let answer = yield* this.#select(command);
    for (const identifier of [...below, ...path]) {
      if (!isSelected(answer)) break;
      command = select.file(identifier);
      answer = yield* this.#select(command);
    }
    if (notThere.has(answer.statusWord)) return undefined;
    if (!isSelected(answer)) throw statusError(command, directoryName(address), answer.statusWord);
    this.#directory = address;
    return readFileControl(answer.data);
  }

  /** The SELECT that leads to a file, after the SELECTs that have to come before it. */
  *#wayTo(directory: DirectoryAddress, identifier: number): CardDialog<CommandApdu | undefined> {
    if (this.#directory && sameDirectory(this.#directory, directory)) return select.file(identifier);
    if (directory.from === 'masterFile' && !this.#pathsRefused)
      return select.path('masterFile', [...directory.path, identifier]);
    return (yield* this.openDirectory(directory)) && select.file(identifier);
  }

  *#select(command: CommandApdu): CardDialog<ResponseApdu> {
    const response = yield* this.send({ ...command, p2: this.#answerWanted });
    // A card that gives no FCP may give an FCI (ISO/IEC 7816-4, table 40).
    if (response.statusWord !== 0x6a86 || this.#answerWanted === 0x00) return response;
    this.#answerWanted = 0x00;
    return yield* this.send({ ...command, p2: 0x00 });
  }

  /** Cards that don't select by path say so in several ways; from then on it is done step by step. */
  #refusesPaths(command: CommandApdu, { statusWord }: ResponseApdu): boolean {
    const refused = command.p1 === 0x08 && [0x6a86, 0x6a81, 0x6b00, 0x6a80].includes(statusWord);
    this.#pathsRefused ||= refused;
    return refused;
  }

  /** READ BINARY of the selected file; a PIN is shown where the card asks for it. @returns what the card answered */
  *readBinary(offset: number, length: number): CardDialog<ResponseApdu> {
    return yield* this.#read(readBinary(offset, length));
  }

  /** READ RECORD of the selected file, by number from 1. */
  *readRecord(number: number, length: number): CardDialog<ResponseApdu> {
    return yield* this.#read(readRecord(number, length));
  }

  *#read(command: CommandApdu): CardDialog<ResponseApdu> {
    const response = yield* this.send(command);
    if (response.statusWord !== 0x6982 || !this.hasPin || this.#shown.has('pin')) return response;
    yield* this.showPin(this.#file?.identifier ?? fileIdentifiers.masterFile);
    return yield* this.send(command);
  }

  /**
   * Shows the PIN, once.
   * @param file the file that cannot be read without it
   * @throws CARD_PIN_NEEDED where none was given, and other CARD_PIN_…
   */
  *showPin(file: number): CardDialog<void> {
    const { pin } = this.keys;
    if (pin === undefined) throw codedError('CARD_PIN_NEEDED', { file: fileName(file) });
    if (this.#shown.has('pin')) return;
    this.#shown.add('pin');
    yield* showKey(pin, this.channel);
  }

  /** UPDATE BINARY of the selected file. @throws statusError, CARD_ADM_… */
  *updateBinary(offset: number, octets: Uint8Array): CardDialog<void> {
    const response = yield* this.change(updateBinary(offset, octets), this.#subject());
    if (response !== 'too long') return;
    // The card, or the reader, takes no extended length after all: the same in parts that every card takes.
    for (let start = 0; start < octets.length; start += shortBlocks.updateBlock)
      yield* this.change(
        updateBinary(offset + start, octets.subarray(start, start + shortBlocks.updateBlock)),
        this.#subject(),
      );
  }

  /**
   * Sends a command that changes the card, after the issuer key where one was given.
   * @param subject names the file
   * @returns `too long` where the card refused a command because of its extended length
   * @throws CARD_ADM_NEEDED and other CARD_ADM_…, statusError
   */
  *change(command: CommandApdu, subject: string): CardDialog<'done' | 'too long'> {
    const { adm } = this.keys;
    if (adm && !this.#shown.has('adm')) {
      yield* showKey(adm, this.channel);
      this.#shown.add('adm');
    }
    this.changed = true;
    const { statusWord } = yield* this.send(command);
    // 63Cx: done, after so many retries of the card's own (TS 102 221, 10.2.1.3).
    if (statusWord === 0x9000 || statusWord >> 4 === 0x63c) return 'done';
    if (statusWord === 0x6700 && (command.data?.length ?? 0) > 255) return 'too long';
    if (statusWord === 0x6982 && adm === undefined) throw codedError('CARD_ADM_NEEDED', {});
    throw statusError(onChannel(command, this.channel), subject, statusWord);
  }

  /** Tells the cursor what a CREATE FILE or DELETE FILE has left selected. */
  moved(directory: DirectoryAddress | undefined, file?: FileAddress): void {
    this.#directory = directory;
    this.#file = file;
  }

  #subject(): string {
    return this.#file ? fileName(this.#file.identifier) : '?';
  }

  /** Makes sure that a DF is the current one. @throws CARD_FILE_MISSING */
  *enter(directory: DirectoryAddress): CardDialog<void> {
    if (this.#directory && sameDirectory(this.#directory, directory)) return;
    if ((yield* this.openDirectory(directory)) === undefined)
      throw codedError('CARD_FILE_MISSING', { file: directoryName(directory) });
  }

  /** Makes sure that a file is selected. @throws CARD_FILE_MISSING */
  *ensure(address: FileAddress): CardDialog<void> {
    if (this.#file && sameAddress(this.#file, address)) return;
    if ((yield* this.open(address)) === undefined)
      throw codedError('CARD_FILE_MISSING', { file: fileName(address.identifier) });
  }
}

/** What cards answer where there is no such DF, or where they select DFs in other ways. */
const notThere: ReadonlySet<number> = new Set([
  ...[0x6700, 0x6985, 0x6999, 0x6a80, 0x6a81, 0x6a82, 0x6a86, 0x6a87, 0x6b00, 0x6d00, 0x6e00],
]);

function isSelected({ statusWord }: ResponseApdu): boolean {
  // 62xx: selected, with a remark, such as 6283 for a file that is deactivated.
  return statusWord === 0x9000 || statusWord >> 8 === 0x62;
}

function directoryName({ from, path }: DirectoryAddress): string {
  const last = path.at(-1);
  if (last !== undefined) return `DF ${last.toString(16).toUpperCase()}`;
  return from === 'application' ? 'PKCS#15' : fileName(fileIdentifiers.masterFile);
}
