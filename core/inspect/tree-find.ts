import type { DeviceTree } from './device-tree.ts';

/** Whether a line is among those that are searched for. */
export type Finder = (row: number) => boolean;

/** Of a longer value only its beginning is searched. */
const searchedValue = 65_536;

/**
 * Finds lines by name and value; a text with a `/` in it by path, where names may be cut off at both of its ends. A
 * whole ClientURI finds its node. Case means nothing.
 */
export function finderOf(tree: DeviceTree, text: string): Finder {
  if (text === '') return () => true;
  const wanted = text.toLowerCase();
  const byText = (row: number) =>
    (tree.names[row] ?? '').toLowerCase().includes(wanted) ||
    valueTexts(tree, row).some((value) => value.slice(0, searchedValue).toLowerCase().includes(wanted)) ||
    (tree.levels[row] === 1 && moidOf(tree, row).includes(wanted));
  if (!wanted.includes('/')) return byText;
  const names = namesOf(text);
  return (row) => byText(row) || isPath(tree, row, names);
}

function valueTexts(tree: DeviceTree, row: number): readonly string[] {
  const [value, assumed] = [tree.values[row], tree.assumed.get(row)?.value];
  return [value, assumed].flatMap((each) => (each === undefined || each === null ? [] : [String(each)]));
}

function moidOf(tree: DeviceTree, row: number): string {
  return (tree.objects[tree.objectOf[row] ?? -1]?.moid ?? '').toLowerCase();
}

/** The names of a path as people write or copy it: percent-encoded or not, with or without a `/` at its end. */
function namesOf(text: string): readonly string[] {
  const path = text.replace(/\/$/, '').split('?')[0] ?? '';
  return path.split('/').map((name) => decoded(name).toLowerCase());
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    // A name with a lone percent sign is meant as it is written.
    return name;
  }
}

/** Whether the names lead to a line: its own name begins with the last one, and the one above ends with the first. */
function isPath(tree: DeviceTree, row: number, names: readonly string[]): boolean {
  let at = row;
  for (let index = names.length - 1; index >= 0; index--) {
    const wanted = names[index] ?? '';
    if (at < 0) return index === 0 && wanted === '';
    const name = tree.levels[at] === 1 ? moidOf(tree, at) : (tree.names[at] ?? '').toLowerCase();
    const isFirst = index === 0;
    const isLast = index === names.length - 1;
    const fits = isFirst ? name.endsWith(wanted) : isLast ? name.startsWith(wanted) : name === wanted;
    if (!fits) return false;
    at = tree.parents[at] ?? -1;
  }
  return true;
}
