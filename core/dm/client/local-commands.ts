import { mayChangeInstance, withoutRecord } from '../../mo/delegation.ts';
import { instancesOf } from '../../mo/device-objects.ts';
import type { MoNode } from '../../mo/node.ts';
import { deleteNode } from '../../mo/place-node.ts';
import type { SerializedMo } from '../../mo/serialization.ts';
import { delegationMoid } from '../../mo/standard-objects.ts';
import type { ClientUri } from '../client-uri.ts';
import type { CommandStatus } from '../packages.ts';
import { type DeviceState, withObjects } from './device-state.ts';
import { type ManagingServer, readFor, resolveFor } from './server-access.ts';
import type { DeviceChange } from './subscriptions.ts';

/** A cache validator for an instance: it changes with every change of the instance. */
export type Validate = (root: MoNode) => string;

/** What a read came to: the entries of the good ClientURIs, and the status of the first bad one. */
interface ReadAll {
  readonly code: number;
  readonly entries: readonly SerializedMo[];
}

/** Reads several ClientURIs; one that cannot be read gives its status, the others their data. */
export function readAll(device: DeviceState, server: ManagingServer, targets: readonly ClientUri[]): ReadAll {
  const entries: SerializedMo[] = [];
  let code = 200;
  for (const target of targets) {
    const read = readFor(device.objects, server, target);
    if (read.status === 200) entries.push(...read.value);
    else if (code === 200) code = read.status;
  }
  return { code, entries };
}

/**
 * GET. Each entry has the validator of its instance; where the server has a copy of everything it asks for, and
 * every copy still holds, 304 and no data.
 */
export function get(
  device: DeviceState,
  server: ManagingServer,
  targets: readonly ClientUri[],
  validate: Validate,
): CommandStatus {
  const validatorOf = ({ clientUri: { moid, instance } }: SerializedMo) => {
    const instances = instancesOf(device.objects, moid);
    const root = instance === '' ? instances.values().next().value : instances.get(instance);
    return root && validate(root);
  };
  const known = targets.every((target) => {
    if (target.cacheValidator === undefined) return false;
    const read = readFor(device.objects, server, target);
    return read.status === 200 && read.value.every((entry) => validatorOf(entry) === target.cacheValidator);
  });
  if (known) return { code: 304 };
  const { code, entries } = readAll(device, server, targets);
  if (entries.length === 0) return { code };
  const data = entries.map((entry) => {
    const cacheValidator = validatorOf(entry);
    return cacheValidator === undefined ? entry : { ...entry, cacheValidator };
  });
  return { code, data };
}

/** DELETE: a pattern acts on all matches, all or nothing. */
export function remove(device: DeviceState, server: ManagingServer, target: ClientUri): DeviceChange {
  const resolved = resolveFor(device.objects, server, target, 'W');
  if (resolved.status !== 200) return { status: resolved.status, device };
  let { objects } = device;
  for (const address of resolved.value) {
    // An access record goes with its instance, and with nothing else.
    const removed =
      address.moid === delegationMoid && address.path.length === 0
        ? ({ status: 405 } as const)
        : deleteNode(objects, address);
    if (removed.status !== 200) return { status: removed.status, device };
    // A grant is taken like it is given: by the owner, or by a delegate that has the right itself.
    if (
      address.moid === delegationMoid &&
      !mayChangeInstance(objects, removed.value, address.instance, server.id)
    )
      return { status: 403, device };
    objects =
      address.path.length === 0
        ? withoutRecord(removed.value, address.moid, address.instance)
        : removed.value;
  }
  return { status: 200, device: withObjects(device, objects) };
}

/** DEFAULT: one source a MOID, the newest wins. */
export function setDefault(
  device: DeviceState,
  server: ManagingServer,
  source: string,
  moid: string,
): DeviceChange {
  if (!server.permitted.has(moid)) return { status: 403, device };
  const defaults = new Map(device.defaults).set(moid, { server: server.id, source });
  return { status: 200, device: { ...device, defaults } };
}
