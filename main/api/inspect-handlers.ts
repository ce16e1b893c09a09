import { stat } from 'node:fs/promises';
import { type BrowserWindow, dialog } from 'electron';
import type { inspectRequests } from '../../core/api-inspect-requests.ts';
import { codedError } from '../../core/errors.ts';
import type { DeviceFilter } from '../../core/inspect/device-filter.ts';
import { nodeValues } from '../../core/inspect/node-detail.ts';
import { viewOfSchema } from '../../core/mo/schema-view.ts';
import type { Bench } from '../bench-services.ts';
import { readTextFile, writeWhole } from '../files.ts';
import { importSchemaFiles, schemaFilesIn } from '../inspect/schema-files.ts';
import type { CallHandlers } from './answer-call.ts';
import { askWhereTo } from './ask-where-to.ts';

/** Octets of a file with branches; all of a device's objects have a few. */
const largestBranch = 16 * 1024 * 1024;

/** The handlers of what the window asks about devices, their trees, and the descriptions of their objects. */
export function createInspectHandlers(
  { inspection }: Pick<Bench, 'inspection'>,
  window: BrowserWindow,
): Pick<CallHandlers, keyof typeof inspectRequests> {
  const { devices, bulk, library, trees, snapshots, comparisons } = inspection;
  const bulkNow = () => {
    const view = bulk.current();
    return view ? { bulk: view } : {};
  };
  return {
    devices: ({ offset, limit, ...filter }) => devices.page(filterOf(filter), { offset, limit }),
    deviceIds: (filter) => ({ deviceIds: devices.ids(filterOf(filter)) }),
    tags: () => devices.tags(),
    tagDevices({ deviceIds, tag, how }) {
      const kept = devices.tag(deviceIds, tag, how);
      inspection.emit({ kind: 'tags' });
      return { tag: kept };
    },
    beginBulk: ({ action, deviceIds }) => bulk.begin(action, deviceIds),
    bulk: bulkNow,
    cancelBulk() {
      bulk.cancel();
      return bulkNow();
    },
    openTree: ({ of, ...how }) => trees.open(of, how),
    treeRows: ({ treeId, view, ...page }) => trees.rows(treeId, view, page),
    treeNode: ({ treeId, row }) => trees.node(treeId, row),
    locateRow: ({ treeId, view, row }) => trees.locate(treeId, view, row),
    rowOfUri: ({ treeId, clientUri }) => ({ row: trees.rowOfUri(treeId, clientUri) }),
    typeAhead: ({ treeId, view, from, text }) => ({ index: trees.typeAhead(treeId, view, from, text) }),
    closeTree({ treeId }) {
      trees.close(treeId);
      return { kind: 'closed' };
    },
    completeUri: ({ deviceId, text, ...how }) => inspection.completeUri(deviceId, text, how),
    saveTreeValue({ treeId, row }) {
      const { tree } = trees.at(treeId, row);
      const { reported, assumed } = nodeValues(tree, row);
      const value = reported ?? assumed?.value ?? null;
      const name = tree.names[row] || 'value';
      return askWhereTo(window, { title: 'Save the value', name, extension: 'txt' }, (file) =>
        writeWhole(file, value === null ? '' : String(value)),
      );
    },
    saveBranch({ treeId, row }) {
      const { name, text } = inspection.branchText(treeId, row);
      return askWhereTo(window, { title: 'Save the branch', name, extension: 'json' }, (file) =>
        writeWhole(file, text),
      );
    },
    async chooseBranch({ deviceId }) {
      const [file] = await chosen(window, 'Choose a file with a branch', ['openFile'], ['json']);
      if (file === undefined) return { kind: 'cancelled' };
      const { size } = await stat(file).catch(() => ({ size: 0 }));
      if (size > largestBranch) throw codedError('BRANCH_TOO_LARGE', { octets: size, limit: largestBranch });
      return inspection.readBranch(deviceId, await readTextFile(file));
    },
    snapshots: ({ deviceId }) => snapshots.list(deviceId),
    takeSnapshot({ deviceId, note }) {
      const taken = snapshots.take(deviceId, note);
      inspection.emit({ kind: 'snapshots', deviceId });
      return taken;
    },
    deleteSnapshot({ snapshotId }) {
      inspection.emit({ kind: 'snapshots', deviceId: snapshots.delete(snapshotId) });
      return { kind: 'deleted' };
    },
    compareTrees: ({ left, right }) => comparisons.compare(left, right),
    differences: ({ comparisonId, ...query }) => comparisons.differences(comparisonId, query),
    schemas: (query) => library.page(query),
    async importSchemas({ from }) {
      const found =
        from === 'folder'
          ? await chosen(window, 'Choose a folder with DDF files', ['openDirectory'])
          : await chosen(window, 'Choose DDF files', ['openFile', 'multiSelections'], ['xml', 'ddf']);
      const [folder] = found;
      if (folder === undefined) return { files: [], cancelled: true };
      const files = from === 'folder' ? await schemaFilesIn(folder) : found;
      const imports = await importSchemaFiles(library, files);
      inspection.emit({ kind: 'schemas' });
      return { files: imports, cancelled: false };
    },
    nameSchema({ token, rootIndex, moid }) {
      const named = library.name(token, rootIndex, moid);
      inspection.emit({ kind: 'schemas' });
      return named;
    },
    async fetchSchema({ deviceId, moid }) {
      const fetched = await inspection.fetchSchema(deviceId, moid);
      if (fetched.kind === 'read') inspection.emit({ kind: 'schemas' });
      return fetched;
    },
    deleteSchema({ moid }) {
      library.delete(moid);
      inspection.emit({ kind: 'schemas' });
      return { kind: 'deleted' };
    },
    schemaUsers: (query) => library.users(query),
    objectSchema({ moid }) {
      const schema = library.schemaOf(moid);
      return schema ? { schema: viewOfSchema(schema) } : {};
    },
  };
}

function filterOf({
  search,
  standings = [],
  tags = [],
}: {
  readonly search: string;
  readonly standings?: DeviceFilter['standings'] | undefined;
  readonly tags?: readonly string[] | undefined;
}): DeviceFilter {
  return { search, standings, tags };
}

async function chosen(
  window: BrowserWindow,
  title: string,
  properties: readonly ('openFile' | 'multiSelections' | 'openDirectory')[],
  extensions?: readonly string[],
): Promise<readonly string[]> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    ...{ title, properties: [...properties] },
    ...(extensions
      ? { filters: [{ name: extensions.join(', ').toUpperCase(), extensions: [...extensions] }] }
      : {}),
  });
  return canceled ? [] : filePaths;
}
