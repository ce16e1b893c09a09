import { type Fault, faultOf } from '../errors.ts';
import type { Profile } from './profile.ts';

type Column = Profile['columns'][string];

/** Whether the last digit of a number fits the others (ISO/IEC 7812, Luhn). */
export function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** What is wrong with a value of a column, blanks at its ends aside; undefined where it is fine. */
export function columnFault(column: Column, value: string): Fault | undefined {
  if (value === '') return column.required ? faultOf('LIST_VALUE_REQUIRED', {}) : undefined;
  if (column.type === 'imei') {
    if (!/^\d{15}$/.test(value)) return faultOf('LIST_IMEI_DIGITS', {});
    if (!hasCheckDigit(value)) return faultOf('LIST_IMEI_CHECK_DIGIT', {});
  }
  if (column.type === 'iccid') {
    if (!/^\d+$/.test(value)) return faultOf('LIST_ICCID_DIGITS', {});
    if (value.length < 18 || value.length > 20) return faultOf('LIST_ICCID_LENGTH', { found: value.length });
    // ITU-T E.118 has the check digit at the 19th place; issuers use 18 and 20 digits without one.
    if (value.length === 19 && !hasCheckDigit(value)) return faultOf('LIST_ICCID_CHECK_DIGIT', {});
  }
  const { maxLength, pattern } = column;
  const length = [...value].length;
  if (maxLength !== undefined && length > maxLength)
    return faultOf('LIST_VALUE_TOO_LONG', { found: length, limit: maxLength });
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 'u').test(value))
    return faultOf('LIST_VALUE_PATTERN', { pattern });
  return undefined;
}

/** Controls (but tabs), and what turns the direction of what stands beside it. */
const hidden = /[^\P{Cc}\t]|[\u2028-\u202e\u2066-\u2069]/u;

/** The first character that does not show and changes what does, by its number; undefined where there is none. */
export function hiddenCharacter(value: string): string | undefined {
  const [character] = hidden.exec(value) ?? [];
  if (character === undefined) return undefined;
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** What a spreadsheet program would run as a formula when it opens a CSV. */
export function looksLikeFormula(value: string): boolean {
  return /^[=+\-@\t\r]/.test(value) && !/^[+-]?\d+([.,]\d+)?$/.test(value);
}
