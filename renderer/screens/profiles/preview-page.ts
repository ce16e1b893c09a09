import type { Answer, Answers } from '../../../core/interaction/answers.ts';
import { conditionsOf, holds, listOf } from '../../../core/interaction/conditions.ts';
import { type FormProgress, pageBefore } from '../../../core/interaction/form-course.ts';
import { renderFinalPage, renderPage } from '../../../core/interaction/form-html.ts';
import type { Condition, Form, FormField } from '../../../core/interaction/form-schema.ts';
import { formStyle } from '../../../core/interaction/form-style.ts';

/** What of a form is looked at: a page by its place in the form, or the page that thanks. */
export type Shown = { readonly kind: 'page'; readonly page: number } | { readonly kind: 'final' };

export interface PreviewParts {
  /** With a row's values in it. */
  readonly form: Form;
  readonly answers: Answers;
  readonly shown: Shown;
  /** What people call the device. */
  readonly device: string;
  /** What lets a style stand in the page. */
  readonly nonce: string;
  /** The field that is being edited. */
  readonly marked?: string | undefined;
}

/** The pages that somebody meets who answers like this, by their places in the form. */
export function askedPages(form: Form, answers: Answers): readonly number[] {
  const pages = form.pages.map((_page, index) => index);
  return pages.filter((index) => pageBefore(form, { answers, posted: pages }, index + 1) === index);
}

/** Addresses that lead nowhere: they are taken out of the page again. */
const nowhere = 'preview:nowhere';
const stylesheet = `<link rel="stylesheet" href="${nowhere}">`;

/**
 * A page as a device's browser shows it, as a document of its own that reaches nothing: it may have the style that
 * stands in it, and beside that loads, sends and runs nothing.
 */
export function previewDocument({ form, answers, shown, device, nonce, marked }: PreviewParts): string {
  const common = { form, device, stylesheet: nowhere };
  const page =
    shown.kind === 'final'
      ? renderFinalPage(common)
      : renderPage({
          ...common,
          page: shown.page,
          progress: progressAt(form, answers, shown.page),
          interaction: nowhere,
          token: '',
        });
  // What people have written is escaped: none of it can be a tag, or an attribute of one.
  return page
    .replace(stylesheet, headOf(nonce, marked))
    .replaceAll(/ (?:href|action)="preview:nowhere\/\d+"/g, '');
}

function headOf(nonce: string, marked: string | undefined): string {
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'none'; base-uri 'none'`;
  return `<meta http-equiv="Content-Security-Policy" content="${policy}">
<style nonce="${nonce}">${formStyle}${marked === undefined ? '' : markOf(marked)}</style>`;
}

/** Shows which field is being edited, and begins there. */
function markOf(field: string): string {
  // The name of a field of a form without faults: letters, digits, "_" and "-".
  const inputs = [`[id="f-${field}"]`, `[id="f-${field}.1"]`].join(', ');
  return `
.field:has(${inputs}) {
  outline: 2px dashed var(--accent);
  outline-offset: 0.5rem;
  border-radius: 0.25rem;
  scroll-initial-target: nearest;
}`;
}

function progressAt(form: Form, answers: Answers, page: number): FormProgress {
  return { answers, posted: form.pages.map((_page, index) => index).filter((index) => index < page) };
}

/** The fields whose answers decide whether something is asked. */
export function decidingFields(form: Form): readonly FormField[] {
  const names = new Set(
    form.pages
      .flatMap((page) => [page, ...page.fields])
      .flatMap((each) => conditionsOf(each).map(({ field }) => field)),
  );
  return form.pages.flatMap(({ fields }) => fields).filter(({ name }) => names.has(name));
}

/** The same answers, and those with which a page is asked, as far as conditions can be met. */
export function answersForPage(form: Form, answers: Answers, page: number): Answers {
  const fields = form.pages.flatMap((each) => each.fields);
  let next = answers;
  // A condition may ask for a field that has conditions of its own, on pages before.
  const meet = (owner: Parameters<typeof conditionsOf>[0], depth: number) => {
    for (const condition of conditionsOf(owner)) {
      const field = fields.find(({ name }) => name === condition.field);
      if (field === undefined || depth > form.pages.length) continue;
      meet(field, depth + 1);
      const ownerPage = form.pages.find((each) => each.fields.includes(field));
      if (ownerPage) meet(ownerPage, depth + 1);
      if (holds(condition, next[field.name])) continue;
      const { [field.name]: _, ...others } = next;
      const answer = answerFor(condition, field);
      next = answer === undefined ? others : { ...others, [field.name]: answer };
    }
  };
  const wanted = form.pages[page];
  if (wanted) meet(wanted, 0);
  return next;
}

/** An answer with which a condition holds; undefined is none. */
function answerFor(condition: Condition, field: FormField): Answer | undefined {
  const { is, includes, least, most, answered } = condition;
  if (answered === false) return undefined;
  const [wanted] = is === undefined ? [] : listOf<string | number | boolean>(is);
  if (wanted !== undefined && wanted !== false) return wanted;
  const [included] = includes === undefined ? [] : listOf(includes);
  if (included !== undefined) return [included];
  if (least !== undefined || most !== undefined) return least ?? most;
  return [...sampleAnswers(field)].find((answer) => holds(condition, answer));
}

/** Answers that somebody may give to a field. */
export function* sampleAnswers(field: FormField): Generator<Answer> {
  switch (field.kind) {
    case 'choice':
      yield* field.options.map(({ value }) => value);
      return;
    case 'choices':
      yield* field.options.map(({ value }) => [value]);
      return;
    case 'number':
      yield* [field.min ?? 0, (field.min ?? 0) + 1];
      return;
    case 'date':
      yield* [field.min ?? '2026-01-01', '2026-12-31'];
      return;
    case 'text':
      yield* ['x', 'y'];
      return;
    case 'file':
      yield { fileName: 'photo.jpg', mediaType: 'image/jpeg', octets: 120_000, resource: 'photo' };
      return;
    case 'signature':
      yield { signedBy: 'A. Person', signedAt: 0 };
      return;
    case 'confirmation':
      yield true;
      return;
  }
}
