import type { LeafValue } from './node.ts';
import type { NodeFormat } from './object-schema.ts';

/** Formats that a leaf can have. */
export type LeafFormat = Exclude<NodeFormat, 'node'>;

interface FormatRule {
  /** What a value of the format is, in words. */
  readonly words: string;
  fits(value: LeafValue): boolean;
}

const text =
  (accepts: (text: string) => boolean): FormatRule['fits'] =>
  (value) =>
    typeof value === 'string' && accepts(value);

const base64: FormatRule = {
  words: 'base64',
  fits: text((value) => value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value)),
};

/** DM 1.2 TND, Format; in MOData a value is the JSON value or the text that DM 1.x would carry. */
const rules: Readonly<Record<LeafFormat, FormatRule>> = {
  b64: base64,
  bin: base64,
  bool: {
    words: 'true or false',
    fits: (value) => typeof value === 'boolean' || value === 'true' || value === 'false',
  },
  chr: { words: 'text', fits: text(() => true) },
  date: { words: 'a date such as 2026-11-25 or 20261125', fits: text(isDate) },
  float: {
    words: 'a number',
    fits: (value) =>
      typeof value === 'number'
        ? Number.isFinite(value)
        : typeof value === 'string' &&
          /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) &&
          Number.isFinite(Number(value)),
  },
  int: {
    words: 'a whole number between -2^53 and 2^53',
    // Beyond these a JSON number no longer says which number was meant.
    fits: (value) =>
      typeof value === 'number'
        ? Number.isSafeInteger(value)
        : typeof value === 'string' && /^[+-]?\d+$/.test(value) && Number.isSafeInteger(Number(value)),
  },
  null: { words: 'empty', fits: (value) => value === null || value === '' },
  time: { words: 'a time such as 10:35:00 or 20261125T103500Z', fits: text(isTime) },
  // Whether it is well-formed is left to whoever uses it.
  xml: { words: 'text', fits: text(() => true) },
};

/** Whether a leaf of this format can have the value. */
export function fitsFormat(format: LeafFormat, value: LeafValue): boolean {
  return rules[format].fits(value);
}

/** What a value of the format is, in words that go on "is not …". */
export function formatWords(format: LeafFormat): string {
  return rules[format].words;
}

/** ISO 8601, basic or extended: a date that the calendar has. */
function isDate(value: string): boolean {
  const found = /^(\d{4})(-?)(\d{2})\2(\d{2})$/.exec(value);
  if (found === null) return false;
  const [year, month, day] = [Number(found[1]), Number(found[3]), Number(found[4])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
}

function daysOf(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** ISO 8601, basic or extended: a time, with or without a date before it and a zone behind it. */
function isTime(value: string): boolean {
  const mark = value.indexOf('T');
  if (mark > 0 && !isDate(value.slice(0, mark))) return false;
  const found = /^(\d{2})(:?)(\d{2})(?:\2(\d{2})([.,]\d+)?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/.exec(
    value.slice(mark + 1),
  );
  if (found === null) return false;
  const [hour, minute, second] = [found[1], found[3], found[4]].map((part) => Number(part ?? 0));
  const [, , , , , fraction, zone] = found;
  if (hour === undefined || minute === undefined || second === undefined || !isZone(zone)) return false;
  // 24:00:00 is the end of a day; 23:59:60 is a leap second.
  if (hour === 24) return minute === 0 && second === 0 && Number(fraction?.replace(',', '.') ?? 0) === 0;
  return hour < 24 && minute < 60 && (second < 60 || (second === 60 && minute === 59));
}

function isZone(zone: string | undefined): boolean {
  if (zone === undefined || zone === 'Z') return true;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(':', '') || 0)];
  return hours < 24 && minutes < 60;
}
