import { codedError, type ErrorCode } from '../errors.ts';
import { fromHex } from '../octets.ts';
import { type CardKeys, pinValue } from './card-keys.ts';
import type { CardLayout } from './layout-schema.ts';

/** The issuer keys (ADM) of a card delivery, or its PINs: one for all cards, or one a card by its ICCID. */
export interface IssuerKeys {
  /** How many keys there are. */
  readonly count: number;
  keyFor(iccid: string | undefined): Uint8Array | undefined;
}

/** No keys: cards that ask for one are refused with a fault that says so. */
export const noIssuerKeys: IssuerKeys = { count: 0, keyFor: () => undefined };

/**
 * Reads a key file: a line `KEY` for all cards, or lines `ICCID KEY` (blank, comma or semicolon between), keys of
 * 16 hexadecimal digits. Empty lines and lines that begin with # mean nothing.
 * @throws ADM_FILE_WRONG with the line, never with a key.
 */
export function parseIssuerKeys(text: string, file: string): IssuerKeys {
  return parseKeys(text, file, 'ADM_FILE_WRONG', (digits) => {
    const key = fromHex(digits);
    return key?.length === 8 ? key : undefined;
  });
}

/**
 * Reads a file of PINs of four to eight digits, in the form of a key file.
 * @throws PIN_FILE_WRONG with the line, never with a PIN.
 */
export function parsePins(text: string, file: string): IssuerKeys {
  return parseKeys(text, file, 'PIN_FILE_WRONG', pinValue);
}

function parseKeys(
  text: string,
  file: string,
  wrong: Extract<ErrorCode, 'ADM_FILE_WRONG' | 'PIN_FILE_WRONG'>,
  read: (digits: string) => Uint8Array | undefined,
): IssuerKeys {
  const byIccid = new Map<string, Uint8Array>();
  let forAll: Uint8Array | undefined;
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const parts = trimmed.split(/[\s,;]+/);
    const key = read(parts.at(-1) ?? '');
    const [iccid = ''] = parts;
    const known = parts.length === 1 || (parts.length === 2 && /^\d{10,20}$/.test(iccid));
    if (!known || key === undefined)
      throw codedError(wrong, { line: index + 1 }, { place: { file, line: index + 1 } });
    if (parts.length === 1) forAll = key;
    else byIccid.set(iccid, key);
  }
  return {
    count: byIccid.size + (forAll ? 1 : 0),
    keyFor: (iccid) => (iccid === undefined ? undefined : byIccid.get(iccid)) ?? forAll,
  };
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
