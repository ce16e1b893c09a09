import { once } from 'node:events';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { toFault } from '../../core/errors.ts';
import { fetchSchema } from './fetch-schema.ts';
import { openInspectFixture, testMoid } from './inspect-fixture.ts';
import { importSchemaFiles, schemaFilesIn } from './schema-files.ts';

const all = { offset: 0, limit: 500 };
const ddf = (moid: string | undefined, name = 'Test') => `<MgmtTree><VerDTD>1.2</VerDTD><Node>
  <NodeName>${name}</NodeName><DFProperties><AccessType><Get/></AccessType><DFFormat><node/></DFFormat>
  <Occurrence><One/></Occurrence><Scope><Dynamic/></Scope>
  <DFType><DDFName>${moid ?? ''}</DDFName></DFType></DFProperties></Node></MgmtTree>`;
const file = (text: string, name = 'x.xml') => ({ name, text });
const codeOf = async (work: () => unknown) => {
  try {
    await work();
    return 'none';
  } catch (error) {
    return toFault(error).code;
  }
};

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that answers like this; its address. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the library of descriptions', () => {
  it('has the standard ones, and those that were imported in their place', async () => {
    const { inspection } = openInspectFixture();
    const { library } = inspection;
    const devInfo = 'urn:oma:mo:oma-dm-devinfo:1.0';
    expect(library.page({ search: '', ...all }).rows.every(({ origin }) => origin === 'standard')).toBe(true);
    const before = library.revision();
    expect(library.import(file(ddf(devInfo, 'Mine')))).toMatchObject({ kind: 'read', imported: [devInfo] });
    expect(library.revision()).not.toBe(before);
    expect(library.schemaOf(devInfo)?.root.name).toBe('Mine');
    expect(library.page({ search: 'mine', ...all }).rows).toMatchObject([
      { origin: 'imported', fileName: 'x.xml' },
    ]);
    library.import(file(ddf(devInfo, 'Newer')));
    expect(library.schemaOf(devInfo)?.root.name).toBe('Newer');
    library.delete(devInfo);
    expect(library.schemaOf(devInfo)?.root.name).toBe('DevInfo');
    expect(await codeOf(() => library.delete(devInfo))).toBe('SCHEMA_STANDARD');
    expect(await codeOf(() => library.delete(testMoid))).toBe('SCHEMA_UNKNOWN');
  });

  it('refuses a file whole, with line and column', () => {
    const { inspection } = openInspectFixture();
    const refused = inspection.library.import(file('<MgmtTree>\n  <Nod/>\n</MgmtTree>'));
    expect(refused).toMatchObject({ kind: 'refused', fileName: 'x.xml' });
    expect(refused.kind === 'refused' && refused.faults.every(({ place }) => place?.line !== undefined)).toBe(
      true,
    );
    expect(inspection.library.page({ search: 'x.xml', ...all }).total).toBe(0);
  });

  it('asks a person for the MOID of an object that has none', async () => {
    const { inspection } = openInspectFixture();
    const { library } = inspection;
    const read = library.import(file(ddf(undefined)));
    if (read.kind === 'refused') throw new Error('it was refused');
    expect(read).toMatchObject({ imported: [], unnamed: [{ rootIndex: 0, summary: { root: 'Test' } }] });
    const { token } = read.unnamed[0]!;
    expect(await codeOf(() => library.name(token, 0, 'no moid'))).toBe('SCHEMA_MOID_WRONG');
    expect(await codeOf(() => library.name('none', 0, testMoid))).toBe('SCHEMA_IMPORT_GONE');
    expect(await codeOf(() => library.name(token, 5, testMoid))).toBe('SCHEMA_IMPORT_GONE');
    expect(library.name(token, 0, testMoid)).toMatchObject({ moid: testMoid, origin: 'imported' });
    expect(library.schemaOf(testMoid)?.root.name).toBe('Test');
  });

  it('says which devices have an object, as they reported or listed it', () => {
    const fixture = openInspectFixture();
    const { library } = fixture.inspection;
    fixture.report('IMEI:2', testMoid, {});
    fixture.store.objects.list('IMEI:1', [{ moid: testMoid, instances: ['a', 'b'] }], 1);
    fixture.store.objects.list('IMEI:2', [{ moid: testMoid, instances: ['a'] }], 1);
    library.import(file(ddf(testMoid)));
    expect(library.page({ search: testMoid, ...all }).rows).toMatchObject([{ devices: 2 }]);
    expect(library.users({ moid: testMoid, offset: 1, limit: 5 })).toEqual({
      ...{ total: 2, rows: [{ deviceId: 'IMEI:2', label: 'METER-2' }] },
    });
  });

  it('takes a folder, one file at a time', async () => {
    const { inspection } = openInspectFixture();
    const folder = mkdtempSync(path.join(os.tmpdir(), 'ddf-'));
    writeFileSync(path.join(folder, 'b.ddf'), ddf(testMoid));
    writeFileSync(path.join(folder, 'a.XML'), 'not XML');
    writeFileSync(path.join(folder, 'notes.txt'), 'no');
    writeFileSync(path.join(folder, 'c.xml'), new Uint8Array([0xff, 0xfe, 0xfd]));
    const imports = await importSchemaFiles(inspection.library, [
      ...(await schemaFilesIn(folder)),
      path.join(folder, 'gone.xml'),
    ]);
    expect(imports.map(({ kind, fileName }) => [kind, fileName])).toEqual([
      ['refused', 'a.XML'],
      ['read', 'b.ddf'],
      ['refused', 'c.xml'],
      ['refused', 'gone.xml'],
    ]);
    const empty = mkdtempSync(path.join(os.tmpdir(), 'ddf-'));
    expect(await codeOf(() => schemaFilesIn(empty))).toBe('SCHEMA_FOLDER_EMPTY');
    expect(await codeOf(() => schemaFilesIn(path.join(empty, 'none')))).toBe('FILE_UNREADABLE');
  });
});

