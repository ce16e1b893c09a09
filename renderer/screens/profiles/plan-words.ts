import { numberText } from '../../../core/interaction/answers.ts';
import { conditionsOfStep } from '../../../core/provisioning/form-answers.ts';
import {
  mainPlan,
  type PlanCommandText,
  type PlanStepText,
  type PlanText,
  partsOf,
} from '../../../core/provisioning/plan-schema.ts';
import type { Profile } from '../../../core/provisioning/profile.ts';
import { nodeWords } from '../../format/addresses.ts';
import { texts } from '../../texts.ts';

/** A session plan as a technician reads it. */
export interface PlanInWordsView {
  /** Missing for the plan that a new device begins with. */
  readonly name?: string;
  readonly steps: readonly StepInWords[];
  /** The plan that follows. */
  readonly next?: string;
}

export interface StepInWords {
  readonly title: string;
  /** What is done, in its order. */
  readonly does: readonly string[];
  /** What has to be so, and what happens otherwise. */
  readonly notes: readonly string[];
}

/** Every plan of a profile in words: first what a new device begins with, then the others by their names. */
export function plansInWords(profile: Pick<Profile, 'sessionPlan' | 'plans'>): readonly PlanInWordsView[] {
  return [
    planInWords(profile.sessionPlan),
    ...Object.entries(profile.plans).map(([name, plan]) => ({ name, ...planInWords(plan) })),
  ];
}

function planInWords(plan: PlanText): PlanInWordsView {
  const { steps, next } = partsOf(plan);
  return {
    steps: steps.map(stepInWords),
    ...(next === undefined ? {} : { next: next === mainPlan ? texts.planWords.mainPlan : next }),
  };
}

/** One step in words. */
export function stepInWords(step: PlanStepText): StepInWords {
  const { commands, wait, onFailure } = step;
  const words = texts.planWords;
  const conditions = conditionsOfStep(step).map(conditionWords);
  return {
    title: step.step,
    does: commands.map(commandWords),
    notes: [
      ...(conditions.length === 0 ? [] : [words.onlyIf(conditions.join(words.and))]),
      ...commands.flatMap(expectationWords),
      ...(wait ? [waitWords(wait)] : []),
      ...(onFailure === 'stop' ? [] : onFailure === 'goOn' ? [words.goOn] : [words.retry(onFailure.retry)]),
    ],
  };
}

function commandWords(command: PlanCommandText): string {
  const words = texts.planWords;
  switch (command.command) {
    case 'GET':
      return words.get(nodes(command.target));
    case 'HGET': {
      const { configuration, source, target, deviceChooses } = command;
      if (configuration === undefined && source === undefined) return words.hgetCredentials;
      const what =
        configuration === undefined ? words.hgetSource(source ?? '') : words.hgetConfiguration(configuration);
      const where = deviceChooses ? words.deviceChooses : target && words.into(nodes(target));
      return where === undefined ? what : `${what}, ${where}`;
    }
    case 'HPUT':
      return words.hput(nodes(command.targets), command.resource);
    case 'HPOST':
      return words.hpost(nodes(command.targets), command.resource);
    case 'DELETE':
      return words.delete(nodes(command.target));
    case 'EXEC':
      return (command.asynchronous ? words.execLater : words.exec)(nodes(command.target));
    case 'SHOW': {
      const { form, page = '', answers, seconds } = command;
      if (form === undefined) return words.showPage(page);
      return (answers === 'wait' ? words.showForm : words.showFormGoOn)(form, durationWords(seconds));
    }
    case 'CONT':
      return words.cont(command.serverUri);
    case 'DEFAULT':
      return words.default(command.configuration);
    case 'SUB':
      return words.sub(nodes(command.target), command.resource);
    case 'UNSUB':
      return words.unsub(nodes(command.target));
  }
}

function expectationWords({ expect, ...command }: PlanCommandText): readonly string[] {
  if (expect === undefined) return [];
  const words = texts.planWords;
  const { status } = expect;
  const values = 'values' in expect ? Object.entries(expect.values ?? {}) : [];
  const configuration =
    command.command === 'GET' && 'configuration' in expect ? expect.configuration : undefined;
  return [
    ...values.map(([path, value]) => words.expectsValue(path, String(value))),
    ...(configuration === undefined ? [] : [words.expectsConfiguration(configuration)]),
    ...(status === undefined ? [] : [words.expectsStatus([status].flat().join(words.or))]),
  ];
}

function waitWords({ alert, resultCodes, seconds }: NonNullable<PlanStepText['wait']>): string {
  const words = texts.planWords;
  const [time, codes] = [durationWords(seconds), resultCodes.join(words.or)];
  return alert === undefined ? words.wait(time, codes) : words.waitAlert(alert, time, codes);
}

function conditionWords(condition: ReturnType<typeof conditionsOfStep>[number]): string {
  const words = texts.planWords;
  const { field, is, isNot, includes, least, most, answered } = condition;
  const listed = (values: Value | readonly Value[]) => [values].flat().map(valueWords).join(words.or);
  return [
    ...(is === undefined ? [] : [words.isValue(field, listed(is))]),
    ...(isNot === undefined ? [] : [words.isNotValue(field, listed(isNot))]),
    ...(includes === undefined ? [] : [words.includes(field, listed(includes))]),
    ...(least === undefined ? [] : [words.least(field, least)]),
    ...(most === undefined ? [] : [words.most(field, most)]),
    ...(answered === undefined ? [] : [(answered ? words.answered : words.notAnswered)(field)]),
  ].join(words.and);
}

/** A time as people set it: in the largest unit that it is whole in. */
function durationWords(seconds: number): string {
  const { hours, minutes, seconds: rest } = texts.planWords;
  if (seconds % 3600 === 0) return hours(seconds / 3600);
  return seconds % 60 === 0 ? minutes(seconds / 60) : rest(seconds);
}

type Value = string | number | boolean;

function valueWords(value: Value): string {
  return typeof value === 'number' ? numberText(value) : String(value);
}

function nodes(targets: string | readonly string[]): string {
  return [targets]
    .flat()
    .map((target) => nodeWords(target).address)
    .join(', ');
}
