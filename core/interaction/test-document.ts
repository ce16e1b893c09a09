import type { DefaultTreeAdapterTypes } from 'parse5';
import type { PostedPage } from './form-check.ts';

/** What tests read of a document that a parser made of a page. */

type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.Node;

/** Every element of a document as a browser understands it, in order. */
export function elementsOf(document: DefaultTreeAdapterTypes.Document): readonly Element[] {
  const all: Element[] = [];
  const walk = (node: Node): void => {
    if ('tagName' in node) all.push(node);
    if ('childNodes' in node) node.childNodes.forEach(walk);
  };
  walk(document);
  return all;
}

export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((each) => each.name === name)?.value;
}

export function textOf(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

export const byTag = (elements: readonly Element[], tagName: string) =>
  elements.filter((element) => element.tagName === tagName);
export const byId = (elements: readonly Element[], id: string) =>
  elements.find((element) => attribute(element, 'id') === id);

/** What a browser posts of a page as it came: the successful controls of its form (HTML, 4.10.22.4). */
export function postedBy(document: DefaultTreeAdapterTypes.Document): PostedPage['texts'] {
  const texts = new Map<string, readonly string[]>();
  const add = (name: string | undefined, value: string) =>
    name !== undefined && texts.set(name, [...(texts.get(name) ?? []), value]);
  for (const element of elementsOf(document)) {
    const [name, type] = [attribute(element, 'name'), attribute(element, 'type')];
    const value = attribute(element, 'value') ?? '';
    const isBox = type === 'checkbox' || type === 'radio';
    if (element.tagName === 'textarea') add(name, textOf(element).replaceAll('\n', '\r\n'));
    if (element.tagName === 'select') {
      const options = byTag(
        element.childNodes.filter((node) => 'tagName' in node),
        'option',
      );
      const chosen = options.find((option) => attribute(option, 'selected') !== undefined) ?? options[0];
      add(name, chosen === undefined ? '' : (attribute(chosen, 'value') ?? ''));
    }
    if (element.tagName !== 'input' || type === 'file') continue;
    if (!isBox) add(name, value.replaceAll(/[\r\n]/g, ''));
    else if (attribute(element, 'checked') !== undefined) add(name, value);
  }
  return texts;
}
