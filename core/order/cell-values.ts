/** How a cell shows its number, as far as that changes what people read in it. */
export type CellFormat =
  | { readonly kind: 'number' }
  /** So many digits at least: `000000` shows 123 as 000123. */
  | { readonly kind: 'padded'; readonly digits: number }
  | { readonly kind: 'date' };

/** The formats of ECMA-376-1, 18.8.30, that are dates or times; in other languages than English up to 58. */
const dateFormats: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

/** A format by its number and, where the workbook made it, its code. */
export function cellFormatOf(id: number, code: string | undefined): CellFormat {
  if (code === undefined)
    return { kind: dateFormats.some(([first, last]) => id >= first && id <= last) ? 'date' : 'number' };
  if (/^0{2,}$/.test(code)) return { kind: 'padded', digits: code.length };
  // What stands in quotes, after a backslash or in brackets is no sign of a date; but [h] and [mm] are.
  const signs = code
    .replaceAll(/"[^"]*"|\\.|_.|\*./g, '')
    .replaceAll(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .replaceAll(/general/gi, '');
  return { kind: /[ymdhs]/i.test(signs) ? 'date' : 'number' };
}

/** A number as people read it in a cell, or why it cannot be trusted. */
export type CellNumber =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'date'; readonly text: string }
  | { readonly kind: 'tooLong'; readonly text: string; readonly digits: number };

/** Digits that spreadsheet programs keep of a number. */
const digitsKept = 15;

/** The text of a number that a cell holds; `raw` is as the file has it, for example `3.52099001761408E14`. */
export function cellNumber(raw: string, format: CellFormat, from1904: boolean): CellNumber {
  const value = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return { kind: 'text', text: raw };
  if (format.kind === 'date') {
    const text = dateText(value, from1904);
    if (text !== undefined) return { kind: 'date', text };
  }
  const integer = Number.isInteger(value);
  if (integer && Math.abs(value) >= 10 ** digitsKept) {
    const text = BigInt(value).toString();
    return { kind: 'tooLong', text, digits: text.replace('-', '').length };
  }
  const text = integer ? String(value) : String(Number(value.toPrecision(digitsKept)));
  return { kind: 'text', text: format.kind === 'padded' ? text.padStart(format.digits, '0') : text };
}

const dayMilliseconds = 86_400_000;

/** A date as ISO 8601 writes it; a number below one is a time of the day. Undefined where it is none. */
function dateText(value: number, from1904: boolean): string | undefined {
  if (value < 0 || value >= 2_958_466) return undefined;
  // Day 60 of the 1900 system is 29 February 1900, which never was: days before it are one later.
  const days = from1904 ? value + 1462 : value < 60 ? value + 1 : value;
  const seconds = Math.round((days * dayMilliseconds) / 1000);
  const [date = '', time = ''] = new Date(Date.UTC(1899, 11, 30) + seconds * 1000).toISOString().split('T');
  const clock = time.slice(0, 8);
  if (value < 1 && !from1904) return clock;
  return clock === '00:00:00' ? date : `${date} ${clock}`;
}
