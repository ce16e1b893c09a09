import { sameNode } from '../../mo/node.ts';
import type { SerializedMo } from '../../mo/serialization.ts';
import type { ClientUri } from '../client-uri.ts';
import { printNodeAddress } from '../node-address.ts';
import type { DeviceState, Subscription } from './device-state.ts';
import { type ManagingServer, readFor, sameUri } from './server-access.ts';

/** A change report that is due: the nodes that a SUB asked for, as they are now (the client PUTs them). */
export interface ChangeReport {
  readonly server: string;
  readonly destination: string;
  readonly entries: readonly SerializedMo[];
}

/** What a command came to that changed what the device holds. */
export interface DeviceChange {
  readonly status: number;
  readonly device: DeviceState;
}

/** SUB: no report at once; a second SUB of the same ClientURI takes the place of the first. */
export function subscribe(
  device: DeviceState,
  server: ManagingServer,
  destination: string,
  target: ClientUri,
): DeviceChange {
  const read = readFor(device.objects, server, target);
  if (read.status !== 200) return { status: read.status, device };
  const others = device.subscriptions.filter((each) => !isThat(each, server, target));
  const subscription = { server: server.id, destination, target, told: read.value };
  return { status: 200, device: { ...device, subscriptions: [...others, subscription] } };
}

/** UNSUB: another ClientURI than the one subscribed answers 404. */
export function unsubscribe(device: DeviceState, server: ManagingServer, target: ClientUri): DeviceChange {
  const rest = device.subscriptions.filter((each) => !isThat(each, server, target));
  return rest.length === device.subscriptions.length
    ? { status: 404, device }
    : { status: 200, device: { ...device, subscriptions: rest } };
}

function isThat(subscription: Subscription, server: ManagingServer, target: ClientUri): boolean {
  return subscription.server === server.id && sameUri(subscription.target, target);
}

/**
 * The reports that changes since the last ones ask for, and the device that has told them. A subscription ends with
 * the node that it is about, or with the server's right to read it.
 */
export function dueReports(
  device: DeviceState,
  serverOf: (id: string) => ManagingServer | undefined,
): { readonly device: DeviceState; readonly reports: readonly ChangeReport[] } {
  if (device.subscriptions.length === 0) return { device, reports: [] };
  const reports: ChangeReport[] = [];
  const subscriptions: Subscription[] = [];
  let same = true;
  for (const subscription of device.subscriptions) {
    const server = serverOf(subscription.server);
    const read = server && readFor(device.objects, server, subscription.target);
    if (read?.status !== 200) {
      same = false;
      continue;
    }
    const changed = changedEntries(subscription.told, read.value);
    const { server: id, destination } = subscription;
    if (changed.length > 0) reports.push({ server: id, destination, entries: changed });
    const gone = read.value.length < subscription.told.length;
    same &&= changed.length === 0 && !gone;
    subscriptions.push(changed.length > 0 || gone ? { ...subscription, told: read.value } : subscription);
  }
  return { device: same ? device : { ...device, subscriptions }, reports };
}

function changedEntries(
  told: readonly SerializedMo[],
  now: readonly SerializedMo[],
): readonly SerializedMo[] {
  const before = new Map(told.map((entry) => [printNodeAddress(entry.clientUri), entry.data.node]));
  return now.filter((entry) => {
    const known = before.get(printNodeAddress(entry.clientUri));
    return known === undefined || (known !== entry.data.node && !sameNode(known, entry.data.node));
  });
}
