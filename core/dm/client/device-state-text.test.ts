import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toFault } from '../../errors.ts';
import { instancesOf, withInstance } from '../../mo/device-objects.ts';
import { interior, leaf } from '../../mo/node.ts';
import { devInfoMoid, dmAccountMoid, firmwareMoid } from '../../mo/standard-objects.ts';
import { accountsOf } from './accounts.ts';
import { type DeviceState, withObjects } from './device-state.ts';
import { parseDeviceState, printDeviceState } from './device-state-text.ts';
import { accountOf, answer, bootstrapped, gatewayMoid, repository } from './test-device.ts';

const device: DeviceState = {
  ...answer(bootstrapped(), [
    ['SUB', `${repository}/a`, `${gatewayMoid}/(x)/Site?nv=(x)/APN:m2m.example`],
    ['SUB', `${repository}/b`, `${devInfoMoid}//`],
    ['DEFAULT', `${repository}/c`, gatewayMoid],
  ]).device,
  seenNotifications: [{ serverId: 'bench', notificationId: 4711, until: 1000 }],
};
const reread = (state: DeviceState) => parseDeviceState(printDeviceState(state), 'device.json');

describe('what a device holds', () => {
  it('comes back from its text as it went', () => {
    expect(device.subscriptions).toHaveLength(2);
    expect(reread(device)).toEqual(device);
    expect(printDeviceState(reread(device))).toBe(printDeviceState(device));
  });

  it('does so whatever the names, with instances in their order', () => {
    const names = fc.oneof(
      fc.constantFrom('10', '2', '1', '__proto__', 'constructor'),
      fc.string({ minLength: 1, unit: 'binary' }),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(names, { maxLength: 6 }),
        names,
        fc.string({ unit: 'binary' }),
        (instances, name, value) => {
          const kind = { moid: 'urn:a:b', rootName: 'Root', ddf: 'https://h/ddf' };
          const root = interior([[name, interior([[name, leaf(value)]])]]);
          const objects = instances.reduce(
            (all, instance) => withInstance(all, kind, instance, root),
            device.objects,
          );
          const back = reread(withObjects(device, objects));
          expect(back).toEqual(withObjects(device, objects));
          expect([...instancesOf(back.objects, 'urn:a:b').keys()]).toEqual(instances);
        },
      ),
    );
  });

  it('keeps the first account the first', () => {
    const numbered = bootstrapped([
      accountOf('bench', { instance: 'b' }),
      accountOf('vendor', { instance: '1' }),
    ]);
    expect(accountsOf(reread(numbered).objects).map(({ serverId }) => serverId)).toEqual(['bench', 'vendor']);
  });

  it('has its standard objects with their descriptions again', () => {
    expect(reread(device).objects.kinds.get(firmwareMoid)?.schema).toBe(
      device.objects.kinds.get(firmwareMoid)?.schema,
    );
    expect(answer(reread(device), [['DELETE', `${devInfoMoid}//DevID`]]).codes).toEqual([405]);
  });

  it('begins its subscriptions anew, and without those that can hold no more', () => {
    const gone = withObjects(device, {
      ...device.objects,
      instances: new Map([...device.objects.instances].filter(([moid]) => moid !== gatewayMoid)),
    });
    expect(reread(gone).subscriptions.map(({ destination }) => destination)).toEqual([`${repository}/b`]);
    const noAccounts = withObjects(device, {
      ...device.objects,
      instances: new Map([...device.objects.instances].filter(([moid]) => moid !== dmAccountMoid)),
    });
    expect(reread(noAccounts).subscriptions).toEqual([]);
  });

  it('reads a text from before notifications', () => {
    const { seenNotifications: _seen, ...before } = JSON.parse(printDeviceState(device));
    expect(parseDeviceState(JSON.stringify(before), 'x').seenNotifications).toEqual([]);
  });
});

describe('a text that is damaged', () => {
  const json = (): Record<string, unknown> => JSON.parse(printDeviceState(device));
  const kind = (over: object) => ({ moid: 'urn:a:b', rootName: 'R', instances: [['i', { R: 1 }]], ...over });
  it.each([
    ['', 'no text'],
    [printDeviceState(device).slice(0, -1), 'half a text'],
    ['null', 'no object'],
    [JSON.stringify({ ...json(), version: 2 }), 'another version'],
    [JSON.stringify({ ...json(), more: 1 }), 'another member'],
    [
      JSON.stringify({ ...json(), kinds: [kind({ instances: { i: { R: 'bench-geheim' } } })] }),
      'another form',
    ],
    [
      JSON.stringify({ ...json(), kinds: [kind({ instances: [['i', { R: ['bench-geheim'] }]] })] }),
      'data that are none',
    ],
    [JSON.stringify({ ...json(), kinds: [kind({ instances: [['i', {}]] })] }), 'data without a root'],
    [
      JSON.stringify({ ...json(), subscriptions: [{ server: 'bench', destination: 'x', target: 'geheim' }] }),
      'no ClientURI',
    ],
    [JSON.stringify({ ...json(), defaults: [] }), 'no sources'],
  ])('%#: is refused by its file, and with nothing of what is in it', (text) => {
    let fault = toFault(new Error('read'));
    try {
      parseDeviceState(text, 'device.json');
    } catch (error) {
      fault = toFault(error);
    }
    expect(fault.code).toBe('DEVICE_STATE_WRONG');
    expect(fault.message).toContain('device.json');
    expect(JSON.stringify(fault)).not.toContain('geheim');
  });
});
