import { operationCompleteType } from '../dm/alerts.ts';
import { printClientUri } from '../dm/client-uri.ts';
import { type CodedError, codedError } from '../errors.ts';
import { type MoJson, printNode } from '../mo/serialization.ts';
import { mainPlan, type PlanCommandText, type PlanStepText, type PlanText, partsOf } from './plan-schema.ts';
import type { Profile } from './profile.ts';
import type { QueuedWork } from './queued-work.ts';
import {
  configurationOf,
  type ExpectedValue,
  type PlannedCommand,
  type PlannedStep,
  plansOf,
  uriTextsOf,
} from './session-plan.ts';
import { fillTemplate, fillText, fillUri, type Template, type Variables, variablesOf } from './variables.ts';

/** What has to come back of a queued command for its step to be done. */
export interface WorkExpectation {
  readonly statuses: readonly number[];
  readonly values: readonly ExpectedValue[];
}

/** A step of a plan as queued work of one device: everything of its row is put in. Kept as JSON. */
export interface PlanWorkStep {
  readonly name: string;
  readonly works: readonly QueuedWork[];
  /** For each of them. */
  readonly expectations: readonly WorkExpectation[];
  readonly onFailure:
    | { readonly kind: 'stop' }
    | { readonly kind: 'goOn' }
    | { readonly kind: 'retry'; readonly times: number };
  /** Result codes of an asynchronous command that count as done. */
  readonly resultCodes: readonly number[];
  /** Seconds within which its outcome has to be told; missing where the plan does not say. */
  readonly outcomeSeconds?: number;
}

/** Which plan: one of a profile, all of it or some of its steps; or commands alone, which are one step. */
export type PlanSource =
  | {
      readonly kind: 'profile';
      readonly profile: Profile;
      readonly plan: string;
      /** The names of the steps that are wanted; empty for all. */
      readonly steps: readonly string[];
    }
  | { readonly kind: 'commands'; readonly works: readonly QueuedWork[] };

/**
 * The steps of a plan for one device.
 * @param variables the device's row, and what the server says of itself
 * @throws PLAN_UNKNOWN, PLAN_STEP_UNKNOWN, BULK_PLAN_VARIABLE_MISSING, BULK_PLAN_STEP_UNSUPPORTED
 */
export function planWorkOf(source: PlanSource, variables: Variables): readonly PlanWorkStep[] {
  if (source.kind === 'commands') return [commandsStep(source.works, variables)];
  const { profile, plan: name } = source;
  const text: PlanText | undefined = name === mainPlan ? profile.sessionPlan : profile.plans[name];
  if (text === undefined) throw codedError('PLAN_UNKNOWN', { plan: name });
  const { steps } = partsOf(text);
  for (const wanted of source.steps)
    if (!steps.some(({ step }) => step === wanted))
      throw codedError('PLAN_STEP_UNKNOWN', { plan: name, step: wanted });
  const chosen = (step: PlanStepText) => source.steps.length === 0 || source.steps.includes(step.step);
  for (const step of steps.filter(chosen)) checkStep(step, profile, variables);
  const planned = plansOf(profile, variables, { dm: '', resource: (resource) => resource }).plan(name);
  return steps.flatMap((step, index): readonly PlanWorkStep[] => {
    const filled = planned?.steps[index];
    if (!chosen(step) || filled === undefined) return [];
    checkWait(filled);
    const works = filled.commands.map((command, at) =>
      workOf(command, step.commands[at], { profile, variables, step: step.step }),
    );
    return [
      {
        ...{ name: filled.name, works, onFailure: filled.onFailure },
        expectations: filled.commands.map(({ statuses, expected }) => ({ statuses, values: expected })),
        resultCodes: filled.wait?.resultCodes ?? [200],
        ...(filled.wait ? { outcomeSeconds: filled.wait.seconds } : {}),
      },
    ];
  });
}

function checkStep(step: PlanStepText, profile: Profile, variables: Variables): void {
  if (step.when) throw unsupported(step.step, 'what was answered to a form decides whether it runs');
  const uris = step.commands.flatMap((command) => uriTextsOf(command, profile));
  const configurations = step.commands.flatMap((command) => {
    const own = 'configuration' in command ? command.configuration : undefined;
    const expected = command.command === 'GET' ? command.expect?.configuration : undefined;
    return [own, expected].flatMap((each) => (each === undefined ? [] : [profile.configurations[each]]));
  });
  checkVariables([step, configurations], uris, variables, step.step);
}

/** Of what a step waits for, the outcome of a command that it has begun is known to be its own: another alert is not. */
function checkWait({ name, commands, wait }: PlannedStep): void {
  if (wait === undefined) return;
  const isToldOf = commands.some(
    ({ command, statuses }) =>
      command.kind === 'EXEC' &&
      command.replyTo !== undefined &&
      statuses.every((status) => status === 202) &&
      wait.alertType === operationCompleteType(command.target.moid),
  );
  if (!isToldOf) throw unsupported(name, 'it waits for something else than the outcome of what it executes');
}

