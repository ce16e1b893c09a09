import { type DeviceObjects, instancesOf } from '../mo/device-objects.ts';
import { devInfoMoid, firmwareMoid } from '../mo/standard-objects.ts';
import {
  type FirmwareState,
  firmwareDownloadResults,
  firmwareResults,
  firmwareStates,
} from './firmware-codes.ts';
import { type InstanceAddress, nodeOf, numberOf, textOf, withoutNode, withValue } from './node-values.ts';
import type { Behaviour, Operation } from './operation.ts';
import { change, digestPath, download, isPackageAddress, refused, type Steps, work } from './steps.ts';

/** Long enough that a state can be seen on its way; milliseconds. */
const checkTime = 100;
const installTime = 400;

/** States in which an operation is under way: another one cannot begin. */
const busyStates: readonly number[] = [
  firmwareStates.downloading,
  firmwareStates.downloaded,
  firmwareStates.updating,
];
/** States in which the device holds a package that can be installed. */
const packageStates: readonly number[] = [
  firmwareStates.readyToUpdate,
  firmwareStates.updateFailedWithPackage,
  firmwareStates.updatedWithPackage,
];

/** Firmware updates of the simulated device (FUMO 1.0): Download, Update, DownloadAndUpdate. */
export const firmware: Behaviour = {
  moid: firmwareMoid,
  begin(objects, { moid, instance, path }) {
    const at = { moid, instance };
    const begin = path.length === 1 ? operations.get(path[0] ?? '') : undefined;
    if (begin === undefined || nodeOf(objects, at, path) === undefined) return undefined;
    if (busyStates.includes(stateOf(objects, at))) return refused(firmwareResults.clientError);
    return begin(objects, at);
  },
  interrupted(objects) {
    let next = objects;
    for (const instance of instancesOf(objects, firmwareMoid).keys()) {
      const at = { moid: firmwareMoid, instance };
      const state = stateOf(objects, at);
      if (state === firmwareStates.updating) next = withState(next, at, 'updateFailedWithPackage');
      else if (busyStates.includes(state)) next = withState(next, at, 'downloadFailed');
    }
    return next;
  },
};

const operations: ReadonlyMap<string, (objects: DeviceObjects, at: InstanceAddress) => Operation> = new Map([
  ['Download', downloadOnly],
  ['Update', updateOnly],
  ['DownloadAndUpdate', downloadAndUpdate],
]);

function* downloadOnly(objects: DeviceObjects, at: InstanceAddress): Operation {
  const result = yield* downloaded(objects, at, ['Download', 'PkgURL']);
  if (result === firmwareResults.success) yield* changeTo(at, 'readyToUpdate');
  return result;
}

function* updateOnly(objects: DeviceObjects, at: InstanceAddress): Operation {
  const sent = textOf(objects, at, ['Update', 'PkgData']) !== undefined;
  if (sent || packageStates.includes(stateOf(objects, at))) return yield* update(at);
  yield* changeTo(at, 'updateFailed');
  return firmwareResults.updateFailed;
}

function* downloadAndUpdate(objects: DeviceObjects, at: InstanceAddress): Operation {
  const result = yield* downloaded(objects, at, ['DownloadAndUpdate', 'PkgURL']);
  return result === firmwareResults.success ? yield* update(at) : result;
}

/** Downloads the package and looks at it; afterwards the state is `downloaded` or `downloadFailed`. */
function* downloaded(
  objects: DeviceObjects,
  at: InstanceAddress,
  addressPath: readonly string[],
): Steps<number> {
  const uri = textOf(objects, at, addressPath);
  if (uri === undefined || !isPackageAddress(uri)) {
    yield* changeTo(at, 'downloadFailed');
    return firmwareResults.badAddress;
  }
  yield* changeTo(at, 'downloading');
  const outcome = yield* download(uri, textOf(objects, at, digestPath));
  if (outcome === 'downloaded' || outcome === 'corrupted') {
    yield* changeTo(at, 'downloaded');
    yield* work(checkTime);
  }
  if (outcome !== 'downloaded') yield* changeTo(at, 'downloadFailed');
  return firmwareDownloadResults[outcome];
}

function* update(at: InstanceAddress): Steps<number> {
  yield* changeTo(at, 'updating');
  yield* work(installTime);
  const objects = yield* change((now) =>
    withState(withoutNode(withNewFirmware(now, at), at, ['Update', 'PkgData']), at, 'updated'),
  );
  // The object may be gone meanwhile, and then nobody can see what came of it.
  return stateOf(objects, at) === firmwareStates.updated
    ? firmwareResults.success
    : firmwareResults.updateFailed;
}

/** The device says of itself that it has the version of the package (DevInfo, FwV). */
function withNewFirmware(objects: DeviceObjects, at: InstanceAddress): DeviceObjects {
  const version = textOf(objects, at, ['PkgVersion']);
  if (version === undefined) return objects;
  let next = objects;
  for (const instance of instancesOf(objects, devInfoMoid).keys())
    next = withValue(next, { moid: devInfoMoid, instance }, ['FwV'], version);
  return next;
}

function stateOf(objects: DeviceObjects, at: InstanceAddress): number {
  return numberOf(objects, at, ['State']) ?? firmwareStates.idle;
}

function withState(objects: DeviceObjects, at: InstanceAddress, state: FirmwareState): DeviceObjects {
  return withValue(objects, at, ['State'], firmwareStates[state]);
}

function changeTo(at: InstanceAddress, state: FirmwareState): Steps<DeviceObjects> {
  return change((objects) => withState(objects, at, state));
}
