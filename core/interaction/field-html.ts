import { type Answer, isFileAnswer, signatureName, signatureTick, ticked } from './answers.ts';
import type { AnswerFault } from './form-check.ts';
import { isRequired } from './form-course.ts';
import type { FieldOf, FormField } from './form-schema.ts';
import { faultText, formTexts, sizeText } from './form-texts.ts';
import { attributes, type Html, html } from './html.ts';

/** A field as it is shown. */
export interface FieldView {
  readonly field: FormField;
  /** What stands in its inputs, by their names. */
  readonly typed: ReadonlyMap<string, readonly string[]>;
  /** The answer that was taken before. */
  readonly answer?: Answer | undefined;
  readonly fault?: AnswerFault | undefined;
  /** Marks texts of our own where the form has another language: `lang="en"`. */
  readonly own: Html;
}

/** From this number of options on, a choice is a list to open: it would fill the screen otherwise. */
const optionsOfList = 8;

/** A field with its label, its help, what is wrong with it, and its inputs. */
export function renderField(view: FieldView): Html {
  const { field } = view;
  switch (field.kind) {
    case 'text':
      return single(view, textInput(view, field));
    case 'number':
      return single(view, numberInput(view, field));
    case 'date':
      return single(
        view,
        html`<input${inputAttributes(view)}${attributes({ type: 'date', min: field.min, max: field.max, value: typedIn(view) })}>`,
      );
    case 'choice':
      return isShort(field) ? group(view, radios(view, field)) : single(view, list(view, field));
    case 'choices':
      return group(view, checkboxes(view, field));
    case 'file':
      return single(view, fileInput(view, field));
    case 'signature':
      return group(view, signature(view, field));
    case 'confirmation':
      return confirmation(view);
  }
}

/** The id of what a link to a field leads to: its input, or the first of them. */
export function firstInput(field: FormField): string {
  const several =
    field.kind === 'choices' || field.kind === 'signature' || (field.kind === 'choice' && isShort(field));
  return several ? partId(field.name, 1) : idOf(field.name);
}

function isShort({ options }: FieldOf<'choice'>): boolean {
  return options.length < optionsOfList;
}

function idOf(name: string): string {
  return `f-${name}`;
}

/** The id of what belongs to a field; no field's name has a `.`, so that it is never another field's. */
function partId(name: string, part: string | number): string {
  return `${idOf(name)}.${part}`;
}

function typedIn({ typed, field }: FieldView, name = field.name): string {
  return typed.get(name)?.[0] ?? '';
}

/** A field with one input: its label names that. */
function single(view: FieldView, input: Html): Html {
  const { field } = view;
  return html`<div class="${fieldClass(view)}">
<label for="${idOf(field.name)}">${field.label}${optionalMark(view)}</label>
${beside(view)}${input}
</div>
`;
}

/** A field with several inputs: its label is the legend of them all. */
function group(view: FieldView, inputs: Html): Html {
  const { field } = view;
  const described = attributes({ 'aria-describedby': describedBy(view) });
  return html`<fieldset class="${fieldClass(view)}"${described}>
<legend>${field.label}${optionalMark(view)}</legend>
${beside(view)}${inputs}</fieldset>
`;
}

function fieldClass({ fault }: FieldView): string {
  return fault === undefined ? 'field' : 'field field--wrong';
}

function optionalMark({ field, own }: FieldView): Html | undefined {
  return isRequired(field) ? undefined : html` <span class="optional"${own}>${formTexts.optional}</span>`;
}

/** Help and fault, which inputs are described by. */
function beside(view: FieldView): Html {
  const { field, fault, own } = view;
  const help =
    field.help === undefined ? undefined : html`<p class="help" id="${helpId(field)}">${field.help}</p>\n`;
  const limits =
    field.kind === 'file'
      ? html`<p class="help" id="${limitsId(field)}"${own}>${formTexts.fileHelp(field.mediaTypes, field.mostOctets)}</p>\n`
      : undefined;
  const wrong =
    fault === undefined
      ? undefined
      : html`<p class="fault" id="${faultId(field)}"${own}><span class="visually-hidden">${formTexts.error} </span>${faultText(fault)}</p>\n`;
  return html`${help}${limits}${wrong}`;
}

function helpId({ name }: FormField): string {
  return partId(name, 'help');
}

function limitsId({ name }: FormField): string {
  return partId(name, 'limits');
}

function unitId({ name }: FormField): string {
  return partId(name, 'unit');
}

function faultId({ name }: FormField): string {
  return partId(name, 'fault');
}

function describedBy({ field, fault }: FieldView): string | undefined {
  const ids = [
    ...(field.help === undefined ? [] : [helpId(field)]),
    ...(field.kind === 'file' ? [limitsId(field)] : []),
    ...(field.kind === 'number' && field.unit !== undefined ? [unitId(field)] : []),
    ...(fault === undefined ? [] : [faultId(field)]),
  ];
  return ids.length === 0 ? undefined : ids.join(' ');
}

/** What the only input of a field has, whatever it is. */
function inputAttributes(view: FieldView): Html {
  const { field, fault } = view;
  return attributes({
    id: idOf(field.name),
    name: field.name,
    required: isRequired(field),
    autocomplete: 'off',
    'aria-describedby': describedBy(view),
    'aria-invalid': fault === undefined ? undefined : 'true',
  });
}

