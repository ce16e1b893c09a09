import { type Alert, resultCodeOf } from '../dm/alerts.ts';
import { addressOf } from '../dm/client-uri.ts';
import { subjectOf } from '../dm/commands.ts';
import { parseNodeAddress } from '../dm/node-address.ts';
import type { CommandResult, PlanTurn, SessionPlanner } from '../dm/server-session.ts';
import { CodedError, type Fault, faultOf } from '../errors.ts';
import { type MoNode, nodeAt } from '../mo/node.ts';
import type { SerializedMo } from '../mo/serialization.ts';
import type { AlertWait, PlannedCommand, PlannedStep, PlanSet, SessionPlan } from './session-plan.ts';

/** Where in its plans a device is. Kept between sessions as JSON. */
export interface PlanProgress {
  readonly plan: string;
  readonly step: number;
  /** How often the step was sent already. */
  readonly attempt: number;
  /** The step's commands are done, and its outcome is awaited until then (milliseconds since 1970). */
  readonly waitingUntil?: number;
  /** Steps that failed, and that the plan says to leave out then. */
  readonly passedOver: readonly PassedOver[];
}

/** A step that failed and was left out. */
export interface PassedOver {
  readonly step: string;
  readonly fault: Fault;
}

type Turn = PlanTurn<PlanProgress>;

/**
 * The planner that carries session plans out, for one package: `now` is when it came. It begins with the first
 * plan, or goes on where the device was when it had an outcome to tell.
 */
export function plannerOf(plans: PlanSet, now: number, resumed?: PlanProgress): SessionPlanner<PlanProgress> {
  const planOf = (name: string): SessionPlan => {
    const plan = plans.plan(name);
    if (plan === undefined) throw new Error(`the profile was checked, and the plan ${name} is not in it`);
    return plan;
  };

  const turnAt = (progress: PlanProgress): Turn => {
    const plan = planOf(progress.plan);
    const step = plan.steps[progress.step];
    if (step) return { kind: 'commands', commands: step.commands.map(({ command }) => command), progress };
    if (plan.next !== undefined) return turnAt({ ...start(plan.next), passedOver: progress.passedOver });
    return { kind: 'finished', outcome: { kind: 'fulfilled', passedOver: progress.passedOver } };
  };

  const after = (progress: PlanProgress): Turn =>
    turnAt({ ...start(progress.plan), step: progress.step + 1, passedOver: progress.passedOver });

  const failed = (progress: PlanProgress, step: PlannedStep, fault: Fault): Turn => {
    const { onFailure } = step;
    if (onFailure.kind === 'retry' && progress.attempt <= onFailure.times) {
      const { waitingUntil: _until, ...rest } = progress;
      return turnAt({ ...rest, attempt: progress.attempt + 1 });
    }
    if (onFailure.kind === 'goOn')
      return after({ ...progress, passedOver: [...progress.passedOver, { step: step.name, fault }] });
    return { kind: 'finished', outcome: { kind: 'failed', step: step.name, fault } };
  };

  /** The outcome that a step waits for, looked for among the alerts that came. */
  const awaited = (
    progress: PlanProgress,
    step: PlannedStep,
    wait: AlertWait,
    alerts: readonly Alert[],
  ): Turn => {
    const alert = alerts.find((each) => tells(each, wait));
    if (alert) {
      const fault = outcomeFault(step.name, wait, alert);
      return fault ? failed(progress, step, fault) : after(progress);
    }
    const waitingUntil = progress.waitingUntil ?? now + wait.seconds * 1000;
    if (now > waitingUntil)
      return failed(
        progress,
        step,
        faultOf('SESSION_OUTCOME_MISSING', { alert: wait.alertType, seconds: wait.seconds, step: step.name }),
      );
    return { kind: 'suspended', progress: { ...progress, waitingUntil } };
  };

  return {
    serverUri: plans.serverUri,
    begin(package1) {
      const step = resumed && plans.plan(resumed.plan)?.steps[resumed.step];
      if (resumed === undefined || step?.wait === undefined) return turnAt(start(plans.first));
      return awaited(resumed, step, step.wait, package1.alerts);
    },
    next(progress, results, alerts) {
      const step = planOf(progress.plan).steps[progress.step];
      if (step === undefined) throw new Error('results came for a step that is not in the plan');
      const fault = firstFault(step, results);
      if (fault) return failed(progress, step, fault);
      return step.wait ? awaited(progress, step, step.wait, alerts) : after(progress);
    },
  };
}

