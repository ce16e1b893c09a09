import { concatenate, toHex } from '../octets.ts';

/** A command to a card (ISO/IEC 7816-4), short form: at most 255 octets of data. */
export interface CommandApdu {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data?: Uint8Array;
  /** Octets expected, 0 meaning 256; left out where none are. */
  readonly le?: number;
}

/** A card's answer: data and the two octets of its status word. */
export interface ResponseApdu {
  readonly data: Uint8Array;
  readonly statusWord: number;
}

/** A card in a reader, connected: commands go one after the other. Faults are coded errors. */
export interface CardConnection {
  transmit(command: Uint8Array): Promise<Uint8Array>;
}

/** The octets of a command. */
export function encodeCommand(command: CommandApdu): Uint8Array {
  const { cla, ins, p1, p2, data, le } = command;
  const body = data && data.length > 0 ? concatenate(Uint8Array.of(data.length), data) : new Uint8Array();
  const end = le === undefined ? new Uint8Array() : Uint8Array.of(le & 0xff);
  return concatenate(Uint8Array.of(cla, ins, p1, p2), body, end);
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

/** SELECT by file identifier, path or AID; the answer is the FCP template. */
export const select = {
  file: (identifier: number): CommandApdu => ({
    cla: 0,
    ins: 0xa4,
    p1: 0,
    p2: 0x04,
    data: Uint8Array.of(identifier >> 8, identifier & 0xff),
    le: 0,
  }),
  application: (aid: Uint8Array): CommandApdu => ({
    cla: 0,
    ins: 0xa4,
    p1: 0x04,
    p2: 0x04,
    data: aid,
    le: 0,
  }),
} as const;

/** READ BINARY of at most 256 octets at an offset of at most 15 bits. */
export function readBinary(offset: number, length: number): CommandApdu {
  return { cla: 0, ins: 0xb0, p1: offset >> 8, p2: offset & 0xff, le: length === 256 ? 0 : length };
}

/** UPDATE BINARY of at most 255 octets at an offset of at most 15 bits. */
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
