import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { failedLately, rememberFailure } from '../machine/memory.mjs';
import { inProject, node24 } from '../machine/paths.mjs';
import { runLogged } from '../machine/run.mjs';
import { say } from '../machine/say.mjs';
import { lockfileKey } from '../packages/lockfile.mjs';

const LIMIT = 60 * 1000;
const STAND_IN = inProject('electron-host', 'dist');

/**
 * Which executable runs the app: { kind: 'electron' | 'stand-in' | 'own', folder }. `own` is what the
 * caller chose by ELECTRON_OVERRIDE_DIST_PATH.
 */
export function chosenElectron() {
  const own = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (own) return { kind: own === STAND_IN ? 'stand-in' : 'own', folder: own };
  return realElectronIsThere()
    ? { kind: 'electron', folder: inProject('node_modules', 'electron', 'dist') }
    : { kind: 'stand-in', folder: STAND_IN };
}

/** Whether nothing is left to try: Electron is there, was chosen otherwise, or could not be had lately. */
export function electronIsSettled(key = lockfileKey()) {
  return chosenElectron().kind !== 'stand-in' || isDeclined() || failedLately('electron', key);
}

/** Fetches Electron's executable once, in bounded time. A failure is remembered and said, not thrown. */
export async function fetchElectron(key = lockfileKey()) {
  if (electronIsSettled(key)) return;
  say(`Fetching Electron (at most ${LIMIT / 1000} s) …`);
  const script = inProject('node_modules', 'electron', 'install.js');
  const result = await runLogged('electron', node24, [script], { timeout: LIMIT });
  if (result.code === 0 && realElectronIsThere()) return;
  rememberFailure('electron', key);
  const why = result.timedOut ? 'no answer in time' : 'the download failed';
  say(`Electron could not be fetched (${why}; log: ${result.log}). It is tried again in a day.`);
}

/** One line about what runs the app. */
export function describeElectron({ kind, folder }) {
  if (kind === 'electron') return `Runs on Electron ${electronVersion()}.`;
  if (kind === 'own') return `Runs on the executable in ${folder} (ELECTRON_OVERRIDE_DIST_PATH).`;
  return "Runs on the stand-in for Electron (electron-host) with the system's Chromium.";
}

/** The environment in which `electron .` and Playwright find the chosen executable, with Node 24 first. */
export function electronEnvironment(electron, environment = process.env) {
  const searchPath = [path.dirname(node24), environment.PATH].filter(Boolean).join(path.delimiter);
  const chosen = { ...environment, PATH: searchPath };
  if (electron.kind !== 'electron') chosen.ELECTRON_OVERRIDE_DIST_PATH = electron.folder;
  return chosen;
}

function isDeclined() {
  return Boolean(process.env.ELECTRON_SKIP_BINARY_DOWNLOAD);
}

function realElectronIsThere() {
  const folder = inProject('node_modules', 'electron');
  try {
    const program = readFileSync(path.join(folder, 'path.txt'), 'utf8');
    const version = readFileSync(path.join(folder, 'dist', 'version'), 'utf8').replace(/^v/, '');
    return version === electronVersion() && existsSync(path.join(folder, 'dist', program));
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

function electronVersion() {
  return JSON.parse(readFileSync(inProject('node_modules', 'electron', 'package.json'), 'utf8')).version;
}
