import type { DeviceObjects, MoKind } from './device-objects.ts';
import { freeInstanceName, instancesOf, withInstance, withoutInstance } from './device-objects.ts';
import { interior, leaf, type MoNode, nodeAt } from './node.ts';
import { delegationMoid, dmAccountMoid, standardKind } from './standard-objects.ts';

/** What a server may do with an instance: Read, Write, Execute, Delegate (Delegation Access Control, Rights). */
export type Right = 'R' | 'W' | 'E' | 'D';
const everyRight: readonly Right[] = ['R', 'W', 'E', 'D'];

/** Who owns an instance of a management object, and which other servers may do what with it. */
export interface AccessRecord {
  /** The MIID of the Delegation Access Control instance that says so. */
  readonly name: string;
  readonly moid: string;
  readonly instance: string;
  readonly owner: string;
  readonly grants: ReadonlyMap<string, ReadonlySet<Right>>;
}

/** The access record of an instance; undefined where the device itself brought it along. */
export function accessRecordOf(
  objects: DeviceObjects,
  moid: string,
  instance: string,
): AccessRecord | undefined {
  for (const [name, root] of instancesOf(objects, delegationMoid))
    if (textAt(root, 'MOID') === moid && textAt(root, 'MIID') === instance) return recordOf(name, root);
  return undefined;
}

/** The record that a Delegation Access Control instance holds. */
export function recordOf(name: string, root: MoNode): AccessRecord {
  const grants = new Map<string, ReadonlySet<Right>>();
  const list = nodeAt(root, ['ACL']);
  for (const entry of list?.kind === 'interior' ? list.children.values() : []) {
    const rights = everyRight.filter((right) => textAt(entry, 'Rights').includes(right));
    const server = textAt(entry, 'SrvID');
    grants.set(server, new Set([...(grants.get(server) ?? []), ...rights]));
  }
  return {
    name,
    moid: textAt(root, 'MOID'),
    instance: textAt(root, 'MIID'),
    owner: textAt(root, 'Owner'),
    grants,
  };
}

/**
 * Whether a server may do something with an instance that it is permitted to manage (Delegation Access Control;
 * rights are granted at the instance's root). What the device brought along belongs to no server, and every
 * permitted one may work with it. A DM Account is its own server's alone.
 */
export function holdsRight(
  objects: DeviceObjects,
  server: string,
  moid: string,
  instance: string,
  right: Right,
): boolean {
  const root = instancesOf(objects, moid).get(instance);
  if (moid === dmAccountMoid) return root !== undefined && textAt(root, 'SrvID') === server && right !== 'E';
  if (moid === delegationMoid)
    return root !== undefined && mayDelegate(recordOf(instance, root), server, right);
  const record = accessRecordOf(objects, moid, instance);
  return record === undefined ? right !== 'D' : rightsIn(record, server).has(right);
}

/** Who has any right on an instance may see who else has; who may delegate may change it. */
function mayDelegate(record: AccessRecord, server: string, right: Right): boolean {
  const rights = rightsIn(record, server);
  switch (right) {
    case 'R':
      return rights.size > 0;
    case 'W':
      return rights.has('D');
    case 'E':
    case 'D':
      return false;
  }
}

function rightsIn(record: AccessRecord, server: string): ReadonlySet<Right> {
  return record.owner === server ? new Set(everyRight) : (record.grants.get(server) ?? new Set());
}

/**
 * Whether a server may turn one record into another: the owner may do anything, hand the instance over included;
 * who was given Delegate may grant and take what it has itself. The instance that it is about never changes.
 */
export function mayChangeRecord(before: AccessRecord, after: AccessRecord, server: string): boolean {
  if (before.moid !== after.moid || before.instance !== after.instance) return false;
  if (before.owner === server) return after.owner !== '';
  if (before.owner !== after.owner) return false;
  const own = rightsIn(before, server);
  if (!own.has('D')) return false;
  const servers = new Set([...before.grants.keys(), ...after.grants.keys()]);
  return [...servers].every((each) =>
    everyRight.every(
      (right) => own.has(right) || hasGrant(before, each, right) === hasGrant(after, each, right),
    ),
  );
}

/** Whether a server may make this change of the record that a Delegation Access Control instance holds. */
export function mayChangeInstance(
  before: DeviceObjects,
  after: DeviceObjects,
  name: string,
  server: string,
): boolean {
  const old = instancesOf(before, delegationMoid).get(name);
  const next = instancesOf(after, delegationMoid).get(name);
  return (
    old !== undefined &&
    next !== undefined &&
    mayChangeRecord(recordOf(name, old), recordOf(name, next), server)
  );
}

function hasGrant(record: AccessRecord, server: string, right: Right): boolean {
  return record.grants.get(server)?.has(right) ?? false;
}

/** The objects with an instance owned by a server, exclusively and with all rights: its creator. */
export function withOwner(
  objects: DeviceObjects,
  moid: string,
  instance: string,
  owner: string,
): DeviceObjects {
  const root = interior([
    ['MOID', leaf(moid)],
    ['MIID', leaf(instance)],
    ['Owner', leaf(owner)],
    ['ACL', interior([])],
  ]);
  const kind: MoKind = objects.kinds.get(delegationMoid) ?? standardKind(delegationMoid);
  return withInstance(objects, kind, freeInstanceName(objects, delegationMoid), root);
}

/** The objects without the record of an instance that is gone. */
export function withoutRecord(objects: DeviceObjects, moid: string, instance: string): DeviceObjects {
  const record = accessRecordOf(objects, moid, instance);
  return record === undefined ? objects : withoutInstance(objects, delegationMoid, record.name);
}

function textAt(node: MoNode, name: string): string {
  const found = nodeAt(node, [name]);
  return found?.kind === 'leaf' && typeof found.value === 'string' ? found.value : '';
}
