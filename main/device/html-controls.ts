import type { FindComplaint } from './html-complaints.ts';
import { attribute, elementsIn, type HtmlElement, type PlacedElement, textIn } from './html-document.ts';
import type { HtmlControl, HtmlOption, TextControl } from './html-form.ts';
import { scaleOf } from './value-scale.ts';

type Common = Pick<HtmlControl, 'name' | 'required' | 'fixed' | 'complaint'>;

/**
 * The controls of a form that a browser posts (HTML, 4.10.22.4), in the order of the page; boxes of one name are one.
 * @param button the one that sends the form: it may have a name and a value of its own
 */
export function readControls(
  elements: readonly PlacedElement[],
  button: HtmlElement | undefined,
  byId: ReadonlyMap<string, HtmlElement>,
  complaintOf: FindComplaint,
): readonly HtmlControl[] {
  const controls: HtmlControl[] = [];
  const boxes = new Map<string, number>();
  for (const { element, group, disabled } of elements) {
    const name = attribute(element, 'name') ?? '';
    if (name === '' || disabled || attribute(element, 'disabled') !== undefined) continue;
    const common: Common = {
      name,
      required: attribute(element, 'required') !== undefined,
      fixed: attribute(element, 'readonly') !== undefined,
      complaint: complaintOf(element, group),
    };
    const control = controlOf(element, common, button, byId);
    if (control === undefined) continue;
    // Boxes of one name belong together, wherever they stand.
    const key = isBox(element) ? `${control.kind} ${name}` : undefined;
    const index = (key === undefined ? undefined : boxes.get(key)) ?? controls.length;
    controls[index] = merged(controls[index], control);
    if (key !== undefined) boxes.set(key, index);
  }
  return controls;
}

function isBox(element: HtmlElement): boolean {
  return element.tagName === 'input' && ['radio', 'checkbox'].includes(typeOf(element));
}

function typeOf(element: HtmlElement): string {
  return (attribute(element, 'type') ?? 'text').toLowerCase();
}

function merged(known: HtmlControl | undefined, control: HtmlControl): HtmlControl {
  if (known === undefined || !('options' in known) || !('options' in control)) return control;
  return {
    ...known,
    required: known.required || control.required,
    complaint: known.complaint ?? control.complaint,
    options: [...known.options, ...control.options],
  };
}

function controlOf(
  element: HtmlElement,
  common: Common,
  button: HtmlElement | undefined,
  byId: ReadonlyMap<string, HtmlElement>,
): HtmlControl | undefined {
  const value = attribute(element, 'value');
  switch (element.tagName) {
    case 'textarea':
      return { ...common, ...textControl(element, 'text', textIn(element), byId) };
    case 'select':
      return { ...common, ...listControl(element) };
    case 'button':
      return element === button ? { ...common, kind: 'hidden', value: value ?? '' } : undefined;
    case 'input':
      return inputControl(element, common, button, byId);
    default:
      return undefined;
  }
}

function inputControl(
  element: HtmlElement,
  common: Common,
  button: HtmlElement | undefined,
  byId: ReadonlyMap<string, HtmlElement>,
): HtmlControl | undefined {
  const type = typeOf(element);
  const value = attribute(element, 'value');
  switch (type) {
    case 'submit':
      return element === button ? { ...common, kind: 'hidden', value: value ?? 'Submit' } : undefined;
    case 'button':
    case 'reset':
    case 'image':
      return undefined;
    case 'hidden':
      // What the post is written in (HTML, 4.10.22.5).
      return { ...common, kind: 'hidden', value: common.name === '_charset_' ? 'UTF-8' : (value ?? '') };
    case 'radio':
    case 'checkbox': {
      // Boxes cannot be made readable only (HTML, 4.10.5.3.3).
      const options = [{ value: value ?? 'on', chosen: attribute(element, 'checked') !== undefined }];
      const box = { ...common, fixed: false, options };
      return type === 'radio' ? { ...box, kind: 'choice', open: true } : { ...box, kind: 'boxes' };
    }
    case 'file':
      return { ...common, fixed: false, kind: 'file', accept: listOf(attribute(element, 'accept')) };
    default: {
      const written = (value ?? '').replaceAll(/[\r\n]/g, '');
      // Inputs of values that have an order are empty where what is written is none (HTML, 4.10.5.1).
      const isNone = scaleOf(type)?.read(written) === undefined && scaleOf(type) !== undefined;
      return { ...common, ...textControl(element, type, isNone ? '' : written, byId) };
    }
  }
}

/** A list of which one is chosen posts its first option where the page chooses none; one of several does not. */
function listControl(element: HtmlElement) {
  const isSeveral = attribute(element, 'multiple') !== undefined;
  const options = optionsIn(element);
  if (isSeveral) return { kind: 'boxes', options } as const;
  const isAnyChosen = options.some(({ chosen }) => chosen);
  return {
    kind: 'choice',
    open: false,
    options: isAnyChosen ? options : options.map((option, index) => ({ ...option, chosen: index === 0 })),
  } as const;
}

function optionsIn(element: HtmlElement): readonly HtmlOption[] {
  const options: HtmlOption[] = [];
  const off = new Set<HtmlElement>();
  for (const each of elementsIn(element)) {
    const isOff = attribute(each, 'disabled') !== undefined;
    if (each.tagName === 'optgroup' && isOff) for (const inner of elementsIn(each)) off.add(inner);
    if (each.tagName !== 'option' || isOff || off.has(each)) continue;
    const value = attribute(each, 'value') ?? textIn(each).replaceAll(/\s+/g, ' ').trim();
    options.push({ value, chosen: attribute(each, 'selected') !== undefined });
  }
  return options;
}

function textControl(
  element: HtmlElement,
  type: string,
  value: string,
  byId: ReadonlyMap<string, HtmlElement>,
): TextControl {
  const list = byId.get(attribute(element, 'list') ?? '');
  const example = attribute(element, 'placeholder') ?? '';
  return {
    ...{ kind: 'text', type, value },
    min: attribute(element, 'min') ?? '',
    max: attribute(element, 'max') ?? '',
    step: attribute(element, 'step') ?? '',
    leastLength: lengthOf(attribute(element, 'minlength')) ?? 0,
    mostLength: lengthOf(attribute(element, 'maxlength')) ?? Number.POSITIVE_INFINITY,
    pattern: element.tagName === 'textarea' ? undefined : attribute(element, 'pattern'),
    offered: [
      ...(list?.tagName === 'datalist' ? optionsIn(list).map((option) => option.value) : []),
      ...(example === '' ? [] : [example]),
    ],
    number:
      ['number', 'range'].includes(type) ||
      ['decimal', 'numeric'].includes(attribute(element, 'inputmode') ?? '') ||
      (attribute(element, 'class') ?? '').split(/\s+/).includes('number'),
  };
}

function lengthOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : undefined;
}

function listOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== '');
}
