import { setTimeout as pause } from 'node:timers/promises';
import type { QueuedCommandView } from '../../core/api-queue.ts';
import { isSuccessCode } from '../../core/dm/alerts.ts';
import { codedError } from '../../core/errors.ts';
import { askBench } from '../control/control-client.ts';
import { worksIn } from '../works-file.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import type { Output } from './output.ts';
import { queuePlan } from './queue-plan.ts';

/** How often it is asked what became of the commands; milliseconds. */
const interval = 200;
/** As many as one answer has. */
const mostCandidates = 200;

/** `queue`: commands for a device's next session, by the bench that runs over the data folder. */
export const queueCommand: Command = {
  purpose: 'Queues commands for devices, one by one or as a plan, and follows what they report.',
  usage:
    'queue add FILE.json --data DIR --device DEVID [--notify] [--wait SECONDS] | queue list --data DIR --device DEVID | ' +
    'queue cancel ID --data DIR | queue cancel-plan RUN --data DIR | queue complete URI --data DIR --device DEVID [--limit N] [--plain] | ' +
    'queue plan FILE.profile.json|--commands FILE --data DIR --device DEVID … [--tag TAG] [--plan NAME] [--step NAME …] ' +
    '[--leave-out] [--notify] [--wait SECONDS]',
  options: {
    texts: ['data', 'wait', 'limit', 'commands', 'tag', 'plan'],
    lists: ['device', 'step'],
    flags: ['notify', 'plain', 'leave-out'],
  },
  async run(args, output, signal) {
    const [action, subject] = args.positionals;
    const folder = args.required('data');
    if (action === 'add' && subject !== undefined) return add(folder, subject, args, output, signal);
    if (action === 'list') {
      const commands = await askBench(folder, 'queuedCommands', { deviceId: oneDevice(args) });
      for (const command of commands.toReversed()) tell(command, output);
      output.words(`${commands.length} commands.`);
      return 0;
    }
    if (action === 'cancel' && subject !== undefined) {
      tell(await askBench(folder, 'cancelQueued', { commandId: subject }), output);
      return 0;
    }
    if (action === 'cancel-plan' && subject !== undefined) {
      const { cancelled } = await askBench(folder, 'cancelPlanRun', { runId: subject });
      output.json({ event: 'cancelled', run: subject, commands: cancelled });
      output.words(`${cancelled} commands that waited are cancelled; no further step of the plan is sent.`);
      return 0;
    }
    if (action === 'plan') return queuePlan(folder, subject, args, output, signal);
    if (action === 'complete') return complete(folder, subject ?? '', args, output);
    throw codedError('USAGE', {
      detail: 'queue needs add FILE, list, cancel ID, cancel-plan RUN, complete URI or plan FILE.',
    });
  },
};

/** How a ClientURI goes on, a line for each candidate, and what it is about as it stands. */
async function complete(folder: string, text: string, args: Arguments, output: Output): Promise<0> {
  const { candidates, total, meaning } = await askBench(folder, 'completeUri', {
    ...{ deviceId: oneDevice(args), text, plain: args.flag('plain') },
    limit: Math.min(args.number('limit') ?? mostCandidates, mostCandidates),
  });
  for (const candidate of candidates) output.json({ event: 'candidate', ...candidate });
  output.json({ event: 'meaning', text, ...meaning });
  output.words(`${candidates.length} of ${total} candidates.`);
  return 0;
}

async function add(
  folder: string,
  file: string,
  args: Arguments,
  output: Output,
  signal: AbortSignal,
): Promise<0 | 1> {
  const deviceId = oneDevice(args);
  const works = [...(await worksIn(file))];
  const problems = await askBench(folder, 'checkQueued', { deviceId, works });
  for (const [index, found] of problems.entries())
    for (const problem of found) {
      output.json({ event: 'problem', severity: 'warning', command: index + 1, ...problem });
      output.words(`Command ${index + 1}, ${problem.target}: ${problem.detail}`);
    }
  const { commands, notification } = await askBench(folder, 'queueCommands', {
    deviceId,
    works,
    notify: args.flag('notify'),
  });
  for (const command of commands) tell(command, output);
  if (notification === 'unknownAddress')
    output.words(`${deviceId} cannot be asked for a session: its next one carries them out.`);
  const seconds = args.number('wait');
  if (seconds === undefined) return 0;
  const ids = new Set(commands.map(({ commandId }) => commandId));
  const settled = await outcomes(folder, deviceId, ids, seconds, signal);
  for (const command of settled) tell(command, output);
  return settled.every(isDone) ? 0 : 1;
}

/** The commands once each has come to something, or the time is over. */
async function outcomes(
  folder: string,
  deviceId: string,
  ids: ReadonlySet<string>,
  seconds: number,
  signal: AbortSignal,
): Promise<readonly QueuedCommandView[]> {
  for (let left = (seconds * 1000) / interval; ; left--) {
    const all = await askBench(folder, 'queuedCommands', { deviceId });
    const own = all.filter(({ commandId }) => ids.has(commandId)).toReversed();
    if (left <= 0 || own.every((command) => !isUnderWay(command))) return own;
    await pause(interval, undefined, { signal }).catch(() => {
      throw codedError('STOPPED', {});
    });
  }
}

function isUnderWay({ state }: QueuedCommandView): boolean {
  if (state.kind === 'reported') return state.status === 202 && state.resultCode === undefined;
  return state.kind === 'waiting' || state.kind === 'sent';
}

/** Done is what the device reported done. */
function isDone({ state }: QueuedCommandView): boolean {
  if (state.kind !== 'reported') return false;
  if (state.status === 202) return state.resultCode !== undefined && isSuccessCode(state.resultCode);
  return state.status === 200 || state.status === 304;
}

function tell({ commandId, work, state }: QueuedCommandView, output: Output): void {
  output.json({ event: 'command', id: commandId, work, state });
}

/** The device that the command is about. @throws USAGE where there is none, or several */
function oneDevice(args: Arguments): string {
  const [device, ...others] = args.all('device');
  if (device === undefined || others.length > 0)
    throw codedError('USAGE', { detail: '--device is missing, or stands there more than once.' });
  return device;
}
