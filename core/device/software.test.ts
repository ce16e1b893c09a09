import { describe, expect, it } from 'vitest';
import type { DeviceObjects } from '../mo/device-objects.ts';
import { interior, leaf } from '../mo/node.ts';
import { checkNode } from '../mo/schema-check.ts';
import { softwareMoid } from '../mo/standard-objects.ts';
import { standardSchema } from '../mo/standard-schemas.ts';
import { interruptedOperations } from './behaviours.ts';
import { namesIn, nodeOf, record, withNode, withoutNode } from './node-values.ts';
import { softwareResults } from './software-codes.ts';
import { begin, digest, execute, factory, failed, valueAt, withLeaves } from './test-operation.ts';

const at = { moid: softwareMoid, instance: 's1' };
const s1 = `${softwareMoid}/s1`;
const download = `${s1}/Download/app`;
const delivered = `${s1}/Inventory/Delivered/app`;
const deployed = `${s1}/Inventory/Deployed/app`;
const url = 'https://bench.example/shared/app.pkg';

const order = interior([
  ['PkgID', leaf('pkg-7')],
  ['Name', leaf('Alarm app 2.1.4')],
  ['PkgURL', leaf(url)],
  ['PkgType', leaf('application/zip')],
  ['Operations', record({ Download: null, DownloadInstall: null, DownloadInstallInactive: null })],
]);
const ordered = withNode(factory, at, ['Download', 'app'], order);
const withPackage = execute(ordered, `${download}/Operations/Download`, `${download}/Status`).objects;
const withComponent = execute(withPackage, `${delivered}/Operations/Install`, `${delivered}/Status`).objects;

const jsonAt = (objects: DeviceObjects, path: readonly string[]) => {
  const node = nodeOf(objects, at, path);
  return node?.kind === 'interior'
    ? Object.fromEntries(
        [...node.children].map(([name, child]) => [name, child.kind === 'leaf' ? child.value : {}]),
      )
    : node;
};
const places = (objects: DeviceObjects) =>
  [['Download'], ['Inventory', 'Delivered'], ['Inventory', 'Deployed']].map((path) =>
    namesIn(objects, at, path),
  );
const factoryComponents = ['meter', 'web'];

/** What the standard wants of the object holds whatever was executed. */
function expectSound(objects: DeviceObjects) {
  const schema = standardSchema(softwareMoid)!.root;
  expect(checkNode(schema, 'SCOMO', nodeOf(objects, at, [])!)).toEqual([]);
}

describe('Download', () => {
  it('delivers the package', () => {
    const run = execute(ordered, `${download}/Operations/Download`, `${download}/Status`);
    expect(run.steps).toEqual([30, url, 40, 'work', undefined]);
    expect(run.result).toBe(1200);
    expect(places(run.objects)).toEqual([[], ['app'], factoryComponents]);
    expect(jsonAt(run.objects, ['Inventory', 'Delivered', 'app'])).toEqual({
      PkgID: 'pkg-7',
      Name: 'Alarm app 2.1.4',
      PkgType: 'application/zip',
      Status: 10,
      State: 10,
      Operations: {},
    });
    expectSound(run.objects);
  });

  it.each([
    [0, 1501],
    [401, 1403],
    [404, 1402],
    [408, 1501],
    [500, 1500],
    [503, 1501],
  ])('that was answered with %i comes to %i', (status, result) => {
    for (const operation of ['Download', 'DownloadInstall', 'DownloadInstallInactive']) {
      const options = { download: failed(status) };
      const run = execute(ordered, `${download}/Operations/${operation}`, `${download}/Status`, options);
      expect(run.steps).toEqual([30, url, 20]);
      expect(run.result).toBe(result);
      expect(places(run.objects)).toEqual([['app'], [], factoryComponents]);
      expectSound(run.objects);
    }
  });

  it('without an address that can be used is not tried', () => {
    const nowhere = withLeaves(ordered, { [`${download}/PkgURL`]: 'app.pkg' });
    const run = execute(nowhere, `${download}/Operations/Download`, `${download}/Status`);
    expect(run.steps).toEqual([20]);
    expect(run.result).toBe(1402);
  });

  it('compares the digest, where one was told', () => {
    const told = (sha256: string) =>
      withNode(ordered, at, ['Download', 'app', 'Ext'], record({ SHA256: sha256 }));
    const operation = `${download}/Operations/DownloadInstall`;
    expect(execute(told(digest), operation, `${download}/Status`).result).toBe(1200);
    const run = execute(told('f'.repeat(64)), operation, `${download}/Status`);
    expect(run.steps).toEqual([30, url, 40, 'work', 20]);
    expect(run.result).toBe(softwareResults.packageNotValidated);
    expect(places(run.objects)).toEqual([['app'], [], factoryComponents]);
  });

  it('of a package that was deleted meanwhile delivers nothing', () => {
    const meanwhile = (objects: DeviceObjects) => withoutNode(objects, at, ['Download', 'app']);
    const run = execute(ordered, `${download}/Operations/Download`, `${download}/Status`, { meanwhile });
    expect(run.result).toBe(softwareResults.downloadFailed);
    expect(places(run.objects)).toEqual([[], [], factoryComponents]);
  });

  it('can be tried again after it failed', () => {
    const options = { download: failed(404) };
    const { objects } = execute(ordered, `${download}/Operations/Download`, `${download}/Status`, options);
    expect(execute(objects, `${download}/Operations/Download`, `${download}/Status`).result).toBe(1200);
  });
});

