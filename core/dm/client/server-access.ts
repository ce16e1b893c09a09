import { holdsRight, type Right } from '../../mo/delegation.ts';
import type { DeviceObjects, Outcome } from '../../mo/device-objects.ts';
import { readNode, resolveOn } from '../../mo/read-node.ts';
import type { SerializedMo } from '../../mo/serialization.ts';
import { addressOf, type ClientUri, printClientUri } from '../client-uri.ts';
import { type NodeAddress, nodeAddress } from '../node-address.ts';
import type { Resolution } from '../resolve-uri.ts';

/** The server of a session, as the device knows it from its DM Account. */
export interface ManagingServer {
  readonly id: string;
  /** The MOIDs that it may ever manage (Perm). */
  readonly permitted: ReadonlySet<string>;
}

/**
 * The nodes that a server means and may work with: 403 where the MOID is not permitted or the right is missing.
 * Of a pattern, what the server has no right to is left out.
 */
export function resolveFor(
  objects: DeviceObjects,
  server: ManagingServer,
  uri: ClientUri,
  right: Right,
): Outcome<readonly NodeAddress[]> {
  if (!server.permitted.has(uri.moid)) return { status: 403 };
  const resolution = resolveBy(objects, server, uri);
  if (resolution.status !== 200) return resolution;
  const allowed = resolution.addresses.filter((address) =>
    holdsRight(objects, server.id, address.moid, address.instance, right),
  );
  return allowed.length > 0 ? { status: 200, value: allowed } : { status: 403 };
}

/** Reads what a ClientURI addresses: a plain one is echoed, a pattern comes back resolved, one entry each. */
export function readFor(
  objects: DeviceObjects,
  server: ManagingServer,
  uri: ClientUri,
): Outcome<readonly SerializedMo[]> {
  const resolved = resolveFor(objects, server, uri, 'R');
  if (resolved.status !== 200) return resolved;
  const echoed = addressOf(uri);
  const entries: SerializedMo[] = [];
  let refusal: Outcome<never> = { status: 404 };
  for (const address of resolved.value) {
    const read = readNode(objects, address);
    if (read.status === 200) entries.push(echoed ? { ...read.value, clientUri: echoed } : read.value);
    else refusal = read;
  }
  return entries.length > 0 ? { status: 200, value: entries } : refusal;
}

/**
 * Where an HGET with this ClientURI puts its data: the node that it addresses, or the one that it would make below
 * a parent that is there.
 */
export function placeFor(
  objects: DeviceObjects,
  server: ManagingServer,
  uri: ClientUri,
): Outcome<NodeAddress> {
  if (!server.permitted.has(uri.moid)) return { status: 403 };
  const plain = addressOf(uri);
  if (plain) return { status: 200, value: plain };
  const resolution = resolveBy(objects, server, uri);
  if (resolution.status === 200) return onlyOne(resolution.addresses);
  const last = uri.path.at(-1);
  if (resolution.status === 409 || last?.kind !== 'name') return { status: resolution.status };
  const parents = resolveBy(objects, server, { ...uri, path: uri.path.slice(0, -1) });
  if (parents.status !== 200) return parents;
  const parent = onlyOne(parents.addresses);
  if (parent.status !== 200) return parent;
  const { moid, instance, path } = parent.value;
  return { status: 200, value: nodeAddress(moid, instance, [...path, last.name]) };
}

/** The nodes that a server means: conditions ask for the values of what it may read, and of nothing else. */
function resolveBy(objects: DeviceObjects, server: ManagingServer, uri: ClientUri): Resolution {
  return resolveOn(objects, uri, (instance) => holdsRight(objects, server.id, uri.moid, instance, 'R'));
}

function onlyOne(addresses: readonly NodeAddress[]): Outcome<NodeAddress> {
  const [address] = addresses;
  return address !== undefined && addresses.length === 1 ? { status: 200, value: address } : { status: 409 };
}

/** Whether two ClientURIs are the same, apart from the copy that the server has. */
export function sameUri(left: ClientUri, right: ClientUri): boolean {
  return printClientUri(withoutValidator(left)) === printClientUri(withoutValidator(right));
}

function withoutValidator({ cacheValidator: _validator, ...uri }: ClientUri): ClientUri {
  return uri;
}
