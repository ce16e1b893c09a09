import { firmwareStates } from '../device/firmware-codes.ts';
import { downloadStatuses } from '../device/software-codes.ts';
import { digestPath } from '../device/steps.ts';
import { type NodeAddress, nodeAddress, printNodeAddress } from '../dm/node-address.ts';
import { type MoNode, nodeAt } from '../mo/node.ts';
import type { SerializedMo } from '../mo/serialization.ts';
import { devInfoMoid, firmwareMoid, softwareMoid } from '../mo/standard-objects.ts';
import type { QueuedWork } from '../provisioning/queued-work.ts';
import type { CommandPurpose, UpdateOperation, UpdateOrder, UpdateTarget } from './update.ts';

/** What a step of an update has the device do. */
export interface PlannedWork {
  readonly purpose: CommandPurpose;
  readonly needed: boolean;
  readonly work: QueuedWork;
}

/** What the device puts its states into, among its resources in the Data Repository, while it is at an update. */
export const stateResource = 'update-state';

/** The object that an update goes through. */
export function moidOf({ kind }: UpdateTarget): string {
  return kind === 'firmware' ? firmwareMoid : softwareMoid;
}

type Wanted = Pick<UpdateOrder, 'updateId' | 'target' | 'image' | 'version'>;

/** The identifier that a software package has for the server (SCOMO, PkgID): one an update. */
export function packageId({ updateId }: Pick<UpdateOrder, 'updateId'>): string {
  return updateId;
}

/** Reads what is there before anything is changed. */
export function lookWorks({ target }: Pick<Wanted, 'target'>): readonly PlannedWork[] {
  const targets =
    target.kind === 'firmware'
      ? [`${devInfoMoid}//FwV`, at(target)]
      : [at(target, 'Inventory'), at(target, 'Download')];
  return [{ purpose: 'look', needed: true, work: { kind: 'GET', targets } }];
}

/**
 * Names the package to the device, and has the device tell its states as they change. The digest (ours) and the
 * subscription are what a device need not have.
 */
export function nameWorks(order: Wanted, operations: readonly UpdateOperation[]): readonly PlannedWork[] {
  const { target, image, version } = order;
  if (target.kind === 'software') {
    const { component } = target;
    const data = {
      [component]: {
        PkgID: packageId(order),
        // A package has no version of its own: it stands in its name.
        Name: target.name.includes(version) ? target.name : `${target.name} ${version}`,
        PkgURL: image.uri,
        Operations: { Download: null, DownloadInstall: null },
        Ext: { SHA256: image.sha256 },
      },
    };
    return [
      needed('package', { kind: 'place', target: at(target, 'Download', component), data }),
      optional('subscribe', subscription(target)),
    ];
  }
  const operation = operations.includes('both') ? 'DownloadAndUpdate' : 'Download';
  const value = (purpose: CommandPurpose, text: string, ...path: readonly string[]): PlannedWork =>
    needed(purpose, { kind: 'place', target: at(target, ...path), data: { [path.at(-1) ?? '']: text } });
  return [
    { ...value('packageName', image.name, 'PkgName'), needed: false },
    { ...value('packageVersion', version, 'PkgVersion'), needed: false },
    value('packageAddress', image.uri, operation, 'PkgURL'),
    { ...value('digest', image.sha256, ...digestPath), needed: false },
    optional('subscribe', subscription(target)),
  ];
}

/** Has the device begin an operation; it tells the outcome later. */
export function executeWorks(target: UpdateTarget, operation: UpdateOperation): readonly PlannedWork[] {
  const node = printNodeAddress(operationNode(target, operation));
  return [needed('execute', { kind: 'EXEC', target: node, asynchronous: true })];
}

/** Asks for the state, where nobody knows how far the device is. */
export function inquireWorks(target: UpdateTarget): readonly PlannedWork[] {
  const targets =
    target.kind === 'firmware' ? [at(target, 'State')] : [at(target, 'Download'), at(target, 'Inventory')];
  return [needed('inquire', { kind: 'GET', targets })];
}

