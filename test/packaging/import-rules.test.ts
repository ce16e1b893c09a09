import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A module of the sample tree, and the rules that it breaks. */
interface Sample {
  readonly text: string;
  readonly breaks?: readonly string[];
}

const SAMPLES: Readonly<Record<string, Sample>> = {
  'core/good.ts': { text: "import type { Buffer } from 'node:buffer';\nexport type Good = Buffer;\n" },
  'core/api.ts': { text: "export type { Good } from './good.ts';\nexport const api = 1;\n" },
  'core/upward.ts': {
    text: "import { card } from '../main/card/card.ts';\nexport default card;\n",
    breaks: ['core-knows-only-itself'],
  },
  'core/reads.ts': {
    text: "import { readFileSync } from 'node:fs';\nexport default readFileSync;\n",
    breaks: ['core-does-no-input-or-output'],
  },
  'core/shows.ts': {
    text: "import { app } from 'electron';\nexport default app;\n",
    breaks: ['electron-only-where-it-belongs'],
  },
  'core/circle-a.ts': {
    text: "import { b } from './circle-b.ts';\nexport const a = () => b;\n",
    breaks: ['no-circle'],
  },
  // A circle is told of once, at its first member.
  'core/circle-b.ts': { text: "import { a } from './circle-a.ts';\nexport const b = () => a;\n" },
  'core/types-a.ts': { text: "import type { B } from './types-b.ts';\nexport interface A { b: B }\n" },
  'core/types-b.ts': { text: "import type { A } from './types-a.ts';\nexport interface B { a?: A }\n" },
  'core/alone.ts': { text: 'export const alone = 1;\n', breaks: ['no-orphan'] },
  'core/lost.ts': { text: "import './nowhere.ts';\n", breaks: ['no-unresolved-import'] },
  'core/develops.ts': {
    text: "import { expect } from 'vitest';\nexport default expect;\n",
    breaks: ['no-development-package-at-run-time'],
  },
  'core/good.test.ts': {
    text: "import { expect } from 'vitest';\nimport { readFileSync } from 'node:fs';\nimport './api.ts';\nexpect(readFileSync);\n",
  },
  'main/index.ts': { text: "import { app } from 'electron';\nimport './windows/window.ts';\napp;\n" },
  'main/cli.ts': { text: "import './server/server.ts';\n" },
  'main/windows/window.ts': { text: "import { BrowserWindow } from 'electron';\nBrowserWindow;\n" },
  'main/vault/safe-storage.ts': { text: "import { safeStorage } from 'electron';\nsafeStorage;\n" },
  'main/vault/vault.ts': {
    text: "import { safeStorage } from 'electron';\nsafeStorage;\n",
    breaks: ['electron-only-where-it-belongs'],
  },
  'main/card/card.ts': {
    text: "import { server } from '../server/server.ts';\nexport const card = server;\n",
    breaks: ['card-does-not-know-the-others'],
  },
  'main/server/server.ts': {
    text: "import fastify from 'fastify';\nimport { device } from '../device/device.ts';\nexport const server = [fastify, device];\n",
    breaks: ['server-does-not-know-the-others'],
  },
  'main/device/device.ts': {
    text: "import type { Card } from '../card/types.ts';\nimport { api } from '../../core/api.ts';\nexport const device: Card = api;\n",
    breaks: ['device-does-not-know-the-others'],
  },
  'main/card/types.ts': { text: 'export type Card = number;\n' },
  'main/provisioning/run.ts': {
    text: "import { card } from '../card/card.ts';\nimport { server } from '../server/server.ts';\nexport default [card, server];\n",
  },
  'main/store/starts.ts': { text: "import '../index.ts';\n", breaks: ['nothing-imports-an-entry'] },
  'main/store/draws.ts': {
    text: "import { screen } from '../../renderer/screen.tsx';\nexport default screen;\n",
    breaks: ['main-never-imports-the-window-side'],
  },
  'main/store/tried.ts': {
    text: "import { helper } from './helper.test.ts';\nexport default helper;\n",
    breaks: ['product-never-imports-tests'],
  },
  'main/store/helper.test.ts': { text: 'export const helper = 1;\n' },
  'preload/index.ts': {
    text: "import { contextBridge } from 'electron';\nimport { api } from '../core/api.ts';\ncontextBridge.exposeInMainWorld('api', api);\n",
  },
  'preload/more.ts': {
    text: "import { randomUUID } from 'node:crypto';\nexport default randomUUID;\n",
    breaks: ['preload-exposes-the-contract-only'],
  },
  'renderer/screen.tsx': {
    text: "import type { Good } from '../core/api.ts';\nexport const screen = (good: Good) => <p>{good}</p>;\n",
  },
  'renderer/reaches.tsx': {
    text: "import { card } from '../main/card/card.ts';\nexport const reach = () => <p>{card}</p>;\n",
    breaks: ['window-side-never-imports-main'],
  },
  'renderer/hashes.ts': {
    text: "import { createHash } from 'node:crypto';\nexport default createHash;\n",
    breaks: ['renderer-is-a-web-page'],
  },
  'renderer/bridges.ts': {
    text: "import '../preload/index.ts';\n",
    breaks: ['renderer-never-imports-preload'],
  },
  'electron-host/window.ts': {
    text: "import type { BrowserWindow } from 'electron';\nexport type Window = BrowserWindow;\n",
  },
  'electron-host/real.ts': {
    text: "import { app } from 'electron';\nexport default app;\n",
    breaks: ['electron-host-names-electron-only-as-types'],
  },
  'electron-host/knows.ts': {
    text: "import { card } from '../main/card/card.ts';\nexport default card;\n",
    breaks: ['electron-host-knows-only-core'],
  },
};

