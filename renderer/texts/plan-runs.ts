import type { PlanOutcomeKind } from '../../core/provisioning/device-plan.ts';
import { formatNumber } from '../format/numbers.ts';
import { count } from './common.ts';

/** Plans that are queued for many devices. */
export const planRuns = {
  run: 'Run a plan…',
  title: 'Run a plan',
  lead: (devices: number) =>
    `${count(devices, 'device is', 'devices are')} checked first; the plan is queued when all of them can run it.`,
  from: 'What to run',
  sources: { library: 'A plan of a profile', commands: 'A file of commands' } as const,
  profile: 'Profile',
  noProfile: 'There is no saved profile in the library.',
  plan: 'Plan',
  planName: (name: string) => (name === 'sessionPlan' ? 'Session plan' : name),
  steps: 'Steps',
  file: 'Commands',
  fileHint: 'A JSON array, as queue add takes it; {{column}} stands for a value of each device’s row',
  chooseFile: 'Choose a file…',
  notify: 'Ask each device for a session',
  notifyHint: 'Devices whose address is not known carry it out in their next session.',
  begin: 'Check and queue',
  leaveOut: (refused: number) => `Leave out ${count(refused, 'device', 'devices')} and queue the others`,
  refusedTitle: (refused: number, total: number) =>
    `${formatNumber(refused)} of ${count(total, 'device', 'devices')} cannot run it. Nothing was queued.`,
  refusedMore: (more: number) => `and ${formatNumber(more)} more`,
  progress: { checking: 'Checking devices', queueing: 'Queueing' } as const,
  progressWords: (done: number, total: number) => `${formatNumber(done)} of ${formatNumber(total)}`,
  cancel: 'Cancel',
  cancelled: (queued: number) =>
    queued === 0
      ? 'Cancelled. Nothing was queued.'
      : `Cancelled. ${count(queued, 'device', 'devices')} queued.`,
  ended: (queued: number) => `${count(queued, 'device', 'devices')} queued`,
  see: 'See what becomes of it',

  part: 'Plans',
  which: 'Plan run',
  runLabel: (name: string, when: string) => `${name} · ${when}`,
  emptyTitle: 'No plan was run yet',
  emptyLead:
    'Select devices in the list and press "Run a plan…": what each of them reports of it stands here, and can be saved.',
  toList: 'To the devices',
  queuedOf: (queued: number, total: number) =>
    queued === total
      ? count(total, 'device', 'devices')
      : `${formatNumber(queued)} of ${count(total, 'device', 'devices')} queued`,
  filter: 'Outcome',
  anyOutcome: 'Any outcome',
  outcomes: {
    queued: 'queued',
    away: 'away',
    inSession: 'in session',
    begun: 'begun',
    done: 'done',
    refused: 'refused',
    unreported: 'not reported',
    cancelled: 'cancelled',
  } as const satisfies Record<PlanOutcomeKind, string>,
  hints: {
    queued: 'It waits for the next session of the device.',
    away: 'It waits, and the device cannot be asked for a session, or has not come.',
    inSession: 'Its commands are sent; the device has not answered yet.',
    begun: 'The device works at it, and is to tell the outcome.',
    done: 'The device has reported every step as expected.',
    refused: 'Something did not come back as expected.',
    unreported: 'The device was gone before it answered: nobody knows whether it was carried out.',
    cancelled: 'Somebody took it out of the queue.',
  } as const satisfies Record<PlanOutcomeKind, string>,
  device: 'Device',
  outcome: 'Outcome',
  step: 'Step',
  stepOf: (step: number, steps: number, name: string) => `${step} of ${steps}: ${name}`,
  cause: 'Cause',
  leftOut: (steps: string) => `left out: ${steps}`,
  changed: 'Since',
  cancelRest: 'Cancel the rest…',
  cancelTitle: 'Cancel the rest of this plan?',
  cancelLead:
    'What waits for its device is not sent, and no device gets a further step. What was sent already goes on to its end.',
  cancelNow: 'Cancel the rest',
  keepRun: 'Let it go on',
  restCancelled: (commands: number) => `${count(commands, 'command', 'commands')} cancelled`,
  saveCsv: 'Save as CSV…',
  saveJson: 'Save as JSON…',
  saved: 'Results saved',
};
