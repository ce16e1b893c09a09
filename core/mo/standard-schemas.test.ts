import { describe, expect, it } from 'vitest';
import { readDdf } from './ddf.ts';
import { levelAt, type NodeSchema, schemaAt } from './object-schema.ts';
import { printDdf } from './print-ddf.ts';
import {
  delegationMoid,
  devInfoMoid,
  dmAccountMoid,
  dmAccountRootName,
  firmwareMoid,
  sessionInfoMoid,
  softwareMoid,
  standardKind,
} from './standard-objects.ts';
import { standardObjects, standardSchema } from './standard-schemas.ts';

const everyMoid = [devInfoMoid, dmAccountMoid, sessionInfoMoid, delegationMoid, firmwareMoid, softwareMoid];
const at = (moid: string, address: string) => schemaAt(standardSchema(moid)!.root, address.split('/'));
const accessOf = (moid: string, address: string) => [...(at(moid, address)?.access ?? [])].join(' ');

/** Every node with its path; a placeholder is <x>. */
function* nodesOf(schema: NodeSchema, path = ''): Generator<readonly [string, NodeSchema]> {
  yield [path, schema];
  for (const child of schema.children) yield* nodesOf(child, `${path}/${child.name || '<x>'}`);
}

describe('the standard management objects', () => {
  it('are those that the product knows by itself', () => {
    expect([...standardObjects.keys()]).toEqual(everyMoid);
    expect(standardSchema('urn:oma:mo:other:1.0')).toBeUndefined();
    expect(() => standardKind('urn:oma:mo:other:1.0')).toThrow('none of the standard');
  });

  it.each(everyMoid)('%s has a description without a fault or a warning', (moid) => {
    const object = standardObjects.get(moid)!;
    expect(object.moid).toBe(moid);
    const reading = readDdf(object.ddf, moid);
    expect(reading).toEqual({ kind: 'schemas', schemas: [object.schema()], warnings: [] });
    expect(object.schema().moid).toBe(moid);
    // It is read once, and the same is handed out from then on.
    expect(standardSchema(moid)).toBe(object.schema());
    expect(readDdf(printDdf(object.schema()), moid)).toEqual(reading);
  });

  it.each([
    [devInfoMoid, 'DevInfo'],
    [dmAccountMoid, dmAccountRootName],
    [sessionInfoMoid, 'SessionInfo'],
    [delegationMoid, 'DAC'],
    [firmwareMoid, 'FUMO'],
    [softwareMoid, 'SCOMO'],
  ])('%s wraps its data in %s', (moid, rootName) => {
    const kind = standardKind(moid);
    expect(kind).toEqual({ moid, rootName, schema: standardSchema(moid)!.root });
  });

  it('DevInfo can be read, and nothing more', () => {
    for (const [path, { access }] of nodesOf(standardSchema(devInfoMoid)!.root))
      expect([path, [...access]]).toEqual([path, ['Get']]);
  });

  it('DM Account shows no secret', () => {
    const hidden = [...nodesOf(standardSchema(dmAccountMoid)!.root)]
      .filter(([, { access }]) => !access.has('Get'))
      .map(([path]) => path);
    expect(hidden).toEqual([
      '/Perm',
      '/Perm/<x>',
      '/Perm/<x>/MOID',
      '/Auth/Bootstrap/ClientSecretKey',
      '/Auth/Noti/Secret',
      '/Auth/Trsp/Secret',
    ]);
    // What a server asks to manage is the bootstrap's, whoever asks later.
    expect(accessOf(dmAccountMoid, 'Perm/1/MOID')).toBe('');
    expect(accessOf(dmAccountMoid, 'SrvID')).toBe('Get');
  });

  it.each([
    [firmwareMoid, ['/Download', '/Update', '/DownloadAndUpdate']],
    [
      softwareMoid,
      [
        '/Inventory/Delivered/<x>/Operations/Install',
        '/Inventory/Delivered/<x>/Operations/InstallInactive',
        '/Inventory/Delivered/<x>/Operations/Remove',
        '/Inventory/Deployed/<x>/Operations/Activate',
        '/Inventory/Deployed/<x>/Operations/Deactivate',
        '/Inventory/Deployed/<x>/Operations/Remove',
        '/Download/<x>/Operations/Download',
        '/Download/<x>/Operations/DownloadInstall',
        '/Download/<x>/Operations/DownloadInstallInactive',
      ],
    ],
    [devInfoMoid, []],
    [dmAccountMoid, []],
    [sessionInfoMoid, []],
    [delegationMoid, []],
  ])('%s can be executed at its operations alone', (moid, paths) => {
    const executable = [...nodesOf(standardSchema(moid)!.root)]
      .filter(([, { access }]) => access.has('Exec'))
      .map(([path]) => path);
    expect(executable).toEqual(paths);
  });

  it('leave states to the device', () => {
    expect(accessOf(firmwareMoid, 'State')).toBe('Get');
    for (const address of ['Inventory/Deployed/x/State', 'Inventory/Delivered/x/Status', 'Download/x/Status'])
      expect(accessOf(softwareMoid, address)).toBe('Get');
  });

  it('have places for bearers and vendors', () => {
    const level = (moid: string, address: string) => levelAt(standardSchema(moid)!.root, address.split('/'));
    expect(level(devInfoMoid, 'Bearer/LTE')).toBe('bearer');
    expect(level(devInfoMoid, 'Ext/Own')).toBe('vendor');
    expect(level(dmAccountMoid, 'Ext/TrustAnchor')).toBe('vendor');
    expect(level(firmwareMoid, 'Ext/SHA256')).toBe('vendor');
  });
});
