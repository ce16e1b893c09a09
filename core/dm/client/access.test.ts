import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instancesOf } from '../../mo/device-objects.ts';
import { delegationMoid, devInfoMoid, dmAccountMoid, firmwareMoid } from '../../mo/standard-objects.ts';
import { supportedMos } from './accounts.ts';
import {
  accountOf,
  answer,
  bootstrapped,
  gateway,
  gatewayMoid,
  hiddenMoid,
  holdSession,
  object,
  repository,
  resource,
  serverOf,
  worldWith,
} from './test-device.ts';

const device = bootstrapped();
const codesFor = (server: string, ...commands: readonly (readonly string[])[]) =>
  answer(device, commands, { server }).codes;

describe('a server works', () => {
  it('with the MOIDs that its account permits, and with no others', () => {
    const narrow = bootstrapped([accountOf('bench', { permittedMoids: [gatewayMoid] }), accountOf('vendor')]);
    const world = worldWith({
      'https://h/x': resource(object(`${firmwareMoid}/f2/PkgName`, { PkgName: 'y' })),
    });
    const { codes } = answer(
      narrow,
      [
        ['GET', `${gatewayMoid}/g1/`],
        ['GET', `${firmwareMoid}/f2/`],
        ['HGET', 'https://h/x', `${firmwareMoid}/f2/PkgName`],
        ['HGET', 'https://h/x'],
        ['EXEC', `${firmwareMoid}/f2/Update`],
        ['DEFAULT', 'https://h/x', firmwareMoid],
        ['DEFAULT', 'https://h/x', gatewayMoid],
      ],
      { world },
    );
    expect(codes).toEqual([200, 403, 403, 403, 403, 403, 200]);
    expect(world.log).toEqual(['GET https://h/x']);
    expect(codesFor('vendor', ['GET', `${firmwareMoid}/f1/`])).toEqual([200]);
  });

  it('with what the device brought along, whoever it is', () => {
    for (const server of ['bench', 'vendor'])
      expect(
        codesFor(
          server,
          ['GET', `${devInfoMoid}//`],
          ['GET', `${firmwareMoid}/f1/`],
          ['EXEC', `${firmwareMoid}/f1/Update`],
        ),
      ).toEqual([200, 200, 200]);
  });

  it('with what the bootstrap set up for it, and no other server does', () => {
    const world = worldWith({ 'https://h/x': resource(object(`${gatewayMoid}/g1/APN`, { APN: 'new' })) });
    const commands = [
      ['GET', `${gatewayMoid}/g1/`],
      ['HPUT', `${repository}/x`, `${gatewayMoid}/g1/`],
      ['SUB', `${repository}/x`, `${gatewayMoid}/g1/`],
      ['HGET', 'https://h/x', `${gatewayMoid}/g1/APN`],
      ['EXEC', `${firmwareMoid}/f2/Update`],
      ['DELETE', `${gatewayMoid}/g1/`],
    ];
    const refused = answer(device, commands, { server: 'vendor', world });
    expect(refused.codes).toEqual([403, 403, 403, 403, 403, 403]);
    expect(refused.device).toBe(device);
    expect(world.log).toEqual([]);
    expect(answer(device, commands, { world }).codes).toEqual([200, 200, 200, 200, 200, 200]);
  });

  it('with what is its own among the matches of a pattern', () => {
    const world = worldWith({
      'https://h/g2': resource(object(`${gatewayMoid}/g2/`, gateway({ APN: 'vendor' }))),
    });
    const shared = answer(device, [['HGET', 'https://h/g2', `${gatewayMoid}/g2/`]], {
      server: 'vendor',
      world,
    }).device;
    const seen = (server: string) =>
      answer(shared, [['GET', `${gatewayMoid}/*/APN`]], { server }).statuses[0]?.Data?.map(
        ({ MOData }) => MOData,
      );
    expect(seen('bench')).toEqual([{ APN: 'm2m.example' }]);
    expect(seen('vendor')).toEqual([{ APN: 'vendor' }]);
    const removed = answer(shared, [['DELETE', `${gatewayMoid}/*/`]], { server: 'vendor' });
    expect(removed.codes).toEqual([200]);
    expect([...instancesOf(removed.device.objects, gatewayMoid).keys()]).toEqual(['g1']);
  });

  it('and learns of nothing else by asking for its values', () => {
    const ask = (value: string) => `${gatewayMoid}/(x)/?nv=(x)/APN:${value}`;
    expect(codesFor('bench', ['GET', ask('m2m.example')], ['GET', ask('none')])).toEqual([200, 404]);
    expect(codesFor('vendor', ['GET', ask('m2m.example')], ['GET', ask('none')])).toEqual([404, 404]);
    expect(
      codesFor('vendor', ['DELETE', ask('m2m.example')], ['HGET', 'https://h/x', ask('m2m.example')]),
    ).toEqual([404, 404]);
    const account = (name: string) => `${dmAccountMoid}/(x)/?nv=(x)/Name:${name}`;
    expect(codesFor('bench', ['GET', account('Server vendor')], ['GET', account('Server bench')])).toEqual([
      404, 200,
    ]);
  });

  it('with the objects that package #1 tells it of', () => {
    const told = (server: string) =>
      supportedMos(device.objects, serverOf(device, server)!).map(({ moid, instances }) => [
        moid,
        ...instances,
      ]);
    expect(told('bench')).toContainEqual([gatewayMoid, 'g1']);
    expect(told('bench').flat()).not.toContain(hiddenMoid);
  });
});

