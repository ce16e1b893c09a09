import { fitsFormat } from '../mo/leaf-formats.ts';
import type { NodeSchema } from '../mo/object-schema.ts';
import { isExpected } from '../mo/schema-check.ts';
import { type DataNode, missingNodes, type WantedData, wantedBelow } from './configuration-tree.ts';
import {
  insertItem,
  type ReadText,
  removeItem,
  replaceValue,
  setMember,
  type Writable,
} from './profile-edits.ts';
import { profileOrder } from './profile-order.ts';
import type { JsonPath } from './profile-references.ts';
import {
  applyTextEdits,
  itemsOf,
  membersOf,
  narrowed,
  nodeAt,
  readWholeTree,
  type TextEdit,
} from './profile-text.ts';

type Edit = (read: ReadText) => readonly TextEdit[];

/** Edits of which each is made in the text that the one before left, as one edit. */
export function inTurn(read: ReadText, edits: readonly Edit[]): readonly TextEdit[] {
  let now = read;
  for (const edit of edits) {
    const text = applyTextEdits(now.text, edit(now));
    const tree = readWholeTree(text);
    if (tree === undefined) return [];
    now = { text, tree };
  }
  if (now.text === read.text) return [];
  return [narrowed(read.text, { offset: 0, length: read.text.length, content: now.text })];
}

/** What a node begins with: its default, or as little as its format allows; below it what has to be there. */
export function beginningOf(schema: NodeSchema, kind: WantedData = 'written'): Writable {
  const below = wantedBelow(schema, kind);
  if (schema.format === 'node')
    return Object.fromEntries(
      schema.children
        .filter((child) => child.name !== '' && child.occurrence.least > 0 && isExpected(child, below))
        .map((child) => [child.name, beginningOf(child, below)]),
    );
  const told = schema.value ?? schema.defaultValue;
  const { format } = schema;
  switch (format) {
    case 'bool':
      return told === 'true';
    case 'int':
    case 'float':
      return told !== undefined && fitsFormat(format, told) ? Number(told) : 0;
    case 'null':
      return null;
    default:
      return told ?? '';
  }
}

/** A management object that a profile is to have. */
export interface NewConfiguration {
  readonly name: string;
  readonly moid: string;
  readonly target: string;
  readonly data: Writable;
  /** Whether the card carries it. */
  readonly carried: boolean;
}

/** Adds a management object, and sees to it that the server may manage it. */
export function addConfiguration(read: ReadText, added: NewConfiguration): readonly TextEdit[] {
  const { name, moid, target, data, carried } = added;
  return inTurn(read, [
    (now) => putMember(now, 'configurations', name, { target, data }),
    (now) => (carried ? carry(now, name, true) : []),
    (now) => permit(now, moid),
  ]);
}

/** Takes a management object out of the profile and off the card; steps that name it are left for a person. */
export function removeConfiguration(read: ReadText, name: string): readonly TextEdit[] {
  return inTurn(read, [
    (now) => carry(now, name, false),
    (now) => setMember(now, ['configurations'], name, undefined),
  ]);
}

/** Says whether the card carries a management object. */
export function carry(read: ReadText, name: string, carried: boolean): readonly TextEdit[] {
  const at = itemsOf(nodeAt(read.tree, ['bootstrap'])).findIndex(({ value }) => value === name);
  if (carried === at >= 0) return [];
  return carried ? addItem(read, 'bootstrap', name) : removeItem(read, ['bootstrap'], at);
}

/** Lets the server manage objects of a MOID. */
export function permit(read: ReadText, moid: string): readonly TextEdit[] {
  const known = itemsOf(nodeAt(read.tree, ['permits'])).some(({ value }) => value === moid);
  return known ? [] : addItem(read, 'permits', moid);
}

function addItem(read: ReadText, list: string, value: Writable): readonly TextEdit[] {
  const node = nodeAt(read.tree, [list]);
  if (node === undefined) return setMember(read, [], list, [value], profileOrder);
  return insertItem(read, [list], itemsOf(node).length, value);
}

/** Sets a member of one of a profile's own members, which is made where it belongs. */
export function putMember(read: ReadText, owner: string, name: string, value: Writable): readonly TextEdit[] {
  return nodeAt(read.tree, [owner]) === undefined
    ? setMember(read, [], owner, { [name]: value }, profileOrder)
    : setMember(read, [owner], name, value);
}

/** Where the data of a management object stand, from the root node by its name. */
export function dataPath(configuration: string, root: string, path: readonly string[]): JsonPath {
  return ['configurations', configuration, 'data', root, ...path];
}

/** Sets a node of a management object below its root; undefined takes it away. */
export function setNode(
  read: ReadText,
  at: JsonPath,
  value: Writable | undefined,
  order: readonly string[],
): readonly TextEdit[] {
  const name = at.at(-1);
  return typeof name === 'string' ? setMember(read, at.slice(0, -1), name, value, order) : [];
}

/** Adds every node that has to be there and is not; those that may have any name are left for a person. */
export function addMissing(
  read: ReadText,
  at: JsonPath,
  root: DataNode,
  kind: WantedData = 'written',
): readonly TextEdit[] {
  const byOwner = new Map<string, { readonly owner: readonly string[]; readonly nodes: DataNode[] }>();
  for (const node of missingNodes(root)) {
    if (node.name === '') continue;
    const owner = node.path.slice(0, -1);
    const key = JSON.stringify(owner);
    const known = byOwner.get(key) ?? { owner, nodes: [] };
    known.nodes.push(node);
    byOwner.set(key, known);
  }
  return [...byOwner.values()].flatMap(({ owner, nodes }) => {
    const path = [...at, ...owner];
    const made = nodes.map((node) => [node.name, node.schema ? beginningOf(node.schema, kind) : ''] as const);
    if (membersOf(nodeAt(read.tree, path)).length === 0)
      return replaceValue(read, path, Object.fromEntries(made));
    const order = orderBelow(root, owner);
    return made.flatMap(([name, value]) => setMember(read, path, name, value, order));
  });
}

/** The names of a node's children in the order of its description. */
export function orderBelow(root: DataNode, path: readonly string[]): readonly string[] {
  let current: DataNode | undefined = root;
  for (const name of path) current = current?.children?.find((child) => child.name === name);
  return current?.schema?.children.map(({ name }) => name) ?? [];
}