/** How a plan ends whose device never told the outcome that it waits for; undefined while there is time. */
export function overdue(plans: PlanSet, progress: PlanProgress, now: number): Fault | undefined {
  const step = plans.plan(progress.plan)?.steps[progress.step];
  if (progress.waitingUntil === undefined || now <= progress.waitingUntil || step?.wait === undefined)
    return undefined;
  const { alertType, seconds } = step.wait;
  return faultOf('SESSION_OUTCOME_MISSING', { alert: alertType, seconds, step: step.name });
}

function start(plan: string): PlanProgress {
  return { plan, step: 0, attempt: 1, passedOver: [] };
}

/** Whether an alert is the outcome that is waited for: its type, and the node that was executed. */
function tells(alert: Alert, wait: AlertWait): boolean {
  if (alert.alertType !== wait.alertType) return false;
  if (wait.source === undefined || alert.sourceUri === undefined) return true;
  try {
    const source = parseNodeAddress(alert.sourceUri);
    const sameInstance = wait.source.instance === '' || wait.source.instance === source.instance;
    return (
      source.moid === wait.source.moid && sameInstance && source.path.join('/') === wait.source.path.join('/')
    );
  } catch (error) {
    if (error instanceof CodedError) return false;
    throw error;
  }
}

function outcomeFault(step: string, wait: AlertWait, alert: Alert): Fault | undefined {
  const code = resultCodeOf(alert);
  if (code !== undefined && wait.resultCodes.includes(code)) return undefined;
  return faultOf('SESSION_OUTCOME_FAILED', {
    alert: wait.alertType,
    result: code ?? 'none',
    expected: wait.resultCodes.join(', '),
    step,
  });
}

function firstFault(step: PlannedStep, results: readonly CommandResult[]): Fault | undefined {
  for (const [index, planned] of step.commands.entries()) {
    const fault = commandFault(step.name, planned, results[index]);
    if (fault) return fault;
  }
  return undefined;
}

function commandFault(
  step: string,
  planned: PlannedCommand,
  result: CommandResult | undefined,
): Fault | undefined {
  const command = planned.command.kind;
  const target = subjectOf(planned.command);
  const status = result?.status;
  if (status === undefined) return faultOf('SESSION_COMMAND_UNREPORTED', { command, target, step });
  if (!planned.statuses.includes(status.code))
    return faultOf('SESSION_COMMAND_FAILED', { command, target, status: status.code, step });
  for (const { path, value, text } of planned.expected) {
    const reported = valueAt(status.data ?? [], planned, path);
    const parameters = { path: path.join('/'), expected: text, step };
    if (reported?.kind !== 'leaf') return faultOf('SESSION_VALUE_MISSING', parameters);
    if (reported.value !== value)
      return faultOf('SESSION_VALUE_DIFFERS', { ...parameters, reported: String(reported.value) });
  }
  return undefined;
}

/** The node at a path that begins with a node's name, in whichever entry has it. */
function valueAt(
  data: readonly SerializedMo[],
  { command }: PlannedCommand,
  path: readonly string[],
): MoNode | undefined {
  // A plain GET is answered with one entry; a device in the field sends it among others.
  const plain = command.kind === 'GET' && command.targets.length === 1 ? command.targets[0] : undefined;
  const address = plain && addressOf(plain);
  const own = data.filter((entry) => address === undefined || entry.clientUri.moid === address.moid);
  for (const entry of own) {
    const wrapped: MoNode = { kind: 'interior', children: new Map([[entry.data.name, entry.data.node]]) };
    const node = nodeAt(wrapped, path);
    if (node) return node;
  }
  return undefined;
}
