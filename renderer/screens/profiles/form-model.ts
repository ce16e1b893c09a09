import type { FormField } from '../../../core/interaction/form-schema.ts';
import type { ReadText, Writable } from '../../../core/provisioning/profile-edits.ts';
import { profileOrder } from '../../../core/provisioning/profile-order.ts';
import { readWholeTree } from '../../../core/provisioning/profile-text.ts';
import { retypedTree } from '../../../core/provisioning/retyped-tree.ts';
import { texts } from '../../texts.ts';

// A form as it stands in the text, right or wrong: what is wrong in it can be mended only where it can be seen.

/** An object of the text. */
export type Raw = Readonly<Record<string, unknown>>;

/** What of a form is being edited. */
export type Chosen =
  | { readonly kind: 'form' }
  | { readonly kind: 'page'; readonly page: number }
  | { readonly kind: 'field'; readonly page: number; readonly field: number };

export type FieldKind = FormField['kind'];

/** The members of each part in the order in which they are written. */
export const memberOrder = {
  profile: profileOrder,
  form: ['title', 'introduction', 'language', 'thanks', 'pages'],
  page: ['title', 'introduction', 'when', 'fields'],
  field: [
    ...['kind', 'name', 'label', 'help', 'when', 'required', 'lines', 'minLength', 'maxLength', 'pattern'],
    ...['patternHelp', 'min', 'max', 'step', 'whole', 'unit', 'options', 'least', 'most', 'mediaTypes'],
    ...['mostOctets', 'photo', 'statement', 'default'],
  ],
  option: ['value', 'label'],
} as const;

let lastRead: { readonly text: string; readonly read: ReadText | undefined } | undefined;

/** A text with its tree, undefined where it is not JSON; the same text is read once, and the next one from it. */
export function readForms(text: string): ReadText | undefined {
  if (lastRead?.text !== text) {
    const { read } = lastRead ?? {};
    const tree = (read && retypedTree(read.tree, read.text, text)) ?? readWholeTree(text);
    lastRead = { text, read: tree ? { text, tree } : undefined };
  }
  return lastRead.read;
}

export function rawOf(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text of the raw form; what is none is written as it stands. */
export function textOf(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function pagesOf(form: Raw): readonly Raw[] {
  return listOf(form.pages).map(rawOf);
}

export function fieldsOf(page: Raw): readonly Raw[] {
  return listOf(page.fields).map(rawOf);
}

/** The kind of a field; one that is unknown is shown as a text. */
export function kindOf(field: Raw): FieldKind {
  const { kind } = field;
  return typeof kind === 'string' && Object.hasOwn(texts.forms.kinds, kind) ? (kind as FieldKind) : 'text';
}

/** Where something chosen stands in the form. */
export function pathOf(chosen: Chosen): readonly (string | number)[] {
  switch (chosen.kind) {
    case 'form':
      return [];
    case 'page':
      return ['pages', chosen.page];
    case 'field':
      return ['pages', chosen.page, 'fields', chosen.field];
  }
}

/** What the path of a fault is about. */
export function chosenAt(path: readonly (string | number)[]): Chosen {
  const [pages, page, fields, field] = path;
  if (pages !== 'pages' || typeof page !== 'number') return { kind: 'form' };
  if (fields !== 'fields' || typeof field !== 'number') return { kind: 'page', page };
  return { kind: 'field', page, field };
}

/** The nearest thing that is there, where what was chosen has gone. */
export function stillThere(chosen: Chosen, form: Raw): Chosen {
  if (chosen.kind === 'form') return chosen;
  const page = pagesOf(form)[chosen.page];
  if (page === undefined) return { kind: 'form' };
  if (chosen.kind === 'field' && fieldsOf(page)[chosen.field] === undefined)
    return { kind: 'page', page: chosen.page };
  return chosen;
}

/** A name that none of the others is: `field`, `field2`, … */
export function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let number = 2; taken.includes(free); number++) free = `${name}${number}`;
  return free;
}

/** Every name of a field in a form. */
export function fieldNames(form: Raw): readonly string[] {
  return pagesOf(form).flatMap((page) => fieldsOf(page).map(({ name }) => textOf(name)));
}

export function newField(form: Raw): Writable {
  return { kind: 'text', name: freeName('field', fieldNames(form)), label: texts.forms.newField };
}

export function newPage(form: Raw): Writable {
  return { title: texts.forms.newPage, fields: [newField(form)] };
}

export function newForm(): Writable {
  return { title: texts.forms.newForm, pages: [newPage({})] };
}

/** What every kind has; what else a field had is of its kind only. */
const lasting = ['name', 'label', 'help', 'when', 'required'] as const;

/** A field as one of another kind, with what it cannot do without. */
export function asKind(field: Raw, kind: FieldKind): Writable {
  const kept = lasting.filter((name) => !(kind === 'confirmation' && name === 'required'));
  const common = Object.fromEntries(
    kept.flatMap((name) => (field[name] === undefined ? [] : [[name, field[name] as Writable]])),
  );
  const options = (field.options as Writable | undefined) ?? [
    { value: 'first', label: texts.forms.firstOption },
    { value: 'second', label: texts.forms.secondOption },
  ];
  return {
    kind,
    ...common,
    ...(kind === 'choice' || kind === 'choices' ? { options } : {}),
    ...(kind === 'file' ? { mediaTypes: ['image/jpeg', 'image/png'] } : {}),
  };
}

/** A field whose answer can decide whether something later is asked. */
export interface DecidingField {
  readonly name: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** The fields of the pages before one. */
export function fieldsBefore(form: Raw, page: number): readonly DecidingField[] {
  return pagesOf(form)
    .slice(0, page)
    .flatMap((each) =>
      fieldsOf(each).map((field) => ({
        name: textOf(field.name),
        label: textOf(field.label),
        kind: kindOf(field),
        options: listOf(field.options).map((option) => {
          const { value, label } = rawOf(option);
          return { value: textOf(value), label: textOf(label) };
        }),
      })),
    );
}
