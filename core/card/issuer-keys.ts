import { codedError, type ErrorCode } from '../errors.ts';
import { type CardKeys, pinValue } from './card-keys.ts';
import type { CardLayout } from './layout-schema.ts';

/** The issuer keys (ADM) of a card delivery, or its PINs: one for all cards, or one a card by its ICCID. */
export interface IssuerKeys {
  /** How many keys there are. */
  readonly count: number;
  /** The key of a card, as a copy that is the caller's: it is overwritten after use (`useSecret`). */
  keyFor(iccid: string | undefined): Uint8Array | undefined;
  /** Overwrites all of them; from then on there is no key for any card. */
  wipe(): void;
}

/** No keys: cards that ask for one are refused with a fault that says so. */
export const noIssuerKeys: IssuerKeys = { count: 0, keyFor: () => undefined, wipe() {} };

/** A key file, line by line. */
export interface KeyList {
  readonly forAll?: Uint8Array;
  readonly byIccid: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads a key file: a line `KEY` for all cards, or lines `ICCID KEY` (blank, comma or semicolon between), keys of
 * 16 hexadecimal digits. Empty lines and lines that begin with # mean nothing. The keys are never a text on the way.
 * @throws ADM_FILE_WRONG with the line, never with a key.
 */
export function parseIssuerKeys(octets: Uint8Array, file: string): IssuerKeys {
  return issuerKeysOf(listIssuerKeys(octets, file));
}

/** The lines of a key file. @throws ADM_FILE_WRONG */
export function listIssuerKeys(octets: Uint8Array, file: string): KeyList {
  return listKeys(octets, file, 'ADM_FILE_WRONG', admValue);
}

/**
 * Reads a file of PINs of four to eight digits, in the form of a key file.
 * @throws PIN_FILE_WRONG with the line, never with a PIN.
 */
export function parsePins(octets: Uint8Array, file: string): IssuerKeys {
  return issuerKeysOf(listKeys(octets, file, 'PIN_FILE_WRONG', pinValue));
}

/** Issuer keys that are held in memory until they are wiped. */
export function issuerKeysOf({ forAll, byIccid }: KeyList): IssuerKeys {
  let held: KeyList | undefined = { ...(forAll ? { forAll } : {}), byIccid };
  return {
    count: byIccid.size + (forAll ? 1 : 0),
    keyFor: (iccid) =>
      ((iccid === undefined ? undefined : held?.byIccid.get(iccid)) ?? held?.forAll)?.slice(),
    wipe() {
      wipeList({ ...(forAll ? { forAll } : {}), byIccid });
      held = undefined;
    },
  };
}

/** Overwrites the keys of a list. */
export function wipeList({ forAll, byIccid }: KeyList): void {
  forAll?.fill(0);
  for (const key of byIccid.values()) key.fill(0);
}

/** The keys of the first that has one for a card. */
export function firstIssuerKeys(first: IssuerKeys, second: IssuerKeys): IssuerKeys {
  return {
    count: first.count + second.count,
    keyFor: (iccid) => first.keyFor(iccid) ?? second.keyFor(iccid),
    wipe() {
      first.wipe();
      second.wipe();
    },
  };
}

const [lineFeed, carriageReturn, hash] = [0x0a, 0x0d, 0x23];
const blanks = new Set([0x20, 0x09, 0x0b, 0x0c]);
const between = new Set([...blanks, 0x2c, 0x3b]);
const byteOrderMark = [0xef, 0xbb, 0xbf];

function listKeys(
  octets: Uint8Array,
  file: string,
  wrong: Extract<ErrorCode, 'ADM_FILE_WRONG' | 'PIN_FILE_WRONG'>,
  read: (digits: Uint8Array) => Uint8Array | undefined,
): KeyList {
  const byIccid = new Map<string, Uint8Array>();
  let forAll: Uint8Array | undefined;
  for (const { number, line } of linesOf(octets)) {
    const parts = partsOf(line);
    const [first, second] = parts;
    if (first === undefined || first[0] === hash) continue;
    const iccid = second === undefined ? undefined : textOf(first);
    const key = parts.length > 2 ? undefined : read(second ?? first);
    if (key === undefined || (iccid !== undefined && !/^\d{10,20}$/.test(iccid))) {
      key?.fill(0);
      wipeList({ ...(forAll ? { forAll } : {}), byIccid });
      throw codedError(wrong, { line: number }, { place: { file, line: number } });
    }
    // The last line counts; what it replaces is not left behind.
    if (iccid === undefined) {
      forAll?.fill(0);
      forAll = key;
    } else {
      byIccid.get(iccid)?.fill(0);
      byIccid.set(iccid, key);
    }
  }
  return { ...(forAll ? { forAll } : {}), byIccid };
}

/** The lines of a text, as parts of its octets. */
function* linesOf(octets: Uint8Array): Generator<{ readonly number: number; readonly line: Uint8Array }> {
  let start = byteOrderMark.every((octet, index) => octets[index] === octet) ? byteOrderMark.length : 0;
  for (let number = 1; start <= octets.length; number++) {
    const found = octets.indexOf(lineFeed, start);
    const end = found === -1 ? octets.length : found;
    const hasReturn = end > start && octets[end - 1] === carriageReturn;
    yield { number, line: octets.subarray(start, hasReturn ? end - 1 : end) };
    start = end + 1;
  }
}

/** What stands between blanks, commas and semicolons; empty where a line begins or ends with a comma. */
function partsOf(line: Uint8Array): readonly Uint8Array[] {
  let [start, end] = [0, line.length];
  while (start < end && blanks.has(line[start] ?? 0)) start++;
  while (end > start && blanks.has(line[end - 1] ?? 0)) end--;
  const parts: Uint8Array[] = [];
  for (let index = start; index < end; index++) {
    if (!between.has(line[index] ?? 0)) continue;
    parts.push(line.subarray(start, index));
    while (index + 1 < end && between.has(line[index + 1] ?? 0)) index++;
    start = index + 1;
  }
  return start === end && parts.length === 0 ? [] : [...parts, line.subarray(start, end)];
}

/** An ICCID is no secret. What is longer than any is not read. */
function textOf(octets: Uint8Array): string {
  return octets.length > 20 ? '' : String.fromCharCode(...octets);
}

/** An issuer key of 16 hexadecimal digits. */
function admValue(digits: Uint8Array): Uint8Array | undefined {
  if (digits.length !== 16) return undefined;
  const key = new Uint8Array(8);
  for (const [index, digit] of digits.entries()) {
    const value = hexValue(digit);
    if (value === undefined) {
      key.fill(0);
      return undefined;
    }
    key[index >> 1] = ((key[index >> 1] ?? 0) << 4) | value;
  }
  return key;
}

function hexValue(digit: number): number | undefined {
  if (digit >= 0x30 && digit <= 0x39) return digit - 0x30;
  const letter = digit | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : undefined;
}

/** The keys that work with one card may use, by the references of its layout. */
export function keysOf(
  layout: CardLayout,
  values: { readonly adm?: Uint8Array | undefined; readonly pin?: Uint8Array | undefined },
): CardKeys {
  const { adm, pin } = values;
  return {
    ...(adm ? { adm: { kind: 'adm', reference: layout.admReference, value: adm } } : {}),
    ...(pin ? { pin: { kind: 'pin', reference: layout.pinReference, value: pin } } : {}),
  };
}