function textInput(view: FieldView, { lines }: FieldOf<'text'>): Html {
  if (lines === 'single')
    return html`<input${inputAttributes(view)}${attributes({ type: 'text', spellcheck: 'false', value: typedIn(view) })}>`;
  // A line end right behind the tag is not part of the text (HTML, 13.2.6.4.7).
  return html`<textarea${inputAttributes(view)}${attributes({ rows: 5 })}>\n${typedIn(view)}</textarea>`;
}

/** A text to the browser: number inputs swallow what they do not understand, so that nobody can be told. */
function numberInput(view: FieldView, field: FieldOf<'number'>): Html {
  const { whole, min, unit } = field;
  const keyboard = min === undefined || min < 0 ? 'text' : whole ? 'numeric' : 'decimal';
  const input = html`<input${inputAttributes(view)}${attributes({ type: 'text', inputmode: keyboard, class: 'number', value: typedIn(view) })}>`;
  return unit === undefined
    ? input
    : html`<div class="with-unit">${input} <span class="unit" id="${unitId(field)}">${unit}</span></div>`;
}

function list(view: FieldView, field: FieldOf<'choice'>): Html {
  const chosen = typedIn(view);
  const first = field.required ? formTexts.chooseOne : formTexts.noAnswer;
  return html`<select${inputAttributes(view)}>
<option value=""${view.own}>${first}</option>
${field.options.map(
  ({ value, label }) => html`<option${attributes({ value, selected: value === chosen })}>${label}</option>\n`,
)}</select>`;
}

interface Box {
  readonly type: 'radio' | 'checkbox';
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly checked: boolean;
  readonly required?: boolean;
  readonly label: string | Html;
  readonly labelOwn?: Html;
}

function box({ label, labelOwn, ...input }: Box): Html {
  return html`<div class="box"><input${attributes({ ...input })}> <label for="${input.id}"${labelOwn}>${label}</label></div>\n`;
}

function radios(view: FieldView, { name, options, required }: FieldOf<'choice'>): Html {
  const chosen = typedIn(view);
  const common = { type: 'radio', name, required } as const;
  // Without scripts a radio button cannot be let go of again.
  const none = required
    ? undefined
    : box({
        ...common,
        id: partId(name, options.length + 1),
        value: '',
        checked: chosen === '',
        label: formTexts.noAnswer,
        labelOwn: view.own,
      });
  const offered = options.map(({ value, label }, index) =>
    box({ ...common, id: partId(name, index + 1), value, checked: value === chosen, label }),
  );
  return html`${offered}${none}`;
}

function checkboxes({ typed }: FieldView, { name, options }: FieldOf<'choices'>): Html {
  const chosen = typed.get(name) ?? [];
  return html`${options.map(({ value, label }, index) =>
    box({
      ...{ type: 'checkbox', id: partId(name, index + 1), name, value, label },
      checked: chosen.includes(value),
    }),
  )}`;
}

function fileInput(view: FieldView, { mediaTypes, photo }: FieldOf<'file'>): Html {
  const { answer, own } = view;
  const kept = isFileAnswer(answer) ? answer : undefined;
  const accept = mediaTypes.includes('application/octet-stream') ? undefined : mediaTypes.join(',');
  const input = html`<input${inputAttributes(view)}${attributes({
    type: 'file',
    accept,
    capture: photo ? 'environment' : undefined,
  })}>`;
  if (kept === undefined) return input;
  return html`<p class="kept"${own}>${formTexts.kept} <bdi class="file-name">${kept.fileName}</bdi> (${sizeText(kept.octets)}). ${formTexts.replace}</p>
${input}`;
}

function signature(view: FieldView, { name, statement, required }: FieldOf<'signature'>): Html {
  const { own, fault } = view;
  const id = partId(name, 1);
  const input = attributes({
    id,
    name: signatureName(name),
    type: 'text',
    value: typedIn(view, signatureName(name)),
    required,
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-invalid': fault === undefined ? undefined : 'true',
  });
  return html`<label class="inner" for="${id}"${own}>${formTexts.fullName}</label>
<input${input}>
${box({
  ...{ type: 'checkbox', id: partId(name, 2), name: signatureTick(name), value: ticked, required },
  checked: typedIn(view, signatureTick(name)) === ticked,
  label:
    statement === undefined ? formTexts.sign : html`<strong${own}>${formTexts.sign}</strong>: ${statement}`,
  ...(statement === undefined ? { labelOwn: own } : {}),
})}`;
}

/** One box whose label is the field's own. */
function confirmation(view: FieldView): Html {
  const { field, fault } = view;
  const input = attributes({
    type: 'checkbox',
    id: idOf(field.name),
    name: field.name,
    value: ticked,
    checked: typedIn(view) === ticked,
    required: true,
    'aria-describedby': describedBy(view),
    'aria-invalid': fault === undefined ? undefined : 'true',
  });
  return html`<div class="${fieldClass(view)}">
${beside(view)}<div class="box"><input${input}> <label for="${idOf(field.name)}">${field.label}</label></div>
</div>
`;
}
