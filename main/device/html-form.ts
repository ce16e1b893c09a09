import { type Complaint, complaintsIn } from './html-complaints.ts';
import { readControls } from './html-controls.ts';
import {
  attribute,
  type HtmlDocument,
  type HtmlElement,
  type PlacedElement,
  readDocument,
} from './html-document.ts';

/** An option that can be chosen: of a list, or one of several boxes. */
export interface HtmlOption {
  readonly value: string;
  readonly chosen: boolean;
}

/** A control that takes a text, and what the page says of that. */
export interface TextControl {
  readonly kind: 'text';
  /** The type of the input; `text` for a text of several lines. */
  readonly type: string;
  /** What stands in it already. */
  readonly value: string;
  /** Limits as they are written, empty where there are none. */
  readonly min: string;
  readonly max: string;
  readonly step: string;
  readonly leastLength: number;
  readonly mostLength: number;
  readonly pattern: string | undefined;
  /** Texts that the page offers for it, its example among them. */
  readonly offered: readonly string[];
  /** Whether a number is expected. */
  readonly number: boolean;
}

/** What can be filled in on a page, by the name that it is posted by. */
export type HtmlControl = {
  readonly name: string;
  readonly required: boolean;
  /** It can be read, and not changed. */
  readonly fixed: boolean;
  /** Given where the page says that what was posted to it is wrong. */
  readonly complaint?: Complaint | undefined;
} & (
  | { readonly kind: 'hidden'; readonly value: string }
  | TextControl
  | { readonly kind: 'choice'; readonly options: readonly HtmlOption[]; readonly open: boolean }
  | { readonly kind: 'boxes'; readonly options: readonly HtmlOption[] }
  | { readonly kind: 'file'; readonly accept: readonly string[] }
);

export type Encoding = 'urlencoded' | 'multipart' | 'plain';

/** A form of a page. */
export interface HtmlForm {
  /** Where it is posted to, as an absolute address; undefined where the page names none that is one. */
  readonly action: string | undefined;
  readonly encoding: Encoding;
  readonly controls: readonly HtmlControl[];
}

/**
 * Reads the form of an HTML document that a person would fill in: of those that are posted the one with the most
 * to fill in, and the first of several.
 * @param address the document's own
 * @returns undefined where it has none
 */
export function readForm(text: string, address: string): HtmlForm | undefined {
  const document = readDocument(text);
  const found = [...ownedElements(document)]
    .map(([form, elements]) => formOf(document, form, elements, address))
    .filter((form) => form !== undefined);
  return found.toSorted((one, other) => weightOf(other) - weightOf(one))[0];
}

function weightOf({ controls }: HtmlForm): number {
  return controls.filter(({ kind }) => kind !== 'hidden').length;
}

/** What belongs to each form: what stands in it, and what names it (HTML, 4.10.18.3). */
function ownedElements({ elements, byId }: HtmlDocument): ReadonlyMap<HtmlElement, readonly PlacedElement[]> {
  const owned = new Map<HtmlElement, PlacedElement[]>();
  for (const { element } of elements) if (element.tagName === 'form') owned.set(element, []);
  for (const placed of elements) {
    const named = attribute(placed.element, 'form');
    const owner = named === undefined ? placed.form : byId.get(named);
    if (owner !== undefined) owned.get(owner)?.push(placed);
  }
  return owned;
}

function formOf(
  document: HtmlDocument,
  form: HtmlElement,
  elements: readonly PlacedElement[],
  address: string,
): HtmlForm | undefined {
  const button = defaultButton(elements);
  const said = (name: string) => (button && attribute(button, `form${name}`)) ?? attribute(form, name) ?? '';
  if (said('method').trim().toLowerCase() !== 'post') return undefined;
  return {
    action: URL.parse(said('action').trim() || address, baseOf(document, address))?.href,
    encoding: encodings[said('enctype').trim().toLowerCase()] ?? 'urlencoded',
    controls: readControls(elements, button, document.byId, complaintsIn(document)),
  };
}

const encodings: Readonly<Record<string, Encoding>> = {
  'multipart/form-data': 'multipart',
  'text/plain': 'plain',
};

/** What addresses of a page are relative to. */
function baseOf({ elements }: HtmlDocument, address: string): string {
  const base = elements.find(
    ({ element }) => element.tagName === 'base' && attribute(element, 'href') !== undefined,
  );
  const named = base && attribute(base.element, 'href');
  return URL.parse(named ?? address, address)?.href ?? address;
}

/** The button that sends a form: not one that leads back, which takes a form however it is filled in. */
function defaultButton(elements: readonly PlacedElement[]): HtmlElement | undefined {
  const buttons = elements
    .filter(({ disabled, element }) => !disabled && attribute(element, 'disabled') === undefined)
    .map(({ element }) => element)
    .filter((element) => {
      const type = attribute(element, 'type')?.toLowerCase();
      if (element.tagName === 'input') return type === 'submit' || type === 'image';
      return element.tagName === 'button' && type !== 'button' && type !== 'reset';
    });
  return buttons.find((each) => attribute(each, 'formnovalidate') === undefined) ?? buttons[0];
}
