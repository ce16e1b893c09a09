import { type NodeAddress, parseNodeAddress, printNodeAddress } from '../dm/node-address.ts';
import { CodedError } from '../errors.ts';
import { deepestJson, lossOf } from '../json.ts';
import { interior, type LeafValue, leaf, type MoNode, type NamedNode } from './node.ts';

/** A JSON value as it stands in MOData. */
export type MoJson = LeafValue | { readonly [name: string]: MoJson };

/** One entry of a serialized array: a node, its name and where it is (HGET, GET data, bootstrap). */
export interface SerializedMo {
  readonly clientUri: NodeAddress;
  readonly data: NamedNode;
  readonly ddf?: string;
  readonly cacheValidator?: string;
}

/** What is wrong with a serialized MO, and where in it. */
export class SerializationError extends Error {
  readonly path: string;
  readonly detail: string;

  constructor(path: string, detail: string) {
    super(`${path}: ${detail}`);
    this.path = path;
    this.detail = detail;
  }
}

/**
 * Reads an array of serialized MOs, as HGET, GET and the bootstrap message carry them.
 * @throws SerializationError that names the place.
 */
export function parseSerializedMos(json: unknown): readonly SerializedMo[] {
  if (!Array.isArray(json)) throw new SerializationError('$', 'an array is expected');
  if (json.length === 0) throw new SerializationError('$', 'the array is empty');
  return json.map((entry: unknown, index) => parseSerializedMo(entry, `$[${index}]`));
}

function parseSerializedMo(entry: unknown, path: string): SerializedMo {
  if (!isObject(entry)) throw new SerializationError(path, 'an object is expected');
  const { ClientURI, MOData, DDF, CV } = entry;
  if (typeof ClientURI !== 'string') throw new SerializationError(`${path}.ClientURI`, 'a text is expected');
  if (typeof DDF === 'string') checkKept(DDF, `${path}.DDF`);
  if (typeof CV === 'string') checkKept(CV, `${path}.CV`);
  return {
    clientUri: addressAt(ClientURI, `${path}.ClientURI`),
    data: parseMoData(MOData, `${path}.MOData`),
    ...(typeof DDF === 'string' ? { ddf: DDF } : {}),
    ...(typeof CV === 'string' ? { cacheValidator: CV } : {}),
  };
}

function addressAt(text: string, path: string): NodeAddress {
  try {
    return parseNodeAddress(text);
  } catch (error) {
    if (error instanceof CodedError) throw new SerializationError(path, error.message);
    throw error;
  }
}

/** Reads MOData: an object with one member, the name of the node that was addressed. */
export function parseMoData(json: unknown, path = '$'): NamedNode {
  if (!isObject(json)) throw new SerializationError(path, 'an object is expected');
  const members = Object.entries(json);
  const [first] = members;
  if (first === undefined || members.length !== 1)
    throw new SerializationError(path, 'exactly one member, the name of the node, is expected');
  const [name, value] = first;
  checkKept(name, path);
  return { name, node: parseNode(value, `${path}.${name}`, 0) };
}

function parseNode(json: unknown, path: string, depth: number): MoNode {
  if (depth > deepestJson) throw new SerializationError(path, `nodes are nested deeper than ${deepestJson}`);
  if (json === null || typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean') {
    checkKept(json, path);
    return leaf(json);
  }
  if (!isObject(json)) throw new SerializationError(path, 'an object or a value is expected');
  return interior(
    Object.entries(json).map(([name, child]) => {
      if (name === '') throw new SerializationError(path, 'a node name is empty');
      checkKept(name, path);
      return [name, parseNode(child, `${path}.${name}`, depth + 1)] as const;
    }),
  );
}

/** @throws SerializationError for what would be something else once it is kept. */
function checkKept(value: LeafValue, path: string): void {
  const loss = lossOf(value);
  if (loss !== undefined) throw new SerializationError(path, loss);
}

/** The JSON form of an array of serialized MOs. */
export function printSerializedMos(entries: readonly SerializedMo[]): readonly object[] {
  return entries.map((entry) => ({
    ...(entry.ddf === undefined ? {} : { DDF: entry.ddf }),
    ClientURI: printNodeAddress(entry.clientUri),
    ...(entry.cacheValidator === undefined ? {} : { CV: entry.cacheValidator }),
    MOData: printMoData(entry.data),
  }));
}

/** The JSON form of a node in its name. */
export function printMoData(data: NamedNode): MoJson {
  return Object.fromEntries([[data.name, printNode(data.node)]]);
}

/** The JSON form of a node without its name. */
export function printNode(node: MoNode): MoJson {
  if (node.kind === 'leaf') return node.value;
  return Object.fromEntries([...node.children].map(([name, child]) => [name, printNode(child)]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
