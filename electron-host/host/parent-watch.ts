import { readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

const INTERVAL_MILLISECONDS = 500;

/** The parent of a process and when it started, or nothing when it is gone. */
function statusOf(pid: number): { parent: number; started: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name, in parentheses, may hold anything: the fields count from the last parenthesis.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended; its own parent has not yet asked how.
    if (fields[0] === 'Z') return undefined;
    return { parent: Number(fields[1]), started: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

/** Whether a process only carries another one: npm, npx, Electron's cli.js, and the shells they start. */
function isCarrier(pid: number): boolean {
  try {
    const program = basename(readlinkSync(`/proc/${pid}/exe`));
    if (program === 'node') return true;
    return (
      ['sh', 'dash', 'bash'].includes(program) &&
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('\0-c\0')
    );
  } catch {
    return false;
  }
}

/**
 * Calls `onOrphaned` once the process that started this one is gone. Killing npm leaves its shell and Electron's
 * cli.js alive, so the carriers above the parent are watched too; the terminal's shell above them is not.
 */
export function watchParent(onOrphaned: () => void): void {
  const watched: { pid: number; started: string }[] = [];
  let pid = process.ppid;
  while (pid > 1) {
    const status = statusOf(pid);
    if (!status) break;
    if (watched.length > 0 && !isCarrier(pid)) break;
    watched.push({ pid, started: status.started });
    if (!isCarrier(pid)) break;
    pid = status.parent;
  }
  const timer = setInterval(() => {
    if (watched.every((process) => statusOf(process.pid)?.started === process.started)) return;
    clearInterval(timer);
    onOrphaned();
  }, INTERVAL_MILLISECONDS);
  timer.unref();
}