/** Real descriptions; they lie beside the project, and the product does without them. */
const realFiles = path.join(import.meta.dirname, '../../../shared/data/ddf');

describe.skipIf(!existsSync(realFiles))('real descriptions (skipped where there are none)', () => {
  it('are imported as a folder, named, looked through, and make data of theirs plain', async () => {
    const fixture = openInspectFixture();
    const { library, trees } = fixture.inspection;
    const imports = await importSchemaFiles(library, await schemaFilesIn(realFiles));
    expect(imports.filter(({ kind }) => kind === 'refused')).toEqual([]);
    // Nothing in these files is a MOID of DM 2.0: a person says which object each is.
    const unnamed = imports.flatMap((each) => (each.kind === 'read' ? each.unnamed : []));
    const firewall = unnamed.find(({ summary }) => summary.root === 'Firewall')!;
    expect(unnamed).toHaveLength(13);
    const moid = 'urn:oma:mo:ms-firewall:1.0';
    expect(library.name(firewall.token, firewall.rootIndex, moid)).toMatchObject({ summary: { nodes: 137 } });
    const { summary } = trees.open({ kind: 'schema', moid });
    expect(summary).toMatchObject({ reported: 0, described: 136, problems: 0 });
    const rules = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [
        `rule${index}`,
        { Enabled: index === 7 ? 'perhaps' : 'true' },
      ]),
    );
    const root = { MdmStore: { FirewallRules: rules } };
    fixture.report('IMEI:1', moid, root, { rootName: 'Firewall' });
    const device = trees.open({ kind: 'device', deviceId: 'IMEI:1' });
    const view = {
      open: 'all',
      except: [],
      find: 'rule7/enabled',
      only: 'problems',
      described: false,
    } as const;
    const { rows } = trees.rows(device.treeId, view, all);
    expect(rows.find(({ name }) => name === 'Enabled')).toMatchObject({ format: 'bool', hasProblem: true });
  });
});

