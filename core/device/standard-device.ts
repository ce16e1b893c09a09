import { type DeviceObjects, noObjects, withInstance, withKind } from '../mo/device-objects.ts';
import { interior, type LeafValue, leaf } from '../mo/node.ts';
import {
  delegationMoid,
  devInfoMoid,
  dmAccountMoid,
  firmwareMoid,
  sessionInfoMoid,
  softwareMoid,
  standardKind,
} from '../mo/standard-objects.ts';
import { firmwareStates } from './firmware-codes.ts';
import { record } from './node-values.ts';
import { sessionInformation, wiredConnection } from './session-information.ts';
import { componentStates } from './software-codes.ts';
import { componentNode } from './software-nodes.ts';

/** What DevInfo has to say, where whoever made the device did not. */
const usualDevInfo: Readonly<Record<string, LeafValue>> = {
  Man: 'DM Bench',
  Mod: 'Simulated device',
  DmV: '2.0',
  Lang: 'en',
  DevType: 'simulated',
  OEM: 'DM Bench',
  FwV: '1.0',
  SwV: '1.0',
  HwV: '1.0',
};

/**
 * The management objects of a simulated device as it leaves the factory: DevInfo "main", Session Information "main",
 * Firmware Update "f1" and Software Management "s1"; of DM Account and Delegation Access Control the kinds alone.
 * @param devInfo values of DevInfo by node name
 */
export function standardObjects(devInfo: Readonly<Record<string, LeafValue>>): DeviceObjects {
  const { DevID: deviceId, ...others } = devInfo;
  const values = { ...(deviceId === undefined ? {} : { DevID: deviceId }), ...usualDevInfo, ...others };
  let objects = withInstance(noObjects, standardKind(devInfoMoid), 'main', record(values));
  objects = withKind(objects, standardKind(dmAccountMoid));
  objects = withKind(objects, standardKind(delegationMoid));
  objects = withInstance(objects, standardKind(sessionInfoMoid), 'main', sessionInformation(wiredConnection));
  objects = withInstance(
    objects,
    standardKind(firmwareMoid),
    'f1',
    interior([
      ['PkgName', leaf('')],
      ['PkgVersion', leaf('')],
      ['Download', record({ PkgURL: '' })],
      ['Update', interior([])],
      ['DownloadAndUpdate', record({ PkgURL: '' })],
      ['State', leaf(firmwareStates.idle)],
      ['Ext', interior([])],
    ]),
  );
  const component = (id: string, name: string, version: string) =>
    [id, componentNode({ id, name, version, state: componentStates.active })] as const;
  return withInstance(
    objects,
    standardKind(softwareMoid),
    's1',
    interior([
      [
        'Inventory',
        interior([
          ['Delivered', interior([])],
          [
            'Deployed',
            interior([component('meter', 'Meter reader', '3.1'), component('web', 'Web console', '1.8')]),
          ],
        ]),
      ],
      ['Download', interior([])],
      ['Ext', interior([])],
    ]),
  );
}
