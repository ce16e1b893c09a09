import { type ClientUri, clientUriOf, parseClientUri, printClientUri } from '../dm/client-uri.ts';
import { nodeAddress, parseNodeAddress } from '../dm/node-address.ts';
import { CodedError } from '../errors.ts';
import { type AccessType, accessTypes, type NodeFormat } from '../mo/object-schema.ts';
import { rowFlags } from './device-tree.ts';
import type { ReportSource } from './provenance.ts';
import { type RowValue, rowValue } from './row-view.ts';
import type { StaleReason } from './staleness.ts';
import {
  type KnownFrom,
  type KnownObjects,
  knownFrom,
  objectRow,
  placePath,
  placeRoot,
  placesOf,
  type UriPlace,
} from './uri-places.ts';

/** A node that a ClientURI addresses, as far as it is known. */
export interface AddressedNode {
  readonly clientUri: string;
  /** As it is, not encoded; empty for an instance without a name. */
  readonly name: string;
  readonly role: 'instance' | 'node';
  readonly from: KnownFrom;
  readonly isInterior: boolean;
  /** Nodes right below it that are known. */
  readonly children: number;
  readonly format?: NodeFormat;
  readonly mime?: string;
  readonly access?: readonly AccessType[];
  readonly scope?: 'permanent' | 'dynamic';
  readonly level?: 'bearer' | 'vendor';
  readonly value: RowValue;
  /** How what was reported came, and when; milliseconds since 1970. */
  readonly source?: { readonly kind: ReportSource; readonly at: number };
  readonly stale?: StaleReason;
  /** What was reported contradicts the description. */
  readonly hasProblem: boolean;
}

/** What a text that somebody types as a ClientURI is about. */
export type UriMeaning =
  | { readonly kind: 'empty' }
  /** A MOID, and no instance yet. */
  | { readonly kind: 'object'; readonly isKnown: boolean }
  /** It is not a ClientURI (yet), and why; or not a plain one where that is wanted. */
  | { readonly kind: 'malformed'; readonly detail: string }
  /** Nothing that is known; how far something is. */
  | { readonly kind: 'nothing'; readonly upTo?: string }
  /** One is meant, and there are several (409). */
  | { readonly kind: 'ambiguous' }
  | {
      readonly kind: 'nodes';
      /** How many the device has said that it has. */
      readonly there: number;
      /** How many are only listed in a profile or described. */
      readonly others: number;
      /** The first of them. */
      readonly nodes: readonly AddressedNode[];
    };

export interface MeaningOptions {
  readonly limit: number;
  /** Whether only a plain ClientURI is wanted. */
  readonly plain: boolean;
}

/** What a typed text is about: the nodes that a ClientURI addresses, with its patterns and queries, as they are known. */
export function meaningOf(known: KnownObjects, typed: string, options: MeaningOptions): UriMeaning {
  const text = typed.trim();
  if (text === '') return { kind: 'empty' };
  if (!text.includes('/')) return { kind: 'object', isKnown: isKnownObject(known, text) };
  const uri = read(text, options.plain);
  if ('detail' in uri) return { kind: 'malformed', detail: uri.detail };
  const places = placesOf(known, uri, uri.conditions);
  if (places === 'ambiguous') return { kind: 'ambiguous' };
  if (places.length === 0) return nothing(known, uri);
  const there = places.filter((place) => isSaid(known, place));
  // What a pattern finds on a device is what the device has; what could be there as well is told by its number.
  const shown = there.length > 0 ? there : places;
  return {
    kind: 'nodes',
    there: there.length,
    others: places.length - there.length,
    nodes: shown.slice(0, options.limit).map((place) => addressed(known, place)),
  };
}

function read(text: string, plain: boolean): ClientUri | { readonly detail: string } {
  try {
    return plain ? clientUriOf(parseNodeAddress(text)) : parseClientUri(text);
  } catch (error) {
    if (error instanceof CodedError) return { detail: error.fault.message };
    throw error;
  }
}

/** A ClientURI that came from somewhere; undefined where it cannot be read. */
export function readTypedUri(text: string): ClientUri | undefined {
  const uri = read(text, false);
  return 'detail' in uri ? undefined : uri;
}

function isKnownObject({ tree, further }: KnownObjects, moid: string): boolean {
  return objectRow(tree, moid) !== undefined || further.some((each) => each.moid === moid);
}

function isSaid({ tree }: KnownObjects, place: UriPlace): boolean {
  if (place.kind === 'described') return false;
  const from = knownFrom(tree, place.row);
  return from === 'reported' || from === 'listed';
}

/** How far a ClientURI leads before nothing is known. */
function nothing(known: KnownObjects, uri: ClientUri): UriMeaning {
  for (let length = uri.path.length - 1; length >= 0; length--) {
    const path = uri.path.slice(0, length);
    const letters = [uri.instance, ...path].flatMap((step) =>
      step.kind === 'placeholder' ? [step.letter] : [],
    );
    const conditions = uri.conditions.filter(({ letter }) => letters.includes(letter));
    const places = placesOf(known, { ...uri, path }, conditions);
    if (places !== 'ambiguous' && places.length > 0)
      return { kind: 'nothing', upTo: printClientUri({ ...uri, path, conditions }) };
  }
  return isKnownObject(known, uri.moid) ? { kind: 'nothing', upTo: uri.moid } : { kind: 'nothing' };
}

function addressed({ tree }: KnownObjects, place: UriPlace): AddressedNode {
  const { moid, instance } = placeRoot(tree, place);
  const path = placePath(tree, place);
  const schema = place.kind === 'row' ? tree.schemas[place.row] : place.schema;
  const flags = place.kind === 'row' ? (tree.flags[place.row] ?? 0) : 0;
  const has = (flag: number) => (flags & flag) !== 0;
  const part = place.kind === 'row' ? tree.parts[tree.partOf[place.row] ?? -1] : undefined;
  const stale = place.kind === 'row' ? tree.stale.get(place.row) : undefined;
  const level = has(rowFlags.vendor) ? 'vendor' : has(rowFlags.bearer) ? 'bearer' : schema?.level;
  return {
    clientUri: printClientUri(clientUriOf(nodeAddress(moid, instance, path))),
    name: path.at(-1) ?? instance,
    role: path.length === 0 ? 'instance' : 'node',
    from: place.kind === 'row' ? knownFrom(tree, place.row) : 'described',
    isInterior: place.kind === 'row' ? has(rowFlags.interior) : place.schema.format === 'node',
    children: place.kind === 'row' ? (tree.children[place.row] ?? 0) : place.schema.children.length,
    ...(schema
      ? {
          format: schema.format,
          access: accessTypes.filter((each) => schema.access.has(each)),
          scope: schema.scope,
          ...(schema.mime === undefined ? {} : { mime: schema.mime }),
        }
      : {}),
    ...(level === undefined ? {} : { level }),
    value: place.kind === 'row' ? rowValue(tree, place.row) : { kind: 'notReported' },
    ...(part ? { source: { kind: part.source, at: part.at } } : {}),
    ...(stale === undefined ? {} : { stale }),
    hasProblem: has(rowFlags.problem),
  };
}
