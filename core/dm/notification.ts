import { type CodedError, codedError } from '../errors.ts';
import { concatenate, fromHex, toHex } from '../octets.ts';
import { notificationVersions } from './choices.ts';

/**
 * The connection that the server would like the session to use (PREFERRED-CON-TYPE). Octets that no connection is
 * known for are kept in hexadecimal, as `0x7F`.
 */
export type PreferredConnection = (typeof connections)[number] | `0x${string}`;

/** A DM Notification (DM-1, Package#0): what asks a device to open a session. */
export interface Notification {
  /** The version of the notification's form (VER), 0 to 15; not of DM. */
  readonly version: number;
  /** SERVER-ID: the SrvID of a DM Account. */
  readonly serverId: string;
  readonly preferredConnection?: PreferredConnection;
  /** NOTIFICATION-ID: 0 to 65535. */
  readonly notificationId?: number;
  /** SHA256-DIGEST: 32 octets. */
  readonly digest?: Uint8Array;
  /** TIMESTAMP: seconds since 1970. */
  readonly timestamp?: number;
  /** REQ-MOS: package #1 has to list the management objects. */
  readonly requestMos: boolean;
}

/** A notification as it came, with what its digest is taken over. */
export interface ReceivedNotification {
  readonly notification: Notification;
  /** The numbers of the options that were skipped, because they are not known. */
  readonly unknownOptions: readonly number[];
  /** All of it, as received. */
  readonly octets: Uint8Array;
  /** Where the 32 octets of the digest begin in `octets`. */
  readonly digestAt?: number;
}

/** The octet of PREFERRED-CON-TYPE is the index. */
const connections = ['any', 'cellular', 'wlan', 'wireline'] as const;

/** Package#0, the options by number. */
const optionNames = {
  1: 'SERVER-ID',
  2: 'PREFERRED-CON-TYPE',
  3: 'NOTIFICATION-ID',
  4: 'SHA256-DIGEST',
  5: 'TIMESTAMP',
  6: 'REQ-MOS',
} as const;
type OptionNumber = keyof typeof optionNames;

/** An option as it was read; its number may be one that is not known. */
interface ReadOption {
  readonly number: number;
  /** Where the option begins, and where its value does. */
  readonly offset: number;
  readonly valueAt: number;
  readonly value: Uint8Array;
}

const headerLength = 2;
/** Option lengths from here on take one more octet (ours, after CoAP). */
const extendedLength = 15;
const longestOption = extendedLength + 0xff;
const digestLength = 32;

/**
 * Reads a notification. Options that are not known are skipped, and named; reserved bits are passed over.
 * @throws DM_NOTIFICATION_CUT_OFF, DM_NOTIFICATION_VERSION, DM_NOTIFICATION_OPTION, DM_NOTIFICATION_NO_SERVER,
 * DM_NOTIFICATION_TRAILING: each with the octet
 */
export function decodeNotification(octets: Uint8Array): ReceivedNotification {
  // VER 4 bits, OC 5 bits, reserved 7 bits.
  const [high, low] = octets;
  if (high === undefined || low === undefined) throw cutOff('the header', octets.length);
  const version = high >> 4;
  if (!notificationVersions.read.includes(version)) throw codedError('DM_NOTIFICATION_VERSION', { version });
  const { options, unknownOptions, end } = readOptions(octets, ((high & 0x0f) << 1) | (low >> 7));
  if (end < octets.length) throw codedError('DM_NOTIFICATION_TRAILING', { offset: end });
  const read = <Value>(number: OptionNumber, reader: (option: ReadOption) => Value): Value | undefined => {
    const option = options.get(number);
    return option && reader(option);
  };
  const serverId = read(1, textOf);
  if (serverId === undefined) throw codedError('DM_NOTIFICATION_NO_SERVER', { offset: end });
  const preferredConnection = read(2, connectionOf);
  const notificationId = read(3, notificationIdOf);
  const digest = read(4, digestOf);
  const timestamp = read(5, timestampOf);
  const requestMos = read(6, nothingOf) ?? false;
  const digestAt = options.get(4)?.valueAt;
  return {
    notification: {
      version,
      serverId,
      ...(preferredConnection === undefined ? {} : { preferredConnection }),
      ...(notificationId === undefined ? {} : { notificationId }),
      ...(digest === undefined ? {} : { digest }),
      ...(timestamp === undefined ? {} : { timestamp }),
      requestMos,
    },
    unknownOptions,
    octets,
    ...(digestAt === undefined ? {} : { digestAt }),
  };
}

/**
 * The octets of a notification, its options in ascending order. TIMESTAMP takes 4 octets, or as many as it needs.
 * @throws DM_NOTIFICATION_VALUE for what no notification can carry
 */
export function encodeNotification(notification: Notification): Uint8Array {
  const { version, serverId, preferredConnection, notificationId, digest, timestamp } = notification;
  if (!notificationVersions.read.includes(version)) throw wrongValue('VER', `${version} is not known`);
  const options: (readonly [OptionNumber, Uint8Array])[] = [[1, serverIdOctets(serverId)]];
  if (preferredConnection !== undefined) options.push([2, connectionOctets(preferredConnection)]);
  if (notificationId !== undefined) {
    if (!Number.isInteger(notificationId) || notificationId < 0 || notificationId > 0xffff)
      throw wrongValue(optionNames[3], `${notificationId} is not a number from 0 to 65535`);
    options.push([3, unsignedOctets(notificationId, 2)]);
  }
  if (digest !== undefined) {
    if (digest.length !== digestLength) throw wrongValue(optionNames[4], `it has ${digest.length} octets`);
    options.push([4, digest]);
  }
  if (timestamp !== undefined) {
    if (!Number.isSafeInteger(timestamp) || timestamp < 0)
      throw wrongValue(optionNames[5], `${timestamp} is not a number of seconds since 1970`);
    options.push([5, unsignedOctets(timestamp, 4)]);
  }
  if (notification.requestMos) options.push([6, new Uint8Array()]);
  const header = Uint8Array.of((version << 4) | (options.length >> 1), (options.length & 1) << 7);
  return concatenate(
    header,
    ...options.map(([number, value], index) => {
      const delta = number - (options[index - 1]?.[0] ?? 0);
      return concatenate(optionHead(number, delta, value.length), value);
    }),
  );
}

