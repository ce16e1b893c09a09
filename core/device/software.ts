import { type DeviceObjects, instancesOf } from '../mo/device-objects.ts';
import { softwareMoid } from '../mo/standard-objects.ts';
import {
  type InstanceAddress,
  namesIn,
  nodeOf,
  numberOf,
  textOf,
  withNode,
  withoutNode,
  withValue,
} from './node-values.ts';
import type { Behaviour, Operation } from './operation.ts';
import {
  componentStates,
  deliveredStatuses,
  deployedStatuses,
  downloadStatuses,
  softwareDownloadResults,
  softwareResults,
} from './software-codes.ts';
import { componentIn, deliveredNode } from './software-nodes.ts';
import { change, digestPath, download, isPackageAddress, refused, type Steps, work } from './steps.ts';

/** Long enough that a status can be seen on its way; milliseconds. */
const shortTime = 100;
const installTime = 300;

const downloads = ['Download'] as const;
const delivered = ['Inventory', 'Delivered'] as const;
const deployed = ['Inventory', 'Deployed'] as const;

/** One package or component: the nodes of its Operations are executed on it. */
interface Item extends InstanceAddress {
  readonly path: readonly string[];
  readonly name: string;
}

interface Area {
  readonly path: readonly string[];
  readonly operations: ReadonlyMap<string, (objects: DeviceObjects, item: Item) => Operation>;
  /** The statuses of operations under way, and what each turns into when the device is switched off. */
  readonly interrupted: ReadonlyMap<number, number>;
}

const { active, inactive } = componentStates;

const areas: readonly Area[] = [
  {
    path: downloads,
    operations: new Map([
      ['Download', downloadOnly],
      ['DownloadInstall', (objects, item) => downloadAndInstall(objects, item, active)],
      ['DownloadInstallInactive', (objects, item) => downloadAndInstall(objects, item, inactive)],
    ]),
    interrupted: new Map([
      [downloadStatuses.downloading, downloadStatuses.downloadFailed],
      [downloadStatuses.downloaded, downloadStatuses.downloadFailed],
      [downloadStatuses.installing, downloadStatuses.installFailedWithPackage],
    ]),
  },
  {
    path: delivered,
    operations: new Map([
      ['Install', (_objects, item) => install(item, deliveredStatuses.installing, active)],
      ['InstallInactive', (_objects, item) => install(item, deliveredStatuses.installing, inactive)],
      ['Remove', (_objects, item) => remove(item, deliveredStatuses.removing)],
    ]),
    interrupted: new Map([
      [deliveredStatuses.removing, deliveredStatuses.removeFailed],
      [deliveredStatuses.installing, deliveredStatuses.installFailedWithPackage],
    ]),
  },
  {
    path: deployed,
    operations: new Map([
      ['Activate', (_objects, item) => activate(item)],
      ['Deactivate', (_objects, item) => deactivate(item)],
      ['Remove', (_objects, item) => remove(item, deployedStatuses.removing)],
    ]),
    interrupted: new Map([
      [deployedStatuses.removing, deployedStatuses.removeFailed],
      [deployedStatuses.activating, deployedStatuses.activateFailed],
      [deployedStatuses.deactivating, deployedStatuses.deactivateFailed],
    ]),
  },
];

/**
 * Software management of the simulated device (SCOMO 1.0). A package moves from Download to Inventory/Delivered when
 * it has been downloaded, and turns into a component of Inventory/Deployed when it has been installed.
 */
export const software: Behaviour = {
  moid: softwareMoid,
  begin(objects, { moid, instance, path }) {
    const area = areas.find((each) => each.path.every((name, index) => path[index] === name));
    if (area === undefined) return undefined;
    const [name, folder, operation, ...deeper] = path.slice(area.path.length);
    if (name === undefined || folder !== 'Operations' || deeper.length > 0) return undefined;
    const begin = area.operations.get(operation ?? '');
    if (begin === undefined || nodeOf(objects, { moid, instance }, path) === undefined) return undefined;
    const item = { moid, instance, name, path: [...area.path, name] };
    return area.interrupted.has(statusOf(objects, item))
      ? refused(softwareResults.clientError)
      : begin(objects, item);
  },
  interrupted(objects) {
    let next = objects;
    for (const instance of instancesOf(objects, softwareMoid).keys())
      for (const { path, interrupted } of areas) {
        const at = { moid: softwareMoid, instance };
        for (const name of namesIn(objects, at, path)) {
          const item = { ...at, name, path: [...path, name] };
          const status = interrupted.get(statusOf(objects, item));
          if (status !== undefined) next = withStatus(next, item, status);
        }
      }
    return next;
  },
};

