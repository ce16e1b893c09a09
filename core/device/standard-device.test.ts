import { describe, expect, it } from 'vitest';
import { parseNodeAddress } from '../dm/node-address.ts';
import { type DeviceObjects, instancesOf } from '../mo/device-objects.ts';
import { placeNode } from '../mo/place-node.ts';
import { readNode } from '../mo/read-node.ts';
import { checkNode } from '../mo/schema-check.ts';
import { type MoJson, parseMoData, printNode } from '../mo/serialization.ts';
import {
  delegationMoid,
  devInfoMoid,
  dmAccountMoid,
  firmwareMoid,
  sessionInfoMoid,
  softwareMoid,
} from '../mo/standard-objects.ts';
import { standardSchema } from '../mo/standard-schemas.ts';
import { interruptedOperations } from './behaviours.ts';
import { sessionInformation } from './session-information.ts';
import { standardObjects } from './standard-device.ts';
import { digest, execute, valueAt } from './test-operation.ts';

const objects = standardObjects({ DevID: 'IMEI:352099001761408', Man: 'Example Metering', FwV: '2.4.1' });
const everyMoid = [
  devInfoMoid,
  dmAccountMoid,
  delegationMoid,
  sessionInfoMoid,
  firmwareMoid,
  softwareMoid,
] as const;

describe('a simulated device as it leaves the factory', () => {
  it('knows every standard object', () => {
    expect([...objects.kinds.keys()].toSorted()).toEqual([...everyMoid].toSorted());
  });

  it.each([
    [devInfoMoid, ['main']],
    [sessionInfoMoid, ['main']],
    [firmwareMoid, ['f1']],
    [softwareMoid, ['s1']],
    [dmAccountMoid, []],
    [delegationMoid, []],
  ])('%s has the instances %j, as its description wants them', (moid, names) => {
    const instances = instancesOf(objects, moid);
    expect([...instances.keys()]).toEqual(names);
    const { root } = standardSchema(moid)!;
    for (const node of instances.values()) expect(checkNode(root, root.name, node)).toEqual([]);
  });

  it('says of itself what it was told, and the rest as usual', () => {
    expect(printNode(instancesOf(objects, devInfoMoid).get('main')!)).toEqual({
      DevID: 'IMEI:352099001761408',
      Man: 'Example Metering',
      Mod: 'Simulated device',
      DmV: '2.0',
      Lang: 'en',
      DevType: 'simulated',
      OEM: 'DM Bench',
      FwV: '2.4.1',
      SwV: '1.0',
      HwV: '1.0',
    });
  });

  it('has components, and nothing under way', () => {
    expect(interruptedOperations(objects)).toEqual(objects);
    expect(printNode(instancesOf(objects, firmwareMoid).get('f1')!)).toMatchObject({ State: 10 });
    expect(printNode(instancesOf(objects, softwareMoid).get('s1')!)).toMatchObject({
      Inventory: { Delivered: {}, Deployed: { meter: { State: 20 }, web: { State: 20 } } },
      Download: {},
    });
  });

  it('tells what its sessions run over', () => {
    expect(printNode(instancesOf(objects, sessionInfoMoid).get('main')!)).toEqual({
      CBT: 'Ethernet',
      Roaming: false,
    });
    const root = sessionInformation({ bearer: 'LTE', roaming: true });
    expect(printNode(root)).toEqual({ CBT: 'LTE', Roaming: true });
    expect(checkNode(standardSchema(sessionInfoMoid)!.root, 'SessionInfo', root)).toEqual([]);
  });
});

describe('a server', () => {
  const placed = (on: DeviceObjects, uri: string, data: MoJson) => {
    const outcome = placeNode(on, parseNodeAddress(uri), parseMoData(data));
    if (outcome.status !== 200) throw new Error(`${uri} is refused with ${outcome.status}`);
    return outcome.value.objects;
  };

  it('orders firmware with the digest that it has to have, and has it installed', () => {
    const ordered = placed(objects, `${firmwareMoid}/f1/`, {
      FUMO: {
        PkgVersion: '2.5.0',
        DownloadAndUpdate: { PkgURL: 'https://bench.example/fw.bin' },
        Ext: { SHA256: digest },
      },
    });
    const run = execute(ordered, `${firmwareMoid}/f1/DownloadAndUpdate`, `${firmwareMoid}/f1/State`);
    expect(run.result).toBe(200);
    expect(valueAt(run.objects, `${devInfoMoid}/main/FwV`)).toBe('2.5.0');
    const other = placed(ordered, `${firmwareMoid}/f1/Ext/SHA256`, { SHA256: 'f'.repeat(64) });
    expect(execute(other, `${firmwareMoid}/f1/DownloadAndUpdate`, `${firmwareMoid}/f1/State`).result).toBe(
      402,
    );
  });

  it('sends firmware, which it cannot read back', () => {
    const sent = placed(objects, `${firmwareMoid}/f1/Update/PkgData`, { PkgData: 'AAAA' });
    expect(readNode(sent, parseNodeAddress(`${firmwareMoid}/f1/Update/PkgData`)).status).toBe(405);
    const run = execute(sent, `${firmwareMoid}/f1/Update`, `${firmwareMoid}/f1/State`);
    expect(run.steps).toEqual([60, 'work', 100]);
  });

  it('orders software, and cannot say what states it is in', () => {
    const app = `${softwareMoid}/s1/Download/app`;
    const order = { PkgID: 'p7', Name: 'Alarm app 2.1', PkgURL: 'https://bench.example/app.pkg' };
    const ordered = placed(objects, app, { app: { ...order, Operations: { DownloadInstall: null } } });
    const run = execute(ordered, `${app}/Operations/DownloadInstall`, `${app}/Status`);
    expect(run.result).toBe(1200);
    expect(valueAt(run.objects, `${softwareMoid}/s1/Inventory/Deployed/app/PkgIDRef`)).toBe('p7');
    for (const [uri, data] of [
      [`${softwareMoid}/s1/Inventory/Deployed/web/State`, { State: 10 }],
      [`${softwareMoid}/s1/Inventory/Deployed/new`, { new: { ID: 'x' } }],
      [`${firmwareMoid}/f1/State`, { State: 100 }],
      [`${devInfoMoid}/main/FwV`, { FwV: '9' }],
    ] as const)
      expect(placeNode(objects, parseNodeAddress(uri), parseMoData(data))).toEqual({ status: 405 });
  });
});
