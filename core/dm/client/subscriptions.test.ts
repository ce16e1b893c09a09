import { describe, expect, it } from 'vitest';
import { withInstance, withoutInstance } from '../../mo/device-objects.ts';
import { leaf, withNodeAt } from '../../mo/node.ts';
import { dmAccountMoid, standardKind } from '../../mo/standard-objects.ts';
import { type DeviceState, withObjects } from './device-state.ts';
import { dueReports } from './subscriptions.ts';
import {
  answer,
  bootstrapped,
  gateway,
  gatewayMoid,
  holdSession,
  object,
  repository,
  resource,
  serverOf,
  worldWith,
} from './test-device.ts';

const device = bootstrapped();
const to = `${repository}/IMEI:1/state`;
const g1 = `${gatewayMoid}/g1/`;
const sub = ['SUB', to, g1];
const resources = {
  apn: resource(object(`${g1}APN`, { APN: 'new' })),
  level: resource(object(`${g1}Site/Level`, { Level: 3 })),
  g2: resource(object(`${gatewayMoid}/g2/`, gateway())),
};
const setApn = ['HGET', 'https://h/apn', `${g1}APN`];
const setLevel = ['HGET', 'https://h/level', `${g1}Site/Level`];
const addG2 = ['HGET', 'https://h/g2', `${gatewayMoid}/g2/`];
const worldOf = () =>
  worldWith({
    'https://h/apn': resources.apn,
    'https://h/level': resources.level,
    'https://h/g2': resources.g2,
  });

/** The change reports of a session, one a line: to whom, where, and what. */
function reportsOf(
  packages: readonly (readonly (readonly unknown[])[])[],
  on: DeviceState = device,
  server = 'bench',
) {
  const world = worldOf();
  const session = holdSession(on, packages, { world, server });
  return { ...session, reports: world.log.filter((line) => line.startsWith('REPORT')) };
}
const report = (data: Parameters<typeof object>[1], uri = g1, server = 'bench') =>
  `REPORT ${server} ${to} ${resource(object(uri, data))}`;

describe('a subscription', () => {
  it('reports nothing at once, and nothing where nothing changed', () => {
    const { reports, device: after } = reportsOf([[sub], [['GET', g1]], [setApn.with(1, 'https://h/none')]]);
    expect(reports).toEqual([]);
    expect(after.subscriptions).toHaveLength(1);
  });

  it('reports a change before the #3 of the #2 that made it, once', () => {
    const { reports, answers } = reportsOf([[sub], [setApn], [['GET', g1]]]);
    expect(reports).toEqual([report(gateway({ APN: 'new' }))]);
    expect(answers).toHaveLength(3);
  });

  it('makes one report of all changes of one #2, and of the last state', () => {
    const { reports } = reportsOf([[sub], [setApn, setLevel, setApn]]);
    expect(reports).toEqual([report(gateway({ APN: 'new', Site: { Name: 'Hall 3', Level: 3 } }))]);
    expect(reportsOf([[sub], [setApn], [setLevel]]).reports).toHaveLength(2);
  });

  it('that came with a change of the same #2 before it knows that change already', () => {
    expect(reportsOf([[setApn, sub]]).reports).toEqual([]);
    expect(reportsOf([[sub, setApn]]).reports).toHaveLength(1);
  });

  it('reports what an ending #2 changed, and then the session ends', () => {
    const { reports, end } = reportsOf([[sub], [setApn, ['END']]]);
    expect(reports).toHaveLength(1);
    expect(end).toEqual({ kind: 'ended', unsent: [] });
  });

  it('says nothing of changes elsewhere, and of changes that were undone', () => {
    expect(reportsOf([[['SUB', to, `${g1}Site`]], [setApn]]).reports).toEqual([]);
    const undone = { ...resources, back: resource(object(`${g1}APN`, { APN: 'm2m.example' })) };
    const world = worldWith({ 'https://h/apn': undone.apn, 'https://h/back': undone.back });
    holdSession(device, [[sub], [setApn, ['HGET', 'https://h/back', `${g1}APN`]]], { world });
    expect(world.log.filter((line) => line.startsWith('REPORT'))).toEqual([]);
  });

  it('of a pattern reports only the nodes that changed, or are new', () => {
    const { reports } = reportsOf([[['SUB', to, `${gatewayMoid}/*/`], addG2], [setApn]]);
    expect(reports).toEqual([report(gateway(), `${gatewayMoid}/g2/`), report(gateway({ APN: 'new' }))]);
  });

  it('of a pattern goes on while a node is left, and reports one that comes back', () => {
    const removed = reportsOf([
      [addG2],
      [['SUB', to, `${gatewayMoid}/*/`]],
      [['DELETE', `${gatewayMoid}/g2/`]],
      [addG2],
    ]);
    expect(removed.reports).toEqual([report(gateway(), `${gatewayMoid}/g2/`)]);
    const none = reportsOf([[['SUB', to, `${gatewayMoid}/*/`]], [['DELETE', `${gatewayMoid}/*/`]], [addG2]]);
    expect(none.reports).toEqual([]);
    expect(none.device.subscriptions).toEqual([]);
  });

  it('ends with the node that it is about, without a report', () => {
    const { reports, device: after } = reportsOf([
      [['SUB', to, `${g1}Site`]],
      [['DELETE', `${g1}Site`]],
      [['HGET', 'https://h/site', `${g1}Site`]],
    ]);
    expect(reports).toEqual([]);
    expect(after.subscriptions).toEqual([]);
    expect(answer(after, [['UNSUB', `${g1}Site`]]).codes).toEqual([404]);
  });

  it('reports a part that was deleted by what is left', () => {
    expect(reportsOf([[sub], [['DELETE', `${g1}Site`]]]).reports).toEqual([
      report({ Gateway: { APN: 'm2m.example' } }),
    ]);
  });

  it('holds over sessions, and reports what another server changed', () => {
    const shared = `${gatewayMoid}/g3/`;
    const objects = withInstance(
      device.objects,
      { moid: gatewayMoid, rootName: 'Gateway' },
      'g3',
      leaf('old'),
    );
    const subscribed = answer(withObjects(device, objects), [['SUB', to, shared]]).device;
    const world = worldWith({ 'https://h/g3': resource(object(shared, { Gateway: 'new' })) });
    holdSession(subscribed, [[['HGET', 'https://h/g3', shared]]], { world, server: 'vendor' });
    expect(world.log).toEqual(['GET https://h/g3', report({ Gateway: 'new' }, shared)]);
  });

  it('is replaced by a second one of the same ClientURI, and by no other', () => {
    const again = `${repository}/IMEI:1/again`;
    const { device: after } = answer(device, [
      sub,
      ['SUB', again, `${gatewayMoid}/g1?cv=1`],
      ['SUB', again, `${g1}APN`],
    ]);
    expect(after.subscriptions.map(({ destination }) => destination)).toEqual([again, again]);
  });

  it('is refused where nothing can be read', () => {
    const { codes, device: after } = answer(device, [
      ['SUB', to, `${gatewayMoid}/none/`],
      ['SUB', to, `${dmAccountMoid}/bench/Auth/Trsp/Secret`],
      ['SUB', to, `${dmAccountMoid}/vendor/`],
    ]);
    expect(codes).toEqual([404, 405, 403]);
    expect(after.subscriptions).toEqual([]);
  });
});

