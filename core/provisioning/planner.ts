import type { Alert } from '../dm/alerts.ts';
import type { ServerCommand } from '../dm/commands.ts';
import type { PlanTurn, SessionPlanner } from '../dm/server-session.ts';
import { type Fault, faultOf } from '../errors.ts';
import { type InteractionState, isOpen } from '../interaction/interaction.ts';
import type { FormAnswers } from './form-answers.ts';
import type { AlertWait, PlannedForm, PlannedStep, PlanSet, SessionPlan } from './session-plan.ts';
import { firstFault, formFault, outcomeFault, tells } from './step-faults.ts';

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
  /** The UI interactions in which forms were shown last, by the names of the forms. */
  readonly shown?: Readonly<Record<string, string>>;
  /** What was answered to forms so far. */
  readonly answers?: FormAnswers;
}

/** A step that failed and was left out. */
export interface PassedOver {
  readonly step: string;
  readonly fault: Fault;
}

/** The UI interactions of one device, as its plans use them. */
export interface PlanInteractions {
  /** Begins the interaction that a SHOW is about. @returns its id, and the address for the device */
  begin(form: PlannedForm): { readonly interactionId: string; readonly address: string };
  /** Where an interaction stands; one whose time is over is expired. Undefined where there is none. */
  stateOf(interactionId: string): InteractionState | undefined;
  /** Whether the workstation shows a form itself for a device that has no browser. */
  readonly showsForDevices: boolean;
  /** Told when there are other answers than before, so that what is made from them is there when it is fetched. */
  answered(answers: FormAnswers): void;
}

type Turn = PlanTurn<PlanProgress>;

/**
 * The planner that carries session plans out, for one package: `now` is when it came. It begins with the first
 * plan, or goes on where the device was when it had an outcome to tell.
 * @param interactions what begins and knows UI interactions; it writes nothing that is not undone with the package
 */
export function plannerOf(
  plans: PlanSet,
  now: number,
  resumed?: PlanProgress,
  interactions: PlanInteractions = noInteractions,
): SessionPlanner<PlanProgress> {
  const planOf = ({ plan: name, answers }: PlanProgress): SessionPlan => {
    const plan = plans.plan(name, answers);
    if (plan === undefined) throw new Error(`the profile was checked, and the plan ${name} is not in it`);
    return plan;
  };

  const turnAt = (progress: PlanProgress): Turn => {
    const plan = planOf(progress);
    const step = plan.steps[progress.step];
    if (step === undefined) {
      if (plan.next !== undefined) return turnAt({ ...start(plan.next), ...kept(progress) });
      return { kind: 'finished', outcome: { kind: 'fulfilled', passedOver: progress.passedOver } };
    }
    if (!step.calledFor) return after(progress);
    if (step.missing !== undefined)
      return failed(
        progress,
        step,
        faultOf('SESSION_ANSWER_MISSING', { answer: step.missing, step: step.name }),
      );
    const shown: Record<string, string> = { ...progress.shown };
    const commands = step.commands.map(({ command, form }): ServerCommand => {
      if (form === undefined) return command;
      const { interactionId, address } = interactions.begin(form);
      shown[form.name] = interactionId;
      return { kind: 'SHOW', page: address };
    });
    if (!step.commands.some(({ form }) => form)) return { kind: 'commands', commands, progress };
    const asked = withShown(progress, step, shown);
    interactions.answered(asked.answers ?? {});
    return { kind: 'commands', commands, progress: asked };
  };

  const after = (progress: PlanProgress): Turn =>
    turnAt({ ...start(progress.plan), step: progress.step + 1, ...kept(progress) });

  /** What came of the interactions that go on beside the plan, or that it waits for. */
  const withNewAnswers = (progress: PlanProgress): PlanProgress => {
    const fresh = Object.entries(progress.shown ?? {}).flatMap(([form, interactionId]) => {
      const state = interactions.stateOf(interactionId);
      const known = progress.answers !== undefined && Object.hasOwn(progress.answers, form);
      return state?.kind === 'completed' && !known ? [[form, state.answers] as const] : [];
    });
    if (fresh.length === 0) return progress;
    const answers = { ...progress.answers, ...Object.fromEntries(fresh) };
    interactions.answered(answers);
    return { ...progress, answers };
  };

  /** The forms that a step waits for, in their order: answered, or why not, or the plan waits. */
  const awaitedForms = (progress: PlanProgress, step: PlannedStep): Turn => {
    const forms = step.commands.flatMap(({ form }) => (form?.waits ? [form] : []));
    for (const { name, seconds } of forms) {
      const interactionId = progress.shown?.[name];
      const state = interactionId === undefined ? undefined : interactions.stateOf(interactionId);
      const fault = formFault(state, { form: name, step: step.name, seconds });
      if (fault) return failed(progress, step, fault);
      if (state && isOpen({ state })) {
        const longest = Math.max(...forms.map((form) => form.seconds));
        const waitingUntil = progress.waitingUntil ?? now + (longest + reportSeconds) * 1000;
        return { kind: 'suspended', progress: { ...progress, waitingUntil } };
      }
    }
    return after(progress);
  };

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
      const step = resumed && plans.plan(resumed.plan, resumed.answers)?.steps[resumed.step];
      if (resumed === undefined || step === undefined || !isAwaited(step)) return turnAt(start(plans.first));
      const progress = withNewAnswers(resumed);
      return step.wait ? awaited(progress, step, step.wait, package1.alerts) : awaitedForms(progress, step);
    },
    next(before, results, alerts) {
      const step = planOf(before).steps[before.step];
      if (step === undefined) throw new Error('results came for a step that is not in the plan');
      const progress = withNewAnswers(before);
      const fault = firstFault(step, results, interactions.showsForDevices);
      if (fault) return failed(progress, step, fault);
      return step.wait ? awaited(progress, step, step.wait, alerts) : awaitedForms(progress, step);
    },
  };
}

