import { type ClientUri, clientUri } from '../dm/client-uri.ts';
import { type MoNode, nodeAt, withNodeAt } from './node.ts';
import type { SerializedMo } from './serialization.ts';

/** What a DM server may do with a kind of management object on a device. */
export interface MoKind {
  readonly moid: string;
  /** The name of the root node, which MOData is wrapped in. */
  readonly rootName: string;
  /** A read-only kind answers 405 to HGET (all its nodes have access type Get alone). */
  readonly access: 'get' | 'getAndReplace';
  /** Whether the node at this path can never be read over DM (secrets, Perm). */
  readonly hides?: (path: readonly string[]) => boolean;
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

/** The objects with one instance added or replaced. */
export function withInstance(
  objects: DeviceObjects,
  kind: MoKind,
  instance: string,
  root: MoNode,
): DeviceObjects {
  return {
    kinds: new Map(objects.kinds).set(kind.moid, kind),
    instances: new Map(objects.instances).set(
      kind.moid,
      new Map(objects.instances.get(kind.moid)).set(instance, root),
    ),
  };
}

/** Reads what a plain ClientURI addresses; several instances and an empty instance part are 409. */
export function readObject(objects: DeviceObjects, uri: ClientUri): Outcome<SerializedMo> {
  const kind = objects.kinds.get(uri.moid);
  const instance = resolveInstance(objects, uri);
  if (kind === undefined || instance.status !== 200)
    return instance.status === 409 ? instance : { status: 404 };
  if (kind.hides?.(uri.path)) return { status: 405 };
  const node = nodeAt(instance.value.root, uri.path);
  if (node === undefined) return { status: 404 };
  const visible = kind.hides ? withoutHidden(node, uri.path, kind.hides) : node;
  return {
    status: 200,
    value: { clientUri: uri, data: { name: uri.path.at(-1) ?? kind.rootName, node: visible } },
  };
}

function withoutHidden(
  node: MoNode,
  path: readonly string[],
  hides: (path: readonly string[]) => boolean,
): MoNode {
  if (node.kind === 'leaf') return node;
  const children = [...node.children]
    .filter(([name]) => !hides([...path, name]))
    .map(([name, child]) => [name, withoutHidden(child, [...path, name], hides)] as const);
  return { kind: 'interior', children: new Map(children) };
}

/** An HGET's data put where its ClientURI says, and where that turned out to be. */
export interface Placed {
  readonly objects: DeviceObjects;
  readonly clientUri: ClientUri;
}

/**
 * Adds or replaces the node at `uri`. An empty instance part creates an instance, whose MIID is made here.
 * A kind that the device does not know yet is learnt from the data (its root's name).
 */
export function placeObject(
  objects: DeviceObjects,
  uri: ClientUri,
  data: SerializedMo['data'],
): Outcome<Placed> {
  const kind: MoKind = objects.kinds.get(uri.moid) ?? {
    moid: uri.moid,
    rootName: data.name,
    access: 'getAndReplace',
  };
  if (kind.access === 'get') return { status: 405 };
  if (uri.path.length === 0) {
    if (data.name !== kind.rootName) return { status: 400 };
    const instance = uri.instance === '' ? freeInstanceName(objects, uri.moid) : uri.instance;
    return {
      status: 200,
      value: {
        objects: withInstance(objects, kind, instance, data.node),
        clientUri: clientUri(uri.moid, instance),
      },
    };
  }
  const found = resolveInstance(objects, uri);
  if (found.status !== 200) return found;
  if (data.name !== uri.path.at(-1)) return { status: 400 };
  const root = withNodeAt(found.value.root, uri.path, data.node);
  if (root === undefined) return { status: 404 };
  return {
    status: 200,
    value: {
      objects: withInstance(objects, kind, found.value.name, root),
      clientUri: clientUri(uri.moid, found.value.name, uri.path),
    },
  };
}

function resolveInstance(
  objects: DeviceObjects,
  uri: ClientUri,
): Outcome<{ readonly name: string; readonly root: MoNode }> {
  const instances = objects.instances.get(uri.moid) ?? new Map<string, MoNode>();
  if (uri.instance === '' && instances.size > 1) return { status: 409 };
  const name = uri.instance === '' ? instances.keys().next().value : uri.instance;
  const root = name === undefined ? undefined : instances.get(name);
  return name === undefined || root === undefined ? { status: 404 } : { status: 200, value: { name, root } };
}

function freeInstanceName(objects: DeviceObjects, moid: string): string {
  const taken = objects.instances.get(moid);
  let number = 1;
  while (taken?.has(`i${number}`)) number++;
  return `i${number}`;
}
