import { spawn } from 'node:child_process';
import { endingWithParent, isNpmScript } from './guard.mjs';

/**
 * Hands this process over to another program: same process id, terminal and exit code, so there is no
 * parent that could end and leave a child behind. Where the running Node can't do that (before 22.15, or
 * on Windows) the program runs as a child that gets every signal and, on Linux, ends with its parent.
 */
export function become(program, args, environment) {
  if (typeof process.execve === 'function' && process.platform !== 'win32') {
    // Of npm's death no script is told; of a shell's it need not be: a server may be left running on purpose.
    const [first, rest] = isNpmScript() ? endingWithParent(program, args) : [program, args];
    process.execve(first, [first, ...rest], definedOnly(environment));
  }
  const [first, rest] = endingWithParent(program, args);
  const child = spawn(first, rest, { stdio: 'inherit', env: environment });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    process.stderr.write(`${program} could not be started: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.once('exit', (code, signal) => {
    if (!signal) process.exit(code);
    // Ends as the child did, so that the caller sees the same signal.
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function definedOnly(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
}
