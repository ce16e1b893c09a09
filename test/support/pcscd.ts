import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { type RunningCli, runCli, startCli } from './cli.ts';

/** The readers that vpcd gives pcscd, and the ports that their cards connect to. */
export const virtualReaders = [
  { name: 'Virtual PCD 00 00', port: 35963 },
  { name: 'Virtual PCD 00 01', port: 35964 },
] as const;

/** pcscd and vpcd are for Linux; elsewhere these tests say so and are skipped. */
export const hasVirtualReaders = process.platform === 'linux';

/** A pcscd with the virtual readers: the one that runs, or one of our own that ends with `stop`. */
export async function startPcscd(): Promise<{ readonly own: boolean; stop(): Promise<void> }> {
  if (await listsReaders()) return { own: false, stop: async () => {} };
  // Debian keeps it in a folder that the PATH of a user who is not root lacks.
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
  const child = spawn('pcscd', ['--foreground'], { env, stdio: 'ignore' });
  const failed = new Promise<never>((_resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`pcscd ended (${code})`)));
  });
  failed.catch(() => {});
  try {
    await Promise.race([failed, until(listsReaders)]);
  } catch (error) {
    if (child.exitCode === null) await end(child);
    throw error;
  }
  return { own: true, stop: () => end(child) };
}

/** A prepared card in one of the virtual readers, in a process of its own. */
export async function insertCard(
  reader: 0 | 1,
  ...options: readonly string[]
): Promise<{ pull(): Promise<void> }> {
  const { name, port } = virtualReaders[reader];
  const card: RunningCli = startCli('card', 'simulate', '--vpcd', `127.0.0.1:${port}`, ...options);
  await card.line((line) => line.event === 'inserted');
  await until(async () => (await cardIn(name)) === 'present');
  return {
    async pull() {
      card.process.kill('SIGINT');
      await card.exit;
      await seenEmpty(name);
    },
  };
}

/** Waits until pcscd sees that a reader is empty; not merely mute, or the next card is taken for the one before. */
export function seenEmpty(reader: string): Promise<void> {
  return until(async () => (await cardIn(reader)) === 'absent');
}

async function cardIn(name: string): Promise<unknown> {
  const { lines } = await runCli('readers');
  return lines.find((line) => line.name === name)?.card;
}

async function listsReaders(): Promise<boolean> {
  const { code, lines } = await runCli('readers');
  return code === 0 && virtualReaders.every(({ name }) => lines.some((line) => line.name === name));
}

async function until(ready: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    if (await ready()) return;
    await delay(150);
  }
  throw new Error('it was not ready in time');
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
