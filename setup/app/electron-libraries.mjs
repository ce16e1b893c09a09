import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { install, installAdvice } from '../machine/apt.mjs';
import { recall, remember } from '../machine/memory.mjs';
import { say } from '../machine/say.mjs';

/** Debian's packages by the libraries of theirs that Electron looks for; newer releases renamed some. */
const PACKAGES = {
  'libgtk-3.so.0': ['libgtk-3-0t64', 'libgtk-3-0'],
  'libasound.so.2': ['libasound2t64', 'libasound2'],
  'libatk-1.0.so.0': ['libatk1.0-0t64', 'libatk1.0-0'],
  'libatk-bridge-2.0.so.0': ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  'libatspi.so.0': ['libatspi2.0-0t64', 'libatspi2.0-0'],
  'libcups.so.2': ['libcups2t64', 'libcups2'],
  'libnss3.so': ['libnss3'],
  'libnspr4.so': ['libnspr4'],
  'libgbm.so.1': ['libgbm1'],
  'libdrm.so.2': ['libdrm2'],
  'libxkbcommon.so.0': ['libxkbcommon0'],
};

/** Installs the system libraries that Electron's executable lacks, or says how; and checks its sandbox helper. */
export async function settleElectronLibraries(electron) {
  if (process.platform !== 'linux') return;
  const program = path.join(electron.folder, 'electron');
  const key = `${program} ${statSync(program).mtimeMs}`;
  if (recall('electron-libraries')?.key === key) return;
  const lacking = librariesNotFound(execFileSync('ldd', [program], { encoding: 'utf8' }));
  if (lacking.length > 0) {
    const packages = packagesOf(lacking, isKnownPackage);
    if (!(await install(packages))) {
      throw new Error(
        `Electron lacks system libraries (${lacking.join(', ')}). Please ${installAdvice(packages)}`,
      );
    }
  }
  adviseOnSandbox(electron.folder);
  remember('electron-libraries', { key });
}

/** The libraries that ldd's answer marks as not found. */
export function librariesNotFound(answer) {
  return [...answer.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]);
}

/** The packages that hold these libraries, each by the first of its names that this release knows. */
export function packagesOf(libraries, isKnown) {
  const names = libraries
    .map((library) => PACKAGES[library] ?? [])
    .filter((candidates) => candidates.length > 0);
  return [...new Set(names.map((candidates) => candidates.find(isKnown) ?? candidates.at(-1)))];
}

function isKnownPackage(name) {
  try {
    return (
      execFileSync('apt-cache', ['show', name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }) !==
      ''
    );
  } catch {
    // apt-cache ends with an error for a name that it doesn't know, and is absent where there is no apt.
    return false;
  }
}

/** Without user namespaces Electron starts only when its sandbox helper belongs to root. */
function adviseOnSandbox(folder) {
  const helper = path.join(folder, 'chrome-sandbox');
  const facts = statSync(helper, { throwIfNoEntry: false });
  if (!facts || process.getuid() === 0 || (facts.uid === 0 && facts.mode & 0o4000)) return;
  say(
    "Should Electron end at once with a word about its sandbox, this system wants its helper to be root's:",
  );
  say(`  sudo chown root:root "${helper}" && sudo chmod 4755 "${helper}"`);
}
