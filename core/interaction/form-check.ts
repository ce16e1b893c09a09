import {
  type Answer,
  type Answers,
  answerTo,
  type FileAnswer,
  isFileAnswer,
  isSignature,
  signatureName,
  signatureTick,
  ticked,
} from './answers.ts';
import { type FormProgress, fieldsOfPage, isRequired } from './form-course.ts';
import { isDate } from './form-rules.ts';
import type { FieldOf, Form, FormField } from './form-schema.ts';
import { readPattern } from './text-pattern.ts';

/** Why an answer cannot be taken; what it should be stands with the field. */
export type AnswerFault =
  | { readonly kind: 'missing' }
  | { readonly kind: 'tooShort'; readonly least: number }
  | { readonly kind: 'tooLong'; readonly most: number; readonly found: number }
  /** It holds controls, or several lines where one is expected. */
  | { readonly kind: 'unusable' }
  | { readonly kind: 'pattern'; readonly help?: string }
  | { readonly kind: 'notNumber' }
  | { readonly kind: 'notWhole' }
  | { readonly kind: 'tooSmall'; readonly min: number }
  | { readonly kind: 'tooGreat'; readonly max: number }
  | { readonly kind: 'offStep'; readonly step: number; readonly from: number }
  | { readonly kind: 'noOption' }
  | { readonly kind: 'tooFew'; readonly least: number }
  | { readonly kind: 'tooMany'; readonly most: number }
  | { readonly kind: 'notDate' }
  | { readonly kind: 'tooEarly'; readonly min: string }
  | { readonly kind: 'tooLate'; readonly max: string }
  | { readonly kind: 'notSigned' }
  | { readonly kind: 'notConfirmed' }
  | FileFault;

/** Why a file was not kept. */
export type FileFault =
  | { readonly kind: 'fileType'; readonly mediaTypes: readonly string[] }
  /** It does not begin as its media type says. */
  | { readonly kind: 'fileNotAsNamed'; readonly mediaType: string }
  | { readonly kind: 'fileTooLarge'; readonly most: number }
  | { readonly kind: 'fileEmpty' }
  | { readonly kind: 'fileNotKept' };

export interface FieldFault {
  readonly field: string;
  readonly fault: AnswerFault;
}

/** What became of a file that was posted. */
export type PostedFile =
  | { readonly kind: 'kept'; readonly answer: FileAnswer }
  | { readonly kind: 'refused'; readonly fault: FileFault };

/** A page as it was posted: texts by the names of inputs, files by the names of fields. */
export interface PostedPage {
  readonly texts: ReadonlyMap<string, readonly string[]>;
  readonly files: ReadonlyMap<string, PostedFile>;
}

/** What a posted page came to: the answers that can be taken, and what is wrong with the others. */
export interface PageCheck {
  readonly answers: Answers;
  readonly faults: readonly FieldFault[];
}

/**
 * Checks a posted page against its fields, as the answers of the pages before it decide them. What belongs to none
 * of them is not looked at.
 * @param now milliseconds since 1970, for signatures
 */
export function checkPage(
  form: Form,
  progress: FormProgress,
  page: number,
  posted: PostedPage,
  now: number,
): PageCheck {
  const answers: [string, Answer][] = [];
  const faults: FieldFault[] = [];
  for (const field of fieldsOfPage(form, progress, page)) {
    const before = answerTo(progress.answers, field.name);
    const read = readAnswer(field, posted, before, now);
    if (read.kind === 'answer') answers.push([field.name, read.answer]);
    else if (read.kind === 'fault') faults.push({ field: field.name, fault: read.fault });
    else if (isRequired(field)) faults.push({ field: field.name, fault: missing(field) });
  }
  return { answers: Object.fromEntries(answers), faults };
}

type Read =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'empty' }
  | { readonly kind: 'fault'; readonly fault: AnswerFault };

const empty: Read = { kind: 'empty' };
const answered = (answer: Answer): Read => ({ kind: 'answer', answer });
const wrong = (fault: AnswerFault): Read => ({ kind: 'fault', fault });

function missing(field: FormField): AnswerFault {
  if (field.kind === 'confirmation') return { kind: 'notConfirmed' };
  if (field.kind === 'signature') return { kind: 'notSigned' };
  return { kind: 'missing' };
}

function readAnswer(field: FormField, posted: PostedPage, before: Answer | undefined, now: number): Read {
  const [text = ''] = posted.texts.get(field.name) ?? [];
  switch (field.kind) {
    case 'text':
      return readText(field, text);
    case 'number':
      return readNumber(field, text.trim());
    case 'date':
      return readDate(field, text.trim());
    case 'choice':
      if (text === '') return empty;
      return field.options.some(({ value }) => value === text) ? answered(text) : wrong({ kind: 'noOption' });
    case 'choices':
      return readChoices(field, posted.texts.get(field.name) ?? []);
    case 'file':
      return readFile(posted.files.get(field.name), before);
    case 'signature':
      return readSignature(field, posted, before, now);
    case 'confirmation':
      return text === ticked ? answered(true) : empty;
  }
}

