import { isExtensionPoint, type NodeSchema } from '../mo/object-schema.ts';
import type { AssumedNode } from './assumed-nodes.ts';
import { type InspectedInstance, rowFlags } from './device-tree.ts';
import {
  type CheckedNode,
  isInner,
  levelFlags,
  nodeProblems,
  rootNameProblems,
  schemaFlags,
} from './node-checks.ts';
import { type PartNode, partTree } from './provenance.ts';
import { schemaChildren } from './schema-children.ts';
import type { SessionChange } from './session-changes.ts';
import { type InstanceStanding, segmentFits, staleReason } from './staleness.ts';
import type { TreeLines } from './tree-lines.ts';

/** More nodes than this that are described and not there are left out: nobody reads them. */
const mostDescribedOnly = 100_000;

/** An instance on its way into a tree. */
export interface InstanceToAdd {
  /** The line of its object. */
  readonly row: number;
  readonly object: number;
  readonly instance: string;
  readonly data: InspectedInstance['data'] | undefined;
  readonly assumed: AssumedNode | undefined;
  readonly listed: boolean;
  readonly schema: NodeSchema | undefined;
  readonly standing: InstanceStanding;
}

/** A node that is to become a line, with what walks down the tree beside it. */
interface Node extends CheckedNode {
  readonly assumed: AssumedNode | undefined;
  readonly parts: PartNode | undefined;
  readonly part: number;
  /** The flags of the sub-tree that it is in. */
  readonly inherited: number;
  /** Changes that have led here or may lead further down: how many of their steps were gone. */
  readonly changes: readonly TrackedChange[];
}

interface TrackedChange {
  readonly change: SessionChange;
  readonly gone: number;
}

interface Level {
  readonly row: number;
  readonly nodes: readonly Node[];
  next: number;
}

const subtreeFlags = rowFlags.bearer | rowFlags.vendor | rowFlags.unreadable;
const noChanges: readonly TrackedChange[] = [];

/** Adds an instance and all of its nodes. */
export function addInstanceNodes(lines: TreeLines, to: InstanceToAdd): void {
  const { data, standing } = to;
  const partsFrom = lines.parts.length;
  for (const part of data?.parts ?? []) lines.parts.push(part);
  const tree = partTree(data?.parts ?? []);
  const root: Node = {
    name: to.instance,
    json: data?.root,
    schema: to.schema,
    assumed: to.assumed,
    parts: tree,
    part: tree.part ?? -1,
    inherited: 0,
    changes: standing.changes.map((change) => ({ change, gone: 0 })),
    expected: false,
    unknown: false,
  };
  const isQuiet =
    standing.changes.length === 0 && standing.newest === undefined && standing.unlistedAt === undefined;
  const levels: Level[] = [];
  const enter = (node: Node, parent: number, isRoot: boolean): void => {
    const row = addLine(lines, node, { parent, object: to.object, partsFrom, isRoot, listed: to.listed });
    if (!isQuiet) markStale(lines, row, node, standing, partsFrom);
    if (isRoot)
      for (const problem of rootNameProblems(data?.rootName, to.schema)) lines.problem(row, problem);
    const nodes = nodesBelow(lines, row, node);
    if (nodes.length > 0) levels.push({ row, nodes, next: 0 });
  };
  enter(root, to.row, true);
  for (let level = levels.at(-1); level; level = levels.at(-1)) {
    const node = level.nodes[level.next++];
    if (node) enter(node, level.row, false);
    else {
      lines.close(level.row);
      levels.pop();
    }
  }
}

function addLine(
  lines: TreeLines,
  node: Node,
  at: { parent: number; object: number; partsFrom: number; isRoot: boolean; listed: boolean },
): number {
  const { name, json, schema, assumed } = node;
  const isInterior =
    json === undefined
      ? assumed?.kind === 'interior' || (!assumed && (at.isRoot || schema?.format === 'node'))
      : isInner(json);
  const flags =
    node.inherited |
    (at.isRoot ? rowFlags.instance | (at.listed ? rowFlags.listed : 0) : 0) |
    (isInterior ? rowFlags.interior : 0) |
    (json === undefined ? 0 : rowFlags.reported) |
    (schema === undefined ? 0 : schemaFlags(schema, at.isRoot)) |
    levelFlags(node, node.inherited, at.isRoot, isInterior) |
    (assumed?.kind === 'leaf' ? rowFlags.assumed : 0);
  const isHidden = (flags & rowFlags.unreadable) !== 0;
  // What no command may read is not shown either, whoever told it: it may be a secret.
  const value = json === undefined || isInner(json) || isHidden ? undefined : json;
  const part = node.part < 0 || json === undefined ? -1 : node.part + at.partsFrom;
  const row = lines.add({ parent: at.parent, name, flags, value, schema, part, object: at.object });
  if (json === undefined && !at.isRoot && !assumed) lines.describedOnly++;
  if (assumed?.kind === 'leaf' && !isHidden) {
    lines.assumed.set(row, { value: assumed.value, configuration: assumed.configuration });
    if (json !== undefined && (isInner(json) || String(json) !== String(assumed.value)))
      lines.mark(row, rowFlags.differs);
  }
  for (const problem of nodeProblems(node)) lines.problem(row, problem);
  return row;
}

