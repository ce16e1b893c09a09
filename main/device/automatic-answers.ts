import { codedError } from '../../core/errors.ts';
import { numberText } from '../../core/interaction/answers.ts';
import { differentAnswer } from './different-answer.ts';
import type { GivenAnswer, GivenAnswers } from './given-answers.ts';
import type { HtmlControl, HtmlForm } from './html-form.ts';
import { emptyText, plausibleText } from './plausible-text.ts';
import { type AutomaticFile, filesFor } from './sample-files.ts';

/** What is posted for a control, and where it comes from. */
export type Filled = {
  readonly name: string;
  /** It was given, or it stands on the page, or it was made up. */
  readonly from: 'given' | 'page' | 'made';
} & (
  | { readonly kind: 'texts'; readonly values: readonly string[] }
  /** Files that were made up, and where those lie that were given; a control that takes one can have none. */
  | { readonly kind: 'files'; readonly files: readonly (AutomaticFile | { readonly path: string })[] }
);

export interface FillOptions {
  readonly given: GivenAnswers;
  /** What a clock on the wall shows, as if it were UTC; milliseconds since 1970. */
  readonly clock: number;
  /** The device, for errors. */
  readonly device: string;
}

/**
 * Fills in a form: with what was given, else with what the page shows already, else, where an answer is needed, with
 * something that the limits of the control allow.
 * @throws INTERACTION_ANSWER_UNFIT where what was given cannot be put in
 */
export function fillForm({ controls }: HtmlForm, options: FillOptions): readonly Filled[] {
  const counts = new Map<string, number>();
  for (const { name, kind } of controls) if (kind === 'text') counts.set(name, (counts.get(name) ?? 0) + 1);
  const seen = new Map<string, number>();
  return controls.map((control) => {
    const { name } = control;
    const given = isGiven(control, options) ? options.given[name] : undefined;
    if (given === undefined) return { name, ...unasked(control, options.clock) };
    const unfit = (detail: string) =>
      codedError('INTERACTION_ANSWER_UNFIT', { device: options.device, field: JSON.stringify(name), detail });
    const index = seen.get(name) ?? 0;
    seen.set(name, index + 1);
    const count = counts.get(name) ?? 1;
    return { name, from: 'given', ...put(control, [given].flat(), { index, count, unfit }) };
  });
}

/** Whether a control is filled in with what was given: not where no person could change it. */
export function isGiven({ name, kind, fixed }: HtmlControl, { given }: FillOptions): boolean {
  return kind !== 'hidden' && !fixed && Object.hasOwn(given, name);
}

/**
 * The same where the page came back with complaints: what it complains of is answered differently.
 * @param before what it was answered before
 * @returns undefined where there is no other way for one of them: it was given, or nothing else is known
 */
export function fillDifferently(
  form: HtmlForm,
  before: readonly Filled[],
  options: FillOptions,
): readonly Filled[] | undefined {
  const filled = fillForm(form, options);
  const different = filled.map((each, index) => {
    const control = form.controls[index];
    if (control?.complaint === undefined) return each;
    const last = before.find(({ name, kind }) => name === each.name && kind === each.kind) ?? each;
    const other = last.from === 'given' ? undefined : differentAnswer(control, last, options.clock);
    return other && { name: each.name, from: 'made' as const, ...other };
  });
  return different.every((each) => each !== undefined) ? different : undefined;
}

/** What is put into a control, without its name. */
export type Content =
  | Pick<Extract<Filled, { kind: 'texts' }>, 'kind' | 'values'>
  | Pick<Extract<Filled, { kind: 'files' }>, 'kind' | 'files'>;

const texts = (...values: readonly string[]): Content => ({ kind: 'texts', values });

interface Placing {
  /** Which of the inputs of one name it is, and how many there are. */
  readonly index: number;
  readonly count: number;
  readonly unfit: (detail: string) => Error;
}

function put(control: HtmlControl, given: readonly GivenAnswer[], { index, count, unfit }: Placing): Content {
  switch (control.kind) {
    case 'text': {
      if (given.length > count) throw unfit(`${given.length} texts are given, and it takes ${count}`);
      // Several inputs of one name share a list; one answer is for each of them.
      const answer = given.length === 1 ? given[0] : given[index];
      return texts(answer === undefined ? '' : textOf(answer));
    }
    case 'choice': {
      const [answer = ''] = given;
      if (given.length > 1) throw unfit('one option can be chosen, and not several');
      const [isNone, value] = [answer === '', textOf(answer)];
      if (control.options.some((option) => option.value === value)) return texts(value);
      if (isNone && control.open) return texts();
      throw unfit(noOption(control.options));
    }
    case 'boxes': {
      const [only, ...others] = control.options;
      const [answer] = given;
      // One box is ticked or not; of several it has to be said which ones.
      if (only && others.length === 0 && typeof answer === 'boolean' && given.length === 1)
        return texts(...(answer ? [only.value] : []));
      if (answer === false || answer === '') return texts();
      const values = given.map(textOf);
      if (values.some((value) => !control.options.some((option) => option.value === value)))
        throw unfit(noOption(control.options));
      return texts(...values);
    }
    case 'file':
      if (!given.every((each) => typeof each === 'string')) throw unfit('the path of a file is expected');
      return { kind: 'files', files: given.filter((each) => each !== '').map((path) => ({ path })) };
    case 'hidden':
      return texts(control.value);
  }
}

function textOf(answer: GivenAnswer): string {
  return typeof answer === 'number' ? numberText(answer) : String(answer);
}

/** What may be chosen instead; what was given is not repeated, as it may be a secret. */
function noOption(options: Extract<HtmlControl, { kind: 'choice' }>['options']): string {
  const most = 8;
  const names = options.map(({ value }) => JSON.stringify(value.slice(0, 40)));
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  return `it takes ${names.slice(0, most).join(', ')}${more}`;
}

/** What is put into a control for which nothing was given. */
function unasked(control: HtmlControl, clock: number): Pick<Filled, 'from'> & Content {
  const shown = (...values: readonly string[]) => ({ from: 'page', ...texts(...values) }) as const;
  const made = (...values: readonly string[]) => ({ from: 'made', ...texts(...values) }) as const;
  switch (control.kind) {
    case 'hidden':
      return shown(control.value);
    case 'text': {
      if (control.value !== '') return shown(control.value);
      return control.required && !control.fixed
        ? made(plausibleText(control, clock))
        : shown(emptyText(control));
    }
    case 'choice': {
      const chosen = control.options.find((option) => option.chosen);
      if (chosen !== undefined && (chosen.value !== '' || !control.required)) return shown(chosen.value);
      const usual = control.required ? control.options.find(({ value }) => value !== '') : undefined;
      return usual === undefined ? shown() : made(usual.value);
    }
    case 'boxes': {
      const chosen = control.options.filter((option) => option.chosen);
      if (chosen.length > 0) return shown(...chosen.map(({ value }) => value));
      // Of several boxes, pages do not say how many have to be ticked: most often it is one.
      const [first, second] = control.options;
      return first && (control.required || second) ? made(first.value) : shown();
    }
    case 'file':
      return {
        from: 'made',
        kind: 'files',
        files: control.required ? filesFor(control.accept).slice(0, 1) : [],
      };
  }
}
