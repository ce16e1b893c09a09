import { describe, expect, it } from 'vitest';
import { instancesOf } from '../../mo/device-objects.ts';
import { delegationMoid, devInfoMoid, dmAccountMoid, firmwareMoid } from '../../mo/standard-objects.ts';
import { bootstrapDevice } from './bootstrap-device.ts';
import { withObjects } from './device-state.ts';
import {
  accountOf,
  answer,
  bootstrapped,
  factory,
  gateway,
  gatewayMoid,
  hiddenMoid,
  object,
  repository,
  resource,
  worldWith,
} from './test-device.ts';

const device = bootstrapped();
const two = answer(device, [['HGET', `${repository}/g2`, `${gatewayMoid}/g2/`]], {
  world: worldWith({
    [`${repository}/g2`]: resource(object(`${gatewayMoid}/g2/`, gateway({ APN: 'second.example' }))),
  }),
}).device;

describe('each command is refused with its status:', () => {
  const server = `${repository}/x`;
  const anyUri = (moid: string, rest: string) => [
    ['GET', `${moid}/${rest}`],
    ['HPUT', server, `${moid}/${rest}`],
    ['HPOST', server, `${moid}/${rest}`],
    ['DELETE', `${moid}/${rest}`],
    ['EXEC', `${moid}/${rest}`],
    ['SUB', server, `${moid}/${rest}`],
  ];
  it.each([
    ...anyUri(hiddenMoid, 'h1/').map((command) => [command, 403] as const),
    ...anyUri(gatewayMoid, 'none/').map((command) => [command, 404] as const),
    ...anyUri(gatewayMoid, 'g1/None').map((command) => [command, 404] as const),
    ...anyUri(gatewayMoid, '(x)/?nv=(x)/APN:none').map((command) => [command, 404] as const),
    ...anyUri(gatewayMoid, '/').map((command) => [command, 409] as const),
    ...anyUri(gatewayMoid, 'x//y').map((command) => [command, 400] as const),
    ...anyUri(dmAccountMoid, 'vendor/').map((command) => [command, 403] as const),
    [['GET', `${dmAccountMoid}/bench/Perm`], 405],
    [['HPUT', server, `${dmAccountMoid}/bench/Auth/Trsp/Secret`], 405],
    [['SUB', server, `${dmAccountMoid}/bench/Perm`], 405],
    [['DELETE', `${devInfoMoid}//DevID`], 405],
    [['DELETE', `${devInfoMoid}/main/`], 405],
    [['DELETE', `${dmAccountMoid}/bench/`], 405],
    [['DELETE', `${firmwareMoid}/f2/State`], 405],
    [['EXEC', `${gatewayMoid}/g1/`], 405],
    [['EXEC', `${firmwareMoid}/f2/State`], 405],
    [['EXEC', `${firmwareMoid}/f2/*`], 405],
    [['EXEC', `${dmAccountMoid}/bench/`], 403],
    [['DEFAULT', server, hiddenMoid], 403],
    [['UNSUB', `${gatewayMoid}/g1/`], 404],
    [['UNSUB', `${hiddenMoid}/h1/`], 404],
    [['GET'], 400],
    [['CONT', 'elsewhere'], 400],
    [[], 400],
    [['FLY', `${gatewayMoid}/g1/`], 501],
  ] as const)('%j with %i', (command, status) => {
    const world = worldWith();
    const { codes, device: after } = answer(two, [command], { world });
    expect(codes).toEqual([status]);
    expect(after).toBe(two);
    expect(world.log).toEqual([]);
  });

  it('and the ones after it are run all the same, in order', () => {
    const { codes, device: after } = answer(device, [
      ['GET', `${gatewayMoid}/none/`],
      ['FLY'],
      ['DELETE', `${gatewayMoid}/g1/Site`],
      ['GET', `${gatewayMoid}/g1/Site`],
      ['GET', `${gatewayMoid}/g1/APN`],
    ]);
    expect(codes).toEqual([404, 501, 200, 404, 200]);
    expect(after).not.toBe(device);
  });
});

describe.each([
  ['HPUT', 'PUT'],
  ['HPOST', 'POST'],
])('%s', (name, method) => {
  const to = `${repository}/IMEI:1/state`;
  const upload = [name, to, `${gatewayMoid}/g1/APN`, `${devInfoMoid}//`];

  it('sends the nodes to the Data Repository, as serialized MOs', () => {
    const world = worldWith();
    expect(answer(device, [upload], { world }).codes).toEqual([200]);
    expect(world.log).toEqual([`${method} ${to} application/vnd.oma.dm.dmmo+json`]);
    const sent = JSON.parse(String(world.resources.get(to)));
    expect(sent.map(({ ClientURI }: { ClientURI: string }) => ClientURI)).toEqual([
      `${gatewayMoid}/g1/APN`,
      `${devInfoMoid}//`,
    ]);
    expect(sent[0].MOData).toEqual({ APN: 'm2m.example' });
  });

  it('sends them in a media type that the server takes, or answers 406', () => {
    const world = worldWith();
    expect(answer(device, [upload], { world, serverTakes: 'application/json' }).codes).toEqual([200]);
    expect(world.log).toEqual([`${method} ${to} application/json`]);
    expect(answer(device, [upload], { world, serverTakes: 'text/xml' }).codes).toEqual([406]);
    expect(world.log).toHaveLength(1);
  });

  it('sends nothing where one ClientURI is bad', () => {
    const world = worldWith();
    expect(answer(device, [[...upload, `${gatewayMoid}/none/`]], { world }).codes).toEqual([404]);
    expect(world.log).toEqual([]);
  });

  it.each([401, 403, 413, 415, 503, 507])('has the status %i of the Data Repository', (status) => {
    expect(
      answer(device, [upload, ['GET', `${devInfoMoid}//`]], { world: worldWith({ [to]: status }) }).codes,
    ).toEqual([status, 200]);
  });
});

