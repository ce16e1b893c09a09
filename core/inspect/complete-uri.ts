import type { ClientUri, UriSegment } from '../dm/client-uri.ts';
import { encodeSegment } from '../dm/uri-segments.ts';
import type { NodeFormat } from '../mo/object-schema.ts';
import { rowFlags } from './device-tree.ts';
import {
  everyBelow,
  instanceRows,
  type KnownFrom,
  type KnownObjects,
  knownFrom,
  objectRow,
  placeName,
  placesOf,
  placeValue,
  type UriPlace,
} from './uri-places.ts';

/** How what somebody types as a ClientURI can go on. */
export interface UriCandidate {
  /** The whole text with it taken; an interior node ends with `/`, so that one can go on. */
  readonly text: string;
  /**
   * `only`: the only instance, which needs no name; `every`: `*`; `condition`: a `nv` field that has begun, and means
   * nothing yet; `value`: one that is whole.
   */
  readonly kind: 'object' | 'instance' | 'only' | 'node' | 'every' | 'condition' | 'value';
  /** The name as the device or its description has it, not encoded; of an object its MOID. */
  readonly name: string;
  /** The name of the object's root, where it is known. */
  readonly detail?: string;
  readonly from: KnownFrom;
  readonly format?: NodeFormat;
  readonly isInterior: boolean;
  /** The sub-tree that it is in. */
  readonly level?: 'bearer' | 'vendor';
}

export interface UriCompletion {
  /** The best first, and not more than were asked for. */
  readonly candidates: readonly UriCandidate[];
  readonly total: number;
}

export interface CompletionOptions {
  readonly limit: number;
  /** Whether only plain ClientURIs are wanted: without `*`, x-names and queries. */
  readonly plain: boolean;
}

const none: UriCompletion = { candidates: [], total: 0 };

/**
 * How a text that becomes a ClientURI can go on: by the objects, instances and nodes that a device reported or listed,
 * and by those that only its profile or its descriptions (DDF) have, each marked. Names are matched by their beginning
 * first, then by any part of them, and written as a ClientURI wants them (DM 2.0 protocol, ClientURI).
 */
export function completeUri(known: KnownObjects, text: string, options: CompletionOptions): UriCompletion {
  const mark = text.indexOf('?');
  if (mark >= 0) return options.plain ? none : completeQuery(known, text, mark, options);
  const parts = text.split('/');
  const typed = parts.at(-1) ?? '';
  const before = text.slice(0, text.length - typed.length);
  const found = new Finding(typed, text);
  const [moid = ''] = parts;
  if (parts.length === 1) addObjects(known, found);
  else if (parts.length === 2) addInstances(known, moid, before, found, options.plain);
  else addNodes(known, parts.slice(0, -1), before, found, options.plain);
  return found.first(options.limit);
}

/** Whether a ClientURI can have a name: an empty one, and half of a surrogate pair, cannot be written. */
function isWritable(name: string): boolean {
  return name !== '' && name.isWellFormed();
}

/** Collects what fits what was typed: what begins so before what holds it. */
class Finding {
  readonly #begin: UriCandidate[] = [];
  readonly #hold: UriCandidate[] = [];
  readonly #wanted: string;
  readonly #whole: string;

  constructor(typed: string, whole: string) {
    this.#wanted = decoded(typed).toLowerCase();
    this.#whole = whole;
  }

  /** 2 where a name begins with what was typed, 1 where it holds it, else 0. */
  rank(name: string): number {
    const at = this.#wanted === '' ? 0 : name.toLowerCase().indexOf(this.#wanted);
    return at === 0 ? 2 : at > 0 ? 1 : 0;
  }

