import { type DefaultTreeAdapterTypes, parse } from 'parse5';

export type HtmlElement = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.Node;

/** What stands around an element. */
interface Surroundings {
  /** The form that it stands in. */
  readonly form: HtmlElement | undefined;
  /** The group of inputs (fieldset) that it stands in. */
  readonly group: HtmlElement | undefined;
  /** A group around it is switched off. */
  readonly disabled: boolean;
}

export interface PlacedElement extends Surroundings {
  readonly element: HtmlElement;
}

/** A page as a browser without scripts understands it. */
export interface HtmlDocument {
  /** Every element, in the order of the page. */
  readonly elements: readonly PlacedElement[];
  readonly byId: ReadonlyMap<string, HtmlElement>;
}

/** Reads an HTML document. Whatever it holds, nothing of it runs; pages may be nested as deep as they like. */
export function readDocument(text: string): HtmlDocument {
  const elements: PlacedElement[] = [];
  const byId = new Map<string, HtmlElement>();
  const nowhere: Surroundings = { form: undefined, group: undefined, disabled: false };
  const left: { readonly node: Node; readonly around: Surroundings }[] = [
    { node: parse(text, { scriptingEnabled: false }), around: nowhere },
  ];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { node, around } = next;
    if ('tagName' in node) {
      elements.push({ element: node, ...around });
      const id = attribute(node, 'id');
      if (id !== undefined && !byId.has(id)) byId.set(id, node);
    }
    for (const child of childrenOf(node).toReversed())
      left.push({ node: child, around: within(node, child, around) });
  }
  return { elements, byId };
}

function within(node: Node, child: Node, around: Surroundings): Surroundings {
  if (!('tagName' in node)) return around;
  if (node.tagName === 'form') return { ...around, form: node };
  if (node.tagName !== 'fieldset') return around;
  // What stands in the legend of a group can be used all the same (HTML, 4.10.15).
  const legend = childrenOf(node).find((each) => 'tagName' in each && each.tagName === 'legend');
  const isOff = attribute(node, 'disabled') !== undefined && child !== legend;
  return { ...around, group: node, disabled: around.disabled || isOff };
}

function childrenOf(node: Node): readonly Node[] {
  return 'childNodes' in node ? node.childNodes : [];
}

export function attribute({ attrs }: HtmlElement, name: string): string | undefined {
  return attrs.find((each) => each.name === name)?.value;
}

/** The elements within an element, in order. */
export function elementsIn(element: HtmlElement): readonly HtmlElement[] {
  return nodesIn(element).filter((node) => 'tagName' in node);
}

/** The text of an element, as it was written. */
export function textIn(element: HtmlElement): string {
  return nodesIn(element)
    .map((node) => ('value' in node ? node.value : ''))
    .join('');
}

function nodesIn(element: HtmlElement): readonly Node[] {
  const nodes: Node[] = [];
  const left = childrenOf(element).toReversed();
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    nodes.push(node);
    left.push(...childrenOf(node).toReversed());
  }
  return nodes;
}
