import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findProgram } from '../machine/find-program.mjs';
import { endingWithParent } from '../machine/guard.mjs';

const SCREEN = ['-screen', '0', '1920x1200x24', '-nolisten', 'tcp'];

/**
 * Starts an X server of its own on a free display, so that tests neither disturb nor depend on a desktop.
 * Returns { environment, close }; elsewhere than on Linux the tests use the desktop there is.
 */
export async function openDisplay(environment = process.env) {
  if (process.platform !== 'linux') return { environment, close: () => undefined };
  const program = findProgram('Xvfb');
  if (!program) throw new Error('Xvfb is missing.');
  const [command, args] = endingWithParent(program, ['-displayfd', '3', ...SCREEN]);
  const server = spawn(command, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const ended = once(server, 'exit').then(() => {
    throw new Error('Xvfb ended before it had a display.');
  });
  ended.catch(() => undefined);
  const [text] = await Promise.race([once(server.stdio[3], 'data'), ended]);
  server.unref();
  server.stdio[3].destroy();
  const close = () => server.kill('SIGTERM');
  const { WAYLAND_DISPLAY: _, ...rest } = environment;
  return { environment: { ...rest, DISPLAY: `:${String(text).trim()}` }, close };
}
