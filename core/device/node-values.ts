import type { NodeAddress } from '../dm/node-address.ts';
import { type DeviceObjects, instancesOf, withInstance } from '../mo/device-objects.ts';
import {
  interior,
  type LeafValue,
  leaf,
  type MoNode,
  nodeAt,
  withNodeAt,
  withoutNodeAt,
} from '../mo/node.ts';

/** An instance of a management object on a device. */
export type InstanceAddress = Pick<NodeAddress, 'moid' | 'instance'>;

/** The node at a path of an instance; undefined where there is none. */
export function nodeOf(
  objects: DeviceObjects,
  { moid, instance }: InstanceAddress,
  path: readonly string[],
): MoNode | undefined {
  const root = instancesOf(objects, moid).get(instance);
  return root && nodeAt(root, path);
}

/** The text of a leaf; undefined where there is none, or it is empty. */
export function textOf(
  objects: DeviceObjects,
  at: InstanceAddress,
  path: readonly string[],
): string | undefined {
  const node = nodeOf(objects, at, path);
  return node?.kind === 'leaf' && typeof node.value === 'string' && node.value !== ''
    ? node.value
    : undefined;
}

/** The number of a leaf; undefined where there is none. */
export function numberOf(
  objects: DeviceObjects,
  at: InstanceAddress,
  path: readonly string[],
): number | undefined {
  const node = nodeOf(objects, at, path);
  return node?.kind === 'leaf' && typeof node.value === 'number' ? node.value : undefined;
}

/** The names of the nodes below a node; none where it is no interior node. */
export function namesIn(
  objects: DeviceObjects,
  at: InstanceAddress,
  path: readonly string[],
): readonly string[] {
  const node = nodeOf(objects, at, path);
  return node?.kind === 'interior' ? [...node.children.keys()] : [];
}

/** The objects with a node in an instance; as they were where the instance or the node's parent is gone. */
export function withNode(
  objects: DeviceObjects,
  { moid, instance }: InstanceAddress,
  path: readonly string[],
  node: MoNode,
): DeviceObjects {
  const kind = objects.kinds.get(moid);
  const root = instancesOf(objects, moid).get(instance);
  const next = root && withNodeAt(root, path, node);
  return kind && next ? withInstance(objects, kind, instance, next) : objects;
}

/** The objects with a leaf's value; see `withNode`. */
export function withValue(
  objects: DeviceObjects,
  at: InstanceAddress,
  path: readonly string[],
  value: LeafValue,
): DeviceObjects {
  return withNode(objects, at, path, leaf(value));
}

/** The objects without a node of an instance; as they were where there is none. */
export function withoutNode(
  objects: DeviceObjects,
  { moid, instance }: InstanceAddress,
  path: readonly string[],
): DeviceObjects {
  const kind = objects.kinds.get(moid);
  const root = instancesOf(objects, moid).get(instance);
  const next = root && withoutNodeAt(root, path);
  return kind && next ? withInstance(objects, kind, instance, next) : objects;
}

/** An interior node of leaves. */
export function record(values: Readonly<Record<string, LeafValue>>): MoNode {
  return interior(Object.entries(values).map(([name, value]) => [name, leaf(value)] as const));
}