function* downloadOnly(objects: DeviceObjects, item: Item): Operation {
  const result = yield* downloaded(objects, item);
  if (result !== softwareResults.success) return result;
  return yield* moved(item, [...delivered, item.name], deliveredNode, softwareResults.downloadFailed);
}

function* downloadAndInstall(objects: DeviceObjects, item: Item, state: number): Operation {
  const result = yield* downloaded(objects, item);
  return result === softwareResults.success
    ? yield* install(item, downloadStatuses.installing, state)
    : result;
}

/** Downloads a package; afterwards its status is `downloaded` or `downloadFailed`. */
function* downloaded(objects: DeviceObjects, item: Item): Steps<number> {
  const uri = textOf(objects, item, [...item.path, 'PkgURL']);
  if (uri === undefined || !isPackageAddress(uri)) {
    yield* changeTo(item, downloadStatuses.downloadFailed);
    return softwareResults.downloadFailed;
  }
  yield* changeTo(item, downloadStatuses.downloading);
  const outcome = yield* download(uri, textOf(objects, item, [...item.path, ...digestPath]));
  if (outcome === 'downloaded' || outcome === 'corrupted') {
    yield* changeTo(item, downloadStatuses.downloaded);
    yield* work(shortTime);
  }
  if (outcome !== 'downloaded') yield* changeTo(item, downloadStatuses.downloadFailed);
  return softwareDownloadResults[outcome];
}

/** A package becomes a component; one of the same name is replaced by it. */
function* install(item: Item, installing: number, state: number): Steps<number> {
  yield* changeTo(item, installing);
  yield* work(installTime);
  const component = (objects: DeviceObjects) => componentIn(objects, item, item.path, state);
  return yield* moved(item, [...deployed, item.name], component, softwareResults.installFailed);
}

/** Puts what an item has become in another place, and takes it from where it is. */
function* moved(
  item: Item,
  target: readonly string[],
  become: typeof deliveredNode,
  failed: number,
): Steps<number> {
  let done = false;
  yield* change((objects) => {
    // A server may have deleted it meanwhile.
    if (nodeOf(objects, item, item.path) === undefined) return objects;
    const next = withNode(objects, item, target, become(objects, item, item.path));
    done = next !== objects;
    return done ? withoutNode(next, item, item.path) : objects;
  });
  return done ? softwareResults.success : failed;
}

function* remove(item: Item, removing: number): Steps<number> {
  yield* changeTo(item, removing);
  yield* work(shortTime);
  const objects = yield* change((now) => withoutNode(now, item, item.path));
  return nodeOf(objects, item, item.path) === undefined
    ? softwareResults.success
    : softwareResults.removeFailed;
}

function activate(item: Item): Operation {
  return turned(item, deployedStatuses.activating, active, softwareResults.activateFailed);
}

function deactivate(item: Item): Operation {
  return turned(item, deployedStatuses.deactivating, inactive, softwareResults.deactivateFailed);
}

/** Makes a component active or inactive; one that is so already stays so. */
function* turned(item: Item, turning: number, state: number, failed: number): Steps<number> {
  yield* changeTo(item, turning);
  yield* work(shortTime);
  const statePath = [...item.path, 'State'];
  const objects = yield* change((now) =>
    withStatus(withValue(now, item, statePath, state), item, deployedStatuses.idle),
  );
  return numberOf(objects, item, statePath) === state ? softwareResults.success : failed;
}

function statusOf(objects: DeviceObjects, item: Item): number {
  return numberOf(objects, item, [...item.path, 'Status']) ?? downloadStatuses.idle;
}

function withStatus(objects: DeviceObjects, item: Item, status: number): DeviceObjects {
  return withValue(objects, item, [...item.path, 'Status'], status);
}

function changeTo(item: Item, status: number): Steps<DeviceObjects> {
  return change((objects) => withStatus(objects, item, status));
}
