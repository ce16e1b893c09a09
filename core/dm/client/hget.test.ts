import { describe, expect, it } from 'vitest';
import { instancesOf } from '../../mo/device-objects.ts';
import type { MoJson, SerializedMo } from '../../mo/serialization.ts';
import { delegationMoid, devInfoMoid, dmAccountMoid, firmwareMoid } from '../../mo/standard-objects.ts';
import type { DeviceState } from './device-state.ts';
import {
  accountOf,
  answer,
  bootstrapped,
  gateway,
  gatewayMoid,
  hiddenMoid,
  object,
  repository,
  resource,
  worldWith,
} from './test-device.ts';

const source = `${repository}/configuration`;
const newMoid = 'urn:oma:mo:example-new:1.0';
const permits = [...accountOf('bench').permittedMoids, newMoid];
const device = bootstrapped([accountOf('bench', { permittedMoids: permits }), accountOf('vendor')]);

/** What an HGET of these entries came to: its status, and the device after it. */
function hget(target: string | undefined, entries: readonly SerializedMo[], on: DeviceState = device) {
  const world = worldWith({ [source]: resource(...entries) });
  const { statuses, device: after } = answer(
    on,
    [['HGET', source, ...(target === undefined ? [] : [target])]],
    { world },
  );
  return { status: statuses[0], after, log: world.log };
}
const dataAt = (uri: string, on: DeviceState): MoJson | undefined =>
  answer(on, [['GET', uri]]).statuses[0]?.Data?.[0]?.MOData;
const namesOf = (on: DeviceState, moid: string) => [...instancesOf(on.objects, moid).keys()];

