import type { Json } from '../json.ts';

/** Something that is different between two versions of a profile. */
export interface ProfileDifference {
  /** The member of the profile that it is in. */
  readonly section: string;
  /** The way to it within the section, in the words of the profile: names of members, steps, fields, options. */
  readonly path: readonly string[];
  /** `moved` is said of what stands among others in another order. */
  readonly kind: 'added' | 'removed' | 'changed' | 'moved';
  readonly before?: Json;
  readonly after?: Json;
}

/** Members by which people know the items of a list, the surest first. */
const identities = ['step', 'name', 'value', 'title'] as const;
/** Comparing every item of one list with every one of another has an end; beyond it they are compared by place. */
const mostPairs = 250_000;

/**
 * What is different between two versions of a profile, in the order of the newer one. Items of lists are known by
 * their names where they have any, so that a step that was put in is one difference and not one of all that follow.
 */
export function compareProfiles(before: Json, after: Json): readonly ProfileDifference[] {
  const differences: ProfileDifference[] = [];
  for (const [section, one, other] of pairsOf(membersOf(before), membersOf(after)))
    compare(one, other, [], (difference) => void differences.push({ section, ...difference }));
  return differences;
}

type Report = (difference: Omit<ProfileDifference, 'section'>) => void;

function compare(
  before: Json | undefined,
  after: Json | undefined,
  path: readonly string[],
  report: Report,
): void {
  if (before === undefined || after === undefined) {
    if (after !== undefined) report({ path, kind: 'added', after });
    else if (before !== undefined) report({ path, kind: 'removed', before });
  } else if (isList(before) && isList(after)) compareLists(before, after, path, report);
  else if (isObject(before) && isObject(after))
    for (const [name, one, other] of pairsOf(membersOf(before), membersOf(after)))
      compare(one, other, [...path, name], report);
  else if (!same(before, after)) report({ path, kind: 'changed', before, after });
}

function compareLists(
  before: readonly Json[],
  after: readonly Json[],
  path: readonly string[],
  report: Report,
): void {
  const names = namesOf(before, after);
  if (names === undefined) {
    for (const [index, one, other] of byLikeness(before, after))
      compare(one, other, [...path, String(index + 1)], report);
    return;
  }
  const [one, other] = [names(before), names(after)];
  for (const [name, left, right] of pairsOf(one, other)) compare(left, right, [...path, name], report);
  const [common, now] = [[...one.keys()], [...other.keys()]].map((keys) =>
    keys.filter((key) => one.has(key) && other.has(key)),
  );
  const still = new Set(commonParts(common ?? [], now ?? [], Object.is).map(([, index]) => now?.[index]));
  for (const name of now ?? []) if (!still.has(name)) report({ path: [...path, name], kind: 'moved' });
}

type Named = (items: readonly Json[]) => ReadonlyMap<string, Json>;

/** How to know the items of two lists: by a member that all of them have, each with another value. */
function namesOf(before: readonly Json[], after: readonly Json[]): Named | undefined {
  for (const member of identities) {
    const nameOf = (item: Json) => {
      const name = membersOf(item).get(member);
      return typeof name === 'string' ? name : undefined;
    };
    const fits = [before, after].every((items) => {
      const names = items.map(nameOf);
      return !names.includes(undefined) && new Set(names).size === names.length;
    });
    if (fits && before.length + after.length > 0)
      return (items) => new Map(items.map((item) => [nameOf(item) ?? '', item]));
  }
  return undefined;
}

/** Items of two lists side by side: those that are the same, and between them what may have become of the others. */
function byLikeness(
  before: readonly Json[],
  after: readonly Json[],
): readonly (readonly [number, Json | undefined, Json | undefined])[] {
  const rows: (readonly [number, Json | undefined, Json | undefined])[] = [];
  let [left, right] = [0, 0];
  for (const [one, other] of [...commonParts(before, after, same), [before.length, after.length] as const]) {
    for (; left < one || right < other; ) {
      const pair = [left < one ? before[left++] : undefined, right < other ? after[right++] : undefined];
      rows.push([Math.max(left, right) - 1, pair[0], pair[1]]);
    }
    [left, right] = [one + 1, other + 1];
  }
  return rows;
}

/** The longest row of things that two lists have in common, as pairs of indices. */
function commonParts<Item>(
  before: readonly Item[],
  after: readonly Item[],
  alike: (one: Item, other: Item) => boolean,
): readonly (readonly [number, number])[] {
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  const isAlike = (one: number, other: number) => alike(before[one] as Item, after[other] as Item);
  while (start < shorter && isAlike(start, start)) start++;
  let end = 0;
  while (end < shorter - start && isAlike(before.length - 1 - end, after.length - 1 - end)) end++;
  const [rows, columns] = [before.length - start - end, after.length - start - end];
  const pairs: (readonly [number, number])[] = [];
  for (let index = 0; index < start; index++) pairs.push([index, index]);
  if (rows * columns <= mostPairs) {
    const lengths = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
    const length = (row: number, column: number) => lengths[row]?.[column] ?? 0;
    for (let row = rows - 1; row >= 0; row--)
      for (let column = columns - 1; column >= 0; column--) {
        const longest = isAlike(start + row, start + column)
          ? length(row + 1, column + 1) + 1
          : Math.max(length(row + 1, column), length(row, column + 1));
        lengths[row]?.fill(longest, column, column + 1);
      }
    for (let row = 0, column = 0; row < rows && column < columns; ) {
      if (isAlike(start + row, start + column)) pairs.push([start + row++, start + column++]);
      else if (length(row + 1, column) >= length(row, column + 1)) row++;
      else column++;
    }
  }
  for (let index = end; index > 0; index--) pairs.push([before.length - index, after.length - index]);
  return pairs;
}

/** What has the same name in two collections side by side: those of the newer first, then what is gone. */
function* pairsOf(
  before: ReadonlyMap<string, Json>,
  after: ReadonlyMap<string, Json>,
): Generator<readonly [string, Json | undefined, Json | undefined]> {
  for (const [name, value] of after) yield [name, before.get(name), value];
  for (const [name, value] of before) if (!after.has(name)) yield [name, value, undefined];
}

function membersOf(value: Json): ReadonlyMap<string, Json> {
  return new Map(isObject(value) ? Object.entries(value) : []);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !isList(value);
}

/** Whether two values are the same; the order of members says nothing. */
function same(one: Json, other: Json): boolean {
  if (isList(one) && isList(other))
    return one.length === other.length && one.every((item, index) => same(item, other[index] ?? null));
  if (isObject(one) && isObject(other)) {
    const [left, right] = [membersOf(one), membersOf(other)];
    return left.size === right.size && [...left].every(([name, value]) => sameAs(right.get(name), value));
  }
  return one === other;
}

function sameAs(found: Json | undefined, value: Json): boolean {
  return found !== undefined && same(found, value);
}
