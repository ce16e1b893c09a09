import type { NodeAddress } from '../dm/node-address.ts';
import type { MoNode } from './node.ts';
import { type NodeSchema, type ObjectSchema, schemaAt } from './object-schema.ts';

/** A kind of management object that a device knows. */
export interface MoKind {
  readonly moid: string;
  /** The name of the root node, which MOData is wrapped in. */
  readonly rootName: string;
  /** What the DDF says of its nodes; a kind learnt from data has none, and servers may do everything but EXEC. */
  readonly schema?: NodeSchema;
  /** Where the DDF can be fetched. */
  readonly ddf?: string;
}

/** The management objects that a device holds: kinds by MOID, instances by MIID. Never changed in place. */
export interface DeviceObjects {
  readonly kinds: ReadonlyMap<string, MoKind>;
  readonly instances: ReadonlyMap<string, ReadonlyMap<string, MoNode>>;
}

export const noObjects: DeviceObjects = { kinds: new Map(), instances: new Map() };

/** What a look-up or a change came to: the DM status, and the value where it is 200. */
export type Outcome<Value> =
  | { readonly status: 200; readonly value: Value }
  | { readonly status: 400 | 403 | 404 | 405 | 409 };

const noInstances: ReadonlyMap<string, MoNode> = new Map();

/** The instances of a MOID by their MIIDs; empty where the device has none. */
export function instancesOf(objects: DeviceObjects, moid: string): ReadonlyMap<string, MoNode> {
  return objects.instances.get(moid) ?? noInstances;
}

/** The kind that a DDF describes. */
export function kindOf(schema: ObjectSchema & { readonly moid: string }): MoKind {
  return { moid: schema.moid, rootName: schema.root.name, schema: schema.root };
}

/** The objects with a kind made known; its instances stay. */
export function withKind(objects: DeviceObjects, kind: MoKind): DeviceObjects {
  return { ...objects, kinds: new Map(objects.kinds).set(kind.moid, kind) };
}

/** The objects with one instance added or replaced. */
export function withInstance(
  objects: DeviceObjects,
  kind: MoKind,
  instance: string,
  root: MoNode,
): DeviceObjects {
  return {
    kinds:
      objects.kinds.get(kind.moid) === kind ? objects.kinds : new Map(objects.kinds).set(kind.moid, kind),
    instances: new Map(objects.instances).set(
      kind.moid,
      new Map(instancesOf(objects, kind.moid)).set(instance, root),
    ),
  };
}

/** The objects without one instance; its kind stays known. */
export function withoutInstance(objects: DeviceObjects, moid: string, instance: string): DeviceObjects {
  const rest = new Map(instancesOf(objects, moid));
  rest.delete(instance);
  return { ...objects, instances: new Map(objects.instances).set(moid, rest) };
}

/** What the DDF says of the node at a path; undefined where the kind has no DDF or the DDF knows no such node. */
export function nodeSchemaOf(objects: DeviceObjects, address: NodeAddress): NodeSchema | undefined {
  const schema = objects.kinds.get(address.moid)?.schema;
  return schema && schemaAt(schema, address.path);
}

/** The instance that an address names, or the only one: its MIID and root. */
export function findInstance(
  objects: DeviceObjects,
  address: NodeAddress,
): Outcome<{ readonly name: string; readonly root: MoNode }> {
  const instances = instancesOf(objects, address.moid);
  if (address.instance === '' && instances.size > 1) return { status: 409 };
  const name = address.instance === '' ? instances.keys().next().value : address.instance;
  const root = name === undefined ? undefined : instances.get(name);
  return name === undefined || root === undefined ? { status: 404 } : { status: 200, value: { name, root } };
}

/** A MIID that no instance of this MOID has. */
export function freeInstanceName(objects: DeviceObjects, moid: string): string {
  const taken = instancesOf(objects, moid);
  let number = taken.size + 1;
  while (taken.has(`i${number}`)) number++;
  return `i${number}`;
}
