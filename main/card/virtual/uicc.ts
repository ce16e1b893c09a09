import type { CardConnection } from '../../../core/card/apdu.ts';
import { fileIdentifiers } from '../../../core/card/file-address.ts';
import { KeyRing } from './access.ts';
import { ok, status } from './answers.ts';
import { readBinary, readRecord, updateBinary, updateRecord } from './binary-commands.ts';
import { admReference, type CardMake, makeFiles } from './card-kinds.ts';
import { fileControl, fileFromTemplate } from './file-control.ts';
import {
  applicationWith,
  type CardFile,
  type DedicatedFile,
  type ElementaryFile,
  memoryOf,
  parentOf,
} from './file-system.ts';
import { type ReceivedCommand, receiveCommand } from './received-command.ts';
import { T0Manner } from './t0-manner.ts';
import { virtualAtr } from './virtual-atr.ts';

/** The issuer key (ADM) of every virtual card. */
export const virtualAdmKey = Uint8Array.of(0x41, 0x44, 0x4d, 0x2d, 0x54, 0x45, 0x53, 0x54);
const mostTries = 3;

export interface UiccOptions extends CardMake {
  readonly admKey?: Uint8Array;
  readonly pin?: { readonly reference: number; readonly value: Uint8Array };
  readonly protocol?: 'T=0' | 'T=1';
  readonly extendedLength?: boolean;
  /** Logical channels besides the basic one. */
  readonly channels?: number;
  /** Whether applications can be selected on the basic channel too. */
  readonly applicationsOn?: 'any channel' | 'logical channels';
  /** Octets for files, those of the card's making included. */
  readonly memory?: number;
  /** A file system to begin with, instead of one that is made. */
  readonly masterFile?: DedicatedFile;
  /** Sizes that the card claims for files, although they are others. */
  readonly claimedSizes?: Readonly<Record<number, number>>;
}

/** What a logical channel has selected. */
interface Channel {
  directory: DedicatedFile;
  file?: ElementaryFile;
}

/**
 * A UICC in software: the file system, access conditions and commands of ETSI TS 102 221 and TS 102 222 that
 * bootstrap needs. One card serves the virtual station in-process and, through vpcd, real PC/SC.
 */
export class Uicc implements CardConnection {
  readonly atr: Uint8Array;
  readonly protocol: 'T=0' | 'T=1';
  readonly keys = new KeyRing();
  /** The file system; commands change it in place. */
  readonly masterFile: DedicatedFile;
  readonly #options: UiccOptions;
  readonly #manner: T0Manner;
  /** The key of each security environment: the issuer's, and the PIN. */
  readonly #environments: ReadonlyMap<number, number>;
  #channels: Map<number, Channel>;

