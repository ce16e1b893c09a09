import { setImmediate as pause } from 'node:timers/promises';
import type { BranchChoice, BulkView, SchemaImport, UriCompletionView } from '../../core/api-inspect.ts';
import { codedError, type Fault, toFault } from '../../core/errors.ts';
import { printBranch, readBranch } from '../../core/inspect/branch.ts';
import { type CompletionOptions, completeUri } from '../../core/inspect/complete-uri.ts';
import { type DeviceTree, instanceRow, rowPath } from '../../core/inspect/device-tree.ts';
import type { StagedChange } from '../../core/inspect/staged-change.ts';
import { meaningOf } from '../../core/inspect/uri-meaning.ts';
import type { KnownObjects } from '../../core/inspect/uri-places.ts';
import type { DeviceNotifications } from '../provisioning/device-notifications.ts';
import type { DmServer } from '../server/dm-server.ts';
import type { Store } from '../store/store.ts';
import { type BulkActions, createBulkActions } from './bulk-actions.ts';
import { type Comparisons, createComparisons } from './comparisons.ts';
import { createDeviceList, type DeviceList } from './device-list.ts';
import { type FetchOptions, fetchSchema } from './fetch-schema.ts';
import { createHeld } from './held.ts';
import { createSchemaLibrary, type SchemaFile, type SchemaLibrary } from './schema-library.ts';
import { createSnapshots, type Snapshots } from './snapshots.ts';
import { createTreeSources } from './tree-sources.ts';
import { createTrees, type Trees } from './trees.ts';

/** What happens while devices are looked at. */
export type InspectionEvent =
  /** An action on many devices came further. */
  | { readonly kind: 'bulk'; readonly bulk: BulkView }
  | { readonly kind: 'schemas' }
  | { readonly kind: 'tags' }
  /** Without a device: those of a batch; with a fault, they could not be taken. */
  | { readonly kind: 'snapshots'; readonly deviceId?: string; readonly fault?: Fault };

/** Looking at devices: the list, their trees, snapshots and comparisons, and the descriptions of their objects. */
export interface Inspection {
  readonly devices: DeviceList;
  readonly bulk: BulkActions;
  readonly library: SchemaLibrary;
  readonly trees: Trees;
  readonly snapshots: Snapshots;
  readonly comparisons: Comparisons;
  /** Fetches the description of an object from where a device says it is. @throws SCHEMA_ADDRESS_UNKNOWN, … */
  fetchSchema(deviceId: string, moid: string, options?: FetchOptions): Promise<SchemaImport>;
  /**
   * How a text that becomes a ClientURI of a device can go on, and what it is about as it stands.
   * @throws DEVICE_UNKNOWN
   */
  completeUri(deviceId: string, text: string, options: CompletionOptions): UriCompletionView;
  /** The tree of a device as it is now. @throws DEVICE_UNKNOWN */
  treeOf(deviceId: string): DeviceTree;
  /** A branch of what a device reported, as serialized MOs. @throws BRANCH_EMPTY, TREE_CLOSED */
  branchText(treeId: string, row: number): { readonly name: string; readonly text: string };
  /** Reads a file with branches for a device and checks it; nothing is changed. @throws BRANCH_NOT_READ */
  readBranch(deviceId: string, file: SchemaFile): Extract<BranchChoice, { readonly kind: 'read' }>;
  /** The changes that a file which was read comes to. */
  branchChanges(importId: string): readonly StagedChange[] | undefined;
  /** Keeps what the devices of a batch that has ended reported. */
  batchEnded(batchId: string): void;
  /** Tells what was changed by a person, so that whoever shows it asks again. */
  emit(event: InspectionEvent): void;
  listen(listener: (event: InspectionEvent) => void): void;
  close(): Promise<void>;
}

export interface InspectionOptions {
  readonly store: Store;
  readonly server: Pick<DmServer, 'http' | 'https'>;
  readonly notifications: Pick<DeviceNotifications, 'notify'>;
  /** Begins an update of a device's firmware. */
  readonly updateFirmware: (
    deviceId: string,
    wish: { readonly image: string; readonly version: string },
  ) => Promise<unknown>;
  readonly isLocked: () => boolean;
  readonly now: () => number;
  readonly newId: () => string;
}

/** So many of the nodes that a ClientURI addresses are told one by one. */
const mostAddressed = 5;
/** So many values of files that were read are held for whoever applies them. */
const mostImportedValues = 1_000_000;

