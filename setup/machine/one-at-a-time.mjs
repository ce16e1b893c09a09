import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stateFolder } from './paths.mjs';
import { say } from './say.mjs';

// Longer than any set-up: an older lock is left over, whoever has its process id by now.
const LEFT_OVER = 30 * 60 * 1000;

/** Runs a set-up step while no other DM Bench set-up of this folder runs one; waits for the other first. */
export async function oneAtATime(work, folder = stateFolder) {
  mkdirSync(folder, { recursive: true });
  const lock = path.join(folder, 'lock');
  for (let told = false; !take(lock); told = true) {
    if (!told) say('Another set-up of this folder is running; waiting for it.');
    await pause(200);
  }
  const release = () => rmSync(lock, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

/** Takes the lock file, atomically and with the owner already in it; removes one that was left over. */
function take(lock) {
  const own = `${lock}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isLeftOver(lock)) return false;
    rmSync(lock, { force: true });
    return take(lock);
  } finally {
    rmSync(own, { force: true });
  }
}

function isLeftOver(lock) {
  try {
    return Date.now() - statSync(lock).mtimeMs > LEFT_OVER || !isAlive(Number(readFileSync(lock, 'utf8')));
  } catch (error) {
    // Released in this very moment.
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

function isAlive(pid) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    // EPERM: it runs, as another user.
    return error.code === 'EPERM';
  }
}

/** In a container without an init process the ended ones stay in the list. */
function isZombie(pid) {
  if (process.platform !== 'linux') return false;
  return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}
