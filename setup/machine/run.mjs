import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { endingWithParent } from './guard.mjs';
import { root, stateFolder } from './paths.mjs';

const onWindows = process.platform === 'win32';
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
const GRACE = 5_000;

/**
 * Runs a command to its end, in a process group of its own: a time-out, or a signal to this process, takes
 * along everything that it started. Returns { code, signal, timedOut }; what can't be started has code 127.
 */
export function run(command, args, { stdio = 'inherit', environment = process.env, timeout = 0 } = {}) {
  return new Promise((resolve) => {
    const [program, rest] = endingWithParent(command, args);
    const child = spawn(program, rest, { cwd: root, env: environment, stdio, detached: !onWindows });
    let timedOut = false;
    let stopped;
    const stop = (signal) => {
      signalGroup(child, signal);
      setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE).unref();
    };
    const passOn = (signal) => {
      stopped = signal;
      stop(signal);
    };
    const passTimeOut = () => {
      timedOut = true;
      stop('SIGTERM');
    };
    const clock = timeout ? setTimeout(passTimeOut, timeout) : undefined;
    const finish = (code, signal) => {
      clearTimeout(clock);
      for (const name of Object.keys(EXIT_CODES)) process.off(name, passOn);
      // What the command left running in its group (a browser, a server) is no one else's.
      signalGroup(child, 'SIGTERM');
      if (stopped) process.exit(EXIT_CODES[stopped]);
      resolve({ code: code ?? 1, signal, timedOut });
    };
    for (const name of Object.keys(EXIT_CODES)) process.on(name, passOn);
    child.once('error', () => finish(127, null));
    child.once('exit', finish);
  });
}

/** Like run, with the output in a log file under .setup/; its last lines are handed back for a message. */
export async function runLogged(name, command, args, options = {}) {
  mkdirSync(stateFolder, { recursive: true });
  const log = path.join(stateFolder, `${name}.log`);
  const file = openSync(log, 'w');
  try {
    const result = await run(command, args, { ...options, stdio: ['ignore', file, file] });
    return { ...result, log: path.relative(root, log), tail: lastLines(readFileSync(log, 'utf8'), 15) };
  } finally {
    closeSync(file);
  }
}

function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (onWindows) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // The whole group has ended.
    if (error.code !== 'ESRCH') throw error;
  }
}
