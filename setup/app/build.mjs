import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { recall, remember } from '../machine/memory.mjs';
import { inProject, node24, root } from '../machine/paths.mjs';
import { run, runLogged } from '../machine/run.mjs';
import { say } from '../machine/say.mjs';

const SOURCES = ['core', 'main', 'preload', 'renderer'];
const FILES = ['electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json'];
const RESULTS = ['out/main/index.js', 'out/main/cli.js', 'out/preload/index.cjs', 'out/renderer/index.html'];
const LIMIT = 5 * 60 * 1000;

/** The command that builds the app. */
export const buildCommand = [
  node24,
  [inProject('node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build'],
];

/** Whether out/ holds the app as the sources are now. */
export function isBuilt() {
  return (
    recall('build')?.sources === sourcesKey() && RESULTS.every((file) => existsSync(path.join(root, file)))
  );
}

/** Builds the app, quietly. Throws an Error with words for a person when that fails. */
export async function build() {
  say('Building DM Bench …');
  const key = sourcesKey();
  const [command, args] = buildCommand;
  const result = await runLogged('build', command, args, { timeout: LIMIT });
  if (result.code !== 0) throw new Error(`The build failed (log: ${result.log}):\n${result.tail}`);
  remember('build', { sources: key });
}

/** Builds the app with its output on the screen, as a step of the tests. */
export async function buildAloud(timeout) {
  const key = sourcesKey();
  const [command, args] = buildCommand;
  const result = await run(command, args, { timeout, stdio: ['ignore', 'inherit', 'inherit'] });
  if (result.code === 0) remember('build', { sources: key });
  return result;
}

/** A key of every source file's name, size and time: changes whenever a build could come out differently. */
export function sourcesKey(folder = root) {
  const hash = createHash('sha256');
  for (const file of [...SOURCES.flatMap((name) => filesBelow(path.join(folder, name))), ...FILES]) {
    const place = path.resolve(folder, file);
    const facts = statSync(place, { throwIfNoEntry: false });
    hash.update(`${path.relative(folder, place)} ${facts?.size} ${facts?.mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(place);
    return /\.test\.tsx?$/.test(entry.name) ? [] : [place];
  });
}
