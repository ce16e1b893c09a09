import type { MoNode } from '../mo/node.ts';
import type { MoJson } from '../mo/serialization.ts';

/** A node from its JSON form, which was checked when it came; as deep as it is. */
export function nodeOfJson(json: MoJson): MoNode {
  const root = new Map<string, MoNode>();
  const waiting: [Map<string, MoNode>, string, MoJson][] = [[root, '', json]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [into, name, value] = next;
    if (typeof value !== 'object' || value === null) {
      into.set(name, { kind: 'leaf', value });
      continue;
    }
    const children = new Map<string, MoNode>();
    into.set(name, { kind: 'interior', children });
    for (const [childName, child] of Object.entries(value)) waiting.push([children, childName, child]);
  }
  return root.get('') ?? { kind: 'leaf', value: null };
}