function markStale(
  lines: TreeLines,
  row: number,
  node: Node,
  standing: InstanceStanding,
  partsFrom: number,
): void {
  const part = node.json === undefined ? undefined : lines.parts[node.part + partsFrom];
  if (part === undefined || node.part < 0) return;
  const led = node.changes.filter(({ change, gone }) => gone === change.path.length);
  const reason = staleReason(
    part,
    standing,
    led.map(({ change }) => change),
    () => lines.pathOf(row),
  );
  if (reason === undefined) return;
  lines.stale.set(row, reason);
  lines.mark(row, rowFlags.stale);
}

/** The nodes right below one: those reported, those that the profile sets, and those that are described only. */
function nodesBelow(lines: TreeLines, row: number, node: Node): readonly Node[] {
  const { json, assumed } = node;
  const isInterior = json === undefined || isInner(json);
  if (!isInterior) return [];
  // A schema that has been contradicted says nothing of what stands here instead.
  const schema = node.schema?.format === 'node' ? node.schema : undefined;
  const described = schema && schemaChildren(schema);
  const assumedChildren = assumed?.kind === 'interior' ? assumed.children : undefined;
  const inherited = lines.flagsOf(row) & subtreeFlags;
  const isStrict = schema !== undefined && !isExtensionPoint(schema);
  const nodes: Node[] = [];
  const counts = new Map<NodeSchema, number>();
  const add = (
    name: string,
    below: Pick<Node, 'json' | 'schema' | 'assumed' | 'parts' | 'part'> & { expected?: boolean },
  ) => {
    const unknown = isStrict && below.json !== undefined && below.schema === undefined;
    const changes = changesBelow(node.changes, name);
    nodes.push({ name, inherited, changes, unknown, expected: false, ...below });
    if (below.schema) counts.set(below.schema, (counts.get(below.schema) ?? 0) + 1);
  };
  if (isInner(json))
    for (const name of Object.keys(json)) {
      const parts = node.parts?.children?.get(name);
      add(name, {
        json: json[name] ?? null,
        schema: described?.of(name),
        assumed: assumedChildren?.get(name),
        parts,
        part: parts?.part ?? node.part,
      });
    }
  for (const [name, child] of assumedChildren ?? [])
    if (!isInner(json) || !Object.hasOwn(json, name))
      add(name, {
        json: undefined,
        schema: described?.of(name),
        assumed: child,
        parts: undefined,
        part: -1,
      });
  if (schema === undefined) return nodes;
  const isReported = isInner(json) && node.part >= 0;
  for (const [child, count] of counts) {
    const { most } = child.occurrence;
    if (isReported && most !== undefined && count > most && child.name === '')
      lines.problem(row, {
        kind: 'tooMany',
        detail: `${count} nodes stand here, and at most ${most} may.`,
      });
  }
  for (const child of schema.children) {
    if (counts.has(child)) continue;
    if (lines.describedOnly >= mostDescribedOnly) {
      lines.cutShort = true;
      break;
    }
    const isReadable = (inherited & rowFlags.unreadable) === 0 && child.access.has('Get');
    const expected = isReported && child.occurrence.least > 0 && isReadable;
    add(child.name, {
      json: undefined,
      schema: child,
      assumed: undefined,
      parts: undefined,
      part: -1,
      expected,
    });
  }
  return nodes;
}

function changesBelow(changes: readonly TrackedChange[], name: string): readonly TrackedChange[] {
  if (changes.length === 0) return noChanges;
  return changes.flatMap((tracked) => {
    const { change, gone } = tracked;
    const segment = change.path[gone];
    // It has led to this node or one above it already.
    if (segment === undefined) return [tracked];
    return segmentFits(segment, name) ? [{ change, gone: gone + 1 }] : [];
  });
}
