import { describe, expect, it } from 'vitest';
import { instancesOf } from '../../mo/device-objects.ts';
import type { MoJson } from '../../mo/serialization.ts';
import { delegationMoid, firmwareMoid } from '../../mo/standard-objects.ts';
import type { DeviceState } from './device-state.ts';
import {
  accountOf,
  answer,
  bootstrapped,
  gateway,
  gatewayMoid,
  object,
  repository,
  resource,
  worldWith,
} from './test-device.ts';

const device = bootstrapped([accountOf('bench'), accountOf('vendor'), accountOf('third')]);
const source = `${repository}/x`;
const g1 = `${gatewayMoid}/g1/`;
/** The access record of an instance, found by what it is about. */
const record = (rest = '', moid = gatewayMoid, instance = 'g1') =>
  `${delegationMoid}/(x)/${rest}?nv=(x)/MOID:${moid}&nv=(x)/MIID:${instance}`;

/** What a server's HGET of a node came to. */
function put(on: DeviceState, server: string, target: string, data: MoJson) {
  const world = worldWith({ [source]: resource(object(`${delegationMoid}/any/`, data)) });
  const { codes, device: after } = answer(on, [['HGET', source, target]], { server, world });
  return { code: codes[0], after };
}
const grant = (on: DeviceState, by: string, to: string, rights: string) =>
  put(on, by, record(`ACL/${to}`), { [to]: { SrvID: to, Rights: rights } });
const granted = (to: string, rights: string, on = device, by = 'bench') => {
  const { code, after } = grant(on, by, to, rights);
  expect(code).toBe(200);
  return after;
};

/** What a server may do with the gateway object: one letter for each command that it is not refused. */
function rightsOf(server: string, on: DeviceState): string {
  const world = worldWith({ [source]: resource(object(`${g1}APN`, { APN: 'new' })) });
  const may = (command: readonly string[]) => answer(on, [command], { server, world }).codes[0] !== 403;
  return [
    may(['GET', g1]) ? 'R' : '',
    may(['HGET', source, `${g1}APN`]) && may(['DELETE', `${g1}Site`]) ? 'W' : '',
    // The object has nothing to execute: 405 says that the right is there.
    may(['EXEC', g1]) ? 'E' : '',
    may(['HGET', source, `${delegationMoid}/i1/ACL/new`]) ? 'D' : '',
  ].join('');
}
const dataAt = (uri: string, on: DeviceState, server = 'bench') =>
  answer(on, [['GET', uri]], { server }).statuses[0]?.Data?.[0]?.MOData;

describe('rights on an instance', () => {
  it('are all its owner’s, and nobody else’s', () => {
    expect(rightsOf('vendor', device)).toBe('');
    expect(
      answer(device, [
        ['GET', g1],
        ['EXEC', g1],
        ['DELETE', `${g1}Site`],
      ]).codes,
    ).toEqual([200, 405, 200]);
  });

  it.each(['R', 'W', 'E', 'RW', 'WE', 'RWE'])('%s are granted by the owner, and taken back', (rights) => {
    const shared = granted('vendor', rights);
    expect(rightsOf('vendor', shared)).toBe(rights);
    expect(rightsOf('third', shared)).toBe('');
    expect(rightsOf('vendor', granted('vendor', '', shared))).toBe('');
    const { codes, device: taken } = answer(shared, [['DELETE', record('ACL/vendor')]]);
    expect(codes).toEqual([200]);
    expect(rightsOf('vendor', taken)).toBe('');
    expect(dataAt(record('ACL'), taken)).toEqual({ ACL: {} });
  });

  it('of several grants add up, and letters that mean nothing mean nothing', () => {
    const twice = put(granted('vendor', 'R'), 'bench', record('ACL/more'), {
      more: { SrvID: 'vendor', Rights: 'xE r' },
    });
    expect(rightsOf('vendor', twice.after)).toBe('RE');
  });

  it('let a server execute what is another’s', () => {
    const execute = ['EXEC', `${firmwareMoid}/f2/Update`];
    expect(answer(device, [execute], { server: 'vendor' }).codes).toEqual([403]);
    const target = record('ACL/vendor', firmwareMoid, 'f2');
    const { after } = put(device, 'bench', target, { vendor: { SrvID: 'vendor', Rights: 'E' } });
    expect(answer(after, [execute, ['GET', `${firmwareMoid}/f2/`]], { server: 'vendor' }).codes).toEqual([
      200, 403,
    ]);
  });

  it('are delegated: who was given D grants and takes what it has itself', () => {
    const shared = granted('vendor', 'RD');
    expect(rightsOf('vendor', shared)).toBe('RD');
    const passedOn = granted('third', 'R', shared, 'vendor');
    expect(rightsOf('third', passedOn)).toBe('R');
    expect(grant(shared, 'vendor', 'third', 'W').code).toBe(403);
    expect(grant(shared, 'vendor', 'third', 'RW').code).toBe(403);
    expect(grant(passedOn, 'third', 'vendor', 'R').code).toBe(403);
    expect(rightsOf('third', granted('third', '', passedOn, 'vendor'))).toBe('');
    expect(answer(passedOn, [['DELETE', record('ACL/third')]], { server: 'vendor' }).codes).toEqual([200]);
  });

  it('that it has not itself stay where the delegate cannot take them, by HGET or by DELETE', () => {
    const shared = granted('third', 'RW', granted('vendor', 'RD'));
    expect(grant(shared, 'vendor', 'third', 'R').code).toBe(403);
    const { codes, device: after } = answer(
      shared,
      [
        ['DELETE', record('ACL/third')],
        ['DELETE', record('ACL/*')],
      ],
      {
        server: 'vendor',
      },
    );
    expect(codes).toEqual([403, 403]);
    expect(after).toBe(shared);
    expect(rightsOf('third', shared)).toBe('RW');
  });

  it('are handed over with the instance, and back', () => {
    const { code, after: handed } = put(device, 'bench', record('Owner'), { Owner: 'vendor' });
    expect(code).toBe(200);
    expect(rightsOf('vendor', handed)).toBe('RWED');
    expect(rightsOf('bench', handed)).toBe('');
    expect(put(handed, 'bench', `${delegationMoid}/i1/Owner`, { Owner: 'bench' }).code).toBe(403);
    const back = put(handed, 'vendor', record('Owner'), { Owner: 'bench' });
    expect(rightsOf('bench', back.after)).toBe('RWED');
    expect(put(device, 'bench', record('Owner'), { Owner: '' }).code).toBe(403);
    expect(put(granted('vendor', 'RWED'), 'vendor', record('Owner'), { Owner: 'vendor' }).code).toBe(403);
  });
});

