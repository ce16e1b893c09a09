import type { LeafValue } from '../mo/node.ts';
import type { NodeSchema } from '../mo/object-schema.ts';
import type { ProblemKind } from '../mo/schema-check.ts';
import type { MoJson } from '../mo/serialization.ts';
import type { ReportedPart } from './provenance.ts';
import type { StaleReason } from './staleness.ts';

/** What a line of a tree is, as bits of `DeviceTree.flags`. */
export const rowFlags = {
  /** A kind of management object (MOID). */
  object: 1,
  /** An instance of it (MIID): the root of its nodes. */
  instance: 2,
  /** It has nodes below it, or could have. */
  interior: 4,
  /** The device said that it is there. */
  reported: 8,
  /** The device has listed the instance (MOS); nothing of it need have been reported. */
  listed: 16,
  /** Its name is given at run time (`<x>` in the DDF): a device or server may have others beside it. */
  placeholder: 32,
  /** A server can neither create nor remove it. */
  permanent: 64,
  bearer: 128,
  vendor: 256,
  /** Its DDF describes it. */
  described: 512,
  /** No command gets its value: the DDF gives it no access type Get. */
  unreadable: 1024,
  /** What was reported contradicts the DDF here. */
  problem: 2048,
  stale: 4096,
  /** The profile sets a value for it. */
  assumed: 8192,
  /** The profile sets another value than was reported. */
  differs: 16_384,
  /** Its value is another one than in an earlier state that this one was compared with. */
  changed: 32_768,
  /** The node is new since then. */
  appeared: 65_536,
} as const;

/** A value that the profile sets: nobody but the profile says so until the device reports it. */
export interface AssumedValue {
  readonly value: LeafValue;
  /** The configuration of the profile. */
  readonly configuration: string;
}

/** Where data contradict the DDF; the data and what the DDF says are both kept. */
export interface RowProblem {
  readonly kind: ProblemKind;
  readonly detail: string;
}

/** A management object of a device: what its lines have in common. */
export interface TreeObject {
  readonly moid: string;
  /** The name that its root has: as reported, or as the DDF has it. */
  readonly rootName: string;
  readonly hasSchema: boolean;
  /** Where the device says that its DDF is. */
  readonly ddf?: string;
}

/**
 * The tree of a device: MOID → instances → nodes, as lines in the order in which they are read, each by its number.
 * What belongs to every line is in arrays, so that fifty thousand of them are quickly made and small. Never changed
 * once it is made.
 */
export interface DeviceTree {
  readonly count: number;
  /** The line above; -1 for objects. */
  readonly parents: Int32Array;
  /** The line behind the last one of its sub-tree. */
  readonly ends: Int32Array;
  /** 1 for objects. */
  readonly levels: Int32Array;
  /** Its place among the lines below the same one, from 1. */
  readonly positions: Int32Array;
  /** How many lines stand right below it. */
  readonly children: Int32Array;
  readonly flags: Uint32Array;
  /** A placeholder that nothing stands in has the empty name; so has an instance without a MIID. */
  readonly names: readonly string[];
  /** What the device reported of a leaf; undefined where it reported none. */
  readonly values: readonly (LeafValue | undefined)[];
  readonly schemas: readonly (NodeSchema | undefined)[];
  /** Which of `parts` a line came with; -1 where it was not reported. */
  readonly partOf: Int32Array;
  readonly parts: readonly ReportedPart[];
  /** Which of `objects` a line belongs to. */
  readonly objectOf: Int32Array;
  readonly objects: readonly TreeObject[];
  readonly assumed: ReadonlyMap<number, AssumedValue>;
  readonly problems: ReadonlyMap<number, readonly RowProblem[]>;
  readonly stale: ReadonlyMap<number, StaleReason>;
  /** The DDF describes more nodes that were not reported than are told here. */
  readonly cutShort: boolean;
}

/** An instance as it goes into a tree. */
export interface InspectedInstance {
  readonly moid: string;
  readonly instance: string;
  /** Missing where nothing of it was reported. */
  readonly data?: {
    readonly rootName: string;
    readonly root: MoJson;
    readonly parts: readonly ReportedPart[];
  };
}

/** The line's path from the root of its instance; empty for instances and objects. */
export function rowPath(tree: DeviceTree, row: number): readonly string[] {
  const names: string[] = [];
  for (let at = row; at >= 0 && (tree.levels[at] ?? 0) > 2; at = tree.parents[at] ?? -1)
    names.push(tree.names[at] ?? '');
  return names.reverse();
}

/** The line of the instance that a line is in; undefined for objects. */
export function instanceRow(tree: DeviceTree, row: number): number | undefined {
  let at = row;
  while (at >= 0 && (tree.levels[at] ?? 0) > 2) at = tree.parents[at] ?? -1;
  return tree.levels[at] === 2 ? at : undefined;
}

/** Whether a line has all of these flags. */
export function hasFlags(tree: DeviceTree, row: number, flags: number): boolean {
  return ((tree.flags[row] ?? 0) & flags) === flags;
}