function optionHead(number: OptionNumber, delta: number, length: number): Uint8Array {
  if (length > longestOption)
    throw wrongValue(optionNames[number], `it has ${length} octets, and ${longestOption} are the most`);
  return length < extendedLength
    ? Uint8Array.of((delta << 4) | length)
    : Uint8Array.of((delta << 4) | extendedLength, length - extendedLength);
}

/** The options that are known by number, the numbers of the others, and where the last one ends. */
function readOptions(octets: Uint8Array, count: number) {
  const options = new Map<number, ReadOption>();
  const unknownOptions: number[] = [];
  let end = headerLength;
  let number = 0;
  for (let index = 0; index < count; index++) {
    const option = readOption(octets, end, number);
    number = option.number;
    end = option.valueAt + option.value.length;
    if (!isKnown(number)) unknownOptions.push(number);
    else if (options.has(number)) throw wrongOption(option, 'it is there twice');
    else options.set(number, option);
  }
  return { options, unknownOptions, end };
}

function readOption(octets: Uint8Array, offset: number, previous: number): ReadOption {
  // Delta 4 bits, length 4 bits.
  const head = octets[offset];
  if (head === undefined) throw cutOff('the list of options', octets.length);
  const number = previous + (head >> 4);
  const name = isKnown(number) ? optionNames[number] : `option ${number}`;
  let length = head & 0x0f;
  let valueAt = offset + 1;
  if (length === extendedLength) {
    const more = octets[valueAt];
    if (more === undefined) throw cutOff(`the length of ${name}`, octets.length);
    length += more;
    valueAt++;
  }
  if (valueAt + length > octets.length) throw cutOff(name, octets.length);
  return { number, offset, valueAt, value: octets.slice(valueAt, valueAt + length) };
}

function isKnown(number: number): number is OptionNumber {
  return Object.hasOwn(optionNames, number);
}

function textOf(option: ReadOption): string {
  if (option.value.length === 0) throw wrongOption(option, 'it is empty');
  try {
    // A mark at its beginning is part of the id.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(option.value);
  } catch {
    throw wrongOption(option, 'it is not UTF-8');
  }
}

function serverIdOctets(serverId: string): Uint8Array {
  if (serverId === '') throw wrongValue(optionNames[1], 'it is empty');
  if (!serverId.isWellFormed()) throw wrongValue(optionNames[1], 'it is not Unicode text');
  return new TextEncoder().encode(serverId);
}

function connectionOf({ value }: ReadOption): PreferredConnection {
  const known = value.length === 1 ? connections[value[0] ?? connections.length] : undefined;
  return known ?? `0x${toHex(value)}`;
}

function connectionOctets(connection: PreferredConnection): Uint8Array {
  const index = (connections as readonly string[]).indexOf(connection);
  if (index >= 0) return Uint8Array.of(index);
  const octets = connection.startsWith('0x') ? fromHex(connection.slice(2)) : undefined;
  if (octets === undefined) throw wrongValue(optionNames[2], `"${connection}" is neither known nor 0x…`);
  return octets;
}

function notificationIdOf(option: ReadOption): number {
  if (option.value.length !== 2) throw wrongOption(option, `it has ${option.value.length} octets, not 2`);
  return unsignedOf(option.value);
}

function digestOf(option: ReadOption): Uint8Array {
  if (option.value.length !== digestLength)
    throw wrongOption(option, `it has ${option.value.length} octets, not ${digestLength}`);
  return option.value;
}

function timestampOf(option: ReadOption): number {
  const { length } = option.value;
  if (length < 4 || length > 8) throw wrongOption(option, `it has ${length} octets, not 4 to 8`);
  const seconds = unsignedOf(option.value);
  if (!Number.isSafeInteger(seconds)) throw wrongOption(option, 'it is beyond all time');
  return seconds;
}

function nothingOf(option: ReadOption): true {
  if (option.value.length > 0) throw wrongOption(option, 'it has a value, and takes none');
  return true;
}

function unsignedOf(octets: Uint8Array): number {
  return octets.reduce((value, octet) => value * 256 + octet, 0);
}

/** In network byte order, in as few octets as it takes but `least` at least. */
function unsignedOctets(value: number, least: number): Uint8Array {
  const octets: number[] = [];
  for (let rest = value; rest > 0 || octets.length < least; rest = Math.floor(rest / 256))
    octets.unshift(rest % 256);
  return Uint8Array.from(octets);
}

function cutOff(what: string, offset: number): CodedError {
  return codedError('DM_NOTIFICATION_CUT_OFF', { what, offset });
}

function wrongOption(option: ReadOption, detail: string): CodedError {
  const name = isKnown(option.number) ? optionNames[option.number] : String(option.number);
  return codedError('DM_NOTIFICATION_OPTION', { option: name, offset: option.offset, detail });
}

function wrongValue(option: string, detail: string): CodedError {
  return codedError('DM_NOTIFICATION_VALUE', { option, detail });
}
