import { holdsRight, mayChangeInstance, withOwner } from '../../mo/delegation.ts';
import { type DeviceObjects, findInstance, instancesOf, type Outcome } from '../../mo/device-objects.ts';
import type { NamedNode } from '../../mo/node.ts';
import { placeNode } from '../../mo/place-node.ts';
import type { SerializedMo } from '../../mo/serialization.ts';
import { delegationMoid, dmAccountMoid } from '../../mo/standard-objects.ts';
import { type NodeAddress, printNodeAddress } from '../node-address.ts';
import type { CommandStatus } from '../packages.ts';
import type { ManagingServer } from './server-access.ts';

/** What the Data Repository answered to an HGET. */
export type ResourceAnswer =
  | { readonly kind: 'received'; readonly entries: readonly SerializedMo[] }
  | { readonly kind: 'refused'; readonly status: number };

/** What an HGET came to. */
export interface PlacedResource {
  readonly objects: DeviceObjects;
  readonly status: CommandStatus;
}

/** Whether a server may put anything at an address; asked before the Data Repository is. */
export function placingRefusal(
  objects: DeviceObjects,
  server: ManagingServer,
  address: NodeAddress,
): 403 | 404 | 409 | undefined {
  if (!server.permitted.has(address.moid)) return 403;
  const creates =
    address.path.length === 0 &&
    (address.instance === '' || !instancesOf(objects, address.moid).has(address.instance));
  // Accounts come from a bootstrap and access records from the device: a server makes neither.
  if (creates) return address.moid === dmAccountMoid || address.moid === delegationMoid ? 403 : undefined;
  const found = findInstance(objects, address);
  if (found.status !== 200) return found.status === 409 ? 409 : 404;
  return holdsRight(objects, server.id, address.moid, found.value.name, 'W') ? undefined : 403;
}

/** Puts what an HGET fetched where its ClientURI says, or, without one, where each entry says: all or nothing. */
export function placeResource(
  objects: DeviceObjects,
  server: ManagingServer,
  target: NodeAddress | undefined,
  answer: ResourceAnswer,
): PlacedResource {
  if (answer.kind === 'refused') return { objects, status: { code: answer.status } };
  if (target === undefined) return placeEach(objects, server, answer.entries);
  const entry = entryFor(target, answer.entries);
  if (entry === undefined) return { objects, status: { code: 400 } };
  const placed = placeOne(objects, server, target, entry.data);
  if (placed.status !== 200) return { objects, status: { code: placed.status } };
  const { address } = placed.value;
  // Where the server named no instance, it learns which one it is.
  const told = target.instance === '' ? { uris: [printNodeAddress(address)] } : {};
  return { objects: placed.value.objects, status: { code: 200, ...told } };
}

/** The one entry of a resource, or the one that says that it is for this node. */
function entryFor(target: NodeAddress, entries: readonly SerializedMo[]): SerializedMo | undefined {
  if (entries.length === 1) return entries[0];
  const wanted = printNodeAddress(target);
  return entries.find((candidate) => printNodeAddress(candidate.clientUri) === wanted);
}

function placeEach(
  objects: DeviceObjects,
  server: ManagingServer,
  entries: readonly SerializedMo[],
): PlacedResource {
  let next = objects;
  const uris: string[] = [];
  for (const { clientUri, data } of entries) {
    const refusal = placingRefusal(next, server, clientUri);
    const placed = refusal === undefined ? placeOne(next, server, clientUri, data) : undefined;
    // Half of a resource is not a configuration.
    if (placed?.status !== 200) return { objects, status: { code: refusal ?? placed?.status ?? 500 } };
    next = placed.value.objects;
    uris.push(printNodeAddress(placed.value.address));
  }
  return { objects: next, status: { code: 200, uris } };
}

function placeOne(
  objects: DeviceObjects,
  server: ManagingServer,
  target: NodeAddress,
  data: NamedNode,
): Outcome<{ readonly objects: DeviceObjects; readonly address: NodeAddress }> {
  const placed = placeNode(objects, target, data);
  if (placed.status !== 200) return placed;
  const { address, createdInstance } = placed.value;
  if (
    target.moid === delegationMoid &&
    !mayChangeInstance(objects, placed.value.objects, address.instance, server.id)
  )
    return { status: 403 };
  // Whoever creates an instance owns it, exclusively and with all rights.
  const owned = createdInstance
    ? withOwner(placed.value.objects, address.moid, address.instance, server.id)
    : placed.value.objects;
  return { status: 200, value: { objects: owned, address } };
}