/** A device has this long to report that its UI interaction is over. */
const reportSeconds = 60;

/** Where nothing shows forms. */
const noInteractions: PlanInteractions = {
  begin: () => {
    throw new Error('a plan shows a form, and nothing begins interactions');
  },
  stateOf: () => undefined,
  showsForDevices: false,
  answered() {},
};

/** Whether a step may end in a later session than the one that it began in. */
function isAwaited(step: PlannedStep): boolean {
  return step.wait !== undefined || step.commands.some(({ form }) => form?.waits);
}

/** What goes on from step to step. */
function kept({ passedOver, shown, answers }: PlanProgress) {
  return { passedOver, ...(shown ? { shown } : {}), ...(answers ? { answers } : {}) };
}

/** A form that is shown again has not been answered yet. */
function withShown(
  progress: PlanProgress,
  step: PlannedStep,
  shown: Readonly<Record<string, string>>,
): PlanProgress {
  const again = new Set(step.commands.map(({ form }) => form?.name));
  const { answers, ...rest } = progress;
  const others = Object.entries(answers ?? {}).filter(([form]) => !again.has(form));
  return { ...rest, shown, ...(answers === undefined ? {} : { answers: Object.fromEntries(others) }) };
}

/** How a plan ends whose device never told the outcome that it waits for; undefined while there is time. */
export function overdue(plans: PlanSet, progress: PlanProgress, now: number): Fault | undefined {
  const step = plans.plan(progress.plan, progress.answers)?.steps[progress.step];
  if (progress.waitingUntil === undefined || now <= progress.waitingUntil || step === undefined)
    return undefined;
  const form = step.commands.find((command) => command.form?.waits)?.form;
  if (form)
    return faultOf('SESSION_FORM_EXPIRED', { form: form.name, step: step.name, seconds: form.seconds });
  if (step.wait === undefined) return undefined;
  const { alertType, seconds } = step.wait;
  return faultOf('SESSION_OUTCOME_MISSING', { alert: alertType, seconds, step: step.name });
}

function start(plan: string): PlanProgress {
  return { plan, step: 0, attempt: 1, passedOver: [] };
}
