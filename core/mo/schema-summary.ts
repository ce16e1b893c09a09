import type { NodeFormat, NodeSchema, ObjectSchema } from './object-schema.ts';

/** What is in a management object's description, in numbers. */
export interface SchemaSummary {
  /** The name of the root node; empty where it is given at run time. */
  readonly root: string;
  readonly moid?: string;
  readonly path?: string;
  /** Nodes described, the root among them. */
  readonly nodes: number;
  /** Levels of nodes; 1 is a root alone. */
  readonly depth: number;
  /** How many nodes there are of each format that occurs, the most frequent first. */
  readonly formats: Readonly<Partial<Record<NodeFormat, number>>>;
  /** Nodes in sub-trees of bearers and of vendors; what remains is bearer-neutral. */
  readonly levels: Readonly<Partial<Record<'bearer' | 'vendor', number>>>;
}

/** Counts what a schema describes. */
export function summarizeSchema({ root, moid, path }: ObjectSchema): SchemaSummary {
  const formats = new Map<NodeFormat, number>();
  const levels = new Map<'bearer' | 'vendor', number>();
  let nodes = 0;
  let deepest = 0;
  const count = (schema: NodeSchema, depth: number, above: NodeSchema['level']) => {
    const level = schema.level ?? above;
    nodes++;
    deepest = Math.max(deepest, depth);
    formats.set(schema.format, (formats.get(schema.format) ?? 0) + 1);
    if (level !== undefined) levels.set(level, (levels.get(level) ?? 0) + 1);
    for (const child of schema.children) count(child, depth + 1, level);
  };
  count(root, 1, undefined);
  return {
    root: root.name,
    ...(moid === undefined ? {} : { moid }),
    ...(path === undefined ? {} : { path }),
    nodes,
    depth: deepest,
    formats: Object.fromEntries([...formats].toSorted(([, left], [, right]) => right - left)),
    levels: Object.fromEntries(levels),
  };
}
