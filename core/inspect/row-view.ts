import { type AccessType, accessTypes, type NodeFormat } from '../mo/object-schema.ts';
import { type DeviceTree, rowFlags } from './device-tree.ts';
import type { ReportSource } from './provenance.ts';
import type { StaleReason } from './staleness.ts';
import { indexOfRow, isOpen, type TreeView, type VisibleRows } from './tree-view.ts';
import { visibleText } from './visible-text.ts';

/** How long a value is in a line; all of it is in the node's detail. */
const shortValue = 160;

/** What a line says of its node's value. */
export type RowValue =
  | { readonly kind: 'reported'; readonly text: string; readonly cut: boolean }
  /** Only the profile says so. */
  | { readonly kind: 'assumed'; readonly text: string; readonly cut: boolean }
  /** No command may read it, and so nobody sees it here. */
  | { readonly kind: 'unreadable'; readonly assumed: boolean }
  | { readonly kind: 'notReported' }
  /** An interior node: what stands below it. */
  | { readonly kind: 'nodes' };

/** A line of a tree as a person reads it. */
export interface TreeRow {
  /** Its number in the tree. */
  readonly row: number;
  readonly level: number;
  readonly role: 'object' | 'instance' | 'node';
  /** What would not show is there by its number; empty for a placeholder, and for an instance without a MIID. */
  readonly name: string;
  /** Objects only. */
  readonly moid?: string;
  readonly children: number;
  readonly position: number;
  readonly siblings: number;
  readonly expanded?: boolean;
  /** Where the line above it is among those in sight; -1 for objects. */
  readonly parentIndex: number;
  readonly format?: NodeFormat;
  readonly access?: readonly AccessType[];
  readonly value: RowValue;
  /** What the profile sets, where it is not what was reported. */
  readonly expected?: string;
  readonly source?: { readonly kind: ReportSource; readonly at: number };
  readonly stale?: StaleReason;
  readonly scope?: 'permanent' | 'dynamic';
  readonly isPlaceholder: boolean;
  /** A sub-tree of a bearer or a vendor begins here. */
  readonly begins?: 'bearer' | 'vendor';
  readonly isListedOnly: boolean;
  readonly hasProblem: boolean;
  readonly change?: 'changed' | 'appeared';
  /** It is what was searched for, and not only on the way there. */
  readonly isMatch: boolean;
}

/** Lines of a tree as they are shown, from a place among those in sight. */
export function treeRows(
  tree: DeviceTree,
  view: TreeView,
  visible: VisibleRows,
  from: number,
  limit: number,
): readonly TreeRow[] {
  const except = new Set(view.except);
  return [...visible.rows.subarray(from, from + limit)].map((row) =>
    treeRow(tree, view, visible, except, row),
  );
}

function treeRow(
  tree: DeviceTree,
  view: TreeView,
  visible: VisibleRows,
  except: ReadonlySet<number>,
  row: number,
): TreeRow {
  const flags = tree.flags[row] ?? 0;
  const has = (flag: number) => (flags & flag) !== 0;
  const parent = tree.parents[row] ?? -1;
  const schema = tree.schemas[row];
  const level = tree.levels[row] ?? 1;
  const children = tree.children[row] ?? 0;
  const part = tree.parts[tree.partOf[row] ?? -1];
  const object = tree.objects[tree.objectOf[row] ?? -1];
  const stale = tree.stale.get(row);
  const assumed = has(rowFlags.differs) ? tree.assumed.get(row) : undefined;
  const begins = beginsAt(flags, parent < 0 ? 0 : (tree.flags[parent] ?? 0));
  const isNode = !has(rowFlags.object);
  return {
    row,
    level,
    role: has(rowFlags.object) ? 'object' : has(rowFlags.instance) ? 'instance' : 'node',
    name: visibleText(tree.names[row] ?? ''),
    ...(has(rowFlags.object) && object ? { moid: object.moid } : {}),
    children,
    position: tree.positions[row] ?? 1,
    siblings: parent < 0 ? tree.objects.length : (tree.children[parent] ?? 1),
    // What was found is in sight with all that leads there, whatever is open.
    ...(children > 0
      ? { expanded: visible.matches ? hasBelow(tree, visible, row) : isOpen(tree, view, except, row) }
      : {}),
    parentIndex: parent < 0 ? -1 : indexOfRow(visible.rows, parent),
    ...(schema && isNode ? { format: schema.format, access: accessOf(schema.access) } : {}),
    value: rowValue(tree, row, flags),
    ...(assumed ? { expected: shortened(String(assumed.value)).text } : {}),
    ...(part ? { source: { kind: part.source, at: part.at } } : {}),
    ...(stale === undefined ? {} : { stale }),
    ...(has(rowFlags.described) && isNode
      ? { scope: has(rowFlags.permanent) ? ('permanent' as const) : ('dynamic' as const) }
      : {}),
    isPlaceholder: has(rowFlags.placeholder),
    ...(begins === undefined ? {} : { begins }),
    isListedOnly: has(rowFlags.listed) && !has(rowFlags.reported),
    hasProblem: has(rowFlags.problem),
    ...(has(rowFlags.changed)
      ? { change: 'changed' as const }
      : has(rowFlags.appeared)
        ? { change: 'appeared' as const }
        : {}),
    isMatch: visible.matches?.has(row) ?? false,
  };
}

function hasBelow(tree: DeviceTree, { rows }: VisibleRows, row: number): boolean {
  const next = rows[indexOfRow(rows, row) + 1];
  return next !== undefined && next < (tree.ends[row] ?? 0);
}

function beginsAt(flags: number, above: number): TreeRow['begins'] {
  const begun = flags & ~above;
  if ((begun & rowFlags.vendor) !== 0) return 'vendor';
  return (begun & rowFlags.bearer) !== 0 ? 'bearer' : undefined;
}

function accessOf(access: ReadonlySet<AccessType>): readonly AccessType[] {
  return accessTypes.filter((each) => access.has(each));
}

/** What is said of the value of a line. */
export function rowValue(tree: DeviceTree, row: number, flags = tree.flags[row] ?? 0): RowValue {
  const has = (flag: number) => (flags & flag) !== 0;
  const isNode = !has(rowFlags.object) && !has(rowFlags.instance);
  if (has(rowFlags.interior))
    return isNode && !has(rowFlags.reported) ? { kind: 'notReported' } : { kind: 'nodes' };
  if (has(rowFlags.unreadable)) return { kind: 'unreadable', assumed: has(rowFlags.assumed) };
  const value = tree.values[row];
  if (value !== undefined) return { kind: 'reported', ...shortened(value === null ? '' : String(value)) };
  const assumed = tree.assumed.get(row);
  if (assumed) return { kind: 'assumed', ...shortened(assumed.value === null ? '' : String(assumed.value)) };
  return { kind: 'notReported' };
}

function shortened(text: string): { readonly text: string; readonly cut: boolean } {
  const cut = text.length > shortValue;
  return { text: visibleText(cut ? text.slice(0, shortValue) : text), cut };
}