function readText(field: FieldOf<'text'>, posted: string): Read {
  const text = posted.replaceAll(/\r\n?/g, '\n').trim();
  if (text === '') return empty;
  const { lines, minLength = 0, maxLength, pattern, patternHelp } = field;
  const found = [...text].length;
  if (found > maxLength) return wrong({ kind: 'tooLong', most: maxLength, found });
  if (!isUsable(text, lines)) return wrong({ kind: 'unusable' });
  if (found < minLength) return wrong({ kind: 'tooShort', least: minLength });
  const read = pattern === undefined ? undefined : readPattern(pattern);
  // The form was checked when it was read: a pattern that is none fits nothing.
  if (read !== undefined && ('detail' in read || !read.matches(text)))
    return wrong({ kind: 'pattern', ...(patternHelp === undefined ? {} : { help: patternHelp }) });
  return answered(text);
}

/** Controls are no text, but for tabs and, where several lines are expected, line ends. */
function isUsable(text: string, lines: 'single' | 'multiple'): boolean {
  const unusable = lines === 'single' ? /\p{Cc}/u : /(?![\t\n])\p{Cc}/u;
  return text.isWellFormed() && !unusable.test(text);
}

/** A comma stands for the decimal point, but where it may as well part thousands. */
const numberForm = /^[+-]?(\d{1,16}([.]\d{1,15})?|\d{1,16},(\d{1,2}|\d{4,15}))$/;

function readNumber(field: FieldOf<'number'>, text: string): Read {
  if (text === '') return empty;
  if (!numberForm.test(text)) return wrong({ kind: 'notNumber' });
  const { min, max, step, whole } = field;
  // There is no negative zero for people.
  const value = Number(text.replace(',', '.')) || 0;
  if (whole && !Number.isInteger(value)) return wrong({ kind: 'notWhole' });
  const least = min ?? -Number.MAX_SAFE_INTEGER;
  const most = max ?? Number.MAX_SAFE_INTEGER;
  if (value < least) return wrong({ kind: 'tooSmall', min: least });
  if (value > most) return wrong({ kind: 'tooGreat', max: most });
  if (step !== undefined && !isOnStep(value, step, min ?? 0))
    return wrong({ kind: 'offStep', step, from: min ?? 0 });
  return answered(value);
}

/** Decimal steps have no exact binary form: 0.3 is three steps of 0.1 all the same. */
function isOnStep(value: number, step: number, from: number): boolean {
  const steps = (value - from) / step;
  return Math.abs(steps - Math.round(steps)) <= 1e-9 * Math.max(1, Math.abs(steps));
}

function readDate({ min, max }: FieldOf<'date'>, text: string): Read {
  if (text === '') return empty;
  if (!isDate(text)) return wrong({ kind: 'notDate' });
  if (min !== undefined && text < min) return wrong({ kind: 'tooEarly', min });
  if (max !== undefined && text > max) return wrong({ kind: 'tooLate', max });
  return answered(text);
}

function readChoices(field: FieldOf<'choices'>, posted: readonly string[]): Read {
  const { options, least = 1, most = options.length } = field;
  if (posted.some((value) => !options.some((option) => option.value === value)))
    return wrong({ kind: 'noOption' });
  // In the order of the form, each once.
  const chosen = options.map(({ value }) => value).filter((value) => posted.includes(value));
  if (chosen.length === 0) return least > 1 && field.required ? wrong({ kind: 'tooFew', least }) : empty;
  if (chosen.length < least) return wrong({ kind: 'tooFew', least });
  if (chosen.length > most) return wrong({ kind: 'tooMany', most });
  return answered(chosen);
}

/** A file that came before stays where none comes: a browser does not post it again. */
function readFile(file: PostedFile | undefined, before: Answer | undefined): Read {
  if (file === undefined) return isFileAnswer(before) ? answered(before) : empty;
  return file.kind === 'kept' ? answered(file.answer) : wrong(file.fault);
}

/** A full name is no longer. */
const longestName = 200;

function readSignature(
  field: FieldOf<'signature'>,
  { texts }: PostedPage,
  before: Answer | undefined,
  now: number,
): Read {
  const name = (texts.get(signatureName(field.name))?.[0] ?? '').trim();
  const isTicked = texts.get(signatureTick(field.name))?.[0] === ticked;
  if (name === '' && !isTicked) return empty;
  if (name === '' || !isTicked) return wrong({ kind: 'notSigned' });
  const found = [...name].length;
  if (found > longestName) return wrong({ kind: 'tooLong', most: longestName, found });
  if (!isUsable(name, 'single')) return wrong({ kind: 'unusable' });
  // A page that is posted twice was signed once.
  if (isSignature(before) && before.signedBy === name) return answered(before);
  return answered({ signedBy: name, signedAt: now });
}
