import { type NodeAddress, nodeAddress } from '../dm/node-address.ts';
import {
  type DeviceObjects,
  findInstance,
  freeInstanceName,
  instancesOf,
  type MoKind,
  type Outcome,
  withInstance,
  withoutInstance,
} from './device-objects.ts';
import { type MoNode, type NamedNode, nodeAt, withNodeAt, withoutNodeAt } from './node.ts';
import { type AccessType, childSchema, isExtensionPoint, type NodeSchema } from './object-schema.ts';
import { checkNode } from './schema-check.ts';

/** The objects after a change, and where it turned out to be. */
export interface Placed {
  readonly objects: DeviceObjects;
  readonly address: NodeAddress;
  /** Whether an instance of the management object came into being. */
  readonly createdInstance: boolean;
}

type Merged = { readonly status: 200; readonly node: MoNode } | { readonly status: 400 | 405 };

/**
 * Adds or replaces the node at an address (HGET), as far as the DDF lets servers. An empty instance part with an
 * empty path creates an instance, whose MIID is made here. A kind that the device does not know yet is learnt from
 * the data. Nodes that a server cannot delete stay where the data do not mention them.
 */
export function placeNode(objects: DeviceObjects, address: NodeAddress, data: NamedNode): Outcome<Placed> {
  return address.path.length === 0 ? placeRoot(objects, address, data) : placeBelow(objects, address, data);
}

/** Sets an instance up as a bootstrap does: access types bind servers, not whoever brings the device up. */
export function installInstance(
  objects: DeviceObjects,
  address: NodeAddress,
  data: NamedNode,
): Outcome<Placed> {
  const kind = kindFor(objects, address.moid, data);
  if (data.name !== kind.rootName || address.path.length > 0) return { status: 400 };
  if (kind.schema && checkNode(kind.schema, data.name, data.node).length > 0) return { status: 400 };
  return placedRoot(objects, kind, address, data.node);
}

function placeRoot(objects: DeviceObjects, address: NodeAddress, data: NamedNode): Outcome<Placed> {
  const kind = kindFor(objects, address.moid, data);
  if (data.name !== kind.rootName) return { status: 400 };
  const before =
    address.instance === '' ? undefined : instancesOf(objects, address.moid).get(address.instance);
  const merged = merge(kind.schema, before, data.node);
  if (merged.status !== 200) return merged;
  if (kind.schema && checkNode(kind.schema, data.name, merged.node).length > 0) return { status: 400 };
  return placedRoot(objects, kind, address, merged.node);
}

function placedRoot(
  objects: DeviceObjects,
  kind: MoKind,
  address: NodeAddress,
  root: MoNode,
): Outcome<Placed> {
  const { moid } = address;
  const instance = address.instance === '' ? freeInstanceName(objects, moid) : address.instance;
  return {
    status: 200,
    value: {
      objects: withInstance(objects, kind, instance, root),
      address: nodeAddress(moid, instance),
      createdInstance: !instancesOf(objects, moid).has(instance),
    },
  };
}

function placeBelow(objects: DeviceObjects, address: NodeAddress, data: NamedNode): Outcome<Placed> {
  const found = findInstance(objects, address);
  const kind = objects.kinds.get(address.moid);
  if (found.status !== 200 || kind === undefined)
    return found.status === 409 ? { status: 409 } : { status: 404 };
  const { name: instance, root } = found.value;
  const parent = nodeAt(root, address.path.slice(0, -1));
  if (parent?.kind !== 'interior') return { status: 404 };
  const schema = kind.schema && schemaFor(kind.schema, address.path);
  if (kind.schema && schema === undefined) return { status: 404 };
  if (data.name !== address.path.at(-1)) return { status: 400 };
  const merged = merge(schema, nodeAt(root, address.path), data.node);
  if (merged.status !== 200) return merged;
  const next = withNodeAt(root, address.path, merged.node);
  if (next === undefined) return { status: 404 };
  if (kind.schema && checkNode(kind.schema, kind.rootName, next).length > 0) return { status: 400 };
  return {
    status: 200,
    value: {
      objects: withInstance(objects, kind, instance, next),
      address: nodeAddress(address.moid, instance, address.path),
      createdInstance: false,
    },
  };
}

/**
 * Removes the node at an address and all below it (DELETE): 405 where it is permanent, or a server may not.
 * The address names its instance.
 */
export function deleteNode(objects: DeviceObjects, address: NodeAddress): Outcome<DeviceObjects> {
  const kind = objects.kinds.get(address.moid);
  const root = instancesOf(objects, address.moid).get(address.instance);
  if (kind === undefined || root === undefined || nodeAt(root, address.path) === undefined)
    return { status: 404 };
  const schema = kind.schema && schemaFor(kind.schema, address.path);
  if (schema && !isDeletable(schema)) return { status: 405 };
  if (address.path.length === 0)
    return { status: 200, value: withoutInstance(objects, address.moid, address.instance) };
  const next = withoutNodeAt(root, address.path);
  return next === undefined
    ? { status: 404 }
    : { status: 200, value: withInstance(objects, kind, address.instance, next) };
}

/** The schema that decides about the node at a path below the root; undefined where none may stand there. */
function schemaFor(root: NodeSchema, path: readonly string[]): NodeSchema | undefined {
  let current: NodeSchema | undefined = root;
  for (const name of path) current = current && schemaBelow(current, name);
  return current;
}

/** Below Ext and Bearer stand nodes that the DDF need not know; servers may do with them what they may do with these. */
function schemaBelow(parent: NodeSchema, name: string): NodeSchema | undefined {
  const described = childSchema(parent, name);
  if (described || !isExtensionPoint(parent)) return described;
  return { ...parent, scope: 'dynamic', children: [] };
}

function isDeletable(schema: NodeSchema): boolean {
  return schema.scope === 'dynamic' && schema.access.has('Delete');
}

/** What stands at a node after data were put there; access types decide about each difference. */
function merge(schema: NodeSchema | undefined, before: MoNode | undefined, after: MoNode): Merged {
  const may = (access: AccessType) => schema === undefined || schema.access.has(access);
  if (before === undefined) {
    // What comes with a new parent comes as its DDF wants it; the parent alone needs Add.
    const creatable = may('Add') && schema?.scope !== 'permanent';
    return creatable ? { status: 200, node: after } : { status: 405 };
  }
  if (before.kind !== after.kind) return { status: 400 };
  if (before.kind === 'leaf' || after.kind === 'leaf') {
    const same = before.kind === 'leaf' && after.kind === 'leaf' && before.value === after.value;
    return same
      ? { status: 200, node: before }
      : may('Replace')
        ? { status: 200, node: after }
        : { status: 405 };
  }
  if (schema === undefined) return { status: 200, node: after };
  const children = new Map<string, MoNode>();
  for (const [name, child] of after.children) {
    const described = schemaBelow(schema, name);
    if (described === undefined) return { status: 400 };
    const merged = merge(described, before.children.get(name), child);
    if (merged.status !== 200) return merged;
    children.set(name, merged.node);
  }
  for (const [name, child] of before.children) {
    const described = schemaBelow(schema, name);
    if (!children.has(name) && described && !isDeletable(described)) children.set(name, child);
  }
  return { status: 200, node: { kind: 'interior', children } };
}

function kindFor(objects: DeviceObjects, moid: string, data: NamedNode): MoKind {
  return objects.kinds.get(moid) ?? { moid, rootName: data.name };
}
