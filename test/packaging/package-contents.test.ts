import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

/** Electron's fuses as they have to be, of each that the installed @electron/fuses knows. */
const safeFuses: Readonly<Record<string, boolean>> = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
};
/** What comes before the fuses in Electron's executable. */
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const knownFuses = Object.keys(FuseV1Options).filter((name) => !/^\d/.test(name));

/** A directory of an asar archive's header: files by name, directories nested. */
interface Entry {
  readonly files?: Readonly<Record<string, Entry>>;
  readonly unpacked?: boolean;
}

describe.runIf(process.platform === 'linux')('the packaged program', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'package-'));
  const program = path.join(folder, 'out', 'linux-unpacked');
  const resources = path.join(program, 'resources');
  let files: readonly string[] = [];

  beforeAll(async () => {
    expect(existsSync(path.join(root, 'out/main/index.js')), 'build first: npm run build').toBe(true);
    await pack();
    files = listArchive(path.join(resources, 'app.asar'));
  }, 90_000);

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([
    'out/main/index.js',
    'out/main/cli.js',
    'out/preload/index.cjs',
    'out/renderer/index.html',
    'examples/gateway.profile.json',
    'examples/devices-3.csv',
    'package.json',
  ])('has %s', (file) => {
    expect(files).toContain(file);
  });

  it('has every package that it needs at run time', () => {
    const needed = Object.keys(manifest.dependencies).map((name) => `node_modules/${name}/package.json`);
    expect(needed.filter((file) => !files.includes(file))).toEqual([]);
  });

  it('has no package that only development needs', () => {
    const unneeded = Object.keys(manifest.devDependencies);
    expect(unneeded.filter((name) => files.some((file) => file.startsWith(`node_modules/${name}/`)))).toEqual(
      [],
    );
  });

  it('has no sources, tests, maps or setup', () => {
    const sources = /\.(ts|tsx|mts|cts|map|gyp|cpp|h|o)$/;
    const tests = /(^|\/)(test|tests|__tests__)\/|\.(test|spec)\.\w+$/;
    const project = /^(core|main|preload|renderer|electron-host|setup|test)\//;
    const unwanted = [sources, tests, project];
    expect(files.filter((file) => unwanted.some((pattern) => pattern.test(file)))).toEqual([]);
  });

  it('has every fuse set to its safe value', async () => {
    expect(Object.keys(safeFuses).sort()).toEqual(knownFuses.toSorted());
    const wire = await getCurrentFuseWire(path.join(program, 'dm-bench-workstation'));
    const states = knownFuses.map((name) => [name, Reflect.get(wire, Reflect.get(FuseV1Options, name))]);
    const wanted = knownFuses.map((name) => [name, fuseState(safeFuses[name] === true)]);
    expect(states).toEqual(wanted);
  });

  it("does not start without Chromium's sandbox", () => {
    // What a desktop starts; of an AppImage the builder's default would be otherwise.
    const settings = readFileSync(path.join(root, 'electron-builder.yml'), 'utf8');
    expect(settings).toMatch(/^appImage:\n(?: {2}#.*\n)* {2}executableArgs: \[\]$/m);
    expect(settings).not.toMatch(/--no-sandbox|disableAsarIntegrity|resetAdHocDarwinSignature/);
  });

  it.runIf(existsSync(path.join(root, 'node_modules/smartcard/build/Release/smartcard_napi.node')))(
    'has the bridge to card readers beside the archive, where it can be loaded',
    () => {
      const bridge = 'node_modules/smartcard/build/Release/smartcard_napi.node';
      expect(existsSync(path.join(resources, 'app.asar.unpacked', bridge))).toBe(true);
    },
  );

  /** Packs the program as it is released, but around an empty Electron: the real one comes from a download. */
  async function pack(): Promise<void> {
    const electron = path.join(folder, 'electron');
    mkdirSync(path.join(electron, 'resources'), { recursive: true });
    mkdirSync(path.join(electron, 'locales'));
    for (const file of [
      'electron',
      'chrome-sandbox',
      'LICENSE',
      'LICENSES.chromium.html',
      'locales/en-US.pak',
    ]) {
      writeFileSync(path.join(electron, file), '#!/bin/sh\n');
      chmodSync(path.join(electron, file), 0o755);
    }
    // Fuses are bits in the real executable; here each is set the wrong way until the builder sets it.
    const fuses = knownFuses.map((name) => fuseState(safeFuses[name] !== true));
    const wire = Buffer.from([1, fuses.length, ...fuses]);
    writeFileSync(path.join(electron, 'electron'), Buffer.concat([Buffer.from(fuseSentinel), wire]));
    const config = path.join(folder, 'electron-builder.json');
    const changes = {
      extends: path.join(root, 'electron-builder.yml'),
      electronDist: electron,
      directories: { output: path.join(folder, 'out') },
    };
    writeFileSync(config, JSON.stringify(changes));
    const builder = path.join(root, 'node_modules', 'electron-builder', 'cli.js');
    await promisify(execFile)(process.execPath, [builder, '--linux', 'dir', '--config', config], {
      cwd: root,
    });
  }
});

describe.runIf(process.platform === 'linux')('the command that the Debian package installs', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'command-'));
  const command = path.join(folder, 'dm-bench');
  const call = (...args: readonly string[]) => execFileSync(command, args, { encoding: 'utf8' }).trim();

  beforeAll(() => {
    const workstation = path.join(folder, 'workstation');
    writeFileSync(workstation, '#!/bin/sh\necho "$@"\n');
    const text = readFileSync(path.join(root, 'build', 'linux', 'dm-bench'), 'utf8');
    expect(text).toContain("'/opt/DM Bench/dm-bench-workstation'");
    writeFileSync(command, text.replace('/opt/DM Bench/dm-bench-workstation', workstation));
    for (const file of [workstation, command]) chmodSync(file, 0o755);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('opens the window when it is called alone or with options', () => {
    expect(call()).toBe('');
    expect(call('--data', 'here')).toBe('--data here');
  });

  it('needs no display for a command', () => {
    expect(call('serve', '--data', 'here')).toBe('--ozone-platform=headless --disable-gpu serve --data here');
  });
});

/** How a fuse is written into the executable. */
function fuseState(enabled: boolean): number {
  return (enabled ? '1' : '0').charCodeAt(0);
}

/** The paths of an asar archive's files. It begins with sizes, the fourth being that of the JSON header. */
function listArchive(file: string): readonly string[] {
  const bytes = readFileSync(file);
  const header = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12))) as Entry;
  return listEntry(header, '');
}

function listEntry(entry: Entry, place: string): readonly string[] {
  if (!entry.files) return [place];
  const inside = (name: string) => (place ? `${place}/${name}` : name);
  return Object.entries(entry.files).flatMap(([name, child]) => listEntry(child, inside(name)));
}
