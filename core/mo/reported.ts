import { leaf, type MoNode, nodeAt, withNodeAt } from './node.ts';
import type { SerializedMo } from './serialization.ts';

/** What a device has reported of one instance so far: the root's name and its nodes. */
export interface ReportedRoot {
  readonly rootName: string;
  readonly root: MoNode;
}

/**
 * What is known of an instance after one more report: a root replaces what was there, a node below it is put in its
 * place. Interior nodes above it that were never reported are made, empty but for it.
 */
export function withReport(known: ReportedRoot | undefined, entry: SerializedMo): ReportedRoot {
  const { path } = entry.clientUri;
  if (path.length === 0) return { rootName: entry.data.name, root: entry.data.node };
  let root: MoNode = known?.root ?? { kind: 'interior', children: new Map() };
  for (let length = 1; length < path.length; length++) {
    const above = path.slice(0, length);
    if (nodeAt(root, above)?.kind !== 'interior')
      root = withNodeAt(root, above, { kind: 'interior', children: new Map() }) ?? root;
  }
  return { rootName: known?.rootName ?? '', root: withNodeAt(root, path, entry.data.node) ?? leaf(null) };
}