  constructor(options: UiccOptions = {}) {
    const { protocol = 'T=1', extendedLength = false, channels = 3 } = options;
    this.#options = options;
    this.protocol = protocol;
    this.atr = virtualAtr({ protocol, extendedLength, channels });
    this.masterFile = options.masterFile ?? makeFiles(options);
    this.keys.add(admReference, options.admKey ?? virtualAdmKey, mostTries);
    if (options.pin) this.keys.add(options.pin.reference, options.pin.value, mostTries);
    this.#environments = new Map([
      [1, admReference],
      [2, options.pin?.reference ?? 0x01],
    ]);
    this.#channels = new Map([[0, { directory: this.masterFile }]]);
    this.#manner = new T0Manner((command) => this.#whole(command));
  }

  /** Power on or reset: nothing is selected but the MF, and no key has been shown. */
  reset(): void {
    this.#channels = new Map([[0, { directory: this.masterFile }]]);
    this.keys.reset();
    this.#manner.reset();
  }

  /** A command in, the answer out; never rejects. */
  async transmit(command: Uint8Array): Promise<Uint8Array> {
    return this.answer(command);
  }

  /** The same without waiting, for those who serve many cards at once. */
  answer(octets: Uint8Array): Uint8Array {
    return this.protocol === 'T=0' ? this.#manner.answer(octets) : this.#whole(octets);
  }

  #whole(octets: Uint8Array): Uint8Array {
    const command = receiveCommand(octets);
    if (command === undefined) return status(0x6700);
    if (command.extended && this.#options.extendedLength !== true) return status(0x6700);
    const { cla, ins } = command;
    // Interindustry classes, and the one of STATUS; no secure messaging.
    if ((cla & 0x80) !== 0 ? ins !== 0xf2 : (cla & 0x40) === 0 && (cla & 0x3c) !== 0) return status(0x6e00);
    if (ins === 0x70) return this.#manageChannel(command);
    const channel = this.#channels.get(command.channel);
    return channel ? this.#carryOut(command, channel) : status(0x6881);
  }

  #carryOut(command: ReceivedCommand, channel: Channel): Uint8Array {
    switch (command.ins) {
      case 0xa4:
        return this.#select(channel, command);
      case 0xb0:
        return readBinary(channel.file, command, this.keys);
      case 0xd6:
        return updateBinary(channel.file, command, this.keys);
      case 0xb2:
        return readRecord(channel.file, command, this.keys);
      case 0xdc:
        return updateRecord(channel.file, command, this.keys);
      case 0x20:
        return status(this.keys.verify(command.p2, command.data));
      case 0xf2:
        return ok(this.#fileControl(channel.directory));
      case 0xe0:
        return this.#createFile(channel, command.data);
      case 0xe4:
        return this.#deleteFile(channel, command.data);
      default:
        return status(0x6d00);
    }
  }

  #manageChannel({ p1, p2 }: ReceivedCommand): Uint8Array {
    const { channels = 3 } = this.#options;
    if (channels === 0) return status(0x6881);
    if (p1 === 0x80) return status(p2 !== 0 && this.#channels.delete(p2) ? 0x9000 : 0x6881);
    for (let free = 1; free <= channels; free++) {
      if (this.#channels.has(free)) continue;
      this.#channels.set(free, { directory: this.masterFile });
      return ok(Uint8Array.of(free));
    }
    return status(0x6a81);
  }

  #select(channel: Channel, command: ReceivedCommand): Uint8Array {
    const { p1, p2, data } = command;
    const found =
      p1 === 0x04
        ? this.#applicationFor(data, command.channel)
        : p1 === 0x08
          ? this.#byPath(this.masterFile, data)
          : p1 === 0x09
            ? this.#byPath(channel.directory, data)
            : p1 === 0x00
              ? this.#byIdentifier(channel.directory, identifierOf(data))
              : 'not supported';
    if (found === 'not supported') return status(0x6b00);
    if (found === undefined) return status(0x6a82);
    if (found.kind === 'dedicated') {
      channel.directory = found;
      delete channel.file;
    } else {
      channel.directory = parentOf(this.masterFile, found) ?? this.masterFile;
      channel.file = found;
    }
    return (p2 & 0x0c) === 0x0c ? status(0x9000) : ok(this.#fileControl(found));
  }

  #applicationFor(aid: Uint8Array, channel: number): DedicatedFile | undefined {
    if (aid.length < 5) return undefined;
    if (channel === 0 && this.#options.applicationsOn === 'logical channels') return undefined;
    return applicationWith(this.masterFile, aid);
  }

  #byPath(from: DedicatedFile, path: Uint8Array): CardFile | undefined {
    let found: CardFile | undefined = from;
    for (let offset = 0; offset < path.length; offset += 2)
      found =
        found?.kind === 'dedicated'
          ? this.#byIdentifier(found, identifierOf(path.subarray(offset, offset + 2)))
          : undefined;
    return found;
  }

  /** A file of a DF, the DF itself, or one of those beside it (TS 102 221, 8.4.2). */
  #byIdentifier(directory: DedicatedFile, identifier: number): CardFile | undefined {
    if (identifier === fileIdentifiers.masterFile) return this.masterFile;
    if (identifier === directory.identifier || identifier === 0x7fff) return directory;
    const file = directory.files.get(identifier);
    if (file) return file;
    const beside = parentOf(this.masterFile, directory)?.files.get(identifier);
    return beside?.kind === 'dedicated' ? beside : undefined;
  }

  #createFile(channel: Channel, template: Uint8Array): Uint8Array {
    const { directory } = channel;
    if (!this.keys.allows(directory.create)) return status(0x6982);
    const file = fileFromTemplate(template, this.#options.padding ?? 0xff, this.#environments);
    if (typeof file === 'number') return status(file);
    if (directory.files.has(file.identifier)) return status(0x6a89);
    if (memoryOf(file) > this.#free()) return status(0x6a84);
    directory.files.set(file.identifier, file);
    if (file.kind === 'dedicated') {
      channel.directory = file;
      delete channel.file;
    } else channel.file = file;
    return status(0x9000);
  }

  /** DELETE FILE of a file in the current DF, or of the current DF itself. */
  #deleteFile(channel: Channel, data: Uint8Array): Uint8Array {
    const identifier = identifierOf(data);
    const itself = identifier === channel.directory.identifier;
    const parent = itself ? parentOf(this.masterFile, channel.directory) : channel.directory;
    const file = parent?.files.get(identifier);
    if (parent === undefined || file === undefined) return status(0x6a82);
    if (!this.keys.allows(file.remove)) return status(0x6982);
    parent.files.delete(identifier);
    channel.directory = parent;
    delete channel.file;
    return status(0x9000);
  }

  #free(): number {
    return (this.#options.memory ?? 65_536) - memoryOf(this.masterFile);
  }

  #fileControl(file: CardFile): Uint8Array {
    return fileControl(file, Math.max(0, this.#free()), this.#options.claimedSizes?.[file.identifier]);
  }
}

function identifierOf(octets: Uint8Array): number {
  return octets.length === 2 ? ((octets[0] ?? 0) << 8) | (octets[1] ?? 0) : -1;
}
