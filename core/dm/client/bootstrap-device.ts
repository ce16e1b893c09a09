import type { BootstrapMessage } from '../../bootstrap/bootstrap-message.ts';
import { dmAccountNode, wrongBootstrap } from '../../bootstrap/dm-account.ts';
import { recordOf, withOwner, withoutRecord } from '../../mo/delegation.ts';
import { type DeviceObjects, instancesOf, withInstance, withKind } from '../../mo/device-objects.ts';
import { installInstance, type Placed } from '../../mo/place-node.ts';
import type { SerializedMo } from '../../mo/serialization.ts';
import { delegationMoid, dmAccountMoid, standardKind } from '../../mo/standard-objects.ts';
import { printNodeAddress } from '../node-address.ts';
import type { DeviceState } from './device-state.ts';

/**
 * Takes a bootstrap message in: an account for each server, and the objects beside them, which belong to the
 * server of the first account, unless the message has an access record (Delegation Access Control) of them.
 * @throws BOOTSTRAP_WRONG where an object cannot be set up; then nothing is
 */
export function bootstrapDevice(objects: DeviceObjects, message: BootstrapMessage): DeviceState {
  // A record that was learnt without its description would be checked by nothing.
  let next = objects.kinds.has(delegationMoid) ? objects : withKind(objects, standardKind(delegationMoid));
  const accountKind = standardKind(dmAccountMoid);
  for (const account of message.accounts)
    next = withInstance(next, accountKind, account.instance, dmAccountNode(account));
  const isRecord = ({ clientUri }: SerializedMo) => clientUri.moid === delegationMoid;
  const records = message.objects.filter(isRecord);
  for (const entry of records) next = withRecord(next, entry);
  const about = records.map(({ data }) => recordOf(data.name, data.node));
  const [{ serverId }] = message.accounts;
  for (const entry of message.objects) {
    if (isRecord(entry)) continue;
    const placed = installed(next, entry);
    const { moid, instance } = placed.address;
    const isRecorded = about.some((record) => record.moid === moid && record.instance === instance);
    next = isRecorded
      ? placed.objects
      : withOwner(withoutRecord(placed.objects, moid, instance), moid, instance, serverId);
  }
  return { objects: next, subscriptions: [], defaults: new Map(), seenNotifications: [] };
}

/** The objects with an access record in place of the one that its instance had. */
function withRecord(objects: DeviceObjects, entry: SerializedMo): DeviceObjects {
  const { clientUri, data } = entry;
  const { moid, instance } = recordOf(data.name, data.node);
  const rest = withoutRecord(objects, moid, instance);
  // An instance that lost its record to another one would be anybody's.
  if (instancesOf(rest, delegationMoid).has(clientUri.instance))
    throw wrongBootstrap(`${printNodeAddress(clientUri)} is there already, about something else`);
  return installed(rest, entry).objects;
}

function installed(objects: DeviceObjects, { clientUri, data }: SerializedMo): Placed {
  const placed = installInstance(objects, clientUri, data);
  if (placed.status !== 200)
    throw wrongBootstrap(`${printNodeAddress(clientUri)} cannot be set up (${placed.status})`);
  return placed.value;
}