/** Takes a software package away from the device (SCOMO lets a server delete what is below Download). */
export function removeWorks(target: Extract<UpdateTarget, { kind: 'software' }>): readonly PlannedWork[] {
  return [needed('remove', { kind: 'DELETE', target: at(target, 'Download', target.component) })];
}

/** Reads the version back. */
export function verifyWorks(target: UpdateTarget): readonly PlannedWork[] {
  const targets =
    target.kind === 'firmware'
      ? [`${devInfoMoid}//FwV`, at(target, 'State')]
      : [at(target, 'Inventory', 'Deployed')];
  const { target: subscribed } = subscription(target);
  return [
    needed('verify', { kind: 'GET', targets }),
    optional('unsubscribe', { kind: 'UNSUB', target: subscribed }),
  ];
}

/** The node that is executed. */
export function operationNode(target: UpdateTarget, operation: UpdateOperation): NodeAddress {
  const name =
    target.kind === 'firmware'
      ? [{ download: 'Download', install: 'Update', both: 'DownloadAndUpdate' }[operation]]
      : ['Download', target.component, 'Operations', 'DownloadInstall'];
  return nodeAddress(moidOf(target), target.instance, name);
}

function needed(purpose: CommandPurpose, work: QueuedWork): PlannedWork {
  return { purpose, needed: true, work };
}

function optional(purpose: CommandPurpose, work: QueuedWork): PlannedWork {
  return { purpose, needed: false, work };
}

function subscription(target: UpdateTarget): Extract<QueuedWork, { kind: 'SUB' }> {
  const node = target.kind === 'firmware' ? at(target, 'State') : at(target, 'Download', target.component);
  return { kind: 'SUB', target: node, resource: stateResource };
}

function at(target: UpdateTarget, ...path: readonly string[]): string {
  return printNodeAddress(nodeAddress(moidOf(target), target.instance, path));
}

/** What a device said of its object when it was asked. */
export interface DeviceReading {
  /** The version that it has: of the firmware, or of the component. */
  readonly version?: string;
  /** State (FUMO), or Status of the package below Download (SCOMO). */
  readonly state?: number;
  /** The operations of FUMO that are there; of SCOMO it is not known before. Missing where the object was not read. */
  readonly operations?: readonly string[];
  /** Whether the package is still below Download (SCOMO); missing where that was not read. */
  readonly hasPackage?: boolean;
}

/** Reads what was reported of an update's object; what is about something else says nothing. */
export function readingOf(order: Wanted, entries: readonly SerializedMo[]): DeviceReading {
  return order.target.kind === 'firmware'
    ? firmwareReading(order.target, entries)
    : softwareReading({ ...order, target: order.target }, entries);
}

function firmwareReading(
  { instance }: { readonly instance: string },
  entries: readonly SerializedMo[],
): DeviceReading {
  let reading: DeviceReading = {};
  for (const { clientUri, data } of entries) {
    const find = (...path: readonly string[]) => reportedAt(clientUri, data.node, path);
    if (clientUri.moid === devInfoMoid) {
      const version = leafValue(find('FwV'));
      if (version !== undefined) reading = { ...reading, version: String(version) };
    }
    if (!isOf(clientUri, firmwareMoid, instance)) continue;
    const state = leafValue(find('State'));
    if (typeof state === 'number') reading = { ...reading, state };
    const root = find();
    if (root?.kind === 'interior') reading = { ...reading, operations: [...root.children.keys()] };
  }
  return reading;
}