describe('UNSUB', () => {
  it('ends the subscription of exactly this ClientURI and this server', () => {
    const subscribed = answer(device, [sub, ['SUB', to, `${g1}APN`]]).device;
    const { codes, device: after } = answer(subscribed, [
      ['UNSUB', `${g1}Site`],
      ['UNSUB', `${gatewayMoid}//`],
      ['UNSUB', `${gatewayMoid}/g1`],
      ['UNSUB', g1],
    ]);
    expect(codes).toEqual([404, 404, 200, 404]);
    expect(after.subscriptions).toHaveLength(1);
    expect(answer(subscribed, [['UNSUB', g1]], { server: 'vendor' }).codes).toEqual([404]);
    expect(reportsOf([[sub], [['UNSUB', g1], setApn]]).reports).toEqual([]);
  });
});

describe('reports that are due', () => {
  const subscribed = answer(device, [sub]).device;
  const known = (id: string) => serverOf(subscribed, id);

  it('leave a device as it is where nothing changed', () => {
    expect(dueReports(device, known)).toEqual({ device, reports: [] });
    const due = dueReports(subscribed, known);
    expect(due.device).toBe(subscribed);
    expect(due.reports).toEqual([]);
  });

  it('come of changes that the device made by itself', () => {
    const root = withNodeAt(subscribed.objects.instances.get(gatewayMoid)!.get('g1')!, ['APN'], leaf('own'))!;
    const kind = subscribed.objects.kinds.get(gatewayMoid)!;
    const changed = withObjects(subscribed, withInstance(subscribed.objects, kind, 'g1', root));
    const { device: told, reports } = dueReports(changed, known);
    expect(reports).toEqual([
      { server: 'bench', destination: to, entries: [object(g1, gateway({ APN: 'own' }))] },
    ]);
    expect(dueReports(told, known).reports).toEqual([]);
  });

  it('end with the account of the server, with its permit and with its right', () => {
    expect(dueReports(subscribed, () => undefined).device.subscriptions).toEqual([]);
    const narrow = { id: 'bench', permitted: new Set<string>() };
    expect(dueReports(subscribed, () => narrow).device.subscriptions).toEqual([]);
    const other = { id: 'vendor', permitted: new Set([gatewayMoid]) };
    expect(dueReports(subscribed, () => other).device.subscriptions).toEqual([]);
    const gone = withObjects(subscribed, withoutInstance(subscribed.objects, gatewayMoid, 'g1'));
    expect(dueReports(gone, known)).toEqual({ device: { ...gone, subscriptions: [] }, reports: [] });
  });

  it('never tell a secret that changed', () => {
    const account = `${dmAccountMoid}/bench/`;
    const watched = answer(device, [['SUB', to, account]]).device;
    const root = watched.objects.instances.get(dmAccountMoid)!.get('bench')!;
    const change = (path: readonly string[]) => {
      const changed = withNodeAt(root, path, leaf('geheim-neu'))!;
      return withObjects(
        watched,
        withInstance(watched.objects, standardKind(dmAccountMoid), 'bench', changed),
      );
    };
    expect(dueReports(change(['Auth', 'Trsp', 'Secret']), known).reports).toEqual([]);
    const [told] = dueReports(change(['Name']), known).reports;
    expect(resource(...told!.entries)).not.toContain('bench-geheim');
    expect(resource(...told!.entries)).toContain('geheim-neu');
  });
});
