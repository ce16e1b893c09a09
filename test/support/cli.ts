import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';

const root = path.join(import.meta.dirname, '../..');
export const examples = path.join(root, 'examples');
/** Real device lists; they lie beside the project, and the product does without them. */
export const data = path.join(root, '../shared/data');
export const gatewayProfile = path.join(examples, 'gateway.profile.json');

export type Line = Readonly<Record<string, unknown>> & { readonly event: string };

/** The built command line, running. */
export interface RunningCli {
  readonly process: ChildProcess;
  readonly lines: readonly Line[];
  readonly errors: () => string;
  /** Resolves with the first line that fits, also one that came before. */
  line(fits: (line: Line) => boolean): Promise<Line>;
  /** Hears every line from now on. */
  listen(hear: (line: Line) => void): void;
  readonly exit: Promise<number | string>;
}

const running = new Set<ChildProcess>();

/** Ends what a test that failed has left running. */
export async function endRunning(): Promise<void> {
  await Promise.all(
    [...running].map(
      (child) =>
        new Promise<void>((resolve) => {
          child.once('close', () => resolve());
          child.kill('SIGKILL');
        }),
    ),
  );
}

/** Starts `dm-bench` with these arguments. */
export function startCli(...args: readonly string[]): RunningCli {
  const script = path.join(root, 'out/main/cli.js');
  if (!existsSync(script)) throw new Error('the command line is not built: npm run build');
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  child.once('close', () => running.delete(child));
  const lines: Line[] = [];
  const listeners: ((line: Line) => void)[] = [];
  const waiting: { fits: (line: Line) => boolean; resolve: (line: Line) => void }[] = [];
  readline.createInterface({ input: child.stdout! }).on('line', (text) => {
    const line = JSON.parse(text) as Line;
    lines.push(line);
    for (const each of [...waiting]) if (each.fits(line)) each.resolve(line);
    for (const hear of listeners) hear(line);
  });
  let errors = '';
  child.stderr!.on('data', (octets) => {
    errors += String(octets);
  });
  const exit = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  return {
    process: child,
    lines,
    errors: () => errors,
    exit,
    listen: (hear) => void listeners.push(hear),
    line: (fits) =>
      new Promise((resolve, reject) => {
        const known = lines.find(fits);
        if (known) return resolve(known);
        waiting.push({ fits, resolve });
        void exit.then((code) => reject(new Error(`it ended (${code}) before the line came\n${errors}`)));
      }),
  };
}

/** Runs `dm-bench` to its end. */
export async function runCli(...args: readonly string[]) {
  const cli = startCli(...args);
  const code = await cli.exit;
  return { code, lines: cli.lines, errors: cli.errors() };
}

/** A folder of its own for one test. */
export function temporaryFolder(name: string): string {
  return mkdtempSync(path.join(os.tmpdir(), `dm-bench-${name}-`));
}
