import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileNameOf, readOctets, readTextFile, writeWhole } from './files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'dm-bench-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string) => path.join(folder, name);
const onWindows = process.platform === 'win32';

describe('reading', () => {
  it.each([
    ['a\0b', 'a character that no name can'],
    ['', 'it is a folder'],
    ['../../../../../../../../nowhere/x', 'there is no such file'],
    ['n'.repeat(5_000), 'its name is too long'],
  ])('%j is refused with the reason', async (name, reason) => {
    const file = name.startsWith('..') ? name : `${folder}/${name}`;
    await expect(readOctets(file)).rejects.toMatchObject({
      fault: { code: 'FILE_UNREADABLE', message: expect.stringContaining(reason) },
    });
  });

  it.skipIf(onWindows)('has an end: a device of the system is refused', async () => {
    symlinkSync('/dev/zero', at('list.csv'));
    for (const file of ['/dev/zero', at('list.csv')])
      await expect(readTextFile(file)).rejects.toMatchObject({
        fault: { code: 'FILE_UNREADABLE', message: expect.stringContaining('a device of the system') },
      });
  });
});

describe('writing', () => {
  it.skipIf(onWindows)('follows no link, in the place of the file or of its draft', async () => {
    for (const place of ['report.csv', 'report.csv.new'])
      for (const readers of ['everybody', 'owner'] as const) {
        writeFileSync(at('precious'), 'kept');
        rmSync(at('report.csv'), { force: true });
        symlinkSync(at('precious'), at(place));
        await writeWhole(at('report.csv'), 'report', readers);
        expect(readFileSync(at('precious'), 'utf8')).toBe('kept');
        expect(readFileSync(at('report.csv'), 'utf8')).toBe('report');
        expect(statSync(at('report.csv')).isFile()).toBe(true);
        expect(existsSync(at('report.csv.new'))).toBe(false);
      }
  });

  it.skipIf(onWindows)('gives secrets to the owner alone, whatever was there before', async () => {
    for (const name of ['secret', 'secret.new']) {
      writeFileSync(at(name), 'old');
      chmodSync(at(name), 0o666);
    }
    await writeWhole(at('secret'), 'new', 'owner');
    expect(statSync(at('secret')).mode & 0o777).toBe(0o600);
  });

  it('leaves nothing behind where it cannot be', async () => {
    mkdirSync(at('taken'));
    for (const file of [at('taken'), at('nowhere/x'), `${at('x')}\0`, at('n'.repeat(300))])
      await expect(writeWhole(file, 'x')).rejects.toMatchObject({ fault: { code: 'FILE_NOT_WRITTEN' } });
    expect(existsSync(at('x'))).toBe(false);
  });
});

describe("the name of a device's file", () => {
  it('is its id, where that can be a name', () => {
    expect(fileNameOf('IMEI:352099001761408')).toBe('IMEI_352099001761408');
    expect(fileNameOf('urn:uuid:0123-4567')).toBe('urn_uuid_0123-4567');
  });

  it.each([
    '..',
    '.',
    '',
    '../../etc/passwd',
    '..\\..\\x',
    'a/b',
    'C:\\x',
    'NUL',
    'com1.txt',
    'LPT¹',
    'aux.',
    '.hidden',
    '-rf',
    'a\0b',
    'a\u202eb',
    'a\nb',
    'é'.repeat(500),
    'a'.repeat(500),
    'a_b',
  ])('is safe where it cannot: %j', (deviceId) => {
    expect(fileNameOf(deviceId)).toMatch(/^_[\w-]{0,102}-[0-9a-f]{16}$/);
  });

  it('is of one device only, and within its folder', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: fc.constantFrom(...'A:_-./\\\0é') }), { minLength: 2 }),
        (ids) => {
          const names = ids.map(fileNameOf);
          expect(new Set(names).size).toBe(ids.length);
          for (const name of names)
            expect(path.dirname(path.join('/folder', `${name}.json`))).toBe('/folder');
        },
      ),
    );
  });
});
