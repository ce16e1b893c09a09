import { fitsFormat } from '../mo/leaf-formats.ts';
import type { LeafValue } from '../mo/node.ts';
import { childSchema, isExtensionPoint, type NodeSchema } from '../mo/object-schema.ts';
import { allows, type DataKind, isExpected } from '../mo/schema-check.ts';

/** What a node of a configuration has that its description does not allow. */
export type DataProblem =
  | 'wrongName'
  | 'unknownNode'
  | 'leafExpected'
  | 'interiorExpected'
  | 'wrongFormat'
  | 'tooMany'
  /** No management object can hold it: a list. */
  | 'unreadable';

/** A node of a configuration as a profile writes it, or one that its description says could stand there. */
export interface DataNode {
  /** Empty for a node that is not there and may have any name. */
  readonly name: string;
  /** From the root of the data, which has the empty path. */
  readonly path: readonly string[];
  /** `missing` has to be there, `possible` may be. */
  readonly state: 'present' | 'missing' | 'possible';
  /** What the DDF says of it; missing where there is no DDF, or where it does not know the node. */
  readonly schema?: NodeSchema;
  /** Whether the DDF lets it have any name. */
  readonly named: 'fixed' | 'free';
  /** Of a leaf that is there. A text may hold `{{variables}}`. */
  readonly value?: LeafValue;
  /** Missing for a leaf; of a node that is not there, empty. */
  readonly children?: readonly DataNode[];
  readonly problem?: DataProblem;
  /** Problems and missing nodes here and below. */
  readonly problems: number;
}

/**
 * The tree of a configuration against its description. Nothing of the data is left out: what the description does not
 * know is in it and marked.
 * @param schema of the node that the data begin with; undefined where there is no DDF
 * @param value the JSON value of that node, as it stands in the text
 * @param kind `whole` where a device is set up with it, `written` where it changes what may be there already
 */
export function dataTree(
  schema: NodeSchema | undefined,
  name: string,
  value: unknown,
  kind: WantedData = 'written',
): DataNode {
  const wrongName = schema !== undefined && schema.name !== '' && schema.name !== name;
  const root = node(wrongName ? undefined : schema, name, value, [], {
    named: 'fixed',
    standing: 'described',
    kind,
  });
  return wrongName ? { ...root, problem: 'wrongName', problems: root.problems + 1 } : root;
}

/** What data are to have of what has to be there; see `DataKind`. */
export type WantedData = Exclude<DataKind, 'reported'>;

/** What data are below a node: what a server can add comes whole, whatever it is added to. */
export function wantedBelow(schema: NodeSchema, kind: WantedData): WantedData {
  return allows(schema, 'Add') ? 'whole' : kind;
}

interface Standing {
  readonly named: DataNode['named'];
  readonly standing: 'described' | 'unknown' | 'tooMany';
  readonly kind: WantedData;
}

function node(
  schema: NodeSchema | undefined,
  name: string,
  value: unknown,
  path: readonly string[],
  { named, standing, kind }: Standing,
): DataNode {
  const facts = { name, path, state: 'present', named, ...(schema ? { schema } : {}) } as const;
  const outer = standing === 'unknown' ? 'unknownNode' : standing === 'tooMany' ? 'tooMany' : undefined;
  if (isLeaf(value)) {
    const problem = outer ?? (schema && leafProblem(schema, value));
    return { ...facts, value, problems: problem ? 1 : 0, ...(problem ? { problem } : {}) };
  }
  if (!isObject(value)) return { ...facts, problem: 'unreadable', problems: 1, children: [] };
  const interior = schema === undefined || schema.format === 'node' ? schema : undefined;
  const problem = outer ?? (schema && interior === undefined ? 'leafExpected' : undefined);
  const children = childrenOf(interior, value, path, interior ? wantedBelow(interior, kind) : kind);
  const below = children.reduce((sum, child) => sum + child.problems, 0);
  return { ...facts, children, problems: below + (problem ? 1 : 0), ...(problem ? { problem } : {}) };
}

