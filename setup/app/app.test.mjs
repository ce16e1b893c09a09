import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourcesKey } from './build.mjs';
import { librariesNotFound, packagesOf } from './electron-libraries.mjs';
import { reportOf } from './sample.mjs';
import { hasDisplay } from './start-app.mjs';

describe('a display', () => {
  it('is what X or Wayland names on Linux, and always there elsewhere', () => {
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
    expect(hasDisplay({ DISPLAY: '' }, 'linux')).toBe(false);
    expect(hasDisplay({}, 'win32')).toBe(true);
  });
});

describe('the sample’s report', () => {
  it('is named by the last event that has one, whatever else is printed', async () => {
    const lines = ['{"event":"row"}', 'not JSON', '{"report":"a.json"}', 'null', '{"report":"b.json"}'];
    expect(await reportOf(lines)).toBe('b.json');
    expect(await reportOf([])).toBeUndefined();
  });
});

describe('the libraries that Electron needs', () => {
  const answer =
    '\tlibc.so.6 => /lib/libc.so.6 (0x1)\n\tlibgtk-3.so.0 => not found\n\tlibnss3.so => not found\n';

  it('are read from ldd', () => {
    expect(librariesNotFound(answer)).toEqual(['libgtk-3.so.0', 'libnss3.so']);
  });

  it('are in packages whose names differ between releases', () => {
    const libraries = ['libgtk-3.so.0', 'libnss3.so', 'libunheard.so'];
    expect(packagesOf(libraries, (name) => name === 'libgtk-3-0t64')).toEqual(['libgtk-3-0t64', 'libnss3']);
    expect(packagesOf(libraries, () => false)).toEqual(['libgtk-3-0', 'libnss3']);
  });
});

describe('the key of the sources', () => {
  let folder;
  const write = (file, text) => writeFileSync(path.join(folder, file), text);

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'sources-'));
    mkdirSync(path.join(folder, 'core', 'dm'), { recursive: true });
    write('core/dm/package.ts', 'one');
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('stays while nothing that is built changes', () => {
    const key = sourcesKey(folder);
    write('core/dm/package.test.ts', 'a test is not built');
    write('README.md', 'words');
    expect(sourcesKey(folder)).toBe(key);
  });

  it('changes with a changed, a new and a removed file', () => {
    const keys = [sourcesKey(folder)];
    write('core/dm/package.ts', 'longer than one');
    keys.push(sourcesKey(folder));
    write('core/dm/alert.ts', 'two');
    keys.push(sourcesKey(folder));
    rmSync(path.join(folder, 'core/dm/package.ts'));
    keys.push(sourcesKey(folder));
    expect(new Set(keys).size).toBe(4);
  });
});
