import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildAloud } from '../app/build.mjs';
import { inProject, node24, stateFolder } from '../machine/paths.mjs';
import { run } from '../machine/run.mjs';
import { playwrightCounts, verdict, vitestCounts, withEnd } from './counts.mjs';

const MINUTE = 60 * 1000;
const program = (...parts) => inProject('node_modules', ...parts);

/**
 * The steps of the tests, in their order: each has a name, a limit in milliseconds and what runs it. Lanes run beside
 * each other: PC/SC waits for cards more than it works.
 */
export const STEPS = [
  check('Biome', 2 * MINUTE, [program('@biomejs', 'biome', 'bin', 'biome'), 'check', '.']),
  check('types', 3 * MINUTE, [program('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json']),
  check('rules', 3 * MINUTE, [inProject('setup', 'rules', 'check.mjs')]),
  {
    name: 'build',
    limit: 5 * MINUTE,
    perform: async (timeout) => verdict(await buildAloud(timeout)),
  },
  { lanes: [[vitest('cross', 15 * MINUTE)], [vitest('unit', 10 * MINUTE), vitest('pcsc', 12 * MINUTE)]] },
  playwright('windows', 30 * MINUTE, 'playwright.config.ts', 'windows'),
  playwright('alone', 9 * MINUTE, 'playwright.config.ts', 'alone'),
  playwright('electron-host', 5 * MINUTE, 'electron-host/fixture/playwright.config.ts'),
];

function check(name, limit, args) {
  return {
    name,
    limit,
    perform: async (timeout, environment) => verdict(await runHere(args, timeout, environment)),
  };
}

function vitest(project, limit) {
  const args = [
    'run',
    '--project',
    project,
    '--reporter',
    'default',
    '--reporter',
    './setup/testing/vitest-record.mjs',
  ];
  return {
    name: `vitest ${project}`,
    limit,
    perform: (timeout, environment) =>
      recorded(`vitest-${project}`, vitestCounts, (file) =>
        runHere([program('vitest', 'vitest.mjs'), ...args], timeout, {
          ...environment,
          DM_BENCH_RECORD: file,
        }),
      ),
  };
}

function playwright(name, limit, config, project) {
  const only = project === undefined ? [] : ['--project', project];
  const args = ['test', '--config', config, ...only, '--retries', '0', '--reporter', 'list,json'];
  return {
    name: `Playwright ${name}`,
    limit,
    perform: (timeout, environment) =>
      recorded(`playwright-${name}`, playwrightCounts, (file) =>
        runHere([program('@playwright', 'test', 'cli.js'), ...args], timeout, {
          ...environment,
          PLAYWRIGHT_JSON_OUTPUT_NAME: file,
        }),
      ),
  };
}

/** Runs a test runner that writes a record, and counts it; without a record the runner has crashed. */
async function recorded(name, count, perform) {
  mkdirSync(stateFolder, { recursive: true });
  const file = path.join(stateFolder, `${name}.json`);
  rmSync(file, { force: true });
  const end = await perform(file);
  const none = { passed: 0, failed: 0, skipped: [], problems: [] };
  return withEnd(existsSync(file) ? count(JSON.parse(readFileSync(file, 'utf8'))) : none, end);
}

function runHere(args, timeout, environment) {
  return run(node24, args, { timeout, environment, stdio: ['ignore', 'inherit', 'inherit'] });
}
