import { z } from 'zod';
import type { HtmlControl } from './html-form.ts';

/** Answers that somebody has given beforehand, by the names of fields; that of a file is where it lies. */
export const givenAnswersSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]),
);
export type GivenAnswers = z.infer<typeof givenAnswersSchema>;

/** A file that goes with a form. */
export interface AutomaticFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly octets: Uint8Array;
}

/** What is posted for a control: texts, or files. */
export type Filled =
  | { readonly kind: 'texts'; readonly name: string; readonly values: readonly string[] }
  | { readonly kind: 'file'; readonly name: string; readonly file: AutomaticFile };

export interface FillOptions {
  readonly given: GivenAnswers;
  /** A day such as 2026-11-25, where a date is asked for. */
  readonly today: string;
  /** Reads a file that is given by its path. */
  readonly readFile: (path: string) => AutomaticFile;
}

/**
 * What is answered to a control: what was given, else what the page shows already, else something that its limits
 * allow, as far as the page tells them.
 */
export function fillControl(
  control: HtmlControl,
  { given, today, readFile }: FillOptions,
): Filled | undefined {
  const { name } = control;
  const answer = Object.hasOwn(given, name) ? given[name] : undefined;
  const texts = (...values: readonly string[]): Filled => ({ kind: 'texts', name, values });
  switch (control.kind) {
    case 'hidden':
      return texts(control.value);
    case 'text':
      if (answer !== undefined) return texts(String(answer));
      return texts(control.value !== '' || !control.required ? control.value : plausible(control, today));
    case 'choice': {
      if (answer !== undefined) return texts(String(answer));
      const chosen = control.options.find((each) => each.chosen && each.value !== '');
      const usual = control.options.find(({ value }) => value !== '');
      const value = chosen ?? (control.required ? usual : undefined);
      return value && texts(value.value);
    }
    case 'boxes': {
      if (answer !== undefined)
        return boxes(
          control.options.map(({ value }) => value),
          answer,
          texts,
        );
      const chosen = control.options.filter((each) => each.chosen).map(({ value }) => value);
      // Of several boxes, pages do not say how many have to be ticked.
      const first = control.options[0]?.value;
      return chosen.length > 0 || first === undefined ? texts(...chosen) : texts(first);
    }
    case 'file':
      if (answer !== undefined) return { kind: 'file', name, file: readFile(String(answer)) };
      return control.required ? { kind: 'file', name, file: someFile(control.accept) } : undefined;
  }
}

function boxes(
  options: readonly string[],
  answer: GivenAnswers[string],
  texts: (...values: readonly string[]) => Filled,
): Filled {
  if (answer === true) return texts(...options.slice(0, 1));
  if (answer === false) return texts();
  return texts(...[answer].flat().map(String));
}

function plausible(
  { type, min, mostLength, number }: Extract<HtmlControl, { kind: 'text' }>,
  today: string,
): string {
  if (type === 'date') return min > today ? min : today;
  if (type === 'email') return 'simulated@device.example';
  if (type === 'tel') return '0';
  if (type === 'url') return 'https://device.example/';
  if (number) return min === '' ? '1' : min;
  return 'Simulated'.slice(0, mostLength);
}

/** The smallest files of the usual types: they begin as their types say. */
const files: readonly AutomaticFile[] = [
  {
    fileName: 'simulated.png',
    mediaType: 'image/png',
    octets: Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  },
  {
    fileName: 'simulated.jpg',
    mediaType: 'image/jpeg',
    octets: Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex'),
  },
  {
    fileName: 'simulated.pdf',
    mediaType: 'application/pdf',
    octets: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
  },
];

function someFile(accept: readonly string[]): AutomaticFile {
  const fits = ({ fileName, mediaType }: AutomaticFile) =>
    accept.some(
      (each) =>
        each === mediaType ||
        each === `${mediaType.split('/')[0]}/*` ||
        (each.startsWith('.') && fileName.endsWith(each)),
    );
  const plain = {
    fileName: 'simulated.txt',
    mediaType: accept[0] ?? 'text/plain',
    octets: Buffer.from('Simulated\n'),
  };
  return files.find(fits) ?? plain;
}
