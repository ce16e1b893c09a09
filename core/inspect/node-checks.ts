import { fitsFormat, formatWords } from '../mo/leaf-formats.ts';
import type { NodeSchema } from '../mo/object-schema.ts';
import type { MoJson } from '../mo/serialization.ts';
import { type RowProblem, rowFlags } from './device-tree.ts';

/** A node as it is looked at for what it is. */
export interface CheckedNode {
  readonly name: string;
  /** Undefined where it was not reported. */
  readonly json: MoJson | undefined;
  readonly schema: NodeSchema | undefined;
  /** It has to be there: the node above it was reported whole. */
  readonly expected: boolean;
  /** The schema of the node above it knows no such node. */
  readonly unknown: boolean;
}

/** What a DDF says of a node, as flags. */
export function schemaFlags(schema: NodeSchema, isRoot: boolean): number {
  return (
    rowFlags.described |
    (schema.name === '' && !isRoot ? rowFlags.placeholder : 0) |
    (schema.scope === 'permanent' ? rowFlags.permanent : 0) |
    (schema.access.has('Get') ? 0 : rowFlags.unreadable)
  );
}

/**
 * Whether a sub-tree of a bearer or a vendor begins at a node: as its DDF says, or, where no DDF says anything, by
 * the names that mark such sub-trees (AD, 4.1).
 * @param inherited the flags of the sub-tree that the node is in
 */
export function levelFlags(
  { name, schema }: CheckedNode,
  inherited: number,
  isRoot: boolean,
  isInterior: boolean,
): number {
  const { bearer, vendor } = rowFlags;
  if (schema) return schema.level === undefined ? 0 : schema.level === 'bearer' ? bearer : vendor;
  if (isRoot || !isInterior || (inherited & (bearer | vendor)) !== 0) return 0;
  return name === 'Ext' ? vendor : name === 'Bearer' ? bearer : 0;
}

/** Where a node contradicts what its DDF says of it alone; the nodes below it are looked at by themselves. */
export function nodeProblems({ json, schema, expected, unknown }: CheckedNode): readonly RowProblem[] {
  if (unknown) return [{ kind: 'unknownNode', detail: 'The schema has no such node.' }];
  if (schema === undefined) return [];
  if (json === undefined) return expected ? [{ kind: 'missingNode', detail: 'The node is missing.' }] : [];
  if (schema.format === 'node')
    return isInner(json)
      ? []
      : [{ kind: 'interiorExpected', detail: 'A value stands where nodes are expected.' }];
  if (isInner(json)) return [{ kind: 'leafExpected', detail: 'Nodes stand where a value is expected.' }];
  if (fitsFormat(schema.format, json)) return [];
  const detail = `The value is not ${formatWords(schema.format)} (format ${schema.format}).`;
  return [{ kind: 'wrongFormat', detail }];
}

/** Whether the root of an instance has another name than its DDF gives it. A name that nobody told is none. */
export function rootNameProblems(
  rootName: string | undefined,
  schema: NodeSchema | undefined,
): readonly RowProblem[] {
  if (!rootName || !schema || schema.name === '' || schema.name === rootName) return [];
  const detail = `Its root is named ${rootName}, and ${schema.name} is expected.`;
  return [{ kind: 'wrongName', detail }];
}

/** Whether a value of MOData is an interior node. */
export function isInner(json: MoJson | undefined): json is { readonly [name: string]: MoJson } {
  return typeof json === 'object' && json !== null;
}
