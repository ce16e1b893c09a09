import type { CardConnection } from '../../../core/card/apdu.ts';
import { fileIdentifiers } from '../../../core/card/card-contents.ts';
import { encodeApplicationTemplate, encodeIccid, pkcs15Aid } from '../../../core/card/pkcs15.ts';
import { concatenate, sameOctets } from '../../../core/octets.ts';

/** The issuer key (ADM) of every virtual card, and how often a wrong one may be tried. */
export const virtualAdmKey = Uint8Array.of(0x41, 0x44, 0x4d, 0x2d, 0x54, 0x45, 0x53, 0x54);
const mostTries = 3;
const admReference = 0x0a;

/** Says it is a UICC with T=1, extended by nothing: what readers and OpenSC take for a plain card. */
export const virtualAtr = Uint8Array.of(
  0x3b,
  0x9f,
  0x95,
  0x80,
  0x1f,
  0xc7,
  0x80,
  0x31,
  0xe0,
  0x73,
  0xfe,
  0x21,
  0x1b,
  0x66,
  0xd0,
  0x01,
  0x4d,
  0x4d,
  0x42,
  0x4e,
  0x10,
  0x00,
  0xab,
);

interface ElementaryFile {
  readonly identifier: number;
  readonly octets: Uint8Array;
  /** Length of a record in a linear fixed file; missing in a transparent one. */
  readonly recordLength?: number;
}

interface Directory {
  readonly identifier: number;
  readonly aid?: Uint8Array;
  readonly files: ReadonlyMap<number, ElementaryFile>;
}

/** What a logical channel has selected. */
interface Channel {
  directory: Directory;
  file?: ElementaryFile;
}

export interface UiccOptions {
  readonly iccid?: string;
  /** `prepared` has the PKCS#15 application with empty files; `plain` is a card of another kind. */
  readonly kind?: 'prepared' | 'plain';
  readonly messageFileSize?: number;
  readonly admKey?: Uint8Array;
}

/**
 * A UICC in software: the file system, access conditions and commands of ETSI TS 102 221 that bootstrap needs.
 * One card serves the virtual station in-process and, through vpcd, real PC/SC.
 */
export class Uicc implements CardConnection {
  readonly atr = virtualAtr;
  readonly #masterFile: Directory;
  readonly #application: Directory | undefined;
  readonly #admKey: Uint8Array;
  #channels: Map<number, Channel>;
  #triesLeft = mostTries;
  #authorized = false;

