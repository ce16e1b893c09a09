import type { ClientUri, InstancePart, NodeCondition, UriSegment } from '../dm/client-uri.ts';
import type { LeafValue } from '../mo/node.ts';
import type { NodeSchema } from '../mo/object-schema.ts';
import { type DeviceTree, rowFlags, rowPath } from './device-tree.ts';
import { schemaChildren } from './schema-children.ts';

/** An object that the server may manage and that nothing in the tree is of, with its description where there is one. */
export interface FurtherObject {
  readonly moid: string;
  readonly schema?: NodeSchema | undefined;
}

/** What is known of a device's objects where somebody writes a ClientURI. */
export interface KnownObjects {
  readonly tree: DeviceTree;
  readonly further: readonly FurtherObject[];
}

/** A node that a ClientURI may be about: a line of the tree, or one that only a description would have. */
export type UriPlace =
  | { readonly kind: 'row'; readonly row: number }
  | {
      readonly kind: 'described';
      readonly moid: string;
      readonly instance: string;
      readonly path: readonly string[];
      readonly schema: NodeSchema;
    };

/** Where a node is known from, the surest first. */
export type KnownFrom = 'reported' | 'listed' | 'assumed' | 'described';

/** Where a line is known from. */
export function knownFrom(tree: DeviceTree, row: number): KnownFrom {
  const flags = tree.flags[row] ?? 0;
  if ((flags & rowFlags.listed) !== 0 && (flags & rowFlags.reported) === 0) return 'listed';
  if ((flags & rowFlags.reported) !== 0) return 'reported';
  const isDescribed = (flags & rowFlags.described) !== 0 && (flags & rowFlags.assumed) === 0;
  return isDescribed ? 'described' : 'assumed';
}

/** The line of an object; undefined where the tree has none. */
export function objectRow(tree: DeviceTree, moid: string): number | undefined {
  for (let row = 0; row < tree.count; row = tree.ends[row] ?? tree.count)
    if (tree.objects[tree.objectOf[row] ?? -1]?.moid === moid) return row;
  return undefined;
}

/** Tells each line right below one, in order, until it answers true. */
export function eachBelow(tree: DeviceTree, row: number, tell: (row: number) => boolean | undefined): void {
  const end = tree.ends[row] ?? row + 1;
  for (let below = row + 1; below < end; below = tree.ends[below] ?? end) if (tell(below)) return;
}

/** The instances that a device has of an object, as far as anybody names them. */
export function instanceRows(tree: DeviceTree, object: number): readonly number[] {
  const rows: number[] = [];
  eachBelow(tree, object, (row) => {
    rows.push(row);
    return false;
  });
  return rows;
}

/**
 * The nodes that the steps of a ClientURI lead to, in the order of instances and children; as `resolveClientUri` does
 * among what a device has, and further: into what is only listed, assumed or described.
 * @param conditions those that an x-name has to satisfy by reported values; an x-name without one is every child
 * @returns 'ambiguous' where one node is meant and there are several
 */
export function placesOf(
  known: KnownObjects,
  { moid, instance, path }: Pick<ClientUri, 'moid' | 'instance' | 'path'>,
  conditions: readonly NodeCondition[] = [],
): readonly UriPlace[] | 'ambiguous' {
  const { tree } = known;
  const fits = (letter: string, place: UriPlace) =>
    conditions.every(
      (condition) => condition.letter !== letter || holds(tree, place, condition.path, condition.value),
    );
  let places = roots(known, moid, instance, fits);
  for (const segment of path) {
    if (places === 'ambiguous') return places;
    const next: UriPlace[] = [];
    for (const place of places) {
      const below = stepBelow(tree, place, segment, fits);
      if (below === 'ambiguous') return below;
      for (const each of below) next.push(each);
    }
    places = next;
  }
  return places;
}

/** The names of a place: those of its path, from the root of its instance. */
export function placePath(tree: DeviceTree, place: UriPlace): readonly string[] {
  return place.kind === 'row' ? rowPath(tree, place.row) : place.path;
}

/** The name of a place; empty for an instance that only a description has. */
export function placeName(tree: DeviceTree, place: UriPlace): string {
  return place.kind === 'row' ? (tree.names[place.row] ?? '') : (place.path.at(-1) ?? '');
}

/** The value that a device reported of a place; undefined where it reported none. */
export function placeValue(tree: DeviceTree, place: UriPlace): LeafValue | undefined {
  return place.kind === 'row' ? tree.values[place.row] : undefined;
}

type Fits = (letter: string, place: UriPlace) => boolean;
type Places = readonly UriPlace[] | 'ambiguous';

