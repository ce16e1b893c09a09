import type { LeafValue, MoNode } from '../mo/node.ts';

/** What a profile sets of an instance: nodes by name, and the configuration that each value is from. */
export type AssumedNode =
  | { readonly kind: 'leaf'; readonly value: LeafValue; readonly configuration: string }
  | { readonly kind: 'interior'; readonly children: Map<string, AssumedNode> };

/** A configuration of a profile with a device's values put in. */
export interface AssumedConfiguration {
  readonly name: string;
  readonly moid: string;
  /** Empty for the only instance. */
  readonly instance: string;
  readonly path: readonly string[];
  readonly node: MoNode;
}

/** An instance that a profile sets values of. */
export interface AssumedInstance {
  readonly moid: string;
  readonly instance: string;
  readonly root: AssumedNode;
}

/** What all configurations set together, by instance; of two that set the same node, the later one counts. */
export function assumedInstances(
  configurations: readonly AssumedConfiguration[],
): readonly AssumedInstance[] {
  const found = new Map<string, { moid: string; instance: string; root: AssumedNode }>();
  for (const { name, moid, instance, path, node } of configurations) {
    const key = JSON.stringify([moid, instance]);
    const known = found.get(key) ?? { moid, instance, root: { kind: 'interior', children: new Map() } };
    found.set(key, known);
    let holder: AssumedNode | undefined;
    let at = known.root;
    for (const step of path) {
      if (at.kind !== 'interior') break;
      holder = at;
      const next = at.children.get(step);
      at = next?.kind === 'interior' ? next : { kind: 'interior', children: new Map() };
      holder.children.set(step, at);
    }
    const last = path.at(-1);
    if (node.kind === 'interior') merge(at, node, name);
    else if (holder?.kind === 'interior' && last !== undefined)
      holder.children.set(last, { kind: 'leaf', value: node.value, configuration: name });
  }
  return [...found.values()];
}

function merge(into: AssumedNode, from: MoNode, configuration: string): void {
  const waiting: [AssumedNode, MoNode][] = [[into, from]];
  for (let pair = waiting.pop(); pair; pair = waiting.pop()) {
    const [target, source] = pair;
    if (target.kind !== 'interior' || source.kind !== 'interior') continue;
    for (const [name, child] of source.children) {
      if (child.kind === 'leaf') {
        target.children.set(name, { kind: 'leaf', value: child.value, configuration });
        continue;
      }
      const known = target.children.get(name);
      const next: AssumedNode =
        known?.kind === 'interior' ? known : { kind: 'interior', children: new Map() };
      target.children.set(name, next);
      waiting.push([next, child]);
    }
  }
}
