import { codedError } from '../errors.ts';
import { decodeSegment, encodeSegment, splitClientUri } from './uri-segments.ts';

/**
 * A plain ClientURI, `<MOID>/<mo-inst>/<path>`, without patterns and query: the address of one node, frozen.
 * An empty instance addresses the only instance; an empty path addresses its root.
 */
export interface NodeAddress {
  readonly moid: string;
  readonly instance: string;
  readonly path: readonly string[];
}

const patternSegment = /^(\*|\([A-Za-z]\))$/;

/**
 * Reads a plain ClientURI. A trailing `/` means nothing.
 * @throws DM_CLIENT_URI_MALFORMED; DM_CLIENT_URI_NOT_PLAIN for `*`, x-names and queries
 */
export function parseNodeAddress(text: string): NodeAddress {
  const { moid, segments, query } = splitClientUri(text);
  if (query !== '' || segments.some((segment) => patternSegment.test(segment)))
    throw codedError('DM_CLIENT_URI_NOT_PLAIN', { uri: text });
  const [instance = '', ...path] = segments.map((segment) => decodeSegment(segment, text));
  return nodeAddress(moid, instance, path);
}

/** The address of a node from its parts. */
export function nodeAddress(moid: string, instance: string, path: readonly string[] = []): NodeAddress {
  return Object.freeze({ moid, instance, path: Object.freeze([...path]) });
}

/** Writes an address in its one canonical form; `parseNodeAddress` gives the same value back. */
export function printNodeAddress(address: NodeAddress): string {
  const { moid, instance, path } = address;
  return `${moid}/${encodeSegment(instance)}/${path.map(encodeSegment).join('/')}`;
}
