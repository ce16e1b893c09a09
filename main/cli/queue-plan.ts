import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DevicePlanView, PlanStartView } from '../../core/api-plan-runs.ts';
import { codedError } from '../../core/errors.ts';
import { isPlanUnderWay } from '../../core/provisioning/device-plan.ts';
import { mainPlan } from '../../core/provisioning/plan-schema.ts';
import { askBench } from '../control/control-client.ts';
import type { Arguments } from './arguments.ts';
import { faultWords, type Output } from './output.ts';

/** How often it is asked how far it is; milliseconds. */
const interval = 200;
const pageSize = 500;

/**
 * `queue plan`: a plan of a profile, or a file of commands, for devices: all are checked before the first is queued. A
 * line for each device; 0 only where every one of them has reported that it is done.
 */
export async function queuePlan(
  folder: string,
  file: string | undefined,
  args: Arguments,
  output: Output,
  signal: AbortSignal,
): Promise<0 | 1> {
  const commands = args.text('commands');
  const source = commands ?? file;
  if (source === undefined || (commands !== undefined && file !== undefined))
    throw codedError('USAGE', { detail: 'queue plan needs the file of a profile, or --commands FILE.' });
  await askBench(folder, 'queuePlan', {
    ...{ file: path.resolve(source), kind: commands === undefined ? 'profile' : 'commands' },
    ...{
      plan: args.text('plan') ?? mainPlan,
      steps: [...args.all('step')],
      deviceIds: [...args.all('device')],
    },
    ...{ tag: args.text('tag'), leaveOut: args.flag('leave-out'), notify: args.flag('notify') },
  });
  const start = await started(folder, signal);
  for (const { deviceId, label, fault } of start.refusals) {
    output.json({ event: 'device', device: deviceId, label, outcome: 'leftOut', fault });
    output.words(`${label}: ${faultWords(fault)}`);
  }
  const { runId } = start;
  if (runId === undefined) {
    const { refused, total } = start;
    throw codedError('BULK_PLAN_REFUSED', { refused, total });
  }
  const devices = await outcomes(folder, runId, args.number('wait') ?? 0, signal);
  for (const { deviceId: device, ...rest } of devices) output.json({ event: 'device', device, ...rest });
  const done = devices.filter(({ outcome }) => outcome === 'done').length;
  output.json({ event: 'plan', run: runId, total: start.total, queued: start.queued, done });
  output.words(`${done} of ${start.total} devices done.`);
  return done === start.total ? 0 : 1;
}

/** What came of checking and queueing. What is stopped with Ctrl-C queues no more. */
async function started(folder: string, signal: AbortSignal): Promise<PlanStartView> {
  for (;;) {
    const { start } = await askBench(folder, 'planStart', {});
    if (start && start.state !== 'checking' && start.state !== 'queueing') return start;
    await pause(interval, undefined, { signal }).catch(async () => {
      await askBench(folder, 'cancelPlanStart', {});
      throw codedError('STOPPED', {});
    });
  }
}

/** The devices once each has come to something, or the time is over. */
async function outcomes(
  folder: string,
  runId: string,
  seconds: number,
  signal: AbortSignal,
): Promise<readonly DevicePlanView[]> {
  for (let left = (seconds * 1000) / interval; ; left--) {
    const devices = await allDevices(folder, runId);
    if (left <= 0 || devices.every(({ outcome }) => !isPlanUnderWay(outcome))) return devices;
    await pause(interval, undefined, { signal }).catch(() => {
      throw codedError('STOPPED', {});
    });
  }
}

async function allDevices(folder: string, runId: string): Promise<readonly DevicePlanView[]> {
  const devices: DevicePlanView[] = [];
  for (;;) {
    const query = { runId, offset: devices.length, limit: pageSize };
    const { total, rows } = await askBench(folder, 'planRunDevices', query);
    devices.push(...rows);
    if (rows.length === 0 || devices.length >= total) return devices;
  }
}