const SURROUNDINGS: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    type: 'module',
    dependencies: { fastify: '1.0.0' },
    devDependencies: { electron: '1.0.0', vitest: '1.0.0' },
  }),
  'tsconfig.json': JSON.stringify({
    compilerOptions: { module: 'ESNext', moduleResolution: 'Bundler', jsx: 'react-jsx' },
  }),
  ...Object.fromEntries(
    ['fastify', 'electron', 'vitest'].flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
      [`node_modules/${name}/index.js`, 'module.exports = {};\n'],
    ]),
  ),
};

interface CruiseResult {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
}

describe('the rules of who may import whom', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'import-rules-'));
  const broken = new Map<string, Set<string>>();

  beforeAll(async () => {
    for (const [file, text] of Object.entries(SURROUNDINGS)) write(file, text);
    for (const [file, sample] of Object.entries(SAMPLES)) write(file, sample.text);
    const { summary } = await cruise();
    for (const { from, rule } of summary.violations) {
      broken.set(from, (broken.get(from) ?? new Set()).add(rule.name));
    }
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(Object.entries(SAMPLES))('%s', (file, { breaks = [] }) => {
    expect([...(broken.get(file) ?? [])]).toEqual(breaks);
  });

  it('are all shown to work', async () => {
    const { default: rules } = (await import(
      pathToFileURL(path.join(root, '.dependency-cruiser.mjs')).href
    )) as { default: { forbidden: readonly { name: string }[] } };
    const shown = Object.values(SAMPLES).flatMap(({ breaks = [] }) => breaks);
    expect(rules.forbidden.map(({ name }) => name).filter((name) => !shown.includes(name))).toEqual([]);
  });

  function write(file: string, text: string): void {
    const place = path.join(folder, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, text);
  }

  async function cruise(): Promise<CruiseResult> {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        '--import',
        pathToFileURL(path.join(root, 'setup', 'rules', 'classic-typescript.mjs')).href,
        path.join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
        '--config',
        path.join(root, '.dependency-cruiser.mjs'),
        '--output-type',
        'json',
        'core',
        'main',
        'preload',
        'renderer',
        'electron-host',
      ],
      { cwd: folder, maxBuffer: 16 * 1024 * 1024 },
    );
    return JSON.parse(stdout) as CruiseResult;
  }
});
