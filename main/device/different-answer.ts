import { numberText } from '../../core/interaction/answers.ts';
import type { Content, Filled } from './automatic-answers.ts';
import type { HtmlControl, TextControl } from './html-form.ts';
import { ofLength, plausibleText } from './plausible-text.ts';
import { filesFor } from './sample-files.ts';
import { scaleOf } from './value-scale.ts';

/**
 * Another answer to a control that a page complains of, as far as its words help: they often hold the number or the
 * day that would do.
 * @param before what was answered
 * @returns undefined where no other one is known
 */
export function differentAnswer(control: HtmlControl, before: Filled, clock: number): Content | undefined {
  const words = control.complaint?.words ?? '';
  switch (control.kind) {
    case 'text': {
      if (control.fixed || before.kind !== 'texts') return undefined;
      const [last = ''] = before.values;
      const other = textsFor(control, last, words, clock).find((text) => text !== last);
      return other === undefined ? undefined : { kind: 'texts', values: [other] };
    }
    case 'choice': {
      if (before.kind !== 'texts') return undefined;
      const other = control.options.find(({ value }) => value !== '' && !before.values.includes(value));
      return other && { kind: 'texts', values: [other.value] };
    }
    case 'boxes': {
      if (before.kind !== 'texts') return undefined;
      const values = control.options.map(({ value }) => value);
      const ticked = values.filter((value) => before.values.includes(value));
      const order = [...ticked, ...values.filter((value) => !ticked.includes(value))];
      const wanted = numbersIn(words).at(-1) ?? (ticked.length === 0 ? 1 : undefined);
      if (wanted === undefined || wanted === ticked.length || wanted > values.length) return undefined;
      return { kind: 'texts', values: order.slice(0, Math.max(0, wanted)) };
    }
    case 'file': {
      if (before.kind !== 'files') return undefined;
      const names = before.files.map((file) => ('path' in file ? file.path : file.fileName));
      const other = filesFor(control.accept).find(({ fileName }) => !names.includes(fileName));
      return other && { kind: 'files', files: [other] };
    }
    case 'hidden':
      return undefined;
  }
}

/** What could be written instead, the best one first. */
function textsFor(control: TextControl, last: string, words: string, clock: number): readonly string[] {
  const usual = plausibleText(control, clock);
  const numbers = numbersIn(words);
  const scale = scaleOf(control.type);
  if (scale?.at !== undefined)
    return [...datesIn(words).filter((each) => scale.read(each) !== undefined), usual];
  if (control.number) {
    // A limit, or where steps are counted from, stands last.
    const whole = scaleOf('number')?.read(last);
    return [
      ...[...numbers.toReversed(), ...(whole === undefined ? [] : [Math.trunc(whole)])].map(numberText),
      ...[usual, '0'],
    ];
  }
  // How long it may be, or has to be.
  const lengths = numbers.filter((each) => Number.isInteger(each) && each > 0 && each !== last.length);
  const drawnOut = lengths.map((length) =>
    length < last.length
      ? last.slice(0, length)
      : ofLength(last === '' ? usual : last, { ...control, leastLength: length }),
  );
  return [...drawnOut, usual, '1'];
}

function numbersIn(words: string): readonly number[] {
  return [...words.matchAll(/(?<![\w.,])[-−]?\d+(?:\.\d+)?(?![\w-])/g)].map(([text]) =>
    Number(text.replace('−', '-')),
  );
}

function datesIn(words: string): readonly string[] {
  return [...words.matchAll(/\d{4}-\d\d-\d\d|\d{4}-W\d\d|\d\d:\d\d/g)].map(([text]) => text);
}
