import type { Fault, Place } from '../../core/errors.ts';

/** One JSON object a line on standard output, words for a person on standard error. */
export interface Output {
  json(value: object): void;
  words(text: string): void;
}

export const standardOutput: Output = {
  json: (value) => void process.stdout.write(`${JSON.stringify(value)}\n`),
  words: (text) => void process.stderr.write(`${text}\n`),
};

/** A fault in words: where, what, and what to do. */
export function faultWords(fault: Fault): string {
  const where = placeText(fault.place);
  return `${where === '' ? '' : `${where}: `}${fault.message}\n  ${fault.remedy} [${fault.code}]`;
}

function placeText(place: Place | undefined): string {
  if (place === undefined) return '';
  const { file, line, column, columnName, apdu } = place;
  const position = [file, line, column].filter((part) => part !== undefined).join(':');
  return [position, columnName && `column ${columnName}`, apdu].filter(Boolean).join(' ');
}
