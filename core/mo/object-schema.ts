/** Formats of nodes (DDF, DFFormat); `node` is an interior node. */
export const nodeFormats = [
  'node',
  'b64',
  'bin',
  'bool',
  'chr',
  'date',
  'float',
  'int',
  'null',
  'time',
  'xml',
] as const;
export type NodeFormat = (typeof nodeFormats)[number];

/** Access types of nodes (DDF, AccessType). */
export const accessTypes = ['Add', 'Copy', 'Delete', 'Exec', 'Get', 'Replace'] as const;
export type AccessType = (typeof accessTypes)[number];

/** How often a node may stand below its parent (DDF, Occurrence); without `most` there is no limit. */
export interface Occurrence {
  readonly least: number;
  readonly most?: number;
}

/** A node as a DDF describes it. A node without a name is a placeholder, filled at run time. */
export interface NodeSchema {
  readonly name: string;
  readonly format: NodeFormat;
  readonly access: ReadonlySet<AccessType>;
  readonly occurrence: Occurrence;
  /** A permanent node can't be created, renamed or deleted by a server. */
  readonly scope: 'permanent' | 'dynamic';
  readonly children: readonly NodeSchema[];
  readonly title?: string;
  readonly description?: string;
  readonly defaultValue?: string;
  /** The value that the DDF itself gives the leaf (Value). */
  readonly value?: string;
  /** The MIME type of a leaf's value (DFType). */
  readonly mime?: string;
  readonly caseSensitive?: boolean;
  /**
   * The level of the sub-tree that begins here: that of its parent where nothing is said, bearer-neutral at the root
   * (AD, 4.1: three parts of an object schema). See `levelAt`.
   */
  readonly level?: 'bearer' | 'vendor';
}

/** A management object as its DDF describes it. */
export interface ObjectSchema {
  /** Missing where the DDF does not name one: who imports it has to. */
  readonly moid?: string;
  readonly root: NodeSchema;
  /** The path that a DM 1.x tree had the object at. */
  readonly path?: string;
  readonly manufacturer?: string;
  readonly model?: string;
  readonly dtdVersion: string;
}

/** The schema of the child with this name: the one that names it, or else the placeholder. */
export function childSchema(parent: NodeSchema, name: string): NodeSchema | undefined {
  return (
    parent.children.find((child) => child.name === name) ?? parent.children.find((child) => child.name === '')
  );
}

/** The schema of the node at a path of names below the root; undefined where the DDF knows none. */
export function schemaAt(root: NodeSchema, path: readonly string[]): NodeSchema | undefined {
  let current: NodeSchema | undefined = root;
  for (const name of path) {
    if (current === undefined) return undefined;
    current = childSchema(current, name);
  }
  return current;
}

/** The level of the sub-tree that the node at a path is in; undefined where it is bearer-neutral. */
export function levelAt(root: NodeSchema, path: readonly string[]): NodeSchema['level'] {
  let current: NodeSchema | undefined = root;
  let level = root.level;
  for (const name of path) {
    current = current && childSchema(current, name);
    level = current?.level ?? level;
  }
  return level;
}

/** Whether vendors or bearers put nodes below this one that its DDF need not know: it is named `Ext` or `Bearer`. */
export function isExtensionPoint({ name, format }: NodeSchema): boolean {
  return format === 'node' && (name === 'Ext' || name === 'Bearer');
}

/** Whether a text is a MOID, such as urn:oma:mo:oma-dm-devinfo:1.0. */
export function isMoid(text: string): boolean {
  return /^(urn|oma):[^\s/?#]+$/i.test(text);
}
