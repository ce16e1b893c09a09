import { readPattern } from '../../core/interaction/text-pattern.ts';
import type { TextControl } from './html-form.ts';
import { sampleOf } from './pattern-sample.ts';
import { scaleOf, withinLimits } from './value-scale.ts';

/** Longer texts are not made up, whatever a page asks for. */
const longestText = 100_000;
/** A pattern that is longer is not tried. */
const longestPattern = 1000;

/**
 * Something that a person could have written into a control, as far as the page tells what it takes.
 * @param clock what a clock on the wall shows, as if it were UTC; milliseconds since 1970
 */
export function plausibleText(control: TextControl, clock: number): string {
  const { type, number, offered, pattern, leastLength } = control;
  const scale = scaleOf(type);
  if (scale !== undefined)
    return withinLimits(scale, scale.at?.(clock) ?? scale.read(control.min) ?? 1, control);
  const usual = number ? plausibleNumber(control) : usualText(type);
  const sample = pattern === undefined ? undefined : sampleOf(pattern, leastLength);
  const candidates = [
    ...[usual, usual.toUpperCase(), usual.toLowerCase(), ...offered].map((text) => ofLength(text, control)),
    ...(sample === undefined ? [] : [sample]),
  ];
  return candidates.find(fitsIn(control)) ?? sample ?? ofLength(usual, control);
}

/** What a browser posts of an empty control: some have a value all the same (HTML, 4.10.5.1). */
export function emptyText(control: TextControl): string {
  if (control.type === 'color') return usualText('color');
  const scale = control.type === 'range' ? scaleOf('range') : undefined;
  if (scale === undefined) return '';
  const min = scale.read(control.min) ?? 0;
  const max = Math.max(min, scale.read(control.max) ?? 100);
  return withinLimits(scale, (min + max) / 2, { ...control, min: String(min), max: String(max) });
}

/** A text of a length that a control takes: drawn out, or cut. */
export function ofLength(
  text: string,
  {
    type,
    number,
    leastLength,
    mostLength,
  }: Pick<TextControl, 'type' | 'number' | 'leastLength' | 'mostLength'>,
): string {
  const least = Math.min(leastLength, mostLength, longestText);
  const lacking = least - text.length;
  if (lacking <= 0) return text.slice(0, mostLength);
  // What has a form of its own grows where that does not matter.
  if (type === 'email') return `${'s'.repeat(lacking)}${text}`;
  if (type === 'url') return `${text}${'s'.repeat(lacking)}`;
  if (type === 'tel' || number) return `${text}${'0'.repeat(lacking)}`;
  const repeated = `${text} `.repeat(Math.ceil(least / (text.length + 1)));
  // A blank at the end would be taken away.
  return repeated.slice(0, least).replace(/ $/, '.');
}

function fitsIn({ leastLength, mostLength, pattern }: TextControl): (text: string) => boolean {
  const read = pattern === undefined ? undefined : readShort(pattern);
  return (text) =>
    text !== '' &&
    text.length >= leastLength &&
    text.length <= mostLength &&
    (read === undefined || ('matches' in read && read.matches(text)));
}

function readShort(pattern: string): ReturnType<typeof readPattern> {
  return pattern.length > longestPattern ? { detail: 'it is too long' } : readPattern(pattern);
}

/** A number in an input of texts, where steps mean nothing. */
function plausibleNumber(control: TextControl): string {
  const scale = scaleOf('number');
  return scale ? withinLimits(scale, scale.read(control.min) ?? 1, { ...control, step: 'any' }) : '1';
}

function usualText(type: string): string {
  switch (type) {
    case 'email':
      return 'simulated@device.example';
    case 'tel':
      return '+15550100';
    case 'url':
      return 'https://device.example/';
    case 'color':
      return '#000000';
    default:
      return 'Simulated';
  }
}
