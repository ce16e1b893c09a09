import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** An option that can be chosen: of a list, or one of several boxes. */
export interface HtmlOption {
  readonly value: string;
  readonly chosen: boolean;
}

/** What can be filled in on a page, by the name that it is posted by. */
export type HtmlControl = {
  readonly name: string;
  readonly required: boolean;
  /** The page says that what was posted to it is wrong. */
  readonly wrong: boolean;
} & (
  | { readonly kind: 'hidden'; readonly value: string }
  | {
      readonly kind: 'text';
      readonly type: string;
      readonly value: string;
      readonly min: string;
      readonly mostLength: number;
      /** Whether a number is expected. */
      readonly number: boolean;
    }
  | { readonly kind: 'choice'; readonly options: readonly HtmlOption[] }
  | { readonly kind: 'boxes'; readonly options: readonly HtmlOption[] }
  | { readonly kind: 'file'; readonly accept: readonly string[] }
);

/** A form of a page. */
export interface HtmlForm {
  readonly action: string;
  readonly post: boolean;
  readonly multipart: boolean;
  readonly controls: readonly HtmlControl[];
}

/** Reads the first form of an HTML document; undefined where it has none. Whatever the page holds, nothing of it runs. */
export function readForm(document: string): HtmlForm | undefined {
  const [form] = [...elementsOf(parse(document))].filter(({ tagName }) => tagName === 'form');
  if (form === undefined) return undefined;
  const controls: HtmlControl[] = [];
  for (const element of elementsOf(form)) addControl(controls, element);
  return {
    action: attribute(form, 'action') ?? '',
    post: attribute(form, 'method')?.toLowerCase() === 'post',
    multipart: attribute(form, 'enctype')?.toLowerCase() === 'multipart/form-data',
    controls,
  };
}

function addControl(controls: HtmlControl[], element: Element): void {
  const name = attribute(element, 'name');
  if (name === undefined || name === '' || attribute(element, 'disabled') !== undefined) return;
  const type = (attribute(element, 'type') ?? 'text').toLowerCase();
  const common = {
    name,
    required: attribute(element, 'required') !== undefined,
    wrong: attribute(element, 'aria-invalid') === 'true',
  };
  if (element.tagName === 'textarea')
    controls.push({ ...common, ...textOf(element, 'text', textIn(element).replace(/^\n/, '')) });
  else if (element.tagName === 'select') {
    const options = [...elementsOf(element)]
      .filter(({ tagName }) => tagName === 'option')
      .map((option) => ({
        value: attribute(option, 'value') ?? textIn(option),
        chosen: attribute(option, 'selected') !== undefined,
      }));
    controls.push({ ...common, kind: 'choice', options });
  } else if (element.tagName !== 'input') return;
  else if (type === 'hidden')
    controls.push({ ...common, kind: 'hidden', value: attribute(element, 'value') ?? '' });
  else if (type === 'radio' || type === 'checkbox') addBox(controls, element, common, type);
  else if (type === 'file')
    controls.push({ ...common, kind: 'file', accept: listOf(attribute(element, 'accept')) });
  else if (!['submit', 'button', 'reset', 'image'].includes(type))
    controls.push({ ...common, ...textOf(element, type, attribute(element, 'value') ?? '') });
}

function textOf(element: Element, type: string, value: string) {
  const mostLength = Number(attribute(element, 'maxlength') ?? Number.POSITIVE_INFINITY);
  const number =
    type === 'number' ||
    attribute(element, 'inputmode') === 'decimal' ||
    attribute(element, 'inputmode') === 'numeric' ||
    (attribute(element, 'class') ?? '').split(' ').includes('number');
  return { kind: 'text', type, value, min: attribute(element, 'min') ?? '', mostLength, number } as const;
}

/** Boxes of one name belong together. */
function addBox(
  controls: HtmlControl[],
  element: Element,
  common: { readonly name: string; readonly required: boolean; readonly wrong: boolean },
  type: 'radio' | 'checkbox',
): void {
  const option = {
    value: attribute(element, 'value') ?? 'on',
    chosen: attribute(element, 'checked') !== undefined,
  };
  const kind = type === 'radio' ? 'choice' : 'boxes';
  const index = controls.findIndex((each) => each.name === common.name && each.kind === kind);
  const known = controls[index];
  if (known === undefined || !('options' in known)) controls.push({ ...common, kind, options: [option] });
  else
    controls[index] = {
      ...known,
      required: known.required || common.required,
      options: [...known.options, option],
    };
}

function* elementsOf(node: Node): Generator<Element> {
  if (!('childNodes' in node)) return;
  for (const child of node.childNodes) {
    if ('tagName' in child) yield child;
    yield* elementsOf(child);
  }
}

function attribute({ attrs }: Element, name: string): string | undefined {
  return attrs.find((each) => each.name === name)?.value;
}

function textIn(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textIn).join('') : '';
}

function listOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== '');
}
