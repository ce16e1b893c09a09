import type { ReportedInstance } from '../../../core/api.ts';
import { nodeAddress, printNodeAddress } from '../../../core/dm/node-address.ts';
import type { MoJson } from '../../../core/mo/serialization.ts';

/** The kind of a node, as the JSON of the report shows it. */
export type NodeKind = 'node' | 'text' | 'number' | 'boolean' | 'null';

/** A line of the tree. */
export interface TreeRow {
  /** Its place in the tree; the same from one report to the next. */
  readonly id: string;
  readonly level: number;
  readonly role: 'object' | 'instance' | 'node';
  readonly name: string;
  readonly kind: NodeKind;
  /** A leaf's value. */
  readonly value?: string | number | boolean | null;
  /** The nodes right below. */
  readonly children: number;
  readonly clientUri: string;
  readonly moid: string;
  /** Missing for an object, whose instances may have been reported at different times. */
  readonly reportedAt?: number;
  readonly sessionId?: string;
  readonly position: number;
  readonly siblings: number;
}

/** All lines of the tree in their order: objects by MOID, their instances, their nodes. */
export function treeRowsOf(objects: readonly ReportedInstance[]): readonly TreeRow[] {
  const byMoid = Map.groupBy(objects, (instance) => instance.moid);
  const rows: TreeRow[] = [];
  let position = 0;
  for (const [moid, instances] of byMoid) {
    position++;
    rows.push({
      id: moid,
      level: 1,
      role: 'object',
      name: instances[0]?.rootName ?? moid,
      kind: 'node',
      children: instances.length,
      clientUri: moid,
      moid,
      position,
      siblings: byMoid.size,
    });
    for (const [index, instance] of instances.entries()) addInstance(rows, instance, index, instances.length);
  }
  return rows;
}

function addInstance(rows: TreeRow[], instance: ReportedInstance, index: number, siblings: number): void {
  const { moid, reportedAt, sessionId } = instance;
  const add = (json: MoJson, path: readonly string[], place: { position: number; siblings: number }) => {
    const uri = printNodeAddress(nodeAddress(moid, instance.instance, path));
    const inner = isInner(json) ? Object.entries(json) : [];
    rows.push({
      id: uri,
      level: path.length + 2,
      role: path.length === 0 ? 'instance' : 'node',
      name: path.at(-1) ?? instance.instance,
      kind: kindOf(json),
      ...(isInner(json) ? {} : { value: json }),
      children: inner.length,
      clientUri: uri,
      moid,
      reportedAt,
      sessionId,
      ...place,
    });
    for (const [at, [name, child]] of inner.entries())
      add(child, [...path, name], { position: at + 1, siblings: inner.length });
  };
  add(instance.root, [], { position: index + 1, siblings });
}

/** The lines in sight: those whose every parent is open. */
export function visibleRows(rows: readonly TreeRow[], closed: ReadonlySet<string>): readonly TreeRow[] {
  const shown: TreeRow[] = [];
  let hiddenBelow = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (row.level > hiddenBelow) continue;
    hiddenBelow = closed.has(row.id) ? row.level : Number.POSITIVE_INFINITY;
    shown.push(row);
  }
  return shown;
}

/** The index of a line's parent; its own where it has none. */
export function parentIndex(rows: readonly TreeRow[], index: number): number {
  const level = rows[index]?.level ?? 0;
  const found = rows.findLastIndex((row, at) => at < index && row.level < level);
  return found < 0 ? index : found;
}

/** The leaves and inner nodes that a device has reported, objects and instances aside. */
export function nodeCount(rows: readonly TreeRow[]): number {
  return rows.filter((row) => row.role === 'node').length;
}

function isInner(json: MoJson): json is { readonly [name: string]: MoJson } {
  return typeof json === 'object' && json !== null;
}

function kindOf(json: MoJson): NodeKind {
  if (json === null) return 'null';
  if (typeof json === 'string') return 'text';
  if (typeof json === 'number') return 'number';
  return typeof json === 'boolean' ? 'boolean' : 'node';
}
