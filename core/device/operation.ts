import type { NodeAddress } from '../dm/node-address.ts';
import type { DeviceObjects } from '../mo/device-objects.ts';

/** What a device does next in an operation that was executed; the device answers each with an `OperationAnswer`. */
export type OperationStep =
  /** Changes its objects at once: states are visible to servers while the operation goes on. */
  | { readonly kind: 'change'; readonly change: (objects: DeviceObjects) => DeviceObjects }
  /** Downloads a resource to its end, and keeps none of it but its length and digest. */
  | { readonly kind: 'download'; readonly uri: string }
  /** Is busy for so long. */
  | { readonly kind: 'work'; readonly milliseconds: number };

export type OperationAnswer =
  | { readonly kind: 'done'; readonly objects: DeviceObjects }
  | { readonly kind: 'downloaded'; readonly octets: number; readonly sha256: string }
  /** `status` is the HTTP status, or 0 where nobody answered. */
  | { readonly kind: 'downloadFailed'; readonly status: number };

/**
 * An operation that EXEC begins: what the device does step by step, and at the end the result code that its alert
 * tells (FUMO and SCOMO, Result Code).
 */
export type Operation = Generator<OperationStep, number, OperationAnswer>;

/** What a device can execute on the nodes of one management object. */
export interface Behaviour {
  readonly moid: string;
  /** The operation that a node begins; undefined where this node does nothing on its own. */
  begin(objects: DeviceObjects, node: NodeAddress): Operation | undefined;
  /** The objects after the device was switched off in the middle of operations: no state says "in progress". */
  interrupted(objects: DeviceObjects): DeviceObjects;
}