describe('a description that a device names', () => {
  it('is fetched when a person asks, and imported for the MOID that the device says', async () => {
    const fixture = openInspectFixture();
    const asked: (string | undefined)[] = [];
    const address = await serve((request, response) => {
      asked.push(request.url, request.headers.cookie, request.headers.authorization);
      if (request.url === '/moved') response.writeHead(302, { location: '/there/test%20one.ddf' }).end();
      else response.end(ddf(undefined));
    });
    const list = (ddfAt: string) =>
      fixture.store.objects.list('IMEI:1', [{ moid: testMoid, instances: ['a'], ddf: ddfAt }], 1);
    expect(await codeOf(() => fixture.inspection.fetchSchema('IMEI:1', testMoid))).toBe(
      'SCHEMA_ADDRESS_UNKNOWN',
    );
    list(`${address}/moved`);
    expect(asked).toEqual([]);
    const read = await fixture.inspection.fetchSchema('IMEI:1', testMoid);
    expect(read).toMatchObject({ kind: 'read', fileName: 'test one.ddf', imported: [testMoid] });
    expect(asked).toEqual(['/moved', undefined, undefined, '/there/test%20one.ddf', undefined, undefined]);
    expect(fixture.inspection.library.schemaOf(testMoid)).toBeDefined();
  });

  it.each([
    'file:///etc/passwd',
    'ftp://vendor.example/x.ddf',
    'javascript:alert(1)',
    'data:text/xml,<a/>',
    'http://user:secret@vendor.example/x.ddf',
    'not an address',
  ])('is not fetched from %s', async (address) => {
    expect(await codeOf(() => fetchSchema(address))).toBe('SCHEMA_ADDRESS_REFUSED');
  });

  it('is not fetched from where an answer leads, if that is refused or never ends', async () => {
    const away = await serve((_request, response) => {
      response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    });
    expect(await codeOf(() => fetchSchema(`${away}/x`))).toBe('SCHEMA_ADDRESS_REFUSED');
    const circle = await serve((_request, response) => {
      response.writeHead(302, { location: '/again' }).end();
    });
    expect(await codeOf(() => fetchSchema(`${circle}/x`))).toBe('SCHEMA_NOT_FETCHED');
  });

  it('is no larger than it may be, and not waited for for ever', async () => {
    const endless = await serve((_request, response) => {
      const timer = setInterval(() => response.write('x'.repeat(1000)), 1);
      response.on('close', () => clearInterval(timer));
    });
    expect(await codeOf(() => fetchSchema(endless, { limit: 10_000 }))).toBe('SCHEMA_TOO_LARGE');
    const silent = await serve(() => {});
    expect(await codeOf(() => fetchSchema(silent, { wait: 50 }))).toBe('SCHEMA_NOT_FETCHED');
    const missing = await serve((_request, response) => response.writeHead(404).end());
    expect(await codeOf(() => fetchSchema(missing))).toBe('SCHEMA_NOT_FETCHED');
    const binary = await serve((_request, response) => response.end(new Uint8Array([0xff, 0xfe, 0xfd])));
    expect(await codeOf(() => fetchSchema(binary))).toBe('FILE_NOT_UTF8');
    expect(await codeOf(() => fetchSchema('http://127.0.0.1:1/x'))).toBe('SCHEMA_NOT_FETCHED');
  });

  it('of another object is refused, and nothing is kept', async () => {
    const { inspection } = openInspectFixture();
    const other = file(ddf('urn:oma:mo:other:1.0'));
    expect(await codeOf(() => inspection.library.importFor(other, testMoid))).toBe(
      'SCHEMA_NOT_FOUND_IN_FILE',
    );
    expect(inspection.library.schemaOf(testMoid)).toBeUndefined();
    expect(inspection.library.importFor(file('<x/>'), testMoid).kind).toBe('refused');
  });
});
