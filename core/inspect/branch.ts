import { type NodeAddress, nodeAddress, printNodeAddress } from '../dm/node-address.ts';
import { codedError } from '../errors.ts';
import { compareNodes } from '../mo/compare.ts';
import { type MoNode, nodeAt } from '../mo/node.ts';
import { type ObjectSchema, schemaAt } from '../mo/object-schema.ts';
import { allows, checkNode, type Problem } from '../mo/schema-check.ts';
import {
  parseSerializedMos,
  printSerializedMos,
  SerializationError,
  type SerializedMo,
} from '../mo/serialization.ts';
import { type ComparedInstance, leafCount, readableInstance } from './compare-devices.ts';
import type { StagedChange } from './staged-change.ts';

/** What a file with a branch is written from. */
export interface BranchSources {
  /** What was reported, by instance, with the names of the roots. */
  readonly instances: readonly (ComparedInstance & { readonly rootName: string })[];
  readonly schemaOf: (moid: string) => ObjectSchema | undefined;
  readonly ddfOf: (moid: string) => string | undefined;
}

/** Which branch: a node and all below it, or every instance of an object where no instance is named. */
export interface BranchPlace {
  readonly moid: string;
  readonly instance?: string;
  readonly path: readonly string[];
}

/**
 * A branch as an array of serialized MOs (DM 2.0 protocol, Serialization), as HGET and the bootstrap take it: what was
 * reported of it, and nothing that is only described or assumed.
 * @throws BRANCH_EMPTY
 */
export function printBranch({ moid, instance, path }: BranchPlace, sources: BranchSources): string {
  const schema = sources.schemaOf(moid);
  const ddf = sources.ddfOf(moid);
  const entries = sources.instances
    .filter((each) => each.moid === moid && (instance === undefined || each.instance === instance))
    .flatMap((each): readonly SerializedMo[] => {
      const node = nodeAt(readableInstance(each, schema).root, path);
      const name = path.at(-1) ?? each.rootName;
      if (node === undefined || name === '') return [];
      const clientUri = nodeAddress(moid, each.instance, path);
      return [{ clientUri, data: { name, node }, ...(ddf === undefined ? {} : { ddf }) }];
    });
  if (entries.length === 0) throw codedError('BRANCH_EMPTY', {});
  return `${JSON.stringify(printSerializedMos(entries), undefined, 2)}\n`;
}

/** What is wrong with an entry of a file, or with what it would do. Never holds a value. */
export interface BranchProblem {
  readonly path: readonly string[];
  readonly kind: Problem['kind'] | 'notWritable';
  readonly detail: string;
}

/** An entry of a file, looked at before anything is done with it. */
export interface BranchEntry {
  readonly clientUri: string;
  readonly name: string;
  /** Values in it. */
  readonly values: number;
  readonly hasSchema: boolean;
  /** `unknown` where the device has not reported the place. */
  readonly effect: 'unknown' | 'equal' | 'changes';
  /** Values that are others, or more, or fewer than the device reported. */
  readonly differences: number;
  readonly problems: readonly BranchProblem[];
}

/** A file with branches: what is in it, and the changes that it comes to. */
export interface BranchReading {
  readonly entries: readonly BranchEntry[];
  readonly changes: readonly StagedChange[];
}

/**
 * Reads a file with serialized MOs and checks each entry against its DDF: what a server may write there, and whether
 * the data are what the DDF describes.
 * @param known what the device has reported
 * @throws BRANCH_NOT_READ with the place in the file
 */
export function readBranch(
  text: string,
  file: string,
  { instances, schemaOf }: Pick<BranchSources, 'instances' | 'schemaOf'>,
): BranchReading {
  const entries = parsed(text, file);
  return {
    entries: entries.map((entry) => entryOf(entry, instances, schemaOf(entry.clientUri.moid))),
    changes: entries.map(({ clientUri, data }) => ({ kind: 'place', clientUri, data })),
  };
}

function parsed(text: string, file: string): readonly SerializedMo[] {
  try {
    return parseSerializedMos(JSON.parse(text));
  } catch (error) {
    if (error instanceof SerializationError || error instanceof SyntaxError || error instanceof RangeError)
      throw codedError('BRANCH_NOT_READ', { detail: error.message }, { place: { file }, cause: error });
    throw error;
  }
}

function entryOf(
  { clientUri, data }: SerializedMo,
  instances: readonly ComparedInstance[],
  schema: ObjectSchema | undefined,
): BranchEntry {
  const known = knownAt(clientUri, instances);
  const differences = known ? compareNodes(known, data.node).length : 0;
  return {
    clientUri: printNodeAddress(clientUri),
    name: data.name,
    values: leafCount(data.node),
    hasSchema: schema !== undefined,
    effect: known === undefined ? 'unknown' : differences === 0 ? 'equal' : 'changes',
    differences,
    problems: schema ? problemsOf(clientUri, data, schema, known !== undefined) : [],
  };
}

function knownAt(
  { moid, instance, path }: NodeAddress,
  instances: readonly ComparedInstance[],
): MoNode | undefined {
  const all = instances.filter((each) => each.moid === moid);
  const found =
    instance === ''
      ? all.length === 1
        ? all[0]
        : undefined
      : all.find((each) => each.instance === instance);
  return found && nodeAt(found.root, path);
}

function problemsOf(
  { path }: NodeAddress,
  { name, node }: SerializedMo['data'],
  schema: ObjectSchema,
  exists: boolean,
): readonly BranchProblem[] {
  const described = schemaAt(schema.root, path);
  if (described === undefined) return [{ path, kind: 'unknownNode', detail: 'The schema has no such node.' }];
  const needed = exists ? 'Replace' : 'Add';
  const isRefused = !allows(described, 'Replace') && !allows(described, 'Add');
  const refused: readonly BranchProblem[] = isRefused
    ? [{ path, kind: 'notWritable', detail: `A server may not write it: it has no access type ${needed}.` }]
    : [];
  return [...refused, ...checkNode(described, name, node, path, 'written')];
}