  constructor(options: UiccOptions = {}) {
    const { iccid = '8944500000000000000', kind = 'prepared', messageFileSize = 4096 } = options;
    this.#admKey = options.admKey ?? virtualAdmKey;
    const directoryRecord = 38;
    const directory = new Uint8Array(2 * directoryRecord).fill(0xff);
    if (kind === 'prepared') directory.set(encodeApplicationTemplate(pkcs15Aid, 'PKCS-15'));
    this.#masterFile = directoryOf(fileIdentifiers.masterFile, [
      { identifier: fileIdentifiers.directory, octets: directory, recordLength: directoryRecord },
      { identifier: fileIdentifiers.iccid, octets: encodeIccid(iccid) },
    ]);
    this.#application =
      kind === 'plain'
        ? undefined
        : {
            ...directoryOf(0x7f50, [
              emptyFile(fileIdentifiers.odf, 64),
              emptyFile(fileIdentifiers.tokenInfo, 64),
              emptyFile(fileIdentifiers.dodf, 256),
              emptyFile(fileIdentifiers.message, messageFileSize),
            ]),
            aid: pkcs15Aid,
          };
    this.#channels = new Map([[0, { directory: this.#masterFile }]]);
  }

  /** Power on or reset: nothing is selected but the MF, and no key has been shown. */
  reset(): void {
    this.#channels = new Map([[0, { directory: this.#masterFile }]]);
    this.#authorized = false;
  }

  /** A command in, the answer out; never rejects. */
  async transmit(command: Uint8Array): Promise<Uint8Array> {
    return this.answer(command);
  }

  /** The same without waiting, for those who serve many cards at once. */
  answer(octets: Uint8Array): Uint8Array {
    const [cla = 0, ins = 0, p1 = 0, p2 = 0] = octets;
    if (octets.length < 4) return status(0x6700);
    const body = octets.subarray(4);
    // Case 3 and 4: Lc and data; case 2: Le alone; case 1: nothing.
    const length = body.length > 1 ? (body[0] ?? 0) : 0;
    if (body.length > 1 && body.length !== 1 + length && body.length !== 2 + length) return status(0x6700);
    const data = body.subarray(1, 1 + length);
    const le =
      body.length === 1 ? (body[0] ?? 0) : body.length === 2 + length ? (body[1 + length] ?? 0) : undefined;
    const channel = this.#channels.get(cla & 0x03);
    if ((cla & 0x7c) !== 0 && (cla & 0x7c) !== 0x0c) return status(0x6e00);
    if (ins === 0x70) return this.#manageChannel(p1, p2);
    if (channel === undefined) return status(0x6881);
    switch (ins) {
      case 0xa4:
        return this.#select(channel, p1, p2, data);
      case 0xb0:
        return readBinary(channel.file, ((p1 & 0x7f) << 8) | p2, le ?? 0);
      case 0xd6:
        return this.#updateBinary(channel.file, ((p1 & 0x7f) << 8) | p2, data);
      case 0xb2:
        return readRecord(channel.file, p1, le ?? 0);
      case 0xdc:
        return this.#updateRecord(channel.file, p1, data);
      case 0x20:
        return this.#verify(p2, data);
      case 0xf2:
        return ok(fileControl(channel.directory, undefined));
      default:
        return status(0x6d00);
    }
  }

  #manageChannel(p1: number, p2: number): Uint8Array {
    if (p1 === 0x80) return this.#channels.delete(p2 & 0x03) && p2 !== 0 ? status(0x9000) : status(0x6881);
    const free = [1, 2, 3].find((number) => !this.#channels.has(number));
    if (free === undefined) return status(0x6a81);
    this.#channels.set(free, { directory: this.#masterFile });
    return ok(Uint8Array.of(free));
  }

  #select(channel: Channel, p1: number, p2: number, data: Uint8Array): Uint8Array {
    const found =
      p1 === 0x04
        ? this.#applicationBy(data)
        : p1 === 0x08
          ? this.#byPath(this.#masterFile, data)
          : p1 === 0x09
            ? this.#byPath(channel.directory, data)
            : p1 === 0x00
              ? this.#byIdentifier(channel.directory, identifierOf(data))
              : undefined;
    if (found === undefined) return status(p1 > 0x09 ? 0x6b00 : 0x6a82);
    channel.directory = found.directory;
    if (found.file) channel.file = found.file;
    else delete channel.file;
    return (p2 & 0x0c) === 0x0c ? status(0x9000) : ok(fileControl(found.directory, found.file));
  }

  #applicationBy(aid: Uint8Array): Channel | undefined {
    const application = this.#application;
    if (aid.length < 5 || !application?.aid) return undefined;
    return sameOctets(application.aid.subarray(0, aid.length), aid) ? { directory: application } : undefined;
  }

  #byPath(from: Directory, path: Uint8Array): Channel | undefined {
    let found: Channel | undefined = { directory: from };
    for (let offset = 0; offset < path.length && found; offset += 2)
      found = this.#byIdentifier(found.directory, identifierOf(path.subarray(offset, offset + 2)));
    return found;
  }

  #byIdentifier(directory: Directory, identifier: number): Channel | undefined {
    if (identifier === fileIdentifiers.masterFile) return { directory: this.#masterFile };
    const application = this.#application;
    if (application && (identifier === application.identifier || identifier === 0x7fff))
      return { directory: application };
    const file = directory.files.get(identifier);
    return file && { directory, file };
  }

  #updateBinary(file: ElementaryFile | undefined, offset: number, data: Uint8Array): Uint8Array {
    if (file === undefined) return status(0x6986);
    if (file.recordLength !== undefined) return status(0x6981);
    if (!this.#authorized) return status(0x6982);
    if (offset > file.octets.length) return status(0x6b00);
    if (offset + data.length > file.octets.length) return status(0x6700);
    file.octets.set(data, offset);
    return status(0x9000);
  }

  #updateRecord(file: ElementaryFile | undefined, number: number, data: Uint8Array): Uint8Array {
    if (file?.recordLength === undefined) return status(0x6981);
    if (!this.#authorized) return status(0x6982);
    if (data.length !== file.recordLength) return status(0x6700);
    const offset = (number - 1) * file.recordLength;
    if (number < 1 || offset >= file.octets.length) return status(0x6a83);
    file.octets.set(data, offset);
    return status(0x9000);
  }

  #verify(reference: number, key: Uint8Array): Uint8Array {
    if (reference !== admReference) return status(0x6a88);
    if (this.#triesLeft === 0) return status(0x6983);
    if (key.length === 0) return status(this.#authorized ? 0x9000 : 0x63c0 | this.#triesLeft);
    if (sameOctets(key, this.#admKey)) {
      this.#triesLeft = mostTries;
      this.#authorized = true;
      return status(0x9000);
    }
    this.#authorized = false;
    this.#triesLeft--;
    return status(this.#triesLeft === 0 ? 0x6983 : 0x63c0 | this.#triesLeft);
  }
}

function readBinary(file: ElementaryFile | undefined, offset: number, le: number): Uint8Array {
  if (file === undefined) return status(0x6986);
  if (file.recordLength !== undefined) return status(0x6981);
  if (offset >= file.octets.length) return status(0x6b00);
  const wanted = le === 0 ? 256 : le;
  const data = file.octets.slice(offset, offset + wanted);
  return data.length < wanted && le !== 0 ? answer(data, 0x6282) : ok(data);
}

function readRecord(file: ElementaryFile | undefined, number: number, le: number): Uint8Array {
  if (file?.recordLength === undefined) return status(0x6981);
  const offset = (number - 1) * file.recordLength;
  if (number < 1 || offset >= file.octets.length) return status(0x6a83);
  if (le !== 0 && le !== file.recordLength) return status(0x6c00 | file.recordLength);
  return ok(file.octets.slice(offset, offset + file.recordLength));
}

/** The FCP template of what is selected (TS 102 221, 11.1.1.3). */
function fileControl(directory: Directory, file: ElementaryFile | undefined): Uint8Array {
  const identifier = file?.identifier ?? directory.identifier;
  const fields = [
    descriptorOf(file),
    Uint8Array.of(0x83, 2, identifier >> 8, identifier & 0xff),
    ...(file === undefined && directory.aid
      ? [concatenate(Uint8Array.of(0x84, directory.aid.length), directory.aid)]
      : []),
    Uint8Array.of(0x8a, 1, 0x05),
    ...(file ? [Uint8Array.of(0x80, 2, file.octets.length >> 8, file.octets.length & 0xff)] : []),
  ];
  const content = concatenate(...fields);
  return concatenate(Uint8Array.of(0x62, content.length), content);
}

function descriptorOf(file: ElementaryFile | undefined): Uint8Array {
  if (file === undefined) return Uint8Array.of(0x82, 2, 0x78, 0x21);
  if (file.recordLength === undefined) return Uint8Array.of(0x82, 2, 0x41, 0x21);
  return Uint8Array.of(0x82, 5, 0x42, 0x21, 0, file.recordLength, file.octets.length / file.recordLength);
}

function directoryOf(identifier: number, files: readonly ElementaryFile[]): Directory {
  return { identifier, files: new Map(files.map((file) => [file.identifier, file])) };
}

function emptyFile(identifier: number, size: number): ElementaryFile {
  return { identifier, octets: new Uint8Array(size).fill(0xff) };
}

function identifierOf(octets: Uint8Array): number {
  return octets.length === 2 ? ((octets[0] ?? 0) << 8) | (octets[1] ?? 0) : -1;
}

function answer(data: Uint8Array, statusWord: number): Uint8Array {
  return concatenate(data, Uint8Array.of(statusWord >> 8, statusWord & 0xff));
}

function ok(data: Uint8Array): Uint8Array {
  return answer(data, 0x9000);
}

function status(statusWord: number): Uint8Array {
  return answer(new Uint8Array(), statusWord);
}