describe.each([
  ['DownloadInstall', 20],
  ['DownloadInstallInactive', 10],
])('%s', (operation, state) => {
  it(`deploys the component in state ${state}`, () => {
    const run = execute(ordered, `${download}/Operations/${operation}`, `${download}/Status`);
    expect(run.steps).toEqual([30, url, 40, 'work', 50, 'work', undefined]);
    expect(run.result).toBe(1200);
    expect(places(run.objects)).toEqual([[], [], [...factoryComponents, 'app']]);
    expect(jsonAt(run.objects, ['Inventory', 'Deployed', 'app'])).toEqual({
      ID: 'app',
      PkgIDRef: 'pkg-7',
      Name: 'Alarm app 2.1.4',
      Version: '2.1.4',
      Status: 10,
      State: state,
      Operations: {},
    });
    expectSound(run.objects);
  });
});

describe('Install', () => {
  it.each([
    ['Install', 20],
    ['InstallInactive', 10],
  ])('%s turns the package into a component in state %i', (operation, state) => {
    const run = execute(withPackage, `${delivered}/Operations/${operation}`, `${delivered}/Status`);
    expect(run.steps).toEqual([40, 'work', undefined]);
    expect(run.result).toBe(1200);
    expect(valueAt(run.objects, `${deployed}/State`)).toBe(state);
    expect(places(run.objects)).toEqual([[], [], [...factoryComponents, 'app']]);
    expectSound(run.objects);
  });

  it('replaces a component of the same name', () => {
    const newer = withNode(withComponent, at, ['Download', 'app'], order);
    const named = withLeaves(newer, { [`${download}/Name`]: 'Alarm app 3.0' });
    const run = execute(named, `${download}/Operations/DownloadInstall`, `${download}/Status`);
    expect(run.result).toBe(1200);
    expect(valueAt(run.objects, `${deployed}/Version`)).toBe('3.0');
  });

  it('of a package that is gone meanwhile is no success', () => {
    const meanwhile = (objects: DeviceObjects) => withoutNode(objects, at, ['Inventory', 'Delivered', 'app']);
    const run = execute(withPackage, `${delivered}/Operations/Install`, `${delivered}/Status`, { meanwhile });
    expect(run.result).toBe(softwareResults.installFailed);
    expect(places(run.objects)).toEqual([[], [], factoryComponents]);
  });

  it('tells no version where the name tells none', () => {
    const plain = withLeaves(withPackage, { [`${delivered}/Name`]: 'Alarm app' });
    const { objects } = execute(plain, `${delivered}/Operations/Install`, `${delivered}/Status`);
    expect(valueAt(objects, `${deployed}/Version`)).toBe('');
  });
});