describe('HGET with a ClientURI', () => {
  it('replaces an instance whole', () => {
    const { status, after, log } = hget(`${gatewayMoid}/g1/`, [
      object(`${gatewayMoid}/g1/`, { Gateway: { APN: 'new' } }),
    ]);
    expect(status).toEqual({ sc: 200 });
    expect(log).toEqual([`GET ${source}`]);
    expect(dataAt(`${gatewayMoid}/g1/`, after)).toEqual({ Gateway: { APN: 'new' } });
    expect(namesOf(after, delegationMoid)).toEqual(namesOf(device, delegationMoid));
  });

  it('creates the instance that it names, and the server owns it', () => {
    const { status, after } = hget(`${gatewayMoid}/g2/`, [object(`${gatewayMoid}/g2/`, gateway())]);
    expect(status).toEqual({ sc: 200 });
    expect(namesOf(after, gatewayMoid)).toEqual(['g1', 'g2']);
    expect(answer(after, [['GET', `${gatewayMoid}/g2/`]], { server: 'vendor' }).codes).toEqual([403]);
    const owner = `${delegationMoid}/(x)/Owner?nv=(x)/MIID:g2&nv=(x)/MOID:${gatewayMoid}`;
    expect(dataAt(owner, after)).toEqual({ Owner: 'bench' });
  });

  it('creates one with an empty instance part, also beside another, and says where', () => {
    const { status, after } = hget(`${gatewayMoid}//`, [object(`${gatewayMoid}//`, gateway())]);
    expect(status).toEqual({ sc: 200, URI: [`${gatewayMoid}/i2/`] });
    expect(namesOf(after, gatewayMoid)).toEqual(['g1', 'i2']);
    const learnt = hget(`${newMoid}//`, [object(`${newMoid}//`, { New: 1 })]);
    expect(learnt.status).toEqual({ sc: 200, URI: [`${newMoid}/i1/`] });
    expect(dataAt(`${newMoid}//`, learnt.after)).toEqual({ New: 1 });
  });

  it.each<readonly [string, MoJson, string]>([
    [`${gatewayMoid}/g1/APN`, { APN: 'new' }, 'a leaf that is there'],
    [`${gatewayMoid}/g1/Site`, { Site: { Name: 'Hall 4' } }, 'a sub-tree'],
    [`${gatewayMoid}/g1/Site/Floor`, { Floor: 3 }, 'a node that is new'],
    [`${firmwareMoid}/f2/Download/PkgURL`, { PkgURL: 'https://h/g' }, 'a leaf with Replace'],
    [`${firmwareMoid}/f2/PkgVersion`, { PkgVersion: '2' }, 'a leaf with Add'],
    [`${firmwareMoid}/f2/Ext`, { Ext: { Vendor: { A: 1 } } }, "the vendor's own nodes"],
  ])('puts it at %s: %j (%s)', (target, data) => {
    const { status, after } = hget(target, [object(target, data)]);
    expect(status).toEqual({ sc: 200 });
    expect(dataAt(target, after)).toEqual(data);
  });

  it('puts it below the only instance, and says which one that is', () => {
    const { status, after } = hget(`${gatewayMoid}//APN`, [object(`${gatewayMoid}//APN`, { APN: 'new' })]);
    expect(status).toEqual({ sc: 200, URI: [`${gatewayMoid}/g1/APN`] });
    expect(dataAt(`${gatewayMoid}/g1/APN`, after)).toEqual({ APN: 'new' });
  });

  it('puts it where a pattern leads, and where it would lead', () => {
    const pattern = `${gatewayMoid}/(x)/Site/Name?nv=(x)/APN:m2m.example`;
    expect(
      dataAt(
        `${gatewayMoid}/g1/Site/Name`,
        hget(pattern, [object(`${gatewayMoid}/g1/`, { Name: 'New' })]).after,
      ),
    ).toEqual({
      Name: 'New',
    });
    const made = hget(`${gatewayMoid}/*/Site/Floor`, [object(`${gatewayMoid}/g1/`, { Floor: 3 })]);
    expect(made.status?.sc).toBe(200);
    expect(dataAt(`${gatewayMoid}/g1/Site/Floor`, made.after)).toEqual({ Floor: 3 });
  });

  it('takes the only entry of a resource, or the one that is meant for it', () => {
    const target = `${gatewayMoid}/g1/APN`;
    const entries = [object(`${gatewayMoid}/g2/`, gateway()), object(target, { APN: 'meant' })];
    const { status, after } = hget(target, entries);
    expect(status).toEqual({ sc: 200 });
    expect(dataAt(target, after)).toEqual({ APN: 'meant' });
    expect(namesOf(after, gatewayMoid)).toEqual(['g1']);
    expect(hget(target, [object(`${gatewayMoid}//APN`, { APN: 'only' })]).status).toEqual({ sc: 200 });
    expect(hget(target, [entries[0]!, entries[0]!]).status).toEqual({ sc: 400 });
  });

  it('leaves what a server cannot delete, where the data do not mention it', () => {
    const bare = object(`${firmwareMoid}/f2/`, { FUMO: { PkgName: 'new' } });
    const { status, after } = hget(`${firmwareMoid}/f2/`, [bare]);
    expect(status).toEqual({ sc: 200 });
    expect(dataAt(`${firmwareMoid}/f2/`, after)).toEqual({
      FUMO: { PkgName: 'new', Download: { PkgURL: 'https://h/f' }, Update: {}, State: 10 },
    });
  });
});

describe('HGET without a ClientURI', () => {
  it('puts each entry where it says, and says where they went', () => {
    const { status, after } = hget(undefined, [
      object(`${gatewayMoid}//`, gateway()),
      object(`${gatewayMoid}/g1/APN`, { APN: 'new' }),
      object(`${newMoid}/n1/`, { New: { A: 1 } }),
    ]);
    expect(status).toEqual({
      sc: 200,
      URI: [`${gatewayMoid}/i2/`, `${gatewayMoid}/g1/APN`, `${newMoid}/n1/`],
    });
    expect(dataAt(`${gatewayMoid}/g1/APN`, after)).toEqual({ APN: 'new' });
    expect(dataAt(`${newMoid}/n1/`, after)).toEqual({ New: { A: 1 } });
  });

  it.each([
    ['a MOID that is not permitted', object(`${hiddenMoid}/h1/`, { Hidden: 1 }), 403],
    ['data that do not fit', object(`${gatewayMoid}/g1/`, { Other: 1 }), 400],
    ['a node that is read-only', object(`${devInfoMoid}/main/FwV`, { FwV: '9' }), 405],
    ['a parent that is missing', object(`${gatewayMoid}/g1/None/A`, { A: 1 }), 404],
  ])('of entries with %s among them puts none', (_what, bad, sc) => {
    const { status, after } = hget(undefined, [object(`${gatewayMoid}//`, gateway()), bad]);
    expect(status).toEqual({ sc });
    expect(after.objects).toBe(device.objects);
  });
});

