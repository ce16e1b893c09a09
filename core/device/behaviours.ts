import type { NodeAddress } from '../dm/node-address.ts';
import type { DeviceObjects } from '../mo/device-objects.ts';
import { firmware } from './firmware.ts';
import type { Behaviour, Operation } from './operation.ts';
import { software } from './software.ts';

/** What the simulated device can execute. */
const behaviours: readonly Behaviour[] = [firmware, software];

/** The operation that EXEC on a node begins; undefined where the node does nothing. */
export function operationFor(objects: DeviceObjects, node: NodeAddress): Operation | undefined {
  return behaviours.find(({ moid }) => moid === node.moid)?.begin(objects, node);
}

/** The objects of a device that was switched off in the middle of its operations. */
export function interruptedOperations(objects: DeviceObjects): DeviceObjects {
  return behaviours.reduce((state, behaviour) => behaviour.interrupted(state), objects);
}
