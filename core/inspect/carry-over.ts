import { type DeviceTree, rowFlags } from './device-tree.ts';

/**
 * The lines of a newer state of a tree that are the same nodes as in an older one.
 * @returns for each line of the newer tree its number in the older one; -1 where it is new
 */
export function sameLines(older: DeviceTree, newer: DeviceTree): Int32Array {
  const same = new Int32Array(newer.count).fill(-1);
  const below = childFinder(older);
  for (let row = 0; row < newer.count; row++) {
    const parent = newer.parents[row] ?? -1;
    const olderParent = parent < 0 ? -1 : (same[parent] ?? -1);
    if (parent >= 0 && olderParent < 0) continue;
    const name = keyOf(newer, row);
    const position = newer.positions[row] ?? 0;
    same[row] = below(olderParent, name, position);
  }
  return same;
}

/**
 * Marks in a newer state what is another value than in an older one, or was not there; marks of the older one stay.
 * The newer tree must not have been shown yet.
 */
export function markChanges(older: DeviceTree, newer: DeviceTree, same: Int32Array): void {
  const kept = rowFlags.changed | rowFlags.appeared;
  for (let row = 0; row < newer.count; row++) {
    const before = same[row] ?? -1;
    const flags = newer.flags[row] ?? 0;
    const isReported = (flags & rowFlags.reported) !== 0;
    if (before < 0 || ((older.flags[before] ?? 0) & rowFlags.reported) === 0) {
      if (isReported) newer.flags[row] = flags | rowFlags.appeared;
      continue;
    }
    const marks = (older.flags[before] ?? 0) & kept;
    const isChanged = isReported && older.values[before] !== newer.values[row];
    newer.flags[row] = flags | marks | (isChanged ? rowFlags.changed : 0);
  }
}

/** An object is known by its MOID, whatever its root is named. */
function keyOf(tree: DeviceTree, row: number): string {
  const name = tree.names[row] ?? '';
  return tree.levels[row] === 1 ? (tree.objects[tree.objectOf[row] ?? -1]?.moid ?? name) : name;
}

/** Finds the line of a name below a line: at the same place first, where it mostly is. */
function childFinder(tree: DeviceTree): (parent: number, key: string, position: number) => number {
  const known = new Map<number, { readonly rows: readonly number[]; byKey?: Map<string, number> }>();
  const childrenOf = (parent: number) => {
    const made = known.get(parent) ?? { rows: rowsBelow(tree, parent) };
    known.set(parent, made);
    return made;
  };
  return (parent, key, position) => {
    const children = childrenOf(parent);
    const there = children.rows[position - 1] ?? -1;
    if (there >= 0 && keyOf(tree, there) === key) return there;
    children.byKey ??= new Map(children.rows.map((row) => [keyOf(tree, row), row]));
    return children.byKey.get(key) ?? -1;
  };
}

function rowsBelow(tree: DeviceTree, parent: number): readonly number[] {
  const rows: number[] = [];
  const end = parent < 0 ? tree.count : (tree.ends[parent] ?? 0);
  for (let row = parent + 1; row < end; row = tree.ends[row] ?? end) rows.push(row);
  return rows;
}
