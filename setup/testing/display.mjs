import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findProgram } from '../machine/find-program.mjs';
import { endingWithParent } from '../machine/guard.mjs';

const SCREEN = ['-screen', '0', '1920x1200x24', '-nolisten', 'tcp', '-noreset'];

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
  const number = await Promise.race([firstLine(server.stdio[3]), ended]);
  server.unref();
  // The pipe stays open: the server writes to it again when it resets, and a closed one would end it.
  server.stdio[3].unref();
  const close = () => server.kill('SIGTERM');
  const { WAYLAND_DISPLAY: _, ...rest } = environment;
  return { environment: { ...rest, DISPLAY: `:${number}` }, close };
}

/** The first line that a stream gives; it may come in pieces. */
async function firstLine(stream) {
  let text = '';
  while (!text.includes('\n')) {
    const [piece] = await once(stream, 'data');
    text += piece;
  }
  stream.resume();
  return text.trim();
}
