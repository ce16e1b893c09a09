import { readFileSync } from 'node:fs';
import { findProgram } from './find-program.mjs';

/**
 * The command that runs a program so that it is ended when its parent ends, however that came about.
 * Linux can do that; elsewhere the program is run as it is.
 */
export function endingWithParent(program, args, platform = process.platform) {
  const setpriv = platform === 'linux' ? findProgram('setpriv') : undefined;
  return setpriv ? [setpriv, ['--pdeathsig', 'TERM', program, ...args]] : [program, args];
}

/**
 * Ends this process when npm, which started it, is gone: npm does not always pass its own end on to its
 * scripts. A script started by hand may outlive the shell that it was started from.
 */
export function endWithNpm() {
  if (!isNpmScript()) return;
  const atFirst = ancestors();
  const look = () => ancestors() !== atFirst && process.kill(process.pid, 'SIGTERM');
  setInterval(look, 500).unref();
}

/** The process ids of the shell that npm runs its script in, and of npm itself where that can be told. */
function ancestors() {
  if (process.platform !== 'linux') return String(process.ppid);
  try {
    const [, npm] = readFileSync(`/proc/${process.ppid}/stat`, 'utf8').match(/.*\) \S (\d+)/);
    return `${process.ppid} ${npm}`;
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return '';
    throw error;
  }
}

/** Whether npm runs this as one of its scripts. */
export function isNpmScript(environment = process.env) {
  return environment.npm_lifecycle_event !== undefined;
}
