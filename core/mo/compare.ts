import type { MoNode } from './node.ts';

/** A place in which two states of an instance differ; the path goes down from the nodes compared. */
export type Difference =
  /** It is on the right only, with all below it. */
  | { readonly kind: 'added'; readonly path: readonly string[]; readonly right: MoNode }
  /** It is on the left only, with all below it. */
  | { readonly kind: 'removed'; readonly path: readonly string[]; readonly left: MoNode }
  /** Another value, or a leaf on one side and an interior node on the other. */
  | {
      readonly kind: 'changed';
      readonly path: readonly string[];
      readonly left: MoNode;
      readonly right: MoNode;
    };

/**
 * Compares two states of an instance. The order of children means nothing, and a whole sub-tree that was added or
 * removed is one difference. The differences come in the order of their paths, name by name in code unit order.
 */
export function compareNodes(left: MoNode, right: MoNode): readonly Difference[] {
  const differences: Difference[] = [];
  collect(left, right, [], differences);
  return differences;
}

function collect(left: MoNode, right: MoNode, path: readonly string[], differences: Difference[]): void {
  // Two states often share most of their nodes.
  if (left === right) return;
  if (left.kind === 'leaf' || right.kind === 'leaf') {
    const same = left.kind === 'leaf' && right.kind === 'leaf' && left.value === right.value;
    if (!same) differences.push({ kind: 'changed', path, left, right });
    return;
  }
  const names = new Set([...left.children.keys(), ...right.children.keys()]);
  for (const name of [...names].sort()) {
    const [before, after] = [left.children.get(name), right.children.get(name)];
    const below = [...path, name];
    if (before && after) collect(before, after, below, differences);
    else if (after) differences.push({ kind: 'added', path: below, right: after });
    else if (before) differences.push({ kind: 'removed', path: below, left: before });
  }
}
