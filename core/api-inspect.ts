import type { DeviceSummary, Page, SavedFile } from './api.ts';
import type { Fault } from './errors.ts';
import type { BranchEntry } from './inspect/branch.ts';
import type { TreeDifference } from './inspect/compare-devices.ts';
import type { UriCompletion } from './inspect/complete-uri.ts';
import type { NodeFacts } from './inspect/node-detail.ts';
import type { ShownValue } from './inspect/present-value.ts';
import type { TreeRow } from './inspect/row-view.ts';
import type { TreeSummary } from './inspect/tree-summary.ts';
import type { UriMeaning } from './inspect/uri-meaning.ts';
import type { SchemaSummary } from './mo/schema-summary.ts';
import type { ObjectSchemaView } from './mo/schema-view.ts';

/** The part of the contract that is about devices, their trees, and the descriptions of their objects. */

/** A tree that is open in main: lines are asked for as they come into sight. */
export interface OpenedTree {
  readonly treeId: string;
  readonly summary: TreeSummary;
  /** What it is the tree of is as it was: the tree that was shown is still the one. */
  readonly same: boolean;
  /** The numbers that the lines which were to be kept have here; -1 for those that are gone. */
  readonly kept: readonly number[];
}

/** A value that is shown: here, or, where it is large, at an address of the window's own origin. */
export type NodeValueView =
  | { readonly kind: 'shown'; readonly value: ShownValue }
  /** A `ShownValue` as JSON; `characters` are those of the value itself. */
  | { readonly kind: 'byUrl'; readonly url: string; readonly characters: number };

export interface TreeNodeView extends NodeFacts {
  readonly value?: NodeValueView;
  readonly assumed?: { readonly configuration: string; readonly value: NodeValueView };
}

/** What was known of a device's objects at a time. */
export interface SnapshotView {
  readonly snapshotId: string;
  readonly takenAt: number;
  readonly note: string;
  /** The batch at whose end it was taken. */
  readonly batchName?: string;
  readonly instances: number;
}

/** A place in which two trees differ. */
export interface DifferenceView extends Pick<TreeDifference, 'kind' | 'instance'> {
  readonly moid: string;
  /** The name of the object's root, where it is known. */
  readonly objectName: string;
  readonly path: string;
  readonly left?: DifferenceSide;
  readonly right?: DifferenceSide;
}

/** What one side has there: a value, or so many values below it. */
export type DifferenceSide =
  | { readonly kind: 'value'; readonly text: string; readonly cut: boolean }
  | { readonly kind: 'nodes'; readonly values: number };

export interface ComparisonView {
  readonly comparisonId: string;
  readonly differences: number;
  readonly instances: number;
  readonly equal: number;
  /** When what either side says was reported last; missing for a profile. */
  readonly leftAt?: number;
  readonly rightAt?: number;
}

export type BranchChoice =
  | {
      readonly kind: 'read';
      readonly name: string;
      readonly importId: string;
      readonly entries: readonly BranchEntry[];
    }
  | { readonly kind: 'cancelled' };

/** An object's description in the library. */
export interface SchemaView {
  readonly moid: string;
  readonly summary: SchemaSummary;
  /** `standard` comes with the product; an imported one takes its place. */
  readonly origin: 'standard' | 'imported';
  readonly fileName?: string;
  readonly importedAt?: number;
  /** Devices that have reported or listed the object. */
  readonly devices: number;
}

/** What came of a file that was to be imported. A file with a fault is refused whole. */
export type SchemaImport =
  | {
      readonly kind: 'read';
      readonly fileName: string;
      readonly imported: readonly string[];
      /** Objects of it that have no MOID: a person has to say it. */
      readonly unnamed: readonly {
        readonly token: string;
        readonly rootIndex: number;
        readonly summary: SchemaSummary;
      }[];
      readonly warnings: readonly Fault[];
    }
  | { readonly kind: 'refused'; readonly fileName: string; readonly faults: readonly Fault[] };

/** How a text that becomes a ClientURI can go on, and what it is about as it stands. */
export interface UriCompletionView extends UriCompletion {
  readonly meaning: UriMeaning;
}

/** An action on many devices, and how far it is. */
export interface BulkView {
  readonly action: 'notify' | 'update';
  readonly state: 'running' | 'done' | 'cancelled';
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  /** The first of those that failed. */
  readonly failures: readonly { readonly deviceId: string; readonly label: string; readonly fault: Fault }[];
}

/** What each of these calls answers. */
export interface InspectAnswers {
  devices: Page<DeviceSummary>;
  deviceIds: { readonly deviceIds: readonly string[] };
  tags: readonly { readonly tag: string; readonly devices: number }[];
  tagDevices: { readonly tag: string };
  beginBulk: BulkView;
  bulk: { readonly bulk?: BulkView };
  cancelBulk: { readonly bulk?: BulkView };
  openTree: OpenedTree;
  /** With a search or a filter: how many lines it is about, and where the first of them is. */
  treeRows: Page<TreeRow> & { readonly found?: { readonly matches: number; readonly first: number } };
  treeNode: TreeNodeView;
  locateRow: { readonly index: number; readonly above: readonly number[] };
  rowOfUri: { readonly row: number };
  typeAhead: { readonly index: number };
  closeTree: { readonly kind: 'closed' };
  completeUri: UriCompletionView;
  saveTreeValue: SavedFile;
  saveBranch: SavedFile;
  chooseBranch: BranchChoice;
  snapshots: readonly SnapshotView[];
  takeSnapshot: SnapshotView;
  deleteSnapshot: { readonly kind: 'deleted' };
  compareTrees: ComparisonView;
  differences: Page<DifferenceView>;
  schemas: Page<SchemaView>;
  importSchemas: { readonly files: readonly SchemaImport[]; readonly cancelled: boolean };
  nameSchema: SchemaView;
  fetchSchema: SchemaImport;
  deleteSchema: { readonly kind: 'deleted' };
  /** Without a schema where no description of the object is known. */
  objectSchema: { readonly schema?: ObjectSchemaView };
  schemaUsers: Page<{ readonly deviceId: string; readonly label: string }>;
}

/** What main tells of it unasked. */
export interface InspectEvents {
  /** An action on many devices came further. */
  bulk: BulkView;
  /** A description was imported, named or deleted: trees may read otherwise. */
  schemasChanged: Record<string, never>;
  tagsChanged: Record<string, never>;
  /** Without a device: those of a batch; with a fault, they could not be taken. */
  snapshotsChanged: { readonly deviceId?: string; readonly fault?: Fault };
}
