/** A leaf's value as JSON carries it; `bin` travels as base64 text. */
export type LeafValue = string | number | boolean | null;

/** A node of a management object: an interior node has children by name, a leaf has a value. */
export type MoNode =
  | { readonly kind: 'interior'; readonly children: ReadonlyMap<string, MoNode> }
  | { readonly kind: 'leaf'; readonly value: LeafValue };

/** A node together with its own name: what MOData holds. */
export interface NamedNode {
  readonly name: string;
  readonly node: MoNode;
}

/** A leaf with a value. */
export function leaf(value: LeafValue): MoNode {
  return { kind: 'leaf', value };
}

/** An interior node with children, in the order given. */
export function interior(children: Iterable<readonly [string, MoNode]>): MoNode {
  return { kind: 'interior', children: new Map(children) };
}

/** The node at a path of names below `node`; undefined where there is none. */
export function nodeAt(node: MoNode, path: readonly string[]): MoNode | undefined {
  let current: MoNode | undefined = node;
  for (const name of path) {
    if (current?.kind !== 'interior') return undefined;
    current = current.children.get(name);
  }
  return current;
}

/**
 * A copy of `node` with `replacement` at `path`; what is beside it is shared.
 * Undefined where the parent of `path` does not exist or is a leaf.
 */
export function withNodeAt(node: MoNode, path: readonly string[], replacement: MoNode): MoNode | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return replacement;
  if (node.kind !== 'interior') return undefined;
  const child = node.children.get(name);
  const next =
    rest.length === 0 ? replacement : child === undefined ? undefined : withNodeAt(child, rest, replacement);
  if (next === undefined) return undefined;
  return { kind: 'interior', children: new Map(node.children).set(name, next) };
}

/** A copy of `node` without what is at `path`; undefined where there is nothing, or where `path` is empty. */
export function withoutNodeAt(node: MoNode, path: readonly string[]): MoNode | undefined {
  const [name, ...rest] = path;
  if (name === undefined || node.kind !== 'interior') return undefined;
  const child = node.children.get(name);
  if (child === undefined) return undefined;
  const children = new Map(node.children);
  if (rest.length === 0) children.delete(name);
  else {
    const next = withoutNodeAt(child, rest);
    if (next === undefined) return undefined;
    children.set(name, next);
  }
  return { kind: 'interior', children };
}

/** Every leaf below `node` with its path, in order. */
export function* leavesOf(
  node: MoNode,
  path: readonly string[] = [],
): Generator<{ path: readonly string[]; value: LeafValue }> {
  if (node.kind === 'leaf') yield { path, value: node.value };
  else for (const [name, child] of node.children) yield* leavesOf(child, [...path, name]);
}

/** Whether both trees have the same names and values; the order of children means nothing. */
export function sameNode(left: MoNode, right: MoNode): boolean {
  if (left.kind === 'leaf' || right.kind === 'leaf')
    return left.kind === 'leaf' && right.kind === 'leaf' && left.value === right.value;
  if (left.children.size !== right.children.size) return false;
  for (const [name, child] of left.children) {
    const other = right.children.get(name);
    if (other === undefined || !sameNode(child, other)) return false;
  }
  return true;
}