describe('HGET is refused', () => {
  const second = hget(`${gatewayMoid}/g2/`, [object(`${gatewayMoid}/g2/`, gateway())]).after;

  it.each([
    [403, `${hiddenMoid}/h1/`, 'a MOID that is not permitted'],
    [403, `${dmAccountMoid}/vendor/`, 'the account of another server'],
    [403, `${dmAccountMoid}/new/`, 'accounts come from a bootstrap'],
    [403, `${dmAccountMoid}//`, 'accounts come from a bootstrap'],
    [403, `${delegationMoid}/new/`, 'access records come from the device'],
    [403, `${delegationMoid}//`, 'access records come from the device'],
    [404, `${gatewayMoid}/none/APN`, 'an instance that is missing'],
    [404, `${newMoid}//A`, 'an object that is missing'],
    [404, `${gatewayMoid}/(x)/?nv=(x)/APN:none`, 'nothing that it could be'],
    [404, `${gatewayMoid}/g1/*/None/A`, 'a parent that is missing'],
    [404, `${gatewayMoid}/g1/APN/*`, 'no name that it could get'],
    [409, `${gatewayMoid}//APN`, 'several instances'],
    [409, `${gatewayMoid}/*/APN`, 'several nodes'],
    [409, `${gatewayMoid}/*/New`, 'several parents'],
    [409, `${gatewayMoid}/(x)/APN?nv=(x)/APN:m2m.example`, 'several that it could be'],
    [400, `${gatewayMoid}/g1/*/(x)`, 'a malformed ClientURI'],
  ])('with %i before anything is fetched: %s (%s)', (sc, target) => {
    const { status, after, log } = hget(target, [object(`${gatewayMoid}/g1/`, gateway())], second);
    expect(status).toEqual({ sc });
    expect(log).toEqual([]);
    expect(after).toBe(second);
  });

  it.each<readonly [number, string, MoJson, string]>([
    [400, `${gatewayMoid}/g1/`, { Other: {} }, 'another root'],
    [400, `${gatewayMoid}/g1/APN`, { Name: 'x' }, 'another name'],
    [400, `${gatewayMoid}/g1/APN`, { APN: {} }, 'an interior node for a leaf'],
    [400, `${firmwareMoid}/f2/`, { FUMO: { Other: 1 } }, 'a node that the DDF does not know'],
    [400, `${firmwareMoid}/f2/Update/PkgData`, { PkgData: 'no base64' }, 'a value in another format'],
    [404, `${firmwareMoid}/f2/Other`, { Other: 1 }, 'a place that the DDF does not know'],
    [404, `${gatewayMoid}/g1/APN/below`, { below: 1 }, 'a place below a leaf'],
    [404, `${gatewayMoid}/g1/None/A`, { A: 1 }, 'a place below what is missing'],
    [405, `${devInfoMoid}/main/FwV`, { FwV: '9' }, 'a read-only leaf'],
    [405, `${devInfoMoid}/other/`, { DevInfo: { DevID: 'x' } }, 'an instance that only the device makes'],
    [405, `${firmwareMoid}/f2/State`, { State: 20 }, 'what only the device sets'],
    [405, `${firmwareMoid}/f2/`, { FUMO: { State: 20 } }, 'what only the device sets, within an object'],
    [405, `${dmAccountMoid}/bench/SrvID`, { SrvID: 'vendor' }, 'the identity of a server'],
    [405, `${dmAccountMoid}/bench/Perm`, { Perm: { 9: { MOID: newMoid } } }, 'its permits'],
  ])('with %i where the data cannot be put there: %s %j (%s)', (sc, target, data) => {
    const { status, after } = hget(target, [object(target, data)]);
    expect(status).toEqual({ sc });
    expect(after.objects).toBe(device.objects);
  });

  it.each([400, 401, 403, 404, 406, 500, 503])('with the status %i of the Data Repository', (status) => {
    const world = worldWith({ [source]: status });
    const { codes, device: after } = answer(
      device,
      [
        ['HGET', source, `${gatewayMoid}/g1/`],
        ['HGET', source],
      ],
      { world },
    );
    expect(codes).toEqual([status, status]);
    expect(after.objects).toBe(device.objects);
  });
});