function childrenOf(
  schema: NodeSchema | undefined,
  value: Readonly<Record<string, unknown>>,
  path: readonly string[],
  kind: WantedData,
): readonly DataNode[] {
  const counts = new Map<NodeSchema, number>();
  const known = schema !== undefined && !isExtensionPoint(schema);
  const present = Object.entries(value).map(([name, child]) => {
    const described = schema && childSchema(schema, name);
    const count = described ? (counts.get(described) ?? 0) + 1 : 0;
    if (described) counts.set(described, count);
    const most = described?.occurrence.most;
    const standing = described
      ? most !== undefined && count > most
        ? 'tooMany'
        : 'described'
      : known
        ? 'unknown'
        : 'described';
    const named = described && described.name !== '' ? 'fixed' : 'free';
    return node(described, name, child, [...path, name], { named, standing, kind });
  });
  const absent = (schema?.children ?? []).flatMap((child): readonly DataNode[] => {
    const { least, most } = child.occurrence;
    const count = counts.get(child) ?? 0;
    if (child.name !== '' ? count > 0 : most !== undefined && count >= most) return [];
    const missing = count < least && isExpected(child, kind);
    return [
      {
        name: child.name,
        path: [...path, child.name],
        state: missing ? 'missing' : 'possible',
        schema: child,
        named: child.name === '' ? 'free' : 'fixed',
        problems: missing ? 1 : 0,
        ...(child.format === 'node' ? { children: [] } : {}),
      },
    ];
  });
  return schema ? inOrder(schema, present, absent) : present;
}

/** Nodes that are not there stand where their description has them; what is there keeps the order of the text. */
function inOrder(
  { children }: NodeSchema,
  present: readonly DataNode[],
  absent: readonly DataNode[],
): readonly DataNode[] {
  const rank = ({ schema }: DataNode) => (schema ? children.indexOf(schema) : children.length);
  const all = [...present];
  for (const each of absent) {
    const at = all.findIndex((other) => rank(other) > rank(each));
    all.splice(at < 0 ? all.length : at, 0, each);
  }
  return all;
}

function leafProblem(schema: NodeSchema, value: LeafValue): DataProblem | undefined {
  if (schema.format === 'node') return 'interiorExpected';
  // What a variable stands for is known with the row only.
  if (typeof value === 'string' && value.includes('{{')) return undefined;
  return fitsFormat(schema.format, value) ? undefined : 'wrongFormat';
}

/** A node in sight, with its place among those beside it. */
export interface DataRow {
  readonly node: DataNode;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  /** Missing for what has nothing below it. */
  readonly expanded?: boolean;
}

/** What of a tree is in sight. */
export interface DataView {
  /** Keys (`dataKey`) of the nodes that are closed. */
  readonly closed: ReadonlySet<string>;
  /** Whether nodes that may be there and are not are in sight too. */
  readonly possible: boolean;
  /** Only what has this in its name or value, and what it is in; empty means everything. */
  readonly find: string;
}

/** What a node is known by as long as its name stays. */
export function dataKey(path: readonly string[]): string {
  return JSON.stringify(path);
}

/** The nodes in sight in their order. */
export function dataRows(root: DataNode, view: DataView): readonly DataRow[] {
  const wanted = view.find.trim().toLowerCase();
  const rows: DataRow[] = [];
  const matches = new Map<DataNode, boolean>();
  const shown = (each: DataNode): boolean => {
    const known = matches.get(each);
    if (known !== undefined) return known;
    const own = `${each.name}\n${each.value ?? ''}`.toLowerCase().includes(wanted);
    const found = (own || (each.children ?? []).some(shown)) && (each.state !== 'possible' || view.possible);
    matches.set(each, found);
    return found;
  };
  const walk = (each: DataNode, level: number, position: number, siblings: number) => {
    const children = (each.children ?? []).filter(shown);
    const expanded = children.length > 0 && (wanted !== '' || !view.closed.has(dataKey(each.path)));
    rows.push({ node: each, level, position, siblings, ...(children.length > 0 ? { expanded } : {}) });
    if (expanded)
      for (const [index, child] of children.entries()) walk(child, level + 1, index + 1, children.length);
  };
  if (wanted === '' || shown(root)) walk(root, 1, 1, 1);
  return rows;
}

/** The node at a path; undefined where there is none. */
export function dataNodeAt(root: DataNode, path: readonly string[]): DataNode | undefined {
  let current: DataNode | undefined = root;
  for (const name of path) current = current?.children?.find((child) => child.name === name);
  return current;
}

/** The nodes that have to be there and are not, in their order. */
export function* missingNodes(root: DataNode): Generator<DataNode> {
  if (root.state === 'missing') yield root;
  for (const child of root.children ?? []) if (child.problems > 0) yield* missingNodes(child);
}

function isLeaf(value: unknown): value is LeafValue {
  return (
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
