import { readFileSync } from 'node:fs';
import path from 'node:path';
import { data, gatewayProfile, startCli, temporaryFolder } from '../support/cli.ts';

/**
 * 200 rows on the virtual station with the built program: seconds, rows a second, and the most memory that the
 * process had, cards only beside cards and sessions. Run with: npm run bench -- batch
 */
const devices = path.join(data, 'devices-200.csv');
const rows = 200;

async function provision(...options: readonly string[]): Promise<{ seconds: number; megabytes: number }> {
  const started = performance.now();
  const run = startCli(
    ...['provision', '--data', temporaryFolder('bench'), '--profile', gatewayProfile, '--devices', devices],
    ...options,
  );
  let kilobytes = 0;
  const watch = setInterval(() => {
    kilobytes = Math.max(kilobytes, peakOf(run.process.pid));
  }, 20);
  const code = await run.exit;
  clearInterval(watch);
  if (code !== 0) throw new Error(run.errors());
  return { seconds: (performance.now() - started) / 1000, megabytes: kilobytes / 1024 };
}

/** The most memory that a process has had so far, in KB; only Linux tells. */
function peakOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    // The process has just ended, or this is not Linux.
    return 0;
  }
}

const told = (what: string, { seconds, megabytes }: { seconds: number; megabytes: number }) =>
  console.log(
    `${what}: ${rows} rows in ${seconds.toFixed(2)} s with the start of the program, ` +
      `${(rows / seconds).toFixed(0)} rows a second, at most ${megabytes.toFixed(0)} MB`,
  );

const cards = await provision('--no-device');
const sessions = await provision();
told('cards only', cards);
told('cards and sessions', sessions);
console.log(
  `limits: 10 s (ratio ${(sessions.seconds / 10).toFixed(2)}), 150 MB (ratio ${(sessions.megabytes / 150).toFixed(2)}); ` +
    `sessions cost ${(sessions.seconds / cards.seconds).toFixed(1)} times the cards`,
);