describe('an instance that is created', () => {
  const create = ['HGET', 'https://h/g2', `${gatewayMoid}/g2/`];
  const world = () => worldWith({ 'https://h/g2': resource(object(`${gatewayMoid}/g2/`, gateway())) });

  it('belongs to its creator, and after it is deleted to whoever creates it then', () => {
    const made = answer(device, [create], { server: 'vendor', world: world() }).device;
    expect(answer(made, [['GET', `${gatewayMoid}/g2/`]]).codes).toEqual([403]);
    expect(answer(made, [create], { world: world() }).codes).toEqual([403]);
    const gone = answer(made, [['DELETE', `${gatewayMoid}/g2/`]], { server: 'vendor' }).device;
    const again = answer(gone, [create], { world: world() });
    expect(again.codes).toEqual([200]);
    expect(answer(again.device, [['GET', `${gatewayMoid}/g2/`]], { server: 'vendor' }).codes).toEqual([403]);
    const records = [...instancesOf(again.device.objects, delegationMoid).keys()];
    expect(new Set(records).size).toBe(3);
  });
});

describe('the account of a server', () => {
  it('is seen and changed by this server alone', () => {
    const world = worldWith({
      'https://h/n': resource(object(`${dmAccountMoid}/bench/Name`, { Name: 'New' })),
    });
    const rename = ['HGET', 'https://h/n', `${dmAccountMoid}/bench/Name`];
    expect(
      answer(device, [rename, ['GET', `${dmAccountMoid}/bench/`]], { server: 'vendor', world }).codes,
    ).toEqual([403, 403]);
    const { codes, device: after } = answer(device, [rename], { world });
    expect(codes).toEqual([200]);
    const seen = answer(after, [['GET', `${dmAccountMoid}/*/Name`]]).statuses[0]?.Data;
    expect(seen?.map(({ ClientURI, MOData }) => [ClientURI, MOData])).toEqual([
      [`${dmAccountMoid}/bench/Name`, { Name: 'New' }],
    ]);
  });

  it('lets its secrets be replaced, and never be read', () => {
    const secret = `${dmAccountMoid}/bench/Auth/Trsp/Secret`;
    const world = worldWith({ 'https://h/s': resource(object(secret, { Secret: 'geheim-neu' })) });
    const { codes, device: after } = answer(
      device,
      [
        ['HGET', 'https://h/s', secret],
        ['GET', secret],
      ],
      { world },
    );
    expect(codes).toEqual([200, 405]);
    expect(answer(after, [['GET', `${dmAccountMoid}/bench/`]]).statuses[0]?.Data?.[0]?.MOData).toMatchObject({
      DMAcc: { Auth: { Trsp: { Data: 'device-1' }, Noti: { Type: 1 } } },
    });
  });

  it('tells no secret to any ClientURI, in any way that data leave the device', () => {
    // Every node that there is, each name now and then a pattern.
    const paths = ['', 'Name', 'Perm', 'Perm/1', 'Perm/1/MOID', 'Auth', 'Auth/Noti', 'Auth/Noti/Secret'];
    const more = ['Auth/Noti/Data', 'Auth/Trsp', 'Auth/Trsp/Data', 'Auth/Trsp/Secret', 'Push'];
    const path = fc
      .tuple(fc.constantFrom(...paths, ...more), fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }))
      .map(([text, every]) =>
        text
          .split('/')
          .map((name, index) => (every[index] ? '*' : name))
          .join('/'),
      );
    const guess = fc.constantFrom(
      'bench-geheim',
      'Z2VoZWltLWdlaGVpbQ==',
      'device-1',
      gatewayMoid,
      'Server bench',
    );
    const uris = fc
      .oneof(
        fc.tuple(fc.constantFrom('bench', 'vendor', '*', ''), path).map((parts) => parts.join('/')),
        fc.tuple(path, path, guess).map(([at, asked, value]) => {
          return `(x)/${at}?nv=(x)/${asked.replaceAll('*', 'Name')}:${encodeURIComponent(value)}`;
        }),
      )
      .map((rest) => `${dmAccountMoid}/${rest}`);
    let read = 0;
    fc.assert(
      fc.property(
        fc.array(uris, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('bench', 'vendor'),
        (all, server) => {
          const world = worldWith({
            'https://h/n': resource(object(`${dmAccountMoid}/${server}/Name`, { Name: 'New' })),
          });
          const commands = [
            ['GET', ...all],
            ['HPUT', `${repository}/a`, ...all],
            ['HPOST', `${repository}/b`, ...all],
            ...all.map((uri, index) => ['SUB', `${repository}/s${index}`, uri]),
            ['HGET', 'https://h/n', `${dmAccountMoid}/${server}/Name`],
          ];
          const { answers } = holdSession(device, [commands, [['GET', ...all]]], { server, world });
          const told = JSON.stringify([answers, world.log, [...world.resources]]);
          if (JSON.stringify(answers).includes('MOData')) read++;
          for (const secret of ['bench-geheim', 'vendor-geheim', 'Z2VoZWltLWdlaGVpbQ==', 'MOID":'])
            expect(told).not.toContain(secret);
        },
      ),
      { numRuns: 300 },
    );
    expect(read).toBeGreaterThan(50);
  });

  it('gives no secret away to conditions, guess by guess', () => {
    const secrets = [
      ['Auth/Trsp/Secret', 'bench-geheim'],
      ['Auth/Noti/Secret', 'Z2VoZWltLWdlaGVpbQ=='],
      ['Perm/1/MOID', devInfoMoid],
    ];
    for (const [path, value] of secrets)
      expect(
        codesFor('bench', ['GET', `${dmAccountMoid}/(x)/Name?nv=(x)/${path}:${encodeURIComponent(value!)}`]),
      ).toEqual([404]);
    expect(codesFor('bench', ['GET', `${dmAccountMoid}/(x)/Name?nv=(x)/Auth/Trsp/Data:device-1`])).toEqual([
      200,
    ]);
  });
});
