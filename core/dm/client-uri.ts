import { type NodeAddress, nodeAddress } from './node-address.ts';
import { decodeSegment, encodeSegment, malformedUri, splitClientUri } from './uri-segments.ts';

/** One step of a ClientURI: a real name, `*` for every child, or an x-name that a condition resolves. */
export type UriSegment =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'every' }
  | { readonly kind: 'placeholder'; readonly letter: string };

/** The instance part: empty for the only instance, or a step like any other. */
export type InstancePart = UriSegment | { readonly kind: 'only' };

/** A `nv` field: the node put in place of the x-name has this value at this relative path. */
export interface NodeCondition {
  readonly letter: string;
  readonly path: readonly string[];
  readonly value: string;
}

/** A ClientURI with all of its grammar (DM 2.0 protocol, ClientURI): parsed once, frozen. */
export interface ClientUri {
  readonly moid: string;
  readonly instance: InstancePart;
  readonly path: readonly UriSegment[];
  readonly conditions: readonly NodeCondition[];
  /** The validator of the copy that the server has (`cv`). */
  readonly cacheValidator?: string;
}

const placeholderPattern = /^\(([A-Za-z])\)$/;

/** ClientURIs that were read last, by their texts: plans name the same ones for each of thousands of devices. */
const readLast = new Map<string, ClientUri>();
const mostReadLast = 500;

/** Reads a ClientURI as `parseClientUri` does, and faster where it was read before: for those that plans write. */
export function parseKnownClientUri(text: string): ClientUri {
  const known = readLast.get(text);
  if (known) return known;
  const uri = parseClientUri(text);
  if (readLast.size >= mostReadLast) readLast.clear();
  readLast.set(text, uri);
  return uri;
}

/**
 * Reads a ClientURI: real names, `*`, x-names with their `nv` fields, `cv`. Unknown query fields mean nothing.
 * @throws DM_CLIENT_URI_MALFORMED, also for an x-name without a condition or a letter used for two placeholders
 */
export function parseClientUri(text: string): ClientUri {
  const raw = splitClientUri(text);
  const [first = '', ...rest] = raw.segments;
  const instance: InstancePart = first === '' ? { kind: 'only' } : segmentOf(first, text);
  const path = rest.map((segment) => segmentOf(segment, text));
  const conditions: NodeCondition[] = [];
  let cacheValidator: string | undefined;
  for (const field of raw.query === '' ? [] : raw.query.split('&')) {
    if (field.startsWith('nv=')) conditions.push(conditionOf(field.slice(3), text));
    else if (field.startsWith('cv=')) cacheValidator = decodeSegment(field.slice(3), text);
  }
  const letters = [instance, ...path].flatMap((step) => (step.kind === 'placeholder' ? [step.letter] : []));
  for (const [index, letter] of letters.entries()) {
    if (letters.indexOf(letter) !== index) throw malformedUri(text, `(${letter}) stands in two places`);
    if (!conditions.some((condition) => condition.letter === letter))
      throw malformedUri(text, `no nv field says what (${letter}) is`);
  }
  for (const { letter } of conditions)
    if (!letters.includes(letter)) throw malformedUri(text, `(${letter}) stands in an nv field only`);
  return clientUri({
    moid: raw.moid,
    instance,
    path,
    conditions,
    ...(cacheValidator === undefined ? {} : { cacheValidator }),
  });
}

function segmentOf(raw: string, uri: string): UriSegment {
  if (raw === '*') return { kind: 'every' };
  const letter = placeholderPattern.exec(raw)?.[1];
  if (letter !== undefined) return { kind: 'placeholder', letter };
  return { kind: 'name', name: decodeSegment(raw, uri) };
}

/** `(x)/<relative path>:<value>`, split at the first `:` after the path. */
function conditionOf(raw: string, uri: string): NodeCondition {
  const found = /^\(([A-Za-z])\)\/([^:]*):(.*)$/s.exec(raw);
  const [, letter, path, value] = found ?? [];
  if (letter === undefined || path === undefined || value === undefined)
    throw malformedUri(uri, `"nv=${raw}" is not nv=(x)/path:value`);
  const names = path.replace(/\/$/, '').split('/');
  if (names.includes('')) throw malformedUri(uri, `a node name in "nv=${raw}" is empty`);
  return {
    letter,
    path: names.map((name) => decodeSegment(name, uri)),
    value: decodeSegment(value, uri),
  };
}

/** A ClientURI from its parts, frozen with all that is in it. */
export function clientUri(parts: ClientUri): ClientUri {
  const conditions = parts.conditions.map((condition) =>
    Object.freeze({ ...condition, path: Object.freeze([...condition.path]) }),
  );
  return Object.freeze({
    ...parts,
    instance: Object.freeze({ ...parts.instance }),
    path: Object.freeze(parts.path.map((segment) => Object.freeze({ ...segment }))),
    conditions: Object.freeze(conditions),
  });
}

/** The ClientURI that addresses exactly one node by its names. */
export function clientUriOf(address: NodeAddress): ClientUri {
  return clientUri({
    moid: address.moid,
    instance: address.instance === '' ? { kind: 'only' } : { kind: 'name', name: address.instance },
    path: address.path.map((name) => ({ kind: 'name', name })),
    conditions: [],
  });
}

/** The address that a ClientURI without patterns is; undefined where it has some. */
export function addressOf(uri: ClientUri): NodeAddress | undefined {
  if (uri.instance.kind !== 'only' && uri.instance.kind !== 'name') return undefined;
  const names: string[] = [];
  for (const segment of uri.path) {
    if (segment.kind !== 'name') return undefined;
    names.push(segment.name);
  }
  return nodeAddress(uri.moid, uri.instance.kind === 'only' ? '' : uri.instance.name, names);
}

/** Writes a ClientURI in its one canonical form; `parseClientUri` gives the same value back. */
export function printClientUri(uri: ClientUri): string {
  const instance = uri.instance.kind === 'only' ? '' : printSegment(uri.instance);
  const fields = uri.conditions.map(
    ({ letter, path, value }) =>
      // The first `:` after the path ends it: one within a name has to be encoded here.
      `nv=(${letter})/${path.map((name) => encodeSegment(name).replaceAll(':', '%3A')).join('/')}:${encodeSegment(value)}`,
  );
  if (uri.cacheValidator !== undefined) fields.push(`cv=${encodeSegment(uri.cacheValidator)}`);
  const query = fields.length > 0 ? `?${fields.join('&')}` : '';
  return `${uri.moid}/${instance}/${uri.path.map(printSegment).join('/')}${query}`;
}

function printSegment(segment: UriSegment): string {
  switch (segment.kind) {
    case 'name':
      return encodeSegment(segment.name);
    case 'every':
      return '*';
    case 'placeholder':
      return `(${segment.letter})`;
  }
}
