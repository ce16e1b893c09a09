import { clientUriOf, printClientUri } from '../dm/client-uri.ts';
import { nodeAddress } from '../dm/node-address.ts';
import type { LeafValue } from '../mo/node.ts';
import { type AccessType, accessTypes, type NodeFormat, type Occurrence } from '../mo/object-schema.ts';
import { type DeviceTree, instanceRow, type RowProblem, rowFlags, rowPath } from './device-tree.ts';
import type { ReportSource } from './provenance.ts';
import type { StaleReason } from './staleness.ts';

/** What a DDF says of a node. */
export interface NodeDescription {
  readonly format: NodeFormat;
  readonly mime?: string;
  readonly access: readonly AccessType[];
  readonly occurrence: Occurrence;
  readonly scope: 'permanent' | 'dynamic';
  /** The name is given at run time. */
  readonly isPlaceholder: boolean;
  readonly title?: string;
  readonly description?: string;
  readonly defaultValue?: string;
  /** The value that the DDF itself gives. */
  readonly value?: string;
  readonly caseSensitive?: boolean;
}

/** How a node came to be known. */
export interface NodeProvenance {
  readonly source: ReportSource;
  readonly at: number;
  readonly sessionId: string;
  /** Where what came began, when it was more than the node itself: its ClientURI. */
  readonly within?: string;
}

/** A node with all that is known of it, but for its value. */
export interface NodeFacts {
  readonly row: number;
  readonly role: 'object' | 'instance' | 'node';
  readonly name: string;
  readonly moid: string;
  /** Of an object its MOID; undefined for what has no address yet, a placeholder or what stands below one. */
  readonly clientUri?: string;
  readonly children: number;
  readonly isListed: boolean;
  readonly isReported: boolean;
  readonly isUnreadable: boolean;
  readonly level?: 'bearer' | 'vendor';
  readonly described?: NodeDescription;
  /** Whether there is a DDF of the object at all. */
  readonly hasSchema: boolean;
  /** Where the device says that its DDF is. */
  readonly ddf?: string;
  readonly provenance?: NodeProvenance;
  readonly stale?: StaleReason;
  readonly problems: readonly RowProblem[];
  readonly differs: boolean;
}

/** The values of a node: what was reported, and what the profile sets. */
export interface NodeValues {
  readonly reported?: LeafValue;
  readonly assumed?: { readonly value: LeafValue; readonly configuration: string };
}

/** All that is known of a line, but for its value. */
export function nodeFacts(tree: DeviceTree, row: number): NodeFacts {
  const flags = tree.flags[row] ?? 0;
  const has = (flag: number) => (flags & flag) !== 0;
  const object = tree.objects[tree.objectOf[row] ?? -1];
  const clientUri = rowClientUri(tree, row);
  const described = describedAt(tree, row);
  const provenance = provenanceOf(tree, row);
  const stale = tree.stale.get(row);
  const isNode = !has(rowFlags.object);
  return {
    row,
    role: has(rowFlags.object) ? 'object' : has(rowFlags.instance) ? 'instance' : 'node',
    name: tree.names[row] ?? '',
    moid: object?.moid ?? '',
    ...(clientUri === undefined ? {} : { clientUri }),
    children: tree.children[row] ?? 0,
    isListed: has(rowFlags.listed),
    isReported: has(rowFlags.reported),
    isUnreadable: isNode && has(rowFlags.unreadable),
    ...(has(rowFlags.vendor)
      ? { level: 'vendor' as const }
      : has(rowFlags.bearer)
        ? { level: 'bearer' as const }
        : {}),
    ...(described && isNode ? { described } : {}),
    hasSchema: object?.hasSchema ?? false,
    ...(object?.ddf === undefined ? {} : { ddf: object.ddf }),
    ...(provenance ? { provenance } : {}),
    ...(stale === undefined ? {} : { stale }),
    problems: tree.problems.get(row) ?? [],
    differs: has(rowFlags.differs),
  };
}

/** The values of a line; what no command may read has none here. */
export function nodeValues(tree: DeviceTree, row: number): NodeValues {
  const [reported, assumed] = [tree.values[row], tree.assumed.get(row)];
  return {
    ...(reported === undefined ? {} : { reported }),
    ...(assumed === undefined ? {} : { assumed }),
  };
}

/** The ClientURI of a line (a MOID for an object); undefined where a name in it is not given yet. */
export function rowClientUri(tree: DeviceTree, row: number): string | undefined {
  const moid = tree.objects[tree.objectOf[row] ?? -1]?.moid ?? '';
  const instance = instanceRow(tree, row);
  if (instance === undefined) return moid;
  const path = rowPath(tree, row);
  if (path.includes('')) return undefined;
  return printClientUri(clientUriOf(nodeAddress(moid, tree.names[instance] ?? '', path)));
}

function describedAt(tree: DeviceTree, row: number): NodeDescription | undefined {
  const schema = tree.schemas[row];
  if (schema === undefined) return undefined;
  const { format, mime, access, occurrence, scope, title, description } = schema;
  const { defaultValue, value, caseSensitive } = schema;
  return {
    format,
    access: accessTypes.filter((each) => access.has(each)),
    occurrence,
    scope,
    isPlaceholder: ((tree.flags[row] ?? 0) & rowFlags.placeholder) !== 0,
    ...(mime === undefined ? {} : { mime }),
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(defaultValue === undefined ? {} : { defaultValue }),
    ...(value === undefined ? {} : { value }),
    ...(caseSensitive === undefined ? {} : { caseSensitive }),
  };
}

function provenanceOf(tree: DeviceTree, row: number): NodeProvenance | undefined {
  const part = tree.parts[tree.partOf[row] ?? -1];
  const instance = instanceRow(tree, row);
  if (part === undefined || instance === undefined) return undefined;
  const { source, at, sessionId, path } = part;
  const moid = tree.objects[tree.objectOf[row] ?? -1]?.moid ?? '';
  const isOwn = (tree.levels[row] ?? 0) - 2 === path.length;
  const within = nodeAddress(moid, tree.names[instance] ?? '', path);
  return { source, at, sessionId, ...(isOwn ? {} : { within: printClientUri(clientUriOf(within)) }) };
}
