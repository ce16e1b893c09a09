import { concatenate, toHex } from '../octets.ts';

/** A command to a card (ISO/IEC 7816-4, 5.2). */
export interface CommandApdu {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  /** At most 255 octets, or 65,535 with a card that has extended length. */
  readonly data?: Uint8Array;
  /** Octets expected, at most 256, or 65,536 with extended length; left out where none are. */
  readonly le?: number;
}

/** A card's answer: data and the two octets of its status word. */
export interface ResponseApdu {
  readonly data: Uint8Array;
  readonly statusWord: number;
}

/** A card in a reader, connected: commands go one after the other. Faults are coded errors. */
export interface CardConnection {
  /** The transmission protocol, where it is known: T=0 cannot carry data and an expected length together. */
  readonly protocol?: 'T=0' | 'T=1';
  transmit(command: Uint8Array): Promise<Uint8Array>;
}

/**
 * The octets of a command: in short form where its lengths fit, otherwise in extended form. With T=0, a command
 * with data carries no expected length: its answer comes with GET RESPONSE (ISO/IEC 7816-3, 12.2).
 */
export function encodeCommand(command: CommandApdu, protocol: 'T=0' | 'T=1' = 'T=1'): Uint8Array {
  const { cla, ins, p1, p2, data = new Uint8Array() } = command;
  const le = protocol === 'T=0' && data.length > 0 ? undefined : command.le;
  // In one piece: a copy of the data on the way would be one of a key.
  const isExtended = data.length > 255 || (le ?? 0) > 256;
  const lengthOctets = isExtended ? 2 : 1;
  const dataRoom = data.length > 0 ? lengthOctets + data.length : 0;
  const octets = new Uint8Array(4 + (isExtended ? 1 : 0) + dataRoom + (le === undefined ? 0 : lengthOctets));
  octets.set([cla, ins, p1, p2]);
  let offset = isExtended ? 5 : 4;
  const putLength = (length: number) => {
    octets.set(isExtended ? twoOctets(length) : [length & 0xff], offset);
    offset += lengthOctets;
  };
  if (data.length > 0) {
    putLength(data.length);
    octets.set(data, offset);
    offset += data.length;
  }
  if (le !== undefined) putLength(le);
  return octets;
}

function twoOctets(value: number): Uint8Array {
  return Uint8Array.of((value >> 8) & 0xff, value & 0xff);
}

/** An answer from its octets; undefined where even the status word is missing. */
export function decodeResponse(octets: Uint8Array): ResponseApdu | undefined {
  if (octets.length < 2) return undefined;
  const end = octets.length - 2;
  return {
    data: octets.slice(0, end),
    statusWord: ((octets[end] ?? 0) << 8) | (octets[end + 1] ?? 0),
  };
}

/** A status word as people write it: `6A82`. */
export function statusWordText(statusWord: number): string {
  return statusWord.toString(16).padStart(4, '0').toUpperCase();
}

/** The head of a command as people write it, without its data: data may be a key. */
export function commandText(command: CommandApdu): string {
  return toHex(Uint8Array.of(command.cla, command.ins, command.p1, command.p2));
}

/** SELECT; the answer is the FCP template, or what else `p2` asks for (ISO/IEC 7816-4, 11.1.1). */
export const select = {
  file: (identifier: number, p2 = 0x04): CommandApdu => ({
    ...selection,
    p1: 0,
    p2,
    data: twoOctets(identifier),
  }),
  application: (aid: Uint8Array, p2 = 0x04): CommandApdu => ({ ...selection, p1: 0x04, p2, data: aid }),
  /** By a path of identifiers below the MF, or below the current DF. */
  path: (from: 'masterFile' | 'currentDirectory', path: readonly number[], p2 = 0x04): CommandApdu => ({
    ...selection,
    p1: from === 'masterFile' ? 0x08 : 0x09,
    p2,
    data: concatenate(...path.map(twoOctets)),
  }),
} as const;

const selection = { cla: 0, ins: 0xa4, le: 256 } as const;

/** MANAGE CHANNEL: opens a logical channel, whose number is the answer (TS 102 221, 11.1.17). */
export const openChannel: CommandApdu = { cla: 0, ins: 0x70, p1: 0, p2: 0, le: 1 };

/** MANAGE CHANNEL: closes a logical channel. */
export function closeChannel(channel: number): CommandApdu {
  return { cla: 0, ins: 0x70, p1: 0x80, p2: channel };
}

/** A command on a logical channel: its number is in the class octet (ISO/IEC 7816-4, 5.4.1). */
export function onChannel(command: CommandApdu, channel: number): CommandApdu {
  return { ...command, cla: command.cla | (channel < 4 ? channel : 0x40 | (channel - 4)) };
}

/** READ BINARY at an offset of at most 15 bits. */
export function readBinary(offset: number, length: number): CommandApdu {
  return { cla: 0, ins: 0xb0, p1: offset >> 8, p2: offset & 0xff, le: length };
}

/** UPDATE BINARY at an offset of at most 15 bits. */
export function updateBinary(offset: number, data: Uint8Array): CommandApdu {
  return { cla: 0, ins: 0xd6, p1: offset >> 8, p2: offset & 0xff, data };
}

/** READ RECORD by number, from 1. */
export function readRecord(number: number, length: number): CommandApdu {
  return { cla: 0, ins: 0xb2, p1: number, p2: 0x04, le: length };
}

/** UPDATE RECORD by number, from 1. */
export function updateRecord(number: number, data: Uint8Array): CommandApdu {
  return { cla: 0, ins: 0xdc, p1: number, p2: 0x04, data };
}

/** VERIFY: with a key of 8 octets, or without one to ask how many tries are left. */
export function verify(reference: number, key?: Uint8Array): CommandApdu {
  return key
    ? { cla: 0, ins: 0x20, p1: 0, p2: reference, data: key }
    : { cla: 0, ins: 0x20, p1: 0, p2: reference };
}

/** Whether a command carries a key or a PIN: VERIFY with data. */
export function carriesSecret({ ins, data }: CommandApdu): boolean {
  return ins === 0x20 && data !== undefined && data.length > 0;
}

/** CREATE FILE with the file's FCP template (TS 102 222, 6.3). */
export function createFile(template: Uint8Array): CommandApdu {
  return { cla: 0, ins: 0xe0, p1: 0, p2: 0, data: template };
}

/** DELETE FILE in the current DF, or of it (TS 102 222, 6.4). */
export function deleteFile(identifier: number): CommandApdu {
  return { cla: 0, ins: 0xe4, p1: 0, p2: 0, data: twoOctets(identifier) };
}
