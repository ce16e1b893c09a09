import type { NodeSchema } from '../mo/object-schema.ts';

/** The schemas of a node's children, found by name. */
export interface SchemaChildren {
  /** The one that names it, or else the placeholder; as `childSchema` does, and quicker where there are many. */
  of(name: string): NodeSchema | undefined;
}

const known = new WeakMap<NodeSchema, SchemaChildren>();

/** The schemas of a node's children; made once for each node that is asked for. */
export function schemaChildren(parent: NodeSchema): SchemaChildren {
  const made = known.get(parent) ?? childrenOf(parent);
  known.set(parent, made);
  return made;
}

function childrenOf({ children }: NodeSchema): SchemaChildren {
  const named = new Map<string, NodeSchema>();
  for (const child of children) if (child.name !== '' && !named.has(child.name)) named.set(child.name, child);
  const placeholder = children.find((child) => child.name === '');
  return { of: (name) => named.get(name) ?? placeholder };
}
