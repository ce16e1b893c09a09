import { type Fault, toFault } from '../errors.ts';
import { type DdfElement, readElements } from './ddf-elements.ts';
import { type DdfNode, readNodeElement } from './ddf-nodes.ts';
import { collectProblems, type DdfProblems, ReadingAbandoned } from './ddf-problems.ts';
import type { ObjectSchema } from './object-schema.ts';

/** The management objects of a device description, or every fault of it; with line and column. */
export type DdfReading =
  | {
      readonly kind: 'schemas';
      /** One for each root node, in the order of the file; never empty. */
      readonly schemas: readonly ObjectSchema[];
      readonly warnings: readonly Fault[];
    }
  | {
      readonly kind: 'faults';
      readonly faults: readonly Fault[];
      readonly warnings: readonly Fault[];
    };

/** Characters (UTF-16 units). The largest real descriptions have a few hundred thousand. */
const largestText = 16 * 1024 * 1024;

/**
 * Reads a device description (DDF of DM 1.2 and 1.3, OMA-TS-DM_TND; DM 2.0 uses it without RTProperties).
 * A byte order mark, a DOCTYPE and elements of foreign namespaces mean nothing; no entity is ever expanded beside
 * the five of XML and characters by number. The root node's DFType names the MOID where it is one.
 * Never throws; the faults are told together, as far as the file can be followed.
 */
export function readDdf(text: string, file: string): DdfReading {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const problems = collectProblems(source, file);
  try {
    if (source.length > largestText)
      problems.abandon('DDF_LIMIT', { limit: largestText, what: 'characters' }, largestText);
    const tree = readElements<DdfNode>(source, problems, (element, isRoot) =>
      readNodeElement(element, isRoot, problems),
    );
    const schemas = schemasOf(tree, problems);
    const [faults, warnings] = [problems.faults(), problems.warnings()];
    return faults.length > 0 ? { kind: 'faults', faults, warnings } : { kind: 'schemas', schemas, warnings };
  } catch (error) {
    const unexpected = error instanceof ReadingAbandoned ? [] : [{ ...toFault(error), place: { file } }];
    return { kind: 'faults', faults: [...problems.faults(), ...unexpected], warnings: problems.warnings() };
  }
}

function schemasOf(tree: DdfElement<DdfNode>, problems: DdfProblems): readonly ObjectSchema[] {
  const textOf = (name: string) => tree.children.get(name)?.text.trim() ?? '';
  const [dtdVersion, manufacturer, model] = [textOf('VerDTD'), textOf('Man'), textOf('Mod')];
  const versionOffset = tree.children.get('VerDTD')?.offset ?? tree.offset;
  if (dtdVersion === '')
    problems.fault('DDF_ELEMENT_MISSING', { parent: tree.name, element: 'VerDTD' }, versionOffset);
  else if (!/^1\.[23]$/.test(dtdVersion))
    problems.warning('DDF_VERSION_UNKNOWN', { version: dtdVersion }, versionOffset);
  if (tree.nodes.length === 0) problems.fault('DDF_NO_NODE', {}, tree.offset);
  const moids = new Set<string>();
  return tree.nodes.map(({ schema: root, offset, moid, path }) => {
    if (moid !== undefined && moids.has(moid)) problems.warning('DDF_MOID_TWICE', { moid }, offset);
    if (moid !== undefined) moids.add(moid);
    return {
      ...(moid === undefined ? {} : { moid }),
      root,
      ...(path === undefined ? {} : { path }),
      ...(manufacturer === '' ? {} : { manufacturer }),
      ...(model === '' ? {} : { model }),
      dtdVersion,
    };
  });
}
