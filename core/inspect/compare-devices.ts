import { compareNodes } from '../mo/compare.ts';
import type { MoNode } from '../mo/node.ts';
import type { ObjectSchema } from '../mo/object-schema.ts';

/** An instance that is compared. */
export interface ComparedInstance {
  readonly moid: string;
  readonly instance: string;
  readonly root: MoNode;
}

/** A place in which two states of a device's objects differ. A whole sub-tree on one side only is one place. */
export interface TreeDifference {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly moid: string;
  /** The MIID on either side; they may be named differently where each has one only. */
  readonly instance: { readonly left?: string; readonly right?: string };
  readonly path: readonly string[];
  readonly left?: MoNode;
  readonly right?: MoNode;
}

export interface TreeComparison {
  /** By MOID and path. */
  readonly differences: readonly TreeDifference[];
  /** Instances that are on both sides. */
  readonly instances: number;
  /** Values that both sides have, and that are the same. */
  readonly equal: number;
}

/**
 * Compares two states of objects, by MOID and MIID; of an object with one instance on each side these are compared
 * whatever their names.
 * @param mode `whole`: everything; `wanted`: only what the left side has, which is what a profile sets
 */
export function compareObjects(
  left: readonly ComparedInstance[],
  right: readonly ComparedInstance[],
  mode: 'whole' | 'wanted' = 'whole',
): TreeComparison {
  const differences: TreeDifference[] = [];
  const counts = { instances: 0, equal: 0 };
  const moids = new Set([...left, ...right].map(({ moid }) => moid));
  for (const moid of [...moids].sort()) {
    for (const [before, after] of pairs(ofMoid(left, moid), ofMoid(right, moid))) {
      if (before === undefined && mode === 'wanted') continue;
      const instance = {
        ...(before ? { left: before.instance } : {}),
        ...(after ? { right: after.instance } : {}),
      };
      if (before && after) {
        counts.instances++;
        const found = compareNodes(before.root, after.root).filter(
          ({ kind }) => mode === 'whole' || kind !== 'added',
        );
        counts.equal += leafCount(before.root) - valuesIn(found);
        for (const difference of found) differences.push({ moid, instance, ...difference });
      } else if (before) differences.push({ kind: 'removed', moid, instance, path: [], left: before.root });
      else if (after) differences.push({ kind: 'added', moid, instance, path: [], right: after.root });
    }
  }
  return { differences, ...counts };
}

/** An instance without the nodes that no command may read: what they hold is nobody's to see, and to compare. */
export function readableInstance(
  { moid, instance, root }: ComparedInstance,
  schema: ObjectSchema | undefined,
): ComparedInstance {
  return { moid, instance, root: schema ? (readable(root, schema.root) ?? emptyNode) : root };
}

const emptyNode: MoNode = { kind: 'interior', children: new Map() };

function readable(node: MoNode, schema: ObjectSchema['root']): MoNode | undefined {
  if (!schema.access.has('Get')) return undefined;
  if (node.kind === 'leaf' || schema.children.length === 0) return node;
  const placeholder = schema.children.find(({ name }) => name === '');
  const children = new Map<string, MoNode>();
  for (const [name, child] of node.children) {
    const described = schema.children.find((each) => each.name === name) ?? placeholder;
    const kept = described ? readable(child, described) : child;
    if (kept) children.set(name, kept);
  }
  return { kind: 'interior', children };
}

function ofMoid(instances: readonly ComparedInstance[], moid: string): readonly ComparedInstance[] {
  return instances.filter((each) => each.moid === moid);
}

type Pair = readonly [ComparedInstance | undefined, ComparedInstance | undefined];

function pairs(left: readonly ComparedInstance[], right: readonly ComparedInstance[]): readonly Pair[] {
  if (left.length === 1 && right.length === 1) return [[left[0], right[0]]];
  const byName = new Map(right.map((each) => [each.instance, each]));
  const both = left.map((each): Pair => [each, byName.get(each.instance)]);
  const names = new Set(left.map(({ instance }) => instance));
  const only = right.filter(({ instance }) => !names.has(instance)).map((each): Pair => [undefined, each]);
  return [...both, ...only];
}

/** The values below a node. */
export function leafCount(node: MoNode): number {
  let count = 0;
  const waiting = [node];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.kind === 'leaf') count++;
    else for (const child of next.children.values()) waiting.push(child);
  }
  return count;
}

/** The values of the left side that are in differences. */
function valuesIn(differences: readonly { readonly kind: string; readonly left?: MoNode }[]): number {
  return differences.reduce((sum, { left }) => sum + (left ? leafCount(left) : 0), 0);
}
