import { fitsFormat, formatWords, type LeafFormat } from './leaf-formats.ts';
import type { MoNode } from './node.ts';
import { type AccessType, childSchema, isExtensionPoint, type NodeSchema } from './object-schema.ts';

export type ProblemKind =
  /** The root is named otherwise. */
  | 'wrongName'
  /** The schema knows no such node there. */
  | 'unknownNode'
  /** A node that has to be there is not. */
  | 'missingNode'
  /** More nodes in the place of a placeholder than may be there. */
  | 'tooMany'
  | 'leafExpected'
  | 'interiorExpected'
  | 'wrongFormat';

/** Where data of a management object do not follow its schema. Never holds a value: it may be a secret. */
export interface Problem {
  /** From the root of the instance; empty for the root itself. */
  readonly path: readonly string[];
  readonly kind: ProblemKind;
  /** A sentence without its place. */
  readonly detail: string;
}

/**
 * What data are, and so what may be missing from them: `whole` is an instance as a device holds it, and all that has
 * to be there is; `written` is what a server sends, without nodes that only the device sets; `reported` is what a
 * server got, without nodes that it cannot read.
 */
export type DataKind = 'whole' | 'written' | 'reported';

/**
 * Checks a node and all below it against its schema: names, occurrences, formats (DMTND, DFProperties). Below `Ext`
 * and `Bearer`, nodes that the schema does not know are accepted. Access types decide only about what may be
 * missing; whether a server may do something is asked with `allows`.
 * @param name the node's own name
 * @param path where the node is, from the root of its instance
 */
export function checkNode(
  schema: NodeSchema,
  name: string,
  node: MoNode,
  path: readonly string[] = [],
  data: DataKind = 'whole',
): readonly Problem[] {
  const problems: Problem[] = [];
  if (schema.name !== '' && schema.name !== name)
    problems.push({
      path,
      kind: 'wrongName',
      detail: `It is named ${name}, and ${schema.name} is expected.`,
    });
  else check(schema, node, path, data, problems);
  return problems;
}

/**
 * Whether servers may do something with a node (DDF, AccessType). In DM 2.0, Get allows GET, HPUT and HPOST; Add,
 * Replace and Delete allow what HGET and DELETE do: create, overwrite and remove; Exec allows EXEC. Copy has no
 * command. A permanent node is neither created nor removed, whatever its access types say.
 */
export function allows(schema: NodeSchema, access: AccessType): boolean {
  if (schema.scope === 'permanent' && (access === 'Add' || access === 'Delete')) return false;
  return schema.access.has(access);
}

function check(
  schema: NodeSchema,
  node: MoNode,
  path: readonly string[],
  data: DataKind,
  problems: Problem[],
): void {
  if (schema.format === 'node') {
    if (node.kind === 'interior') checkChildren(schema, node.children, path, data, problems);
    else
      problems.push({ path, kind: 'interiorExpected', detail: 'A value stands where nodes are expected.' });
  } else if (node.kind === 'leaf') {
    if (!fitsFormat(schema.format, node.value))
      problems.push({ path, kind: 'wrongFormat', detail: formatDetail(schema.format) });
  } else problems.push({ path, kind: 'leafExpected', detail: 'Nodes stand where a value is expected.' });
}

function formatDetail(format: LeafFormat): string {
  return `The value is not ${formatWords(format)} (format ${format}).`;
}

function checkChildren(
  schema: NodeSchema,
  children: ReadonlyMap<string, MoNode>,
  path: readonly string[],
  data: DataKind,
  problems: Problem[],
): void {
  const counts = new Map<NodeSchema, number>();
  for (const [name, child] of children) {
    const described = childSchema(schema, name);
    if (described) {
      counts.set(described, (counts.get(described) ?? 0) + 1);
      check(described, child, [...path, name], data, problems);
    } else if (!isExtensionPoint(schema))
      problems.push({ path: [...path, name], kind: 'unknownNode', detail: 'The schema has no such node.' });
  }
  for (const child of schema.children) {
    const [count, { least, most }] = [counts.get(child) ?? 0, child.occurrence];
    if (count < least && isExpected(child, data)) problems.push(missingNode(child, path, count));
    else if (most !== undefined && count > most) {
      const detail = `${count} nodes stand here, and at most ${most} may.`;
      problems.push({ path, kind: 'tooMany', detail });
    }
  }
}

function missingNode(
  { name, title, occurrence }: NodeSchema,
  path: readonly string[],
  count: number,
): Problem {
  if (name !== '') return { path: [...path, name], kind: 'missingNode', detail: 'The node is missing.' };
  const what = title === undefined ? 'nodes' : `nodes (${title})`;
  const detail = `${count} ${what} stand here, and at least ${occurrence.least} are expected.`;
  return { path, kind: 'missingNode', detail };
}

/** Access types that make servers send, or get, a node. */
const accessFor: Readonly<Record<Exclude<DataKind, 'whole'>, readonly AccessType[]>> = {
  written: ['Add', 'Replace'],
  reported: ['Get'],
};

/** Whether a node that has to be on the device has to be in data of this kind. */
export function isExpected(schema: NodeSchema, data: DataKind): boolean {
  if (data === 'whole' || accessFor[data].some((access) => allows(schema, access))) return true;
  return schema.children.some((child) => child.occurrence.least > 0 && isExpected(child, data));
}
