import { addressOf, parseClientUri } from '../dm/client-uri.ts';
import type { NodeAddress } from '../dm/node-address.ts';
import { parseNodeAddress } from '../dm/node-address.ts';
import type { AccessType, NodeSchema, ObjectSchema } from '../mo/object-schema.ts';
import { isExtensionPoint, schemaAt } from '../mo/object-schema.ts';
import { allows, checkNode } from '../mo/schema-check.ts';
import { parseMoData } from '../mo/serialization.ts';
import type { QueuedWork } from './queued-work.ts';

/** What a device will probably say no to, by the description of its objects. */
export interface QueuedProblem {
  readonly kind: 'notPermitted' | 'unknownNode' | 'accessType' | 'content';
  /** The node, as a ClientURI. */
  readonly target: string;
  /** A sentence without its place. */
  readonly detail: string;
}

export interface QueuedCheckOptions {
  /** The description of an object; undefined where there is none, and nothing can be said. */
  readonly schemaOf: (moid: string) => ObjectSchema | undefined;
  /** The MOIDs that this server may manage on the device. */
  readonly permits: readonly string[];
}

/**
 * What a command asks of a device's objects that their descriptions (DDF) say they will not do: nodes that are not
 * there, access types, formats, occurrences. The device has the last word; patterns are not looked into.
 */
export function checkQueued(work: QueuedWork, options: QueuedCheckOptions): readonly QueuedProblem[] {
  switch (work.kind) {
    case 'GET':
    case 'HPUT':
    case 'HPOST':
      return work.targets.flatMap((target) => checkTarget(target, ['Get'], options));
    case 'SUB':
      return checkTarget(work.target, ['Get'], options);
    case 'UNSUB':
      return checkTarget(work.target, [], options);
    case 'EXEC':
      return checkTarget(work.target, ['Exec'], options);
    case 'DELETE':
      return checkTarget(work.target, ['Delete'], options);
    case 'place':
      return checkPlaced(work.target, work.data, options);
    case 'DEFAULT':
      return checkPlaced(`${work.moid}//`, work.data, options);
    case 'SHOW':
      return [];
  }
}

function checkTarget(
  target: string,
  access: readonly AccessType[],
  options: QueuedCheckOptions,
): readonly QueuedProblem[] {
  const { moid } = parseClientUri(target);
  const problem = (kind: QueuedProblem['kind'], detail: string) => [{ kind, target, detail }];
  if (!options.permits.includes(moid))
    return problem('notPermitted', 'The bootstrap gave this server no leave to manage this object.');
  const address = addressOf(parseClientUri(target));
  const found = address && described(address, options);
  if (found === undefined || found === 'open') return [];
  if (found === 'unknown') return problem('unknownNode', 'The description has no such node.');
  // A delegated instance is created and deleted as a whole, whatever its root says.
  if (address?.path.length === 0 && access.includes('Delete')) return [];
  const missing = access.find((each) => !allows(found, each));
  return missing === undefined ? [] : problem('accessType', accessDetail(missing, found));
}

function checkPlaced(
  target: string,
  data: Readonly<Record<string, unknown>>,
  options: QueuedCheckOptions,
): readonly QueuedProblem[] {
  const address = parseNodeAddress(target);
  const problem = (kind: QueuedProblem['kind'], detail: string) => ({ kind, target, detail });
  if (!options.permits.includes(address.moid))
    return [problem('notPermitted', 'The bootstrap gave this server no leave to manage this object.')];
  const found = described(address, options);
  if (found === undefined || found === 'open') return [];
  if (found === 'unknown') return [problem('unknownNode', 'The description has no such node.')];
  const writes = address.path.length === 0 || allows(found, 'Replace') || allows(found, 'Add');
  const { name, node } = parseMoData(data);
  return [
    ...(writes ? [] : [problem('accessType', accessDetail('Replace', found))]),
    ...checkNode(found, name, node, [], 'written').map(({ path, detail }) => ({
      kind: 'content' as const,
      target: path.length === 0 ? target : `${target.replace(/\/$/, '')}/${path.join('/')}`,
      detail,
    })),
  ];
}

/** The description of a node; 'open' where anything may be, undefined where nothing is known. */
function described(
  { moid, path }: NodeAddress,
  { schemaOf }: QueuedCheckOptions,
): NodeSchema | 'unknown' | 'open' | undefined {
  const schema = schemaOf(moid);
  if (schema === undefined) return undefined;
  const found = schemaAt(schema.root, path);
  if (found) return found;
  const isBelowOpen = path.some((_, length) => {
    const above = schemaAt(schema.root, path.slice(0, length));
    return above !== undefined && isExtensionPoint(above);
  });
  return isBelowOpen ? 'open' : 'unknown';
}

function accessDetail(access: AccessType, { scope }: NodeSchema): string {
  return access === 'Delete' && scope === 'permanent'
    ? 'The node is permanent.'
    : `The access types of the node do not have ${access}.`;
}