  add(rank: number, candidate: UriCandidate): void {
    // What stands there already is nothing to take.
    if (rank === 0 || candidate.text === this.#whole) return;
    (rank === 2 ? this.#begin : this.#hold).push(candidate);
  }

  first(limit: number): UriCompletion {
    const all = [...this.#begin, ...this.#hold];
    return { candidates: all.slice(0, limit), total: all.length };
  }
}

function addObjects({ tree, further }: KnownObjects, found: Finding): void {
  const add = (moid: string, rootName: string, from: KnownFrom) =>
    found.add(Math.max(found.rank(moid), found.rank(rootName)), {
      ...{ text: `${moid}/`, kind: 'object', name: moid, from, isInterior: true },
      ...(rootName === '' ? {} : { detail: rootName }),
    });
  for (let row = 0; row < tree.count; row = tree.ends[row] ?? tree.count) {
    const object = tree.objects[tree.objectOf[row] ?? -1];
    if (object) add(object.moid, object.rootName, knownFrom(tree, row));
  }
  for (const { moid, schema } of further) add(moid, schema?.name ?? '', 'described');
}

function addInstances(
  { tree, further }: KnownObjects,
  moid: string,
  before: string,
  found: Finding,
  plain: boolean,
): void {
  const object = objectRow(tree, moid);
  const rows = object === undefined ? [] : instanceRows(tree, object);
  if (object === undefined && !further.some((each) => each.moid === moid && each.schema)) return;
  for (const row of rows) {
    const name = tree.names[row] ?? '';
    if (!isWritable(name)) continue;
    found.add(found.rank(name), {
      ...{ text: `${before}${encodeSegment(name)}/`, kind: 'instance', name, isInterior: true },
      from: knownFrom(tree, row),
    });
  }
  const [first, ...others] = rows;
  if (others.length === 0)
    found.add(found.rank(''), {
      ...{ text: `${before}/`, kind: 'only', name: '', isInterior: true },
      from: first === undefined ? 'described' : knownFrom(tree, first),
    });
  else if (!plain) found.add(found.rank('*'), everyCandidate(before));
}

function addNodes(
  known: KnownObjects,
  parts: readonly string[],
  before: string,
  found: Finding,
  plain: boolean,
): void {
  const { tree } = known;
  const parents = parentsOf(known, parts);
  const best = new Map<string, UriCandidate>();
  let several = 0;
  for (const parent of parents) {
    const places = everyBelow(tree, parent);
    if (places.length > 1) several++;
    for (const place of places) {
      const name = placeName(tree, place);
      if (!isWritable(name) || found.rank(name) === 0) continue;
      const candidate = nodeCandidate(known, before, name, place);
      const other = best.get(name);
      if (other === undefined || surer(candidate.from, other.from)) best.set(name, candidate);
    }
  }
  for (const [name, candidate] of best) found.add(found.rank(name), candidate);
  if (!plain && several > 0) found.add(found.rank('*'), everyCandidate(before));
}

function nodeCandidate({ tree }: KnownObjects, before: string, name: string, place: UriPlace): UriCandidate {
  const schema = place.kind === 'row' ? tree.schemas[place.row] : place.schema;
  const flags = place.kind === 'row' ? (tree.flags[place.row] ?? 0) : 0;
  const isInterior =
    place.kind === 'row' ? (flags & rowFlags.interior) !== 0 : place.schema.format === 'node';
  const level =
    (flags & rowFlags.vendor) !== 0 ? 'vendor' : (flags & rowFlags.bearer) !== 0 ? 'bearer' : undefined;
  return {
    text: `${before}${encodeSegment(name)}${isInterior ? '/' : ''}`,
    ...{ kind: 'node', name, isInterior },
    from: place.kind === 'row' ? knownFrom(tree, place.row) : 'described',
    ...(schema ? { format: schema.format } : {}),
    ...(level === undefined ? {} : { level }),
  };
}

const every = { kind: 'every', name: '*', from: 'reported', isInterior: true } as const;

function everyCandidate(before: string): UriCandidate {
  return { ...every, text: `${before}*/` };
}

const surest: readonly KnownFrom[] = ['reported', 'listed', 'assumed', 'described'];

function surer(one: KnownFrom, other: KnownFrom): boolean {
  return surest.indexOf(one) < surest.indexOf(other);
}

/** The nodes that the steps typed so far lead to; what an x-name stands for is not asked yet. */
function parentsOf(known: KnownObjects, parts: readonly string[]): readonly UriPlace[] {
  const uri = stepsOf(parts);
  const places = uri ? placesOf(known, uri) : [];
  return places === 'ambiguous' ? [] : places;
}

function stepsOf([moid = '', instance = '', ...path]: readonly string[]):
  | Pick<ClientUri, 'moid' | 'instance' | 'path'>
  | undefined {
  if (path.includes('')) return undefined;
  return {
    moid,
    instance: instance === '' ? { kind: 'only' } : stepOf(instance),
    path: path.map(stepOf),
  };
}

function stepOf(raw: string): UriSegment {
  return raw === '*' || /^\([A-Za-z]\)$/.test(raw) ? { kind: 'every' } : { kind: 'name', name: decoded(raw) };
}

/** What was typed of a name, decoded as far as it is whole. */
function decoded(typed: string): string {
  try {
    return decodeURIComponent(typed.replace(/%[0-9A-Fa-f]?$/, ''));
  } catch {
    return typed;
  }
}

/** A `nv` field: which x-name, the path from it, then a value that somebody reported there. */
function completeQuery(
  known: KnownObjects,
  text: string,
  mark: number,
  { limit }: CompletionOptions,
): UriCompletion {
  const parts = text.slice(0, mark).replace(/\/$/, '').split('/');
  const fields = text.slice(mark + 1).split('&');
  const field = fields.at(-1) ?? '';
  const before = text.slice(0, text.length - field.length);
  const letters = parts.slice(1).flatMap((part) => /^\(([A-Za-z])\)$/.exec(part)?.[1] ?? []);
  const [, letter, path, value] = /^nv=\(([A-Za-z])\)\/([^:]*)(?::(.*))?$/s.exec(field) ?? [];
  if (letter === undefined || path === undefined) {
    const found = new Finding('', text);
    for (const each of letters)
      if (`nv=(${each})/`.startsWith(field))
        found.add(2, { ...condition, text: `${before}nv=(${each})/`, name: `(${each})` });
    return found.first(limit);
  }
  const place = parts.indexOf(`(${letter})`);
  if (place < 1) return none;
  const nodes = parentsOf(known, parts.slice(0, place + 1));
  return value === undefined
    ? conditionPaths(known, nodes, `${before}nv=(${letter})/`, path, text, limit)
    : conditionValues(known, nodes, `${before}nv=(${letter})/${path}:`, path, value, text, limit);
}

const condition = { kind: 'condition', from: 'reported', isInterior: false } as const;

function conditionPaths(
  known: KnownObjects,
  nodes: readonly UriPlace[],
  begun: string,
  path: string,
  text: string,
  limit: number,
): UriCompletion {
  const names = path.split('/');
  const typed = names.pop() ?? '';
  const found = new Finding(typed, text);
  const seen = new Set<string>();
  const before = begun + (names.length > 0 ? `${names.join('/')}/` : '');
  for (const place of below(known, nodes, names))
    for (const child of everyBelow(known.tree, place)) {
      const name = placeName(known.tree, child);
      if (!isWritable(name) || seen.has(name)) continue;
      seen.add(name);
      const { isInterior, from } = nodeCandidate(known, '', name, child);
      const written = encodeSegment(name).replaceAll(':', '%3A');
      found.add(found.rank(name), {
        ...{ kind: 'condition', name, from, isInterior },
        text: `${before}${written}${isInterior ? '/' : ':'}`,
      });
    }
  return found.first(limit);
}

function conditionValues(
  known: KnownObjects,
  nodes: readonly UriPlace[],
  before: string,
  path: string,
  typed: string,
  text: string,
  limit: number,
): UriCompletion {
  const found = new Finding(typed, text);
  const seen = new Set<string>();
  for (const place of below(known, nodes, path.split('/'))) {
    const value = placeValue(known.tree, place);
    const name = value === null ? '' : String(value ?? '');
    if (value === undefined || seen.has(name) || name.length > longestValue || !name.isWellFormed()) continue;
    seen.add(name);
    found.add(found.rank(name), {
      ...{ kind: 'value', name, from: 'reported', isInterior: false },
      text: `${before}${encodeSegment(name)}`,
    });
  }
  return found.first(limit);
}

/** Nobody looks for a node by a value that is longer. */
const longestValue = 200;

function below(
  known: KnownObjects,
  nodes: readonly UriPlace[],
  names: readonly string[],
): readonly UriPlace[] {
  const wanted = names.map(decoded);
  return wanted.reduce<readonly UriPlace[]>(
    (places, name) =>
      places.flatMap((place) =>
        everyBelow(known.tree, place).filter((each) => placeName(known.tree, each) === name),
      ),
    nodes,
  );
}
