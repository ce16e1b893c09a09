import { pagePath } from './addresses.ts';
import { answerTo, typedOf } from './answers.ts';
import { firstInput, renderField } from './field-html.ts';
import type { FieldFault } from './form-check.ts';
import { type FormProgress, fieldsOfPage, pageBefore, placeOf } from './form-course.ts';
import type { Form, FormField } from './form-schema.ts';
import { faultText, formTexts, notices, textLanguage } from './form-texts.ts';
import { attributes, type Html, html } from './html.ts';
import { documentOf, paragraphs } from './page-html.ts';

/** The name of the hidden input that proves a post to come from the form; no field has it. */
export const tokenName = '_token';

/** A page of a form, as a browser is to show it. */
export interface PageView {
  readonly form: Form;
  readonly progress: FormProgress;
  /** Which page; the first is 0. It has to be one that is asked. */
  readonly page: number;
  /** What people call the device. */
  readonly device: string;
  /** The path of the interaction, below which its pages are. */
  readonly interaction: string;
  /** The address of the stylesheet. */
  readonly stylesheet: string;
  /** What the form posts to prove where it comes from. */
  readonly token: string;
  /** A page that was posted and not taken: what stood in its inputs, and what was wrong. */
  readonly refused?: {
    readonly typed: ReadonlyMap<string, readonly string[]>;
    readonly faults: readonly FieldFault[];
  };
}

/**
 * One page of a form as an HTML document that works in any browser, without scripts: whoever fills it in is told
 * what is wrong by the page that comes back.
 */
export function renderPage(view: PageView): string {
  const { form, progress, page, device, interaction, stylesheet, token, refused } = view;
  const fields = fieldsOfPage(form, progress, page);
  const faults = refused?.faults ?? [];
  const place = placeOf(form, progress, page);
  const before = pageBefore(form, progress, page);
  const title = form.pages[page]?.title ?? form.title;
  const own = ownLanguage(form);
  const shown = fields.map((field) =>
    renderField({
      field,
      typed: refused?.typed ?? typedBefore(field, view),
      answer: answerTo(progress.answers, field.name),
      fault: faults.find((fault) => fault.field === field.name)?.fault,
      own,
    }),
  );
  const isLast = place.number === place.of;
  const action = attributes({
    method: 'post',
    action: pagePath(interaction, page),
    enctype: fields.some(({ kind }) => kind === 'file') ? 'multipart/form-data' : undefined,
    'accept-charset': 'utf-8',
    autocomplete: 'off',
    novalidate: true,
  });
  const back =
    before === undefined
      ? undefined
      : html`<a class="back"${own} href="${pagePath(interaction, before)}">${formTexts.back}</a>\n`;
  const introductions = [page === 0 ? form.introduction : undefined, form.pages[page]?.introduction];
  const content = html`<p class="form-title">${form.title}</p>
<div class="progress"><p id="progress"${own}>${formTexts.progress(place)}</p>
<progress${attributes({ value: place.number, max: place.of, 'aria-labelledby': 'progress' })}></progress></div>
<h1>${title}</h1>
${introductions.map((text) => text && paragraphs(text))}${summary(form, fields, faults)}<form${action}>
<input${attributes({ type: 'hidden', name: tokenName, value: token })}>
${shown}<div class="actions">
<button type="submit"${own}>${isLast ? formTexts.send : formTexts.goOn}</button>
${back}</div>
</form>
`;
  return documentOf({
    language: form.language,
    title: `${faults.length > 0 ? `${formTexts.error} ` : ''}${title} – ${form.title}`,
    device,
    stylesheet,
    content,
  });
}

/** The final page of an interaction, whose path ends in `/end`. */
export function renderFinalPage({
  form,
  device,
  stylesheet,
}: Pick<PageView, 'form' | 'device' | 'stylesheet'>): string {
  const { title, text } = notices.completed;
  const own = ownLanguage(form);
  const content = html`<p class="form-title">${form.title}</p>
<h1 class="completed"${own}>${title}</h1>
${form.thanks && paragraphs(form.thanks)}<p${own}>${text}</p>
`;
  return documentOf({
    language: form.language,
    title: `${title} – ${form.title}`,
    device,
    stylesheet,
    content,
  });
}

/** Marks texts of our own where the form has another language. */
function ownLanguage({ language }: Form): Html {
  return attributes({ lang: language === textLanguage ? undefined : textLanguage });
}

/** What stands in a field before it is posted: the answer that was taken, or the default where the page is new. */
function typedBefore(field: FormField, { progress, page }: PageView): ReadonlyMap<string, readonly string[]> {
  const answer = answerTo(progress.answers, field.name);
  if (answer === undefined && progress.posted.includes(page)) return new Map();
  const inputs = answer === undefined ? defaultOf(field) : typedOf(field, answer);
  const typed = new Map<string, readonly string[]>();
  for (const [name, text] of inputs) typed.set(name, [...(typed.get(name) ?? []), text]);
  return typed;
}

function defaultOf(field: FormField): readonly (readonly [string, string])[] {
  if (!('default' in field) || field.default === undefined) return [];
  if (Array.isArray(field.default)) return field.default.map((value) => [field.name, value] as const);
  return [[field.name, String(field.default)]];
}

/** What is wrong, each with a link to its field; the page opens at it. */
function summary(form: Form, fields: readonly FormField[], faults: readonly FieldFault[]): Html | undefined {
  if (faults.length === 0) return undefined;
  const own = ownLanguage(form);
  const items = faults.flatMap(({ field: name, fault }) => {
    const field = fields.find((each) => each.name === name);
    if (field === undefined) return [];
    const label = html`<span lang="${form.language}">${field.label}</span>`;
    return [html`<li><a href="#${firstInput(field)}">${label} – ${faultText(fault)}</a></li>\n`];
  });
  return html`<div class="summary" role="alert" tabindex="-1" autofocus aria-labelledby="summary"${own}>
<h2 id="summary">${formTexts.summary(faults.length)}</h2>
<ul>
${items}</ul>
</div>
`;
}
