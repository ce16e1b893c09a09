import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { endingWithParent } from '../machine/guard.mjs';
import { inProject, node24 } from '../machine/paths.mjs';
import { say } from '../machine/say.mjs';

const NO_DISPLAY = [
  'There is no display here, so the window stays closed. To open it, run "npm start" in a desktop session,',
  'or name a display ("DISPLAY=:0 npm start"); "xvfb-run -a npm start" opens it where no one sees it.',
  'Meanwhile, the sample: a profile and three devices, provisioned on the virtual station.',
  '',
];

/** Runs the newcomer's sample in the terminal, where no window can be opened, and says where its report is. */
export async function runSample(args) {
  for (const line of NO_DISPLAY) say(line);
  const command = [inProject('out', 'main', 'cli.js'), 'provision', '--sample', ...args];
  const child = spawn(...endingWithParent(node24, command), { stdio: ['ignore', 'pipe', 'inherit'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  const report = await reportOf(createInterface({ input: child.stdout }));
  const { code, signal } = await ended;
  if (code === 0) say(report ? `\nDone. The report: ${report}` : '\nDone.');
  else say(`\nThe sample failed (${signal ?? `exit code ${code}`}); the lines above say why.`);
  process.exitCode = code ?? 1;
}

/** Reads the command line's JSON lines; the last one that names a report tells where it is. */
export async function reportOf(lines) {
  let report;
  for await (const line of lines) report = reportIn(line) ?? report;
  return report;
}

function reportIn(line) {
  try {
    const value = JSON.parse(line)?.report;
    return typeof value === 'string' ? value : value?.file;
  } catch {
    // Not an event: a line that isn't JSON has no report to tell of.
    return undefined;
  }
}