describe('an access record', () => {
  it('is seen by who has a right on its instance, and found by no other', () => {
    const seen = { DAC: { MOID: gatewayMoid, MIID: 'g1', Owner: 'bench', ACL: {} } };
    expect(dataAt(record(), device)).toEqual(seen);
    expect(
      answer(
        device,
        [
          ['GET', record()],
          ['GET', `${delegationMoid}/i1/`],
        ],
        { server: 'vendor' },
      ).codes,
    ).toEqual([404, 403]);
    const shared = granted('vendor', 'E');
    expect(dataAt(record('ACL'), shared, 'vendor')).toEqual({
      ACL: { vendor: { SrvID: 'vendor', Rights: 'E' } },
    });
  });

  it.each([
    ['MOID', { MOID: firmwareMoid }, 405],
    ['MIID', { MIID: 'g2' }, 405],
    ['', { DAC: { MOID: firmwareMoid, MIID: 'g1', Owner: 'bench', ACL: {} } }, 405],
    ['', { DAC: { MOID: gatewayMoid, MIID: 'g1', Owner: 'bench' } }, 200],
    ['ACL/vendor', { vendor: { SrvID: 'vendor' } }, 400],
    ['ACL/vendor', { vendor: { SrvID: 'vendor', Rights: 1 } }, 400],
  ])('is about one instance for good, and keeps its form: %s %j is answered with %i', (rest, data, code) => {
    expect(put(device, 'bench', record(rest), data).code).toBe(code);
  });

  it('is made and removed by the device alone', () => {
    const whole = { DAC: { MOID: gatewayMoid, MIID: 'g1', Owner: 'vendor', ACL: {} } };
    expect(put(device, 'vendor', `${delegationMoid}/mine/`, whole).code).toBe(403);
    expect(put(device, 'vendor', `${delegationMoid}//`, whole).code).toBe(403);
    expect(
      answer(device, [
        ['DELETE', `${delegationMoid}/i1/`],
        ['DELETE', `${delegationMoid}/i1/Owner`],
      ]).codes,
    ).toEqual([405, 405]);
    expect(answer(device, [['DELETE', `${delegationMoid}/*/`]]).codes).toEqual([405]);
    expect(instancesOf(answer(device, [['DELETE', g1]]).device.objects, delegationMoid).size).toBe(1);
  });

  it('is no place to delegate from, whatever rights it names', () => {
    const shared = granted('vendor', 'RW');
    expect(grant(shared, 'vendor', 'third', 'R').code).toBe(403);
    expect(
      answer(
        shared,
        [
          ['DELETE', record('ACL/vendor')],
          ['EXEC', record()],
        ],
        { server: 'vendor' },
      ).codes,
    ).toEqual([403, 403]);
  });
});

it('an object that was replaced whole keeps its record', () => {
  const shared = granted('vendor', 'R');
  const { after } = put(shared, 'bench', g1, gateway({ APN: 'new' }));
  expect(rightsOf('vendor', after)).toBe('R');
});
