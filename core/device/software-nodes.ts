import type { DeviceObjects } from '../mo/device-objects.ts';
import { interior, leaf, type MoNode } from '../mo/node.ts';
import { type InstanceAddress, record, textOf } from './node-values.ts';
import { deliveredStatuses, deployedStatuses, packageStates } from './software-codes.ts';

/** A component as Inventory/Deployed shows it; `state` is one of `componentStates`. */
export function componentNode(component: {
  readonly id: string;
  readonly packageId?: string;
  readonly name: string;
  readonly version: string;
  readonly state: number;
}): MoNode {
  const { id, packageId, name, version, state } = component;
  return interior([
    ['ID', leaf(id)],
    ...(packageId === undefined ? [] : ([['PkgIDRef', leaf(packageId)]] as const)),
    ['Name', leaf(name)],
    ['Version', leaf(version)],
    ['Status', leaf(deployedStatuses.idle)],
    ['State', leaf(state)],
    ['Operations', record({ Activate: null, Deactivate: null, Remove: null })],
  ]);
}

/** The package at a path below Download as Inventory/Delivered shows it, when it has been downloaded. */
export function deliveredNode(objects: DeviceObjects, at: InstanceAddress, path: readonly string[]): MoNode {
  const leaves = ['PkgID', 'Name', 'Description', 'EnvType', 'PkgType'].flatMap((name) => {
    const text = textOf(objects, at, [...path, name]);
    return text === undefined ? [] : [[name, leaf(text)] as const];
  });
  return interior([
    ['PkgID', leaf('')],
    ['Name', leaf('')],
    ...leaves,
    ['Status', leaf(deliveredStatuses.idle)],
    ['State', leaf(packageStates.delivered)],
    ['Operations', record({ Install: null, InstallInactive: null, Remove: null })],
  ]);
}

/** The component that is in the package at a path; the simulated device takes it to be one. */
export function componentIn(
  objects: DeviceObjects,
  at: InstanceAddress,
  path: readonly string[],
  state: number,
): MoNode {
  const node = path.at(-1) ?? '';
  const packageId = textOf(objects, at, [...path, 'PkgID']);
  const name = textOf(objects, at, [...path, 'Name']) ?? node;
  return componentNode({
    id: node,
    ...(packageId === undefined ? {} : { packageId }),
    name,
    version: versionIn(name),
    state,
  });
}

/** `Meter reader 3.1` → 3.1: a package's node has no version of its own. Empty where the name tells none. */
function versionIn(name: string): string {
  return /\d+(?:\.\d+)+/.exec(name)?.[0] ?? '';
}
