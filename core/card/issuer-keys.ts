import { codedError } from '../errors.ts';
import { fromHex } from '../octets.ts';

/** The issuer keys (ADM) of a card delivery: one for all cards, or one a card by its ICCID. */
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
  const byIccid = new Map<string, Uint8Array>();
  let forAll: Uint8Array | undefined;
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const parts = trimmed.split(/[\s,;]+/);
    const key = fromHex(parts.at(-1) ?? '');
    const [iccid] = parts;
    const wrong =
      key?.length !== 8 || parts.length > 2 || (parts.length === 2 && !/^\d{10,20}$/.test(iccid ?? ''));
    if (wrong || key === undefined)
      throw codedError('ADM_FILE_WRONG', { line: index + 1 }, { place: { file, line: index + 1 } });
    if (parts.length === 1) forAll = key;
    else byIccid.set(iccid ?? '', key);
  }
  return {
    count: byIccid.size + (forAll ? 1 : 0),
    keyFor: (iccid) => (iccid === undefined ? undefined : byIccid.get(iccid)) ?? forAll,
  };
}