function roots(known: KnownObjects, moid: string, instance: InstancePart, fits: Fits): Places {
  const { tree, further } = known;
  const object = objectRow(tree, moid);
  if (object === undefined) {
    const schema = further.find((each) => each.moid === moid)?.schema;
    const name = instance.kind === 'name' ? instance.name : '';
    return schema ? [{ kind: 'described', moid, instance: name, path: [], schema }] : [];
  }
  const rows = instanceRows(tree, object);
  const places = rows.map((row): UriPlace => ({ kind: 'row', row }));
  switch (instance.kind) {
    case 'only': {
      const there = places.filter((place) => isThere(tree, place));
      if (there.length > 1) return 'ambiguous';
      return there.length === 1 ? there : places.length > 1 ? 'ambiguous' : places;
    }
    case 'name': {
      const own = places.filter((place) => place.kind === 'row' && tree.names[place.row] === instance.name);
      const [first] = rows;
      const schema = first === undefined ? undefined : tree.schemas[first];
      return own.length > 0 || schema === undefined
        ? own
        : [{ kind: 'described', moid, instance: instance.name, path: [], schema }];
    }
    case 'every':
      return places;
    case 'placeholder':
      return onlyOne(places.filter((place) => fits(instance.letter, place)));
  }
}

function stepBelow(tree: DeviceTree, place: UriPlace, segment: UriSegment, fits: Fits): Places {
  switch (segment.kind) {
    case 'name':
      return named(tree, place, segment.name);
    case 'every':
      return everyBelow(tree, place);
    case 'placeholder':
      return onlyOne(everyBelow(tree, place).filter((each) => fits(segment.letter, each)));
  }
}

function onlyOne(places: readonly UriPlace[]): Places {
  return places.length > 1 ? 'ambiguous' : places;
}

function named(tree: DeviceTree, place: UriPlace, name: string): readonly UriPlace[] {
  if (place.kind === 'row') {
    let found: number | undefined;
    eachBelow(tree, place.row, (row) => {
      if (tree.names[row] === name) found = row;
      return found !== undefined;
    });
    if (found !== undefined) return [{ kind: 'row', row: found }];
  }
  const above = place.kind === 'row' ? tree.schemas[place.row] : place.schema;
  const schema = above?.format === 'node' ? schemaChildren(above).of(name) : undefined;
  return schema ? [describedBelow(tree, place, name, schema)] : [];
}

/** The nodes right below one that have a name; of what a placeholder would hold nobody knows the names. */
export function everyBelow(tree: DeviceTree, place: UriPlace): readonly UriPlace[] {
  if (place.kind === 'described')
    return place.schema.children.flatMap((child) =>
      child.name === '' ? [] : [describedBelow(tree, place, child.name, child)],
    );
  const places: UriPlace[] = [];
  eachBelow(tree, place.row, (row) => {
    if (isNamed(tree, row)) places.push({ kind: 'row', row });
    return false;
  });
  return places;
}

/** A placeholder that nothing stands in has no name; a device may have reported an empty one all the same. */
function isNamed(tree: DeviceTree, row: number): boolean {
  return tree.names[row] !== '' || ((tree.flags[row] ?? 0) & rowFlags.reported) !== 0;
}

function describedBelow(tree: DeviceTree, place: UriPlace, name: string, schema: NodeSchema): UriPlace {
  return { kind: 'described', ...placeRoot(tree, place), path: [...placePath(tree, place), name], schema };
}

/** The object and the instance that a place is in. */
export function placeRoot(
  tree: DeviceTree,
  place: UriPlace,
): { readonly moid: string; readonly instance: string } {
  if (place.kind === 'described') return { moid: place.moid, instance: place.instance };
  let at = place.row;
  while (at >= 0 && (tree.levels[at] ?? 0) > 2) at = tree.parents[at] ?? -1;
  return {
    moid: tree.objects[tree.objectOf[place.row] ?? -1]?.moid ?? '',
    instance: tree.names[at] ?? '',
  };
}

/** Whether the device has said that a node is there. */
export function isThere(tree: DeviceTree, place: UriPlace): boolean {
  return place.kind === 'row' && ((tree.flags[place.row] ?? 0) & (rowFlags.reported | rowFlags.listed)) !== 0;
}

function holds(tree: DeviceTree, place: UriPlace, path: readonly string[], value: string): boolean {
  let at: UriPlace | undefined = place;
  for (const name of path) at = at && named(tree, at, name)[0];
  const found = at && placeValue(tree, at);
  return found !== undefined && (found === null ? '' : String(found)) === value;
}
