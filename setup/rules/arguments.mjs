import { existsSync } from 'node:fs';
import { inProject } from '../machine/paths.mjs';

const FOLDERS = ['core', 'main', 'preload', 'renderer', 'electron-host', 'test'];

/** What to run with Node for a look at the rules of who may import whom (.dependency-cruiser.mjs). */
export const rulesArguments = [
  '--import',
  new URL('classic-typescript.mjs', import.meta.url).href,
  inProject('node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
  '--config',
  '.dependency-cruiser.mjs',
  ...FOLDERS.filter((folder) => existsSync(inProject(folder))),
];
