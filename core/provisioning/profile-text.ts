import { findNodeAtLocation, getNodeValue, type Node, type ParseError, parseTree } from 'jsonc-parser';
import { deepestJson } from '../json.ts';
import type { JsonPath } from './profile-references.ts';

/** A replacement in a text; offsets and lengths count UTF-16 units, as those of a text editor do. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly content: string;
}

/**
 * The tree of a profile's text, also where the text is not whole yet: what can be read of it.
 * @returns undefined where there is nothing to read, or where it is nested deeper than anything real
 */
export function readTree(text: string): Node | undefined {
  return isTooDeep(text) ? undefined : parseTree(text, [], { disallowComments: true });
}

/** The same, and undefined where the text is not JSON to its end: what is changed by it would be lost in the rest. */
export function readWholeTree(text: string): Node | undefined {
  if (isTooDeep(text)) return undefined;
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true });
  return errors.length === 0 ? tree : undefined;
}

/** Looked at sign by sign: a long text is read at each key. A text in quotes ends with its line at the latest. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const sign = text[index];
    if (quoted) {
      if (sign === '\\') index++;
      else if (sign === '"' || sign === '\n' || sign === '\r') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '{' || sign === '[') {
      depth++;
      if (depth > deepestJson) return true;
    } else if (sign === '}' || sign === ']') depth--;
  }
  return false;
}

/** The node of a value, by its path; undefined where there is none. */
export function nodeAt(tree: Node, path: JsonPath): Node | undefined {
  return findNodeAtLocation(tree, [...path]);
}

/** The value at a path, as JSON; undefined where there is none. */
export function valueAt(tree: Node, path: JsonPath): unknown {
  const node = nodeAt(tree, path);
  return node && getNodeValue(node);
}

/** The members of an object in the order of the text, those that are not whole left out. */
export function membersOf(
  node: Node | undefined,
): readonly { readonly name: string; readonly property: Node; readonly value: Node }[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    return key && value ? [{ name: String(key.value), property, value }] : [];
  });
}

/** The items of an array in the order of the text. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.type === 'array' ? (node.children ?? []) : [];
}

/** A text after edits that do not overlap. */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const { offset, length, content } of [...edits].sort((left, right) => left.offset - right.offset)) {
    result += text.slice(at, offset) + content;
    at = offset + length;
  }
  return result + text.slice(at);
}

/** An edit without what is the same before and after it, at both ends. */
export function narrowed(text: string, { offset, length, content }: TextEdit): TextEdit {
  const most = Math.min(length, content.length);
  let start = 0;
  while (start < most && text[offset + start] === content[start]) start++;
  let end = 0;
  while (end < most - start && text[offset + length - 1 - end] === content[content.length - 1 - end]) end++;
  return {
    offset: offset + start,
    length: length - start - end,
    content: content.slice(start, content.length - end),
  };
}
