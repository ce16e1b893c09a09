import { readDdf } from '../mo/ddf.ts';
import type { ObjectSchema } from '../mo/object-schema.ts';
import type { MoJson } from '../mo/serialization.ts';
import { buildTree, noTraces, type TreeSources } from './build-tree.ts';
import type { DeviceTree, InspectedInstance } from './device-tree.ts';
import { rowPath } from './device-tree.ts';
import type { ReportedPart } from './provenance.ts';

/** A tree for tests: what was reported, and whatever else the test is about. */
export function treeOf(
  instances: readonly InspectedInstance[],
  sources: Partial<TreeSources> = {},
): DeviceTree {
  return buildTree({ assumed: [], traces: noTraces, schemaOf: () => undefined, ...sources, instances });
}

export const moid = 'urn:oma:mo:test:1.0';

/** An instance that was reported whole, or in parts. */
export function reported(root: MoJson, parts: readonly ReportedPart[] = [part([], 100)]): InspectedInstance {
  return { moid, instance: 'a', data: { rootName: 'Test', root, parts } };
}

/** A part of an instance that a session reported. */
export function part(path: readonly string[], at: number, more: Partial<ReportedPart> = {}): ReportedPart {
  return { path, at, sessionId: `s${at}`, source: 'reported', ...more };
}

/** The line at a path below the only instance of the first object. */
export function rowAt(tree: DeviceTree, path: string): number {
  const wanted = path === '' ? [] : path.split('/');
  for (let row = 0; row < tree.count; row++) {
    const here = rowPath(tree, row);
    const isThere = here.length === wanted.length && here.every((name, index) => name === wanted[index]);
    if ((tree.levels[row] ?? 0) === wanted.length + 2 && isThere) return row;
  }
  throw new Error(`there is no line ${path}`);
}

/** A schema from the nodes of a DDF in a short form: `name format access occurrence`, nested. */
export function schemaOf(root: SchemaText): ObjectSchema {
  const reading = readDdf(`<MgmtTree><VerDTD>1.2</VerDTD>${nodeText(root)}</MgmtTree>`, 'test.xml');
  const [schema] = reading.kind === 'schemas' ? reading.schemas : [];
  if (schema === undefined) throw new Error(JSON.stringify(reading));
  return { ...schema, moid };
}

export interface SchemaText {
  readonly name: string;
  readonly format?: string;
  readonly access?: readonly string[];
  readonly occurrence?: string;
  readonly scope?: 'Permanent' | 'Dynamic';
  readonly children?: readonly SchemaText[];
}

function nodeText({ name, format, access, occurrence, scope, children = [] }: SchemaText): string {
  return `<Node><NodeName>${name}</NodeName><DFProperties>
    <AccessType>${(access ?? ['Get']).map((each) => `<${each}/>`).join('')}</AccessType>
    <DFFormat><${format ?? (children.length > 0 ? 'node' : 'chr')}/></DFFormat>
    <Occurrence><${occurrence ?? 'One'}/></Occurrence><Scope><${scope ?? 'Dynamic'}/></Scope>
    <DFType><MIME>text/plain</MIME></DFType></DFProperties>${children.map(nodeText).join('')}</Node>`;
}
