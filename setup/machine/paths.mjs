import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** A path inside the project. */
export const inProject = (...parts) => path.join(root, ...parts);

/** What set-up remembers between runs, and the logs of its steps; never part of the project's history. */
export const stateFolder = inProject('.setup');

/** The Node 24 that the npm package `node` brings; everything after the installation runs on it. */
export const node24 = inProject(
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);
