import { setTimeout as pause } from 'node:timers/promises';
import { type UpdateView, usualOperationSeconds } from '../../core/api-updates.ts';
import { codedError } from '../../core/errors.ts';
import { hasEnded, type UpdateTarget, updateTargetSchema } from '../../core/updates/update.ts';
import { askBench } from '../control/control-client.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { faultWords, type Output } from './output.ts';

/** How often it is asked how far an update is; milliseconds. */
const interval = 200;

/** `update`: a guided update of a device's firmware or software, by the bench that runs over the data folder. */
export const updateCommand: Command = {
  purpose: 'Updates firmware or software of devices, and follows it to what they report.',
  usage:
    'update start IMAGE --data DIR --device DEVID --version V [--kind firmware|software] [--instance I] ' +
    '[--component NODE [--name NAME]] [--limit SECONDS] [--notify] [--wait SECONDS] | ' +
    'update list --data DIR --device DEVID | update show|abort ID --data DIR | update retry ID --data DIR [--wait SECONDS]',
  options: {
    texts: ['data', 'device', 'version', 'kind', 'instance', 'component', 'name', 'limit', 'wait'],
    flags: ['notify'],
  },
  async run(args, output, signal) {
    const [action, subject] = args.positionals;
    const folder = args.required('data');
    if (action === 'start' && subject !== undefined) {
      const { update, notification } = await askBench(folder, 'startUpdate', {
        deviceId: args.required('device'),
        target: targetOf(args),
        image: subject,
        version: args.required('version'),
        seconds: args.number('limit') ?? usualOperationSeconds,
        notify: args.flag('notify'),
      });
      if (notification === 'unknownAddress')
        output.words(`${update.label} cannot be asked for a session: its next one begins the update.`);
      return follow(folder, update, args, output, signal);
    }
    if (action === 'list') {
      const updates = await askBench(folder, 'updates', { deviceId: args.required('device') });
      for (const update of updates.toReversed()) tell(update, output);
      output.words(`${updates.length} updates.`);
      return 0;
    }
    if (action === 'show' && subject !== undefined) {
      const detail = await askBench(folder, 'update', { updateId: subject });
      output.json({ event: 'update', id: subject, ...detail });
      output.words(wordsOf(detail));
      return 0;
    }
    if (action === 'abort' && subject !== undefined) {
      const update = await askBench(folder, 'abortUpdate', { updateId: subject });
      tell(update, output);
      if (!hasEnded(update.attempt)) output.words('It ends when the device has told what came of it.');
      return 0;
    }
    if (action === 'retry' && subject !== undefined) {
      const { update } = await askBench(folder, 'retryUpdate', { updateId: subject });
      return follow(folder, update, args, output, signal);
    }
    throw codedError('USAGE', { detail: 'update needs start IMAGE, list, show ID, abort ID or retry ID.' });
  },
};

function targetOf(args: Arguments): UpdateTarget {
  const kind = args.text('kind') ?? 'firmware';
  const component = args.text('component');
  if (kind === 'software' && component === undefined)
    throw codedError('USAGE', { detail: '--kind software needs --component.' });
  const own = kind === 'software' ? { component, name: args.text('name') ?? component } : {};
  const target = updateTargetSchema.safeParse({ kind, instance: args.text('instance') ?? '', ...own });
  if (target.success) return target.data;
  const [issue] = target.error.issues;
  throw codedError('USAGE', { detail: `--${issue?.path.join('.') || 'kind'}: ${issue?.message ?? ''}` });
}

/** With `--wait`, until it has come to something or the time is over. @returns 0 only where it is done */
async function follow(
  folder: string,
  begun: UpdateView,
  args: Arguments,
  output: Output,
  signal: AbortSignal,
): Promise<0 | 1> {
  tell(begun, output);
  const seconds = args.number('wait');
  if (seconds === undefined) return 0;
  let told = progressOf(begun);
  for (let left = (seconds * 1000) / interval; ; left--) {
    const update = await askBench(folder, 'update', { updateId: begun.order.updateId });
    if (progressOf(update) !== told) {
      told = progressOf(update);
      tell(update, output);
    }
    if (hasEnded(update.attempt)) return update.phase === 'done' ? 0 : 1;
    if (left <= 0) {
      output.words('It goes on; update show tells how far it is.');
      return 1;
    }
    await pause(interval, undefined, { signal }).catch(() => {
      throw codedError('STOPPED', {});
    });
  }
}

function progressOf({ phase, servedOctets, attempt }: UpdateView): string {
  return `${phase} ${servedOctets} ${attempt.state ?? ''}`;
}

function tell(update: UpdateView, output: Output): void {
  const { order, phase, attempt, servedOctets } = update;
  const { updateId: id, deviceId, target, image, version } = order;
  const { course } = attempt;
  output.json({
    event: 'update',
    ...{ id, deviceId, target, image: image.name, version, attempt: attempt.number, phase },
    ...{ served: servedOctets, octets: image.octets },
    ...(attempt.state === undefined ? {} : { state: attempt.state }),
    ...('fault' in course && course.fault ? { fault: course.fault } : {}),
  });
  output.words(wordsOf(update));
}

function wordsOf({ label, phase, attempt, servedOctets, order }: UpdateView): string {
  const { course } = attempt;
  const fault = 'fault' in course && course.fault ? ` ${faultWords(course.fault)}` : '';
  const octets = phase === 'downloading' ? `, ${servedOctets} of ${order.image.octets} octets` : '';
  return `${label}, attempt ${attempt.number}: ${phase}${octets}.${fault}`;
}
