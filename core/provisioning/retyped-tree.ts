import { findNodeAtOffset, type Node } from 'jsonc-parser';
import { narrowed } from './profile-text.ts';

/**
 * The tree of a text that differs from the one before within one quoted text only, as it does at each key that is
 * typed into a field: reading a long profile anew at each key would be felt. The tree that is given is changed, and
 * is the answer; whoever keeps it has the tree of the new text from then on.
 * @returns undefined where the texts differ otherwise; the tree is as it was then
 */
export function retypedTree(tree: Node, before: string, after: string): Node | undefined {
  const edit = narrowed(before, { offset: 0, length: before.length, content: after });
  const node = findNodeAtOffset(tree, edit.offset);
  if (node?.type !== 'string') return undefined;
  const [first, last] = [node.offset, node.offset + node.length - 1];
  if (edit.offset <= first || edit.offset + edit.length > last) return undefined;
  const by = after.length - before.length;
  const value = quoted(after.slice(first, last + 1 + by));
  if (value === undefined) return undefined;
  const own: Changeable = node;
  own.value = value;
  if (by !== 0) shift(tree, node.offset, by);
  return tree;
}

type Changeable = { -readonly [Member in keyof Node]: Node[Member] };

/** The text that stands in quotes; undefined where it does not end where it should. */
function quoted(source: string): string | undefined {
  try {
    const value: unknown = JSON.parse(source);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Moves what comes after an offset, and makes longer what is around it. */
function shift(node: Changeable, at: number, by: number): void {
  if (node.offset > at) node.offset += by;
  else node.length += by;
  if (node.colonOffset !== undefined && node.colonOffset > at) node.colonOffset += by;
  for (const child of node.children ?? []) if (child.offset + child.length > at) shift(child, at, by);
}
