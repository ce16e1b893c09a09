import type { FormField } from './form-schema.ts';

/** A file that somebody gave, as it is kept. */
export interface FileAnswer {
  /** What it was called where it came from. */
  readonly fileName: string;
  readonly mediaType: string;
  readonly octets: number;
  /** Its name among the device's own resources. */
  readonly resource: string;
}

/** A name that somebody wrote below a statement, with the tick that it was meant. */
export interface SignatureAnswer {
  readonly signedBy: string;
  /** Milliseconds since 1970. */
  readonly signedAt: number;
}

/** What was answered to a field: a date is a text such as 2026-11-25, a confirmation is true. */
export type Answer = string | number | true | readonly string[] | FileAnswer | SignatureAnswer;

/** Answers by the names of their fields; what was left empty is not among them. */
export type Answers = Readonly<Record<string, Answer>>;

/** The answer to a field, if there is one. */
export function answerTo(answers: Answers, name: string): Answer | undefined {
  return Object.hasOwn(answers, name) ? answers[name] : undefined;
}

export function isFileAnswer(answer: Answer | undefined): answer is FileAnswer {
  return typeof answer === 'object' && 'resource' in answer;
}

export function isSignature(answer: Answer | undefined): answer is SignatureAnswer {
  return typeof answer === 'object' && 'signedBy' in answer;
}

/** What a browser would post of an answer, by the names of inputs: a field's own, or two for a signature. */
export function typedOf(field: FormField, answer: Answer): readonly (readonly [string, string])[] {
  if (isSignature(answer))
    return [
      [signatureName(field.name), answer.signedBy],
      [signatureTick(field.name), ticked],
    ];
  if (isFileAnswer(answer)) return [];
  if (typeof answer === 'object') return answer.map((value) => [field.name, value] as const);
  return [[field.name, answer === true ? ticked : typeof answer === 'number' ? numberText(answer) : answer]];
}

/** An answer as one text, for whoever writes it elsewhere: several choices are joined by commas. */
export function answerText(answer: Answer): string {
  if (answer === true) return 'true';
  if (isSignature(answer)) return answer.signedBy;
  if (isFileAnswer(answer)) return answer.resource;
  if (typeof answer === 'object') return answer.join(',');
  return typeof answer === 'number' ? numberText(answer) : answer;
}

/** What a ticked box posts. */
export const ticked = 'yes';

/** The input for the name below a signature; no field's name has a `.`. */
export function signatureName(field: string): string {
  return `${field}.name`;
}

/** The input for the tick of a signature. */
export function signatureTick(field: string): string {
  return `${field}.sign`;
}

/** The most digits behind the sign of a number. */
export const mostDecimals = 15;

/** A number as a person writes it: never with an exponent. */
export function numberText(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(mostDecimals).replace(/\.?0+$/, '') : text;
}