/** A value that is empty is one, but for a ClientURI: without it that would address something else. */
function checkVariables(texts: unknown, uris: unknown, variables: Variables, step: string): void {
  const inUris = new Set([...variablesOf(uris)].map(({ name }) => name));
  for (const { name } of variablesOf(texts))
    if (!Object.hasOwn(variables, name) || (inUris.has(name) && variables[name] === ''))
      throw codedError('BULK_PLAN_VARIABLE_MISSING', { variable: `{{${name}}}`, step });
}

function unsupported(step: string, detail: string): CodedError {
  return codedError('BULK_PLAN_STEP_UNSUPPORTED', { step, detail });
}

/** A command of a plan as queued work. What only a session of the device's own plan can do is refused. */
function workOf(
  { command, form }: PlannedCommand,
  text: PlanCommandText | undefined,
  at: { readonly profile: Profile; readonly variables: Variables; readonly step: string },
): QueuedWork {
  const configuration =
    text && 'configuration' in text && text.configuration !== undefined
      ? configurationOf(at.profile, text.configuration, at.variables).data
      : undefined;
  const data = configuration && { [configuration.name]: printNode(configuration.node) };
  switch (command.kind) {
    case 'GET':
      return { kind: 'GET', targets: command.targets.map(printClientUri) };
    case 'HGET':
      if (data === undefined || command.target === undefined)
        throw unsupported(at.step, 'it fetches something else than a configuration with a place of its own');
      return { kind: 'place', target: printClientUri(command.target), data };
    case 'HPUT':
    case 'HPOST':
      return {
        kind: command.kind,
        targets: command.targets.map(printClientUri),
        resource: command.destination,
      };
    case 'DELETE':
    case 'UNSUB':
      return { kind: command.kind, target: printClientUri(command.target) };
    case 'EXEC':
      return {
        ...{ kind: 'EXEC', target: printClientUri(command.target) },
        asynchronous: command.replyTo !== undefined,
      };
    case 'SUB':
      return { kind: 'SUB', target: printClientUri(command.target), resource: command.destination };
    case 'DEFAULT':
      return { kind: 'DEFAULT', moid: command.moid, data: data ?? {} };
    case 'SHOW':
      if (form === undefined || form.waits)
        throw unsupported(at.step, 'it waits for the answers to a form, or shows a page of somebody else');
      return { kind: 'SHOW', form: form.name, seconds: form.seconds };
    case 'CONT':
      throw unsupported(at.step, 'it sends the device to another server');
    case 'END':
      throw unsupported(at.step, 'it ends the session');
  }
}

function commandsStep(works: readonly QueuedWork[], variables: Variables): PlanWorkStep {
  const name = 'Commands';
  const uris = works.map((work) => ('targets' in work ? work.targets : 'target' in work ? work.target : []));
  checkVariables(works, uris, variables, name);
  return {
    ...{ name, onFailure: { kind: 'stop' }, resultCodes: [200] },
    works: works.map((work) => filledWork(work, variables)),
    expectations: works.map((work) => ({
      statuses: work.kind === 'EXEC' && work.asynchronous ? [202] : [200],
      values: [],
    })),
  };
}

/** A command with a row's values in place of its variables. */
function filledWork(work: QueuedWork, variables: Variables): QueuedWork {
  const uri = (text: string) => fillUri(text, variables);
  switch (work.kind) {
    case 'GET':
    case 'HPUT':
    case 'HPOST':
      return { ...work, targets: work.targets.map(uri) };
    case 'place':
      return { ...work, target: uri(work.target), data: filledData(work.data, variables) };
    case 'DEFAULT':
      return { ...work, data: filledData(work.data, variables) };
    case 'SHOW':
      return { ...work, form: fillText(work.form, variables) };
    case 'DELETE':
    case 'UNSUB':
    case 'EXEC':
    case 'SUB':
      return { ...work, target: uri(work.target) };
  }
}

function filledData(data: Readonly<Record<string, unknown>>, variables: Variables): Record<string, MoJson> {
  // MOData was checked when it was read: objects, texts, numbers, booleans and null.
  return fillTemplate(data as Template, variables) as Record<string, MoJson>;
}

/**
 * What became of a plan on one device. `queued`: its commands wait for the device's next session; `away`: they wait, and
 * the device cannot be asked for one, or has not come when it was asked; `begun`: the device works at it, and is to tell
 * the outcome; `refused`: something did not come back as expected; `unreported`: the device was gone before it answered,
 * and nobody knows. Done is only what the device reported done.
 */
export const planOutcomes = [
  'queued',
  'away',
  'inSession',
  'begun',
  'done',
  'refused',
  'unreported',
  'cancelled',
] as const;
export type PlanOutcomeKind = (typeof planOutcomes)[number];

/** The outcome of a plan whose step is under way, by the states of the step's commands that have come to nothing yet. */
export function outcomeUnderWay(states: readonly string[], isAway: boolean): PlanOutcomeKind {
  if (states.includes('unreported')) return 'unreported';
  if (states.includes('cancelled')) return 'cancelled';
  if (states.includes('sent')) return 'inSession';
  if (states.includes('waiting')) return isAway ? 'away' : 'queued';
  return 'begun';
}

/** Whether anything may still come of it. */
export function isPlanUnderWay(kind: PlanOutcomeKind): boolean {
  return kind === 'queued' || kind === 'away' || kind === 'inSession' || kind === 'begun';
}
