import { type DeviceTree, rowFlags } from './device-tree.ts';
import { type Finder, finderOf } from './tree-find.ts';

/** Which lines are looked at beside those that are open. */
export type TreeFilter = 'all' | 'problems' | 'stale' | 'differs' | 'changed';

/** How a tree is looked at. */
export interface TreeView {
  /** Which lines are open but for the exceptions: all, objects and their instances, or none. */
  readonly open: 'all' | 'instances' | 'none';
  /** Lines that are the other way. */
  readonly except: readonly number[];
  /** What is searched for in names, paths and values; empty for nothing. */
  readonly find: string;
  readonly only: TreeFilter;
  /** Whether nodes that are only described are there too. */
  readonly described: boolean;
}

/** The lines in sight, by their numbers, in their order. */
export interface VisibleRows {
  readonly rows: Int32Array;
  /** With a search or a filter: the lines that it is about; what stands above them is in sight too. */
  readonly matches?: ReadonlySet<number>;
}

const filterFlags: Readonly<Record<Exclude<TreeFilter, 'all'>, number>> = {
  problems: rowFlags.problem,
  stale: rowFlags.stale,
  differs: rowFlags.differs,
  changed: rowFlags.changed | rowFlags.appeared,
};

/** The lines of a tree that are in sight: those whose every parent is open, or those found and what leads to them. */
export function visibleRows(tree: DeviceTree, view: TreeView): VisibleRows {
  const find = view.find.trim();
  return find === '' && view.only === 'all'
    ? { rows: openRows(tree, view) }
    : matchingRows(tree, view, finderOf(tree, find));
}

/** Whether what is below a line is in sight, if the line is. */
export function isOpen(tree: DeviceTree, view: TreeView, except: ReadonlySet<number>, row: number): boolean {
  const byItself = view.open === 'all' || (view.open === 'instances' && (tree.levels[row] ?? 0) <= 2);
  return byItself !== except.has(row);
}

/** Whether only the DDF tells of a line: the device has said nothing of it, and the profile sets nothing. */
export function isDescribedOnly(tree: DeviceTree, row: number): boolean {
  const flags = tree.flags[row] ?? 0;
  const known = rowFlags.reported | rowFlags.assumed | rowFlags.problem | rowFlags.listed;
  return (flags & known) === 0 && (flags & (rowFlags.object | rowFlags.instance)) === 0;
}

function openRows(tree: DeviceTree, view: TreeView): Int32Array {
  const shown = new Int32Array(tree.count);
  const except = new Set(view.except);
  let count = 0;
  for (let row = 0; row < tree.count; ) {
    if (!view.described && isHiddenDescribed(tree, row)) {
      row = tree.ends[row] ?? tree.count;
      continue;
    }
    shown[count++] = row;
    row = isOpen(tree, view, except, row) ? row + 1 : (tree.ends[row] ?? tree.count);
  }
  return shown.slice(0, count);
}

/** What is only described stays away where it is not asked for, unless the profile sets something below it. */
function isHiddenDescribed(tree: DeviceTree, row: number): boolean {
  if (!isDescribedOnly(tree, row)) return false;
  const end = tree.ends[row] ?? row + 1;
  for (let below = row + 1; below < end; below++) if (!isDescribedOnly(tree, below)) return false;
  return true;
}

function matchingRows(tree: DeviceTree, view: TreeView, matches: Finder): VisibleRows {
  const wanted = view.only === 'all' ? 0 : filterFlags[view.only];
  const found = new Set<number>();
  const isShown = new Uint8Array(tree.count);
  let count = 0;
  for (let row = 0; row < tree.count; row++) {
    if (wanted !== 0 && ((tree.flags[row] ?? 0) & wanted) === 0) continue;
    if (!matches(row) || (!view.described && isDescribedOnly(tree, row))) continue;
    found.add(row);
    for (let at = row; at >= 0 && isShown[at] === 0; at = tree.parents[at] ?? -1) {
      isShown[at] = 1;
      count++;
    }
  }
  const rows = new Int32Array(count);
  let next = 0;
  for (let row = 0; row < tree.count; row++) if (isShown[row] === 1) rows[next++] = row;
  return { rows, matches: found };
}

/** Where a line is among those in sight; -1 where it is not. */
export function indexOfRow(rows: Int32Array, row: number): number {
  let [low, high] = [0, rows.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = rows[middle] ?? 0;
    if (at === row) return middle;
    if (at < row) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** The lines above a line that have to be open for it to be in sight, the nearest first. */
export function linesAbove(tree: DeviceTree, row: number): readonly number[] {
  const above: number[] = [];
  for (let at = tree.parents[row] ?? -1; at >= 0; at = tree.parents[at] ?? -1) above.push(at);
  return above;
}

/** The next line in sight whose name begins with a text, from a place on and round the end; -1 where none does. */
export function typeAhead(tree: DeviceTree, rows: Int32Array, from: number, text: string): number {
  const wanted = text.toLowerCase();
  for (let step = 0; step < rows.length; step++) {
    const index = (from + step) % rows.length;
    if ((tree.names[rows[index] ?? -1] ?? '').toLowerCase().startsWith(wanted)) return index;
  }
  return -1;
}
