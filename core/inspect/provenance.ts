/** How a value came here: as a GET's answer, as what a subscription (SUB) made the device tell, or by HPUT or HPOST. */
export type ReportSource = 'reported' | 'subscribed' | 'uploaded';

/** A part of an instance that came at once: the node at a path and all below it. */
export interface ReportedPart {
  /** From the root of the instance; empty for all of it. */
  readonly path: readonly string[];
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly sessionId: string;
  readonly source: ReportSource;
  /** The validator (`CV`) that came with it; it is of the whole instance. */
  readonly validator?: string;
}

/**
 * The parts of an instance after one more of them came: those that it covers are gone, for nothing of them is left.
 * A node's provenance is that of the longest path that leads to it.
 */
export function withPart(parts: readonly ReportedPart[], part: ReportedPart): readonly ReportedPart[] {
  return [...parts.filter(({ path }) => !leadsTo(part.path, path)), part];
}

/** Whether the node at `below` is the one at `path`, or stands below it. */
export function leadsTo(path: readonly string[], below: readonly string[]): boolean {
  return path.length <= below.length && path.every((name, index) => name === below[index]);
}

/** Parts by their paths, for walking down a tree beside them. */
export interface PartNode {
  /** Which of the parts begins here. */
  part?: number;
  children?: Map<string, PartNode>;
}

/** The parts of an instance as a tree of their paths; each is known by its place in `parts`. */
export function partTree(parts: readonly ReportedPart[]): PartNode {
  const root: PartNode = {};
  for (const [index, { path }] of parts.entries()) {
    let node = root;
    for (const name of path) {
      node.children ??= new Map();
      const child: PartNode = node.children.get(name) ?? {};
      node.children.set(name, child);
      node = child;
    }
    node.part = index;
  }
  return root;
}
