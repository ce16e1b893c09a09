import type { ClientUri } from '../dm/client-uri.ts';
import type { NodeAddress } from '../dm/node-address.ts';
import { type Resolution, resolveClientUri } from '../dm/resolve-uri.ts';
import { type DeviceObjects, findInstance, instancesOf, type Outcome } from './device-objects.ts';
import { type MoNode, nodeAt } from './node.ts';
import { childSchema, type NodeSchema, schemaAt } from './object-schema.ts';
import type { SerializedMo } from './serialization.ts';

/**
 * Reads the node at an address as a server may see it: what has no access type Get is left out below it, and
 * cannot be addressed itself (405).
 */
export function readNode(objects: DeviceObjects, address: NodeAddress): Outcome<SerializedMo> {
  const instance = findInstance(objects, address);
  if (instance.status !== 200) return instance;
  const kind = objects.kinds.get(address.moid);
  const node = nodeAt(instance.value.root, address.path);
  if (kind === undefined || node === undefined) return { status: 404 };
  if (kind.schema && !isReadable(kind.schema, address.path)) return { status: 405 };
  const schema = kind.schema && schemaAt(kind.schema, address.path);
  const visible = schema ? readablePart(node, schema) : node;
  return {
    status: 200,
    value: { clientUri: address, data: { name: address.path.at(-1) ?? kind.rootName, node: visible } },
  };
}

/**
 * The nodes that a ClientURI addresses on a device. What cannot be read cannot be asked for in a condition either:
 * it would give secrets away, guess by guess.
 * @param mayRead whether the one who asks may read this instance
 */
export function resolveOn(
  objects: DeviceObjects,
  uri: ClientUri,
  mayRead: (instance: string) => boolean = () => true,
): Resolution {
  const schema = objects.kinds.get(uri.moid)?.schema;
  return resolveClientUri(
    uri,
    instancesOf(objects, uri.moid),
    (instance, path) => mayRead(instance) && (!schema || isReadable(schema, path)),
  );
}

/** Whether every node from the root to this path has access type Get. */
function isReadable(root: NodeSchema, path: readonly string[]): boolean {
  let schema: NodeSchema | undefined = root;
  if (!schema.access.has('Get')) return false;
  for (const name of path) {
    schema = schema && childSchema(schema, name);
    // A node that its DDF does not know is data that the device holds all the same.
    if (schema && !schema.access.has('Get')) return false;
  }
  return true;
}

function readablePart(node: MoNode, schema: NodeSchema): MoNode {
  if (node.kind === 'leaf') return node;
  let same = true;
  const children = new Map<string, MoNode>();
  for (const [name, child] of node.children) {
    const described = childSchema(schema, name);
    if (described && !described.access.has('Get')) {
      same = false;
      continue;
    }
    const visible = described ? readablePart(child, described) : child;
    same &&= visible === child;
    children.set(name, visible);
  }
  return same ? node : { kind: 'interior', children };
}