export function createInspection(options: InspectionOptions): Inspection {
  const { store, server, notifications, isLocked, now, newId } = options;
  const library = createSchemaLibrary(store, now, newId);
  const sources = createTreeSources({ store, library, server, isLocked });
  const trees = createTrees({ sources, isLocked, newId });
  const listeners: ((event: InspectionEvent) => void)[] = [];
  const emit = (event: InspectionEvent) => {
    for (const listener of listeners) listener(event);
  };
  const snapshots = createSnapshots({ store, now, newId, pause: () => pause() });
  // What batches ended with is copied one batch after the other.
  let copying: Promise<void> = Promise.resolve();
  const imports = createHeld<{ readonly changes: readonly StagedChange[]; readonly values: number }>({
    ...{ most: 8, mostWeight: mostImportedValues, weightOf: ({ values }) => values },
  });
  const bulk = createBulkActions({
    runners: {
      notify: ({ requestMos }, deviceId) => notifications.notify(deviceId, { requestMos }),
      update: ({ image, version }, deviceId) => options.updateFirmware(deviceId, { image, version }),
    },
    labelOf: (deviceId) => store.devices.get(deviceId)?.label ?? deviceId,
    tell: (view) => emit({ kind: 'bulk', bulk: view }),
    pause: () => pause(),
  });
  const ddfOf = (deviceId: string, moid: string) =>
    store.objects.listing(deviceId)?.objects.find((each) => each.moid === moid && each.ddf !== undefined)
      ?.ddf;

  const knownObjects = (deviceId: string): KnownObjects => {
    const tree = trees.current({ kind: 'device', deviceId });
    const device = store.devices.get(deviceId);
    const permits = device ? store.profiles.of(store.jobs.get(device.jobId).batchId).permits : [];
    const there = new Set(tree.objects.map(({ moid }) => moid));
    const further = permits
      .filter((moid) => !there.has(moid))
      .map((moid) => ({ moid, schema: library.schemaOf(moid)?.root }));
    return { tree, further };
  };

  return {
    devices: createDeviceList(store, now),
    bulk,
    library,
    trees,
    snapshots,
    comparisons: createComparisons({ store, sources, library, isLocked, newId }),
    async fetchSchema(deviceId, moid, fetchOptions) {
      const address = ddfOf(deviceId, moid);
      if (address === undefined) throw codedError('SCHEMA_ADDRESS_UNKNOWN', { device: deviceId, moid });
      return library.importFor(await fetchSchema(address, fetchOptions), moid);
    },
    treeOf: (deviceId) => trees.current({ kind: 'device', deviceId }),
    completeUri(deviceId, text, completion) {
      const known = knownObjects(deviceId);
      return {
        ...completeUri(known, text, completion),
        meaning: meaningOf(known, text, { limit: mostAddressed, plain: completion.plain }),
      };
    },
    branchText(treeId, row) {
      const { tree, of } = trees.at(treeId, row);
      const instance = instanceRow(tree, row);
      const moid = tree.objects[tree.objectOf[row] ?? -1]?.moid ?? '';
      const miid = instance === undefined ? undefined : (tree.names[instance] ?? '');
      const place = { moid, path: rowPath(tree, row), ...(miid === undefined ? {} : { instance: miid }) };
      const text = printBranch(place, {
        instances: sources.instances(of),
        schemaOf: library.schemaOf,
        ddfOf: () => tree.objects[tree.objectOf[row] ?? -1]?.ddf,
      });
      return { name: tree.names[row] || moid, text };
    },
    readBranch(deviceId, { name, text }) {
      const instances = sources.instances({ kind: 'device', deviceId });
      const { entries, changes } = readBranch(text, name, { instances, schemaOf: library.schemaOf });
      const importId = newId();
      imports.put(importId, { changes, values: entries.reduce((sum, { values }) => sum + values, 0) });
      return { kind: 'read', name, importId, entries };
    },
    branchChanges: (importId) => imports.get(importId)?.changes,
    batchEnded(batchId) {
      copying = copying
        .then(() => snapshots.batchEnded(batchId))
        .then(
          () => emit({ kind: 'snapshots' }),
          (error: unknown) => emit({ kind: 'snapshots', fault: toFault(error) }),
        );
    },
    emit,
    listen: (listener) => void listeners.push(listener),
    async close() {
      await bulk.close();
      await copying;
    },
  };
}
