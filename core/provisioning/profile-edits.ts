import type { Node } from 'jsonc-parser';
import type { JsonPath } from './profile-references.ts';
import { itemsOf, membersOf, narrowed, nodeAt, type TextEdit } from './profile-text.ts';

// Changes of a profile's text that leave everything else in it as it was written. What is written anew looks like
// its neighbours: in one line where they are, else indented as they are.

/** A profile's text with the tree that was read from it. */
export interface ReadText {
  readonly text: string;
  readonly tree: Node;
}

/** A value that can be written into a text. */
export type Writable =
  | string
  | number
  | boolean
  | null
  | readonly Writable[]
  | { readonly [name: string]: Writable | undefined };

const longestLine = 110;

/**
 * Sets a member of the object at a path, or takes it away where the value is undefined; objects that are missing on
 * the way there are made.
 * @param order names of members in their usual order: a new one goes before those that come after it
 */
export function setMember(
  read: ReadText,
  path: JsonPath,
  name: string,
  value: Writable | undefined,
  order: readonly string[] = [],
): readonly TextEdit[] {
  const { text, tree } = read;
  const owner = nodeAt(tree, path);
  if (owner === undefined) {
    const last = path.at(-1);
    if (value === undefined || typeof last !== 'string') return [];
    return setMember(read, path.slice(0, -1), last, { [name]: value });
  }
  if (owner.type !== 'object') return [];
  const members = membersOf(owner);
  const known = members.find((member) => member.name === name);
  if (value === undefined) return known ? [removal(owner, known.property)] : [];
  if (known) {
    const content = written(value, lookOf(text, known.value), indentOf(text, known.property.offset), text);
    return [narrowed(text, { offset: known.value.offset, length: known.value.length, content })];
  }
  const rank = order.indexOf(name);
  const before = rank < 0 ? members.length : members.findIndex((member) => order.indexOf(member.name) > rank);
  return [
    insertion(read, owner, before < 0 ? members.length : before, (look, indent) => {
      return `${JSON.stringify(name)}: ${written(value, look, indent, text)}`;
    }),
  ];
}

/** Writes another value in place of the one at a path. */
export function replaceValue({ text, tree }: ReadText, path: JsonPath, value: Writable): readonly TextEdit[] {
  const node = nodeAt(tree, path);
  if (node === undefined) return [];
  const content = written(value, lookOf(text, node), indentOf(text, node.offset), text);
  return [narrowed(text, { offset: node.offset, length: node.length, content })];
}

/** Puts an item into the array at a path, before the one that has this index now. */
export function insertItem(
  read: ReadText,
  path: JsonPath,
  index: number,
  value: Writable,
): readonly TextEdit[] {
  const owner = nodeAt(read.tree, path);
  const last = path.at(-1);
  if (owner === undefined && typeof last === 'string')
    return setMember(read, path.slice(0, -1), last, [value]);
  if (owner?.type !== 'array') return [];
  const count = itemsOf(owner).length;
  return [
    insertion(read, owner, Math.max(0, Math.min(count, index)), (look, indent) =>
      written(value, look, indent, read.text),
    ),
  ];
}

/** Takes an item out of the array at a path. */
export function removeItem({ tree }: ReadText, path: JsonPath, index: number): readonly TextEdit[] {
  const owner = nodeAt(tree, path);
  const item = itemsOf(owner)[index];
  return owner && item ? [removal(owner, item)] : [];
}

/** Lets two items of the array at a path change places, each as it was written. */
export function swapItems(
  { text, tree }: ReadText,
  path: JsonPath,
  one: number,
  other: number,
): readonly TextEdit[] {
  const items = itemsOf(nodeAt(tree, path));
  const [first, second] = [items[one], items[other]];
  if (first === undefined || second === undefined || first === second) return [];
  return [
    { offset: first.offset, length: first.length, content: sourceOf(text, second) },
    { offset: second.offset, length: second.length, content: sourceOf(text, first) },
  ];
}

/** Gives the member of the object at a path another name, where it stands. */
export function renameMember(
  { tree }: ReadText,
  path: JsonPath,
  name: string,
  newName: string,
): readonly TextEdit[] {
  const member = membersOf(nodeAt(tree, path)).find((each) => each.name === name);
  const key = member?.property.children?.[0];
  return key ? [{ offset: key.offset, length: key.length, content: JSON.stringify(newName) }] : [];
}

/** A node as it stands in the text. */
export function sourceOf(text: string, { offset, length }: Node): string {
  return text.slice(offset, offset + length);
}

type Look = 'line' | 'lines';

/** Whether something stands in one line. */
function lookOf(text: string, node: Node): Look {
  return sourceOf(text, node).includes('\n') ? 'lines' : 'line';
}

/** The white space that the line of an offset begins with. */
function indentOf(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** What a level is indented by, as far as the text tells. */
function unitOf(text: string): string {
  return /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
}

function lineEndOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** Puts something new among the children of a node. */
function insertion(
  { text }: ReadText,
  owner: Node,
  index: number,
  write: (look: Look, indent: string) => string,
): TextEdit {
  const children = owner.children ?? [];
  const [first, next, previous] = [children[0], children[index], children[index - 1]];
  const end = lineEndOf(text);
  if (first === undefined) return intoEmpty(text, owner, write);
  const apart = text.slice(owner.offset, first.offset).includes('\n');
  const indent = indentOf(text, first.offset);
  const content = write(apart && lookOf(text, previous ?? first) === 'lines' ? 'lines' : 'line', indent);
  const separator = apart ? `,${end}${indent}` : ', ';
  if (next) return { offset: next.offset, length: 0, content: `${content}${separator}` };
  const last = children.at(-1) ?? first;
  return { offset: last.offset + last.length, length: 0, content: `${separator}${content}` };
}

function intoEmpty(text: string, owner: Node, write: (look: Look, indent: string) => string): TextEdit {
  const outer = indentOf(text, owner.offset);
  const inner = outer + unitOf(text);
  const end = lineEndOf(text);
  const inside = { offset: owner.offset + 1, length: owner.length - 2 };
  return { ...inside, content: `${end}${inner}${write('line', inner)}${end}${outer}` };
}

/** Takes a child away together with the comma that it needs no more; what is left stays where it is. */
function removal(owner: Node, child: Node): TextEdit {
  const children = owner.children ?? [];
  const index = children.indexOf(child);
  const [previous, next] = [children[index - 1], children[index + 1]];
  if (next) return { offset: child.offset, length: next.offset - child.offset, content: '' };
  if (previous) {
    const offset = previous.offset + previous.length;
    return { offset, length: child.offset + child.length - offset, content: '' };
  }
  return { offset: owner.offset + 1, length: owner.length - 2, content: '' };
}

/** A value as it is written: in one line where that is wanted and short enough. */
function written(value: Writable, look: Look, indent: string, text: string): string {
  const line = inOneLine(value);
  if (look === 'line' && indent.length + line.length <= longestLine) return line;
  const unit = unitOf(text);
  return JSON.stringify(value, undefined, unit)
    .split('\n')
    .join(lineEndOf(text) + indent);
}

function inOneLine(value: Writable): string {
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [`${JSON.stringify(name)}: ${inOneLine(member)}`],
  );
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
