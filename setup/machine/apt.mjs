import { readdirSync, statSync } from 'node:fs';
import { findProgram } from './find-program.mjs';
import { failedLately, rememberFailure } from './memory.mjs';
import { run, runLogged } from './run.mjs';
import { say } from './say.mjs';

const DAY = 24 * 60 * 60 * 1000;
const LIMIT = 8 * 60 * 1000;

/** The command a person would type to install these packages. */
export function installCommand(packages, isRoot = process.getuid?.() === 0) {
  return `${isRoot ? '' : 'sudo '}apt-get update && ${isRoot ? '' : 'sudo '}apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

/** What to tell a person who has to install these packages. */
export function installAdvice(packages) {
  if (findProgram('apt-get')) return `run: ${installCommand(packages)}`;
  return `install (names as in Debian): ${packages.join(' ')}`;
}

/**
 * Installs Debian packages, as root or by a sudo that asks no password. Says what it does; returns whether
 * they are installed. What failed is not tried again for a day unless `insist` is set.
 */
export async function install(packages, { insist = false } = {}) {
  const key = packages.join(' ');
  if (!findProgram('apt-get') || (!insist && failedLately('system-packages', key))) return false;
  const prefix = await privilege();
  if (!prefix) return false;
  say(`Installing system packages: ${key}`);
  let updated = listsAreOld();
  if (updated) await apt(prefix, 'update');
  let result = await apt(prefix, 'install', '--no-install-recommends', ...packages);
  if (result.code !== 0 && !updated) {
    // Lists that look fresh can still name versions that are gone.
    updated = true;
    await apt(prefix, 'update');
    result = await apt(prefix, 'install', '--no-install-recommends', ...packages);
  }
  if (result.code === 0) return true;
  rememberFailure('system-packages', key);
  say(`They could not be installed (log: ${result.log}):\n${result.tail}`);
  return false;
}

/** Whether apt's package lists are absent or older than a day. */
export function listsAreOld(folder = '/var/lib/apt/lists', now = Date.now()) {
  try {
    // The lists themselves keep their publisher's time; the folder's tells when they were last fetched.
    const fetched = statSync(folder).mtimeMs;
    return now - fetched > DAY || !readdirSync(folder).some((name) => name.includes('_Packages'));
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'EACCES') return true;
    throw error;
  }
}

async function privilege() {
  if (process.getuid?.() === 0) return [];
  if (!findProgram('sudo')) return undefined;
  return (await run('sudo', ['-n', 'true'], { stdio: 'ignore' })).code === 0 ? ['sudo', '-n'] : undefined;
}

function apt(prefix, ...args) {
  const [command, ...rest] = [
    ...prefix,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    '-y',
    '-q',
    '-o',
    'DPkg::Lock::Timeout=120',
    ...args,
  ];
  return runLogged(`apt-${args[0]}`, command, rest, { timeout: LIMIT });
}