function softwareReading(
  order: Wanted & { readonly target: Extract<UpdateTarget, { kind: 'software' }> },
  entries: readonly SerializedMo[],
): DeviceReading {
  const { instance, component } = order.target;
  let reading: DeviceReading = {};
  for (const { clientUri, data } of entries) {
    if (!isOf(clientUri, softwareMoid, instance)) continue;
    const find = (...path: readonly string[]) => reportedAt(clientUri, data.node, path);
    const deployed = find('Inventory', 'Deployed');
    if (deployed?.kind === 'interior') {
      const found = componentIn(deployed.children, packageId(order), component);
      const version = leafValue(found && nodeAt(found, ['Version']));
      if (version !== undefined) reading = { ...reading, version: String(version) };
    }
    const downloads = find('Download');
    const packageNode = find('Download', component);
    if (downloads?.kind === 'interior' || packageNode)
      reading = { ...reading, hasPackage: packageNode !== undefined };
    const state =
      leafValue(packageNode && nodeAt(packageNode, ['Status'])) ??
      leafValue(find('Download', component, 'Status'));
    if (typeof state === 'number') reading = { ...reading, state };
  }
  return reading;
}

/** The component that came in a package, by the package's identifier; else the one of its name. */
function componentIn(
  deployed: ReadonlyMap<string, MoNode>,
  wantedPackage: string,
  name: string,
): MoNode | undefined {
  for (const node of deployed.values())
    if (leafValue(nodeAt(node, ['PkgIDRef'])) === wantedPackage) return node;
  return deployed.get(name);
}

/** An empty instance is the only one. */
function isOf({ moid, instance }: NodeAddress, wantedMoid: string, wanted: string): boolean {
  return moid === wantedMoid && (instance === wanted || instance === '' || wanted === '');
}

/** The node at a path from the root, where an entry holds it. */
function reportedAt({ path }: NodeAddress, node: MoNode, wanted: readonly string[]): MoNode | undefined {
  if (path.some((name, index) => wanted[index] !== name)) return undefined;
  return nodeAt(node, wanted.slice(path.length));
}

function leafValue(node: MoNode | undefined) {
  return node?.kind === 'leaf' ? node.value : undefined;
}

/** What a state says of an operation that the device was to begin. */
export function standingOf(kind: UpdateTarget['kind'], state: number | undefined): DeviceStanding {
  if (state === undefined) return 'idle';
  return (kind === 'firmware' ? firmwareStandings : softwareStandings).get(state) ?? 'idle';
}

/** `atIt`: an operation is under way. `holdsImage`: it waits for Update. */
export type DeviceStanding = 'idle' | 'atIt' | 'holdsImage' | 'failed' | 'updated';

const firmwareStandings: ReadonlyMap<number, DeviceStanding> = new Map([
  [firmwareStates.downloadFailed, 'failed'],
  [firmwareStates.downloading, 'atIt'],
  [firmwareStates.downloaded, 'atIt'],
  [firmwareStates.readyToUpdate, 'holdsImage'],
  [firmwareStates.updating, 'atIt'],
  [firmwareStates.updateFailedWithPackage, 'failed'],
  [firmwareStates.updateFailed, 'failed'],
  [firmwareStates.updatedWithPackage, 'updated'],
  [firmwareStates.updated, 'updated'],
]);

const softwareStandings: ReadonlyMap<number, DeviceStanding> = new Map([
  [downloadStatuses.downloadFailed, 'failed'],
  [downloadStatuses.downloading, 'atIt'],
  [downloadStatuses.downloaded, 'atIt'],
  [downloadStatuses.installing, 'atIt'],
  [downloadStatuses.installFailedWithPackage, 'failed'],
  [downloadStatuses.installFailed, 'failed'],
]);

/** The operations that an update takes; undefined where the object has none of the ways. */
export function operationsFor(
  target: UpdateTarget,
  present: readonly string[] | undefined,
): readonly UpdateOperation[] | undefined {
  if (target.kind === 'software') return ['both'];
  // Not known: each of the nodes is optional, and most devices have them all.
  if (present === undefined) return ['download', 'install'];
  // In two, for one can still turn back between them.
  if (present.includes('Download') && present.includes('Update')) return ['download', 'install'];
  return present.includes('DownloadAndUpdate') ? ['both'] : undefined;
}
