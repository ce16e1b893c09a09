import { describe, expect, it } from 'vitest';
import { instancesOf } from '../../mo/device-objects.ts';
import { devInfoMoid } from '../../mo/standard-objects.ts';
import {
  answer,
  bootstrapped,
  gateway,
  gatewayMoid,
  hiddenMoid,
  object,
  repository,
  resource,
  validate,
  worldWith,
} from './test-device.ts';

const device = bootstrapped();
const two = answer(device, [['HGET', `${repository}/g2`, `${gatewayMoid}/g2/`]], {
  world: worldWith({
    [`${repository}/g2`]: resource(object(`${gatewayMoid}/g2/`, gateway({ APN: 'second.example' }))),
  }),
}).device;

describe('GET', () => {
  const validator = (moid: string, instance: string, of = device) =>
    validate(instancesOf(of.objects, moid).get(instance)!);

  it('wraps what was addressed in its name, and echoes a plain ClientURI', () => {
    const cv = validator(devInfoMoid, 'main');
    expect(answer(device, [['GET', `${devInfoMoid}//FwV`]]).statuses).toEqual([
      { sc: 200, Data: [{ ClientURI: `${devInfoMoid}//FwV`, CV: cv, MOData: { FwV: '2.4.1' } }] },
    ]);
    expect(answer(device, [['GET', `${gatewayMoid}/g1/`]]).statuses).toEqual([
      {
        sc: 200,
        Data: [{ ClientURI: `${gatewayMoid}/g1/`, CV: validator(gatewayMoid, 'g1'), MOData: gateway() }],
      },
    ]);
  });

  it('resolves a pattern, one entry each', () => {
    const [status] = answer(two, [['GET', `${gatewayMoid}/*/APN`]]).statuses;
    expect(status?.Data?.map(({ ClientURI, MOData }) => [ClientURI, MOData])).toEqual([
      [`${gatewayMoid}/g1/APN`, { APN: 'm2m.example' }],
      [`${gatewayMoid}/g2/APN`, { APN: 'second.example' }],
    ]);
    const byValue = answer(two, [['GET', `${gatewayMoid}/(x)/Site/Level?nv=(x)/APN:second.example`]]);
    expect(byValue.statuses[0]?.Data?.[0]?.ClientURI).toBe(`${gatewayMoid}/g2/Site/Level`);
  });

  it('with one bad ClientURI has its status, and the data of the others', () => {
    const good = [`${devInfoMoid}//FwV`, `${gatewayMoid}/g1/APN`];
    const [status] = answer(device, [
      ['GET', good[0], `${gatewayMoid}/none/`, `${hiddenMoid}/h1/`, good[1]],
    ]).statuses;
    expect(status?.sc).toBe(404);
    expect(status?.Data?.map(({ ClientURI }) => ClientURI)).toEqual(good);
    expect(answer(device, [['GET', `${hiddenMoid}/h1/`, `${gatewayMoid}/none/`]]).statuses).toEqual([
      { sc: 403 },
    ]);
  });

  it('answers 304 where all that is asked for is as the server has it', () => {
    const held = `${gatewayMoid}/g1/?cv=${validator(gatewayMoid, 'g1')}`;
    const leaf = `${gatewayMoid}/g1/APN?cv=${validator(gatewayMoid, 'g1')}`;
    const old = `${devInfoMoid}//?cv=old`;
    expect(answer(device, [['GET', held]]).statuses).toEqual([{ sc: 304 }]);
    expect(answer(device, [['GET', held, leaf]]).statuses).toEqual([{ sc: 304 }]);
    expect(answer(device, [['GET', old]]).codes).toEqual([200]);
    expect(answer(device, [['GET', held, old]]).statuses[0]?.Data).toHaveLength(2);
    expect(answer(device, [['GET', held, `${gatewayMoid}/none/`]]).codes).toEqual([404]);
    const ofOne = `${gatewayMoid}/*/?cv=${validator(gatewayMoid, 'g1')}`;
    expect(answer(device, [['GET', ofOne]]).codes).toEqual([304]);
    expect(answer(two, [['GET', ofOne]]).statuses[0]?.Data).toHaveLength(2);
    const changed = answer(device, [['DELETE', `${gatewayMoid}/g1/Site`]]).device;
    expect(answer(changed, [['GET', leaf]]).codes).toEqual([200]);
  });
});
