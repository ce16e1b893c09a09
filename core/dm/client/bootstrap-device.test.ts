import { describe, expect, it } from 'vitest';
import { toFault } from '../../errors.ts';
import { accessRecordOf } from '../../mo/delegation.ts';
import { instancesOf, noObjects, withInstance } from '../../mo/device-objects.ts';
import { interior, leaf, nodeAt, withNodeAt } from '../../mo/node.ts';
import type { SerializedMo } from '../../mo/serialization.ts';
import {
  delegationMoid,
  devInfoMoid,
  dmAccountMoid,
  firmwareMoid,
  standardKind,
} from '../../mo/standard-objects.ts';
import { accountsOf, deviceIdOf, managingServer, supportedMos } from './accounts.ts';
import { bootstrapDevice } from './bootstrap-device.ts';
import { accountOf, answer, bootstrapped, factory, gateway, gatewayMoid, object } from './test-device.ts';

const accounts = [accountOf('bench', { trustAnchor: 'PEM' }), accountOf('vendor')] as const;
const g1 = object(`${gatewayMoid}/g1/`, gateway());
const bootstrap = (objects: readonly SerializedMo[], on = factory) =>
  bootstrapDevice(on, { accounts, objects });

describe('a bootstrap', () => {
  it('sets up an account for each server, in their order, beside what the device has', () => {
    const { objects, subscriptions, defaults } = bootstrap([]);
    expect(accountsOf(objects)).toEqual(accounts);
    expect(instancesOf(objects, devInfoMoid)).toBe(instancesOf(factory, devInfoMoid));
    expect([subscriptions, [...defaults]]).toEqual([[], []]);
  });

  it('sets up objects, which belong to the first server', () => {
    const { objects } = bootstrap([g1, object(`${gatewayMoid}//`, gateway())]);
    expect([...instancesOf(objects, gatewayMoid).keys()]).toEqual(['g1', 'i2']);
    for (const instance of ['g1', 'i2'])
      expect(accessRecordOf(objects, gatewayMoid, instance)).toMatchObject({
        owner: 'bench',
        grants: new Map(),
      });
    expect(accessRecordOf(objects, devInfoMoid, 'main')).toBeUndefined();
  });

  it('may set what servers may not: access types bind them, not it', () => {
    const { objects } = bootstrap([object(`${firmwareMoid}/f1/`, { FUMO: { State: 40 } })]);
    expect(nodeAt(instancesOf(objects, firmwareMoid).get('f1')!, ['State'])).toEqual(leaf(40));
  });

  const grantToVendor = { vendor: { SrvID: 'vendor', Rights: 'R' } };
  const record = object(`${delegationMoid}/g1-rights/`, {
    DAC: { MOID: gatewayMoid, MIID: 'g1', Owner: 'bench', ACL: grantToVendor },
  });
  it.each([
    ['before', [record, g1]],
    ['after', [g1, record]],
  ])('gives servers the rights that a record in the message says, %s its object', (_where, objects) => {
    const device = bootstrap(objects);
    expect(answer(device, [['GET', `${gatewayMoid}/g1/`]], { server: 'vendor' }).codes).toEqual([200]);
    expect([...instancesOf(device.objects, delegationMoid).keys()]).toEqual(['g1-rights']);
    // A bootstrap that says it otherwise, later, is what holds then.
    const again = bootstrap([g1], device.objects);
    expect(answer(again, [['GET', `${gatewayMoid}/g1/`]], { server: 'vendor' }).codes).toEqual([403]);
    expect(instancesOf(again.objects, delegationMoid).size).toBe(1);
  });

  it('never lets a record take the place of another one', () => {
    const named = object(`${delegationMoid}/i1/`, {
      DAC: { MOID: gatewayMoid, MIID: 'g2', Owner: 'vendor', ACL: {} },
    });
    const { objects } = bootstrap([g1, named, object(`${gatewayMoid}/g2/`, gateway())]);
    expect(accessRecordOf(objects, gatewayMoid, 'g1')?.owner).toBe('bench');
    expect(accessRecordOf(objects, gatewayMoid, 'g2')?.owner).toBe('vendor');
    expect(() => bootstrap([named], bootstrap([g1]).objects)).toThrow(
      '/i1/ is there already, about something else',
    );
  });

  it.each([
    [object(`${gatewayMoid}/g1/APN`, { APN: 'x' }), 'a node that is no root'],
    [object(`${gatewayMoid}/g1/Gateway`, { Gateway: 'x' }), 'a node that is no root, by its name'],
    [object(`${gatewayMoid}/g2/`, { Other: 'x' }), 'an object of a kind with another root'],
    [object(`${firmwareMoid}/f2/`, { FUMO: {} }), 'an object without what has to be there'],
    [object(`${firmwareMoid}/f2/`, { Other: { State: 10 } }), 'an object with another root'],
    [object(`${delegationMoid}/d1/`, { DAC: { MOID: gatewayMoid } }), 'a record without its owner'],
  ])('%#: with an object that cannot be set up sets nothing up', (bad) => {
    let fault = toFault(new Error('set up'));
    try {
      bootstrap([g1, bad]);
    } catch (error) {
      fault = toFault(error);
    }
    expect(fault.code).toBe('BOOTSTRAP_WRONG');
    expect(fault.message).toContain(`${bad.clientUri.moid}/${bad.clientUri.instance}/`);
  });
});

describe('the accounts of a device', () => {
  it('are without one that a server made unusable', () => {
    const device = bootstrapped();
    const root = instancesOf(device.objects, dmAccountMoid).get('bench')!;
    const changed = withNodeAt(root, ['SrvURI'], leaf('nowhere'))!;
    const objects = withInstance(device.objects, standardKind(dmAccountMoid), 'bench', changed);
    expect(accountsOf(objects).map(({ serverId }) => serverId)).toEqual(['vendor']);
    expect(accountsOf(noObjects)).toEqual([]);
  });

  it('say which objects each server is told of', () => {
    const { objects } = bootstrap([g1]);
    const narrow = managingServer(
      accountOf('bench', { permittedMoids: [gatewayMoid, 'urn:oma:mo:none:1.0'] }),
    );
    expect(supportedMos(objects, narrow)).toEqual([{ moid: gatewayMoid, instances: ['g1'] }]);
    const kinds = new Map(objects.kinds).set(gatewayMoid, {
      moid: gatewayMoid,
      rootName: 'Gateway',
      ddf: 'https://h/ddf',
    });
    expect(supportedMos({ ...objects, kinds }, narrow)).toEqual([
      { moid: gatewayMoid, instances: ['g1'], ddf: 'https://h/ddf' },
    ]);
  });
});

describe('the id of a device', () => {
  it('is what DevInfo says, and nothing where it says none', () => {
    expect(deviceIdOf(factory)).toBe('IMEI:352099001761408');
    expect(deviceIdOf(noObjects)).toBeUndefined();
    const kind = standardKind(devInfoMoid);
    expect(deviceIdOf(withInstance(noObjects, kind, 'main', interior([['DevID', leaf(1)]])))).toBeUndefined();
  });
});
