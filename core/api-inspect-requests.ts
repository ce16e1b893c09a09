import { z } from 'zod';
import { deviceStandings } from './inspect/device-standing.ts';

/**
 * What the renderer asks about devices and their trees: each call with the schema of its request. What is answered is
 * in `core/api-inspect.ts`.
 */

const page = { offset: z.int().min(0), limit: z.int().min(1).max(500) };
const nothing = z.strictObject({});
const deviceId = z.string().max(500);
const moid = z.string().max(1000);
/** The number of a line in a tree. */
const row = z.int().min(0);

/** Which tree: what a device reported, or reported earlier; what its profile sets; what a DDF describes. */
const treeRef = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('device'), deviceId }),
  z.strictObject({ kind: z.literal('snapshot'), snapshotId: z.string() }),
  z.strictObject({ kind: z.literal('profile'), deviceId }),
  z.strictObject({ kind: z.literal('schema'), moid }),
]);

const treeView = z.strictObject({
  open: z.enum(['all', 'instances', 'none']),
  except: z.array(row).max(50_000).readonly(),
  find: z.string().max(1000),
  only: z.enum(['all', 'problems', 'stale', 'differs', 'changed']),
  described: z.boolean(),
});

const inView = { treeId: z.string(), view: treeView };

const deviceFilter = {
  search: z.string().max(200),
  /** Left out or empty, all. */
  standings: z.array(z.enum(deviceStandings)).max(10).readonly().optional(),
  /** Those that have all of these tags. */
  tags: z.array(z.string().max(40)).max(20).readonly().optional(),
};
const deviceIds = z.array(deviceId).min(1).max(100_000).readonly();

export const inspectRequests = {
  devices: z.strictObject({ ...deviceFilter, ...page }),
  /** The ids of every device that a filter finds. */
  deviceIds: z.strictObject(deviceFilter),
  /** Every tag, with its number of devices. */
  tags: nothing,
  /** Puts a tag on devices, or takes it off. */
  tagDevices: z.strictObject({ deviceIds, tag: z.string().max(200), how: z.enum(['add', 'remove']) }),
  /** Begins to do something with each of these devices, one after the other. */
  beginBulk: z.strictObject({
    action: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('notify'), requestMos: z.boolean() }),
    ]),
    deviceIds,
  }),
  /** How far that is; what it was last, where none is under way. */
  bulk: nothing,
  cancelBulk: nothing,

  /**
   * Opens a tree. With `after`, a tree of the same that is shown: what has changed since is marked, and where nothing
   * has, the same tree stays.
   */
  openTree: z.strictObject({
    of: treeRef,
    after: z.string().optional(),
    /** Lines of that tree that the new one is to have the numbers of. */
    keep: z.array(row).max(60_000).readonly(),
    /** Whether what was marked as changed is marked no more. */
    forget: z.boolean(),
  }),
  /** Lines in sight. */
  treeRows: z.strictObject({ ...inView, ...page }),
  treeNode: z.strictObject({ treeId: z.string(), row }),
  /** Where a line is among those in sight, and which lines have to be open for it. */
  locateRow: z.strictObject({ ...inView, row }),
  /** The line of the node that a ClientURI addresses, or of the first of them; -1 where there is none. */
  rowOfUri: z.strictObject({ treeId: z.string(), clientUri: z.string().max(4000) }),
  /** The next line in sight whose name begins so. */
  typeAhead: z.strictObject({ ...inView, from: z.int().min(0), text: z.string().min(1).max(100) }),
  closeTree: z.strictObject({ treeId: z.string() }),
  /** How what somebody types as a ClientURI can go on, by what is known of the device, and what it is about. */
  completeUri: z.strictObject({
    deviceId,
    text: z.string().max(4000),
    limit: z.int().min(0).max(200),
    /** Whether only plain ClientURIs are wanted: without `*`, x-names and queries. */
    plain: z.boolean(),
  }),
  /** Asks the person where to, and saves all of a value there. */
  saveTreeValue: z.strictObject({ treeId: z.string(), row }),
  /** Asks the person where to, and saves a branch there, as serialized MOs. */
  saveBranch: z.strictObject({ treeId: z.string(), row }),
  /** Asks the person for a file with branches, and checks it against the DDFs. Nothing is changed. */
  chooseBranch: z.strictObject({ deviceId }),

  snapshots: z.strictObject({ deviceId }),
  takeSnapshot: z.strictObject({ deviceId, note: z.string().max(200) }),
  deleteSnapshot: z.strictObject({ snapshotId: z.string() }),
  /** Compares two trees; with a profile at the left, only what it sets. */
  compareTrees: z.strictObject({ left: treeRef, right: treeRef }),
  differences: z.strictObject({ comparisonId: z.string(), find: z.string().max(1000), ...page }),

  /** The descriptions of objects that are known: those that come with the product, and those imported. */
  schemas: z.strictObject({ search: z.string().max(200), ...page }),
  /** Asks the person for files or a folder, and imports what is right in them. */
  importSchemas: z.strictObject({ from: z.enum(['files', 'folder']) }),
  /** Imports an object of a file that was just read and that names no MOID for it. */
  nameSchema: z.strictObject({ token: z.string(), rootIndex: z.int().min(0), moid }),
  /** Fetches the description from where a device says it is, and imports it. A person has seen the address. */
  fetchSchema: z.strictObject({ deviceId, moid }),
  deleteSchema: z.strictObject({ moid }),
  /** The devices that have an object, as they reported or listed it. */
  schemaUsers: z.strictObject({ moid, ...page }),
  /** The description of an object, whole. */
  objectSchema: z.strictObject({ moid }),
} as const;