describe('DELETE', () => {
  const instances = (of: typeof device, moid: string) => [...instancesOf(of.objects, moid).keys()];

  it('removes a node, and all below it', () => {
    const { codes, device: after } = answer(device, [['DELETE', `${gatewayMoid}//Site`]]);
    expect(codes).toEqual([200]);
    const [status] = answer(after, [['GET', `${gatewayMoid}/g1/`]]).statuses;
    expect(status?.Data?.[0]?.MOData).toEqual({ Gateway: { APN: 'm2m.example' } });
  });

  it('of an instance takes its access record along', () => {
    expect(instances(two, delegationMoid)).toEqual(['i1', 'i2', 'i3']);
    const { device: after } = answer(two, [['DELETE', `${gatewayMoid}/g1/`]]);
    expect(instances(after, gatewayMoid)).toEqual(['g2']);
    expect(instances(after, delegationMoid)).toEqual(['i2', 'i3']);
  });

  it('acts on all matches of a pattern', () => {
    const { codes, device: after } = answer(two, [['DELETE', `${gatewayMoid}/*/Site/Level`]]);
    expect(codes).toEqual([200]);
    expect(answer(after, [['GET', `${gatewayMoid}/*/Site/Level`]]).codes).toEqual([404]);
    expect(instances(answer(two, [['DELETE', `${gatewayMoid}/*/`]]).device, gatewayMoid)).toEqual([]);
  });

  it('of several nodes is all or nothing', () => {
    // Ext can be deleted, and Download cannot.
    const { objects } = bootstrapDevice(factory, {
      accounts: [accountOf('bench')],
      objects: [
        object(`${firmwareMoid}/f2/`, { FUMO: { Ext: { A: 1 }, Download: { PkgURL: 'x' }, State: 10 } }),
      ],
    });
    const odd = withObjects(device, objects);
    const { codes, device: after } = answer(odd, [['DELETE', `${firmwareMoid}/f2/*`]]);
    expect(codes).toEqual([405]);
    expect(after).toBe(odd);
    expect(answer(odd, [['DELETE', `${firmwareMoid}/f2/Ext`]]).codes).toEqual([200]);
  });
});

describe('EXEC', () => {
  it.each([200, 409, 500, 503])('has the status that the operation came to: %i', (status) => {
    const world = { ...worldWith(), statusOf: () => status };
    expect(answer(device, [['EXEC', `${firmwareMoid}/f2/Update`]], { world }).codes).toEqual([status]);
    expect(world.log).toEqual([`EXEC ${firmwareMoid}/f2/Update`]);
  });

  it('with a ServerURI is begun only', () => {
    const world = worldWith();
    const { codes } = answer(device, [['EXEC', `${firmwareMoid}/f2/Update`, 'https://bench.example/dm']], {
      world,
    });
    expect(codes).toEqual([202]);
    expect(world.log).toEqual([`EXEC ${firmwareMoid}/f2/Update https://bench.example/dm`]);
  });

  it('acts on all matches of a pattern', () => {
    const world = worldWith();
    expect(answer(device, [['EXEC', `${firmwareMoid}/*/Download`]], { world }).codes).toEqual([200]);
    expect(world.log).toEqual([`EXEC ${firmwareMoid}/f1/Download ${firmwareMoid}/f2/Download`]);
  });
});

describe('SHOW', () => {
  it.each([200, 501])('has the status %i of the browser, and the session goes on', (status) => {
    const world = { ...worldWith(), statusOf: () => status };
    const { codes } = answer(
      device,
      [
        ['SHOW', 'https://bench.example/ui'],
        ['GET', `${devInfoMoid}//`],
      ],
      { world },
    );
    expect(codes).toEqual([status, 200]);
    expect(world.log).toEqual(['SHOW https://bench.example/ui']);
  });
});

describe('DEFAULT', () => {
  it('keeps one source a MOID, the newest', () => {
    const { codes, device: after } = answer(device, [
      ['DEFAULT', `${repository}/1`, gatewayMoid],
      ['DEFAULT', `${repository}/2`, firmwareMoid],
      ['DEFAULT', `${repository}/3`, gatewayMoid],
    ]);
    expect(codes).toEqual([200, 200, 200]);
    const byVendor = answer(after, [['DEFAULT', `${repository}/4`, firmwareMoid]], {
      server: 'vendor',
    }).device;
    expect([...byVendor.defaults]).toEqual([
      [gatewayMoid, { server: 'bench', source: `${repository}/3` }],
      [firmwareMoid, { server: 'vendor', source: `${repository}/4` }],
    ]);
  });
});
