import type { Fault, Place } from '../../core/errors.ts';
import { visibleLines, visibleText } from '../../core/inspect/visible-text.ts';

/** One JSON object a line on standard output, words for a person on standard error. */
export interface Output {
  json(value: object): void;
  words(text: string): void;
}

export const standardOutput: Output = {
  json: (value) => void process.stdout.write(`${jsonLine(value)}\n`),
  words: (text) => void process.stderr.write(`${visibleLines(text)}\n`),
};

/** What terminals and viewers obey or hide, and JSON need not escape: C1 controls, turns of the writing direction. */
const obeyed = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A value as JSON in one line that is one line wherever it is shown. */
export function jsonLine(value: object): string {
  return JSON.stringify(value).replaceAll(
    obeyed,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A fault in words: where, what, and what to do; each in one line, whatever a device or a file put into it. */
export function faultWords(fault: Fault): string {
  const where = placeText(fault.place);
  const what = visibleText(`${where === '' ? '' : `${where}: `}${fault.message}`);
  return `${what}\n  ${fault.remedy} [${fault.code}]`;
}

function placeText(place: Place | undefined): string {
  if (place === undefined) return '';
  const { file, line, column, columnName, apdu } = place;
  const position = [file, line, column].filter((part) => part !== undefined).join(':');
  return [position, columnName && `column ${columnName}`, apdu].filter(Boolean).join(' ');
}