describe('components and packages', () => {
  it.each([
    ['Deactivate', 70, 10],
    ['Activate', 50, 20],
  ])('%s is seen under way, and ends in its state', (operation, status, state) => {
    const run = execute(withComponent, `${deployed}/Operations/${operation}`, `${deployed}/Status`);
    expect(run.steps).toEqual([status, 'work', 10]);
    expect(run.result).toBe(1200);
    expect(valueAt(run.objects, `${deployed}/State`)).toBe(state);
    const again = execute(run.objects, `${deployed}/Operations/${operation}`, `${deployed}/Status`);
    expect(again.result).toBe(1200);
    expect(again.objects).toEqual(run.objects);
  });

  it.each([
    ['Activate', 1409],
    ['Deactivate', 1410],
  ])('%s of a component that is gone meanwhile fails', (operation, result) => {
    const meanwhile = (objects: DeviceObjects) => withoutNode(objects, at, ['Inventory', 'Deployed', 'app']);
    const operationUri = `${deployed}/Operations/${operation}`;
    const run = execute(withComponent, operationUri, `${deployed}/Status`, { meanwhile });
    expect(run.result).toBe(result);
  });

  it('are removed', () => {
    const component = execute(withComponent, `${deployed}/Operations/Remove`, `${deployed}/Status`);
    expect(component.steps).toEqual([30, 'work', undefined]);
    expect(component.result).toBe(1200);
    expect(places(component.objects)).toEqual([[], [], factoryComponents]);
    const pack = execute(withPackage, `${delivered}/Operations/Remove`, `${delivered}/Status`);
    expect(pack.steps).toEqual([30, 'work', undefined]);
    expect(places(pack.objects)).toEqual([[], [], factoryComponents]);
    expect(begin(component.objects, `${deployed}/Operations/Remove`)).toBeUndefined();
  });

  it('of the factory can be turned off too', () => {
    const web = `${s1}/Inventory/Deployed/web`;
    const run = execute(factory, `${web}/Operations/Deactivate`, `${web}/State`);
    expect(run.steps).toEqual([20, 'work', 10]);
  });
});

describe('software operations', () => {
  it.each([
    [download, ordered, 'Download', [30, 40, 50]],
    [download, ordered, 'DownloadInstall', [30, 40, 50]],
    [delivered, withPackage, 'Install', [30, 40]],
    [delivered, withPackage, 'Remove', [30, 40]],
    [deployed, withComponent, 'Activate', [30, 50, 70]],
    [deployed, withComponent, 'Remove', [30, 50, 70]],
  ])('of %s do not begin while another one is under way (%#)', (item, objects, operation, statuses) => {
    for (const status of statuses) {
      const busy = withLeaves(objects, { [`${item}/Status`]: status });
      const run = execute(busy, `${item}/Operations/${operation}`, `${item}/Status`);
      expect(run.steps).toEqual([]);
      expect(run.result).toBe(softwareResults.clientError);
      expect(run.objects).toEqual(busy);
    }
  });

  it.each([
    '',
    '/Download',
    '/Download/app',
    '/Download/app/Operations',
    '/Download/app/Operations/Install',
    '/Download/app/PkgURL',
    '/Download/other/Operations/Download',
    '/Inventory/Deployed/web/Operations/Install',
    '/Inventory/Deployed/web/Operations/Remove/Remove',
    '/Inventory/web/Operations/Remove',
    '/Inventory/Deployed/web/Ext/Remove',
  ])('are not begun by "%s"', (path) => {
    expect(begin(ordered, `${s1}${path}`)).toBeUndefined();
  });

  it('are not begun by an operation that a server did not put there', () => {
    const bare = withNode(ordered, at, ['Download', 'app', 'Operations'], record({ Download: null }));
    expect(begin(bare, `${download}/Operations/DownloadInstall`)).toBeUndefined();
    expect(begin(bare, `${download}/Operations/Download`)).toBeDefined();
  });

  it.each([
    ['downloading', ordered, download, 'DownloadInstall', 1, 20],
    ['after the download', ordered, download, 'DownloadInstall', 2, 20],
    ['downloaded', ordered, download, 'DownloadInstall', 3, 20],
    ['installing from Download', ordered, download, 'DownloadInstall', 5, 60],
    ['installing', withPackage, delivered, 'Install', 1, 50],
    ['removing a package', withPackage, delivered, 'Remove', 1, 20],
    ['removing a component', withComponent, deployed, 'Remove', 2, 20],
    ['activating', withComponent, deployed, 'Activate', 1, 40],
    ['deactivating', withComponent, deployed, 'Deactivate', 2, 60],
  ])('switched off while %s are found as failed, and can be tried again', (...row) => {
    const [, objects, item, operation, stopAfter, status] = row;
    const uri = `${item}/Operations/${operation}`;
    const { objects: off, result } = execute(objects, uri, `${item}/Status`, { stopAfter });
    expect(result).toBeUndefined();
    const after = interruptedOperations(off);
    expect(valueAt(after, `${item}/Status`)).toBe(status);
    expect(places(after)).toEqual(places(objects));
    expectSound(after);
    expect(interruptedOperations(after)).toEqual(after);
    expect(execute(after, uri, `${item}/Status`).result).toBe(1200);
  });
});
