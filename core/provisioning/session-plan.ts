import { operationCompleteType } from '../dm/alerts.ts';
import { renewedCredentialsResource, transportCredentialPath } from '../dm/choices.ts';
import { addressOf, type ClientUri, clientUriOf, parseKnownClientUri } from '../dm/client-uri.ts';
import type { ServerCommand } from '../dm/commands.ts';
import { type NodeAddress, nodeAddress, parseNodeAddress } from '../dm/node-address.ts';
import type { Form } from '../interaction/form-schema.ts';
import { type LeafValue, leavesOf, type NamedNode } from '../mo/node.ts';
import { parseMoData } from '../mo/serialization.ts';
import { dmAccountMoid } from '../mo/standard-objects.ts';
import { answerOf, type FormAnswers, isCalledFor, withAnswers } from './form-answers.ts';
import { mainPlan, type PlanCommandText, type PlanStepText, type PlanText, partsOf } from './plan-schema.ts';
import type { Profile } from './profile.ts';
import { fillTemplate, fillText, fillUri, type Values, type Variables, variablesOf } from './variables.ts';

/** A value that a device has to report, by its path from the node that was addressed (its name first). */
export interface ExpectedValue {
  readonly path: readonly string[];
  readonly value: LeafValue;
  /** The value as people read it. */
  readonly text: string;
}

/** A command of a step, and what has to come back. */
export interface PlannedCommand {
  readonly command: ServerCommand;
  /** Statuses that count as done. */
  readonly statuses: readonly number[];
  readonly expected: readonly ExpectedValue[];
  /** The form that a SHOW is about: its address is made when it is sent. */
  readonly form?: PlannedForm;
}

/** A form that a step has the device show. */
export interface PlannedForm {
  readonly name: string;
  /** As the profile has it, with the values to put in. */
  readonly form: Form;
  readonly values: Values;
  /** How long its address can be used. */
  readonly seconds: number;
  /** Whether the step is done only when it was answered. */
  readonly waits: boolean;
}

/** The alert that tells the outcome of an asynchronous step. */
export interface AlertWait {
  readonly alertType: string;
  /** The node that was executed; missing where a pattern was. */
  readonly source?: NodeAddress;
  readonly resultCodes: readonly number[];
  readonly seconds: number;
}

/** A step of a session plan with a row's values put in: commands that go together, and what must come back. */
export interface PlannedStep {
  readonly name: string;
  /** False where what was answered says that the step is left out. */
  readonly calledFor: boolean;
  /** An answer that its ClientURIs need and that there is none of (yet): the step cannot be sent. */
  readonly missing?: string;
  readonly commands: readonly PlannedCommand[];
  readonly wait?: AlertWait;
  readonly onFailure:
    | { readonly kind: 'stop' }
    | { readonly kind: 'goOn' }
    | { readonly kind: 'retry'; readonly times: number };
}

/** A session plan as a value: ordered steps. A step begins when the one before came back as expected. */
export interface SessionPlan {
  readonly steps: readonly PlannedStep[];
  /** The plan that follows when this one is fulfilled. */
  readonly next?: string;
}

/** The plans of a device by name. */
export interface PlanSet {
  readonly first: string;
  /** The server's DM-2 address, as the device reaches it. */
  readonly serverUri: string;
  /** @param answers what was answered to forms so far */
  plan(name: string, answers?: FormAnswers): SessionPlan | undefined;
}

/** Addresses that commands carry: where the device's resources and the server itself are. */
export interface PlanAddresses {
  /** The device's own resource of this name in the Data Repository. */
  readonly resource: (name: string) => string;
  /** Where outcomes of asynchronous commands are to be told (the server's DM-2 address). */
  readonly dm: string;
}

/** The plans of one row: the profile's, with the row's values and addresses; made when they are asked for. */
export function plansOf(profile: Profile, variables: Variables, addresses: PlanAddresses): PlanSet {
  // What was answered changes what plans are: those made with the same answers are kept together.
  const made = new WeakMap<FormAnswers, Map<string, SessionPlan>>();
  return {
    first: mainPlan,
    serverUri: addresses.dm,
    plan(name, answers = noAnswers) {
      const text = planText(profile, name);
      if (text === undefined) return undefined;
      const plans = made.get(answers) ?? new Map<string, SessionPlan>();
      made.set(answers, plans);
      const known = plans.get(name) ?? planOf(text, profile, answers, { variables, addresses });
      plans.set(name, known);
      return known;
    },
  };
}

const noAnswers: FormAnswers = {};

function planText(profile: Profile, name: string): PlanText | undefined {
  if (name === mainPlan) return profile.sessionPlan;
  return Object.hasOwn(profile.plans, name) ? profile.plans[name] : undefined;
}

function planOf(
  text: PlanText,
  profile: Profile,
  answers: FormAnswers,
  { variables, addresses }: { readonly variables: Variables; readonly addresses: PlanAddresses },
): SessionPlan {
  const { steps, next } = partsOf(text);
  const values = withAnswers(variables, profile.forms, answers, addresses.resource);
  return {
    steps: steps.map((step): PlannedStep => {
      const missing = missingAnswer(step, profile, values);
      // A ClientURI with a part that is missing would address something else.
      const commands =
        missing === undefined
          ? step.commands.map((command) => commandOf(command, profile, values, addresses))
          : [];
      const { onFailure } = step;
      return {
        name: fillText(step.step, values),
        calledFor: isCalledFor(step, answers),
        ...(missing === undefined ? {} : { missing }),
        commands,
        ...(step.wait ? { wait: waitOf(step.wait, commands) } : {}),
        onFailure:
          typeof onFailure === 'string' ? { kind: onFailure } : { kind: 'retry', times: onFailure.retry },
      };
    }),
    ...(next === undefined ? {} : { next }),
  };
}

/** The texts of a command that become ClientURIs. */
export function uriTextsOf(command: PlanCommandText, profile: Profile): readonly string[] {
  const own = 'targets' in command ? command.targets : 'target' in command ? (command.target ?? []) : [];
  const named = 'configuration' in command ? command.configuration : undefined;
  const configuration = named === undefined ? undefined : profile.configurations[named];
  return [own, configuration?.target ?? []].flat();
}

function missingAnswer({ commands }: PlanStepText, profile: Profile, values: Values): string | undefined {
  const texts = commands.flatMap((command) => uriTextsOf(command, profile));
  const names = [...variablesOf(texts)].map(({ name }) => name);
  return names.find((name) => Object.hasOwn(values, name) && values[name] === undefined);
}

function waitOf(
  wait: { alert?: string | undefined; resultCodes: readonly number[]; seconds: number },
  commands: readonly PlannedCommand[],
): AlertWait {
  const executed = commands.map(({ command }) => command).find((command) => command.kind === 'EXEC');
  const source = executed && addressOf(executed.target);
  return {
    alertType: wait.alert ?? operationCompleteType(executed?.target.moid ?? ''),
    resultCodes: wait.resultCodes,
    seconds: wait.seconds,
    ...(source ? { source } : {}),
  };
}

function commandOf(
  text: PlanCommandText,
  profile: Profile,
  variables: Values,
  addresses: PlanAddresses,
): PlannedCommand {
  const uri = (target: string): ClientUri => parseKnownClientUri(fillUri(target, variables));
  const planned = (
    command: ServerCommand,
    expected: readonly ExpectedValue[] = [],
    usual = 200,
  ): PlannedCommand => {
    const statuses = text.expect?.status ?? usual;
    return { command, expected, statuses: typeof statuses === 'number' ? [statuses] : statuses };
  };
  switch (text.command) {
    case 'GET': {
      const targets = typeof text.target === 'string' ? [text.target] : text.target;
      return planned({ kind: 'GET', targets: targets.map(uri) }, expectedBy(text, profile, variables));
    }
    case 'HGET': {
      if (text.credentials === 'renew')
        return planned({
          kind: 'HGET',
          source: addresses.resource(renewedCredentialsResource),
          target: clientUriOf(nodeAddress(dmAccountMoid, profile.server.instance, transportCredentialPath)),
        });
      const source =
        text.configuration === undefined
          ? fillText(text.source ?? '', variables)
          : addresses.resource(text.configuration);
      if (text.deviceChooses) return planned({ kind: 'HGET', source });
      if (text.target !== undefined) return planned({ kind: 'HGET', source, target: uri(text.target) });
      if (text.configuration === undefined) return planned({ kind: 'HGET', source });
      const { target } = configurationOf(profile, text.configuration, variables);
      return planned({ kind: 'HGET', source, target: clientUriOf(target) });
    }
    case 'HPUT':
    case 'HPOST':
      return planned({
        kind: text.command,
        destination: addresses.resource(text.resource),
        targets: text.targets.map(uri),
      });
    case 'EXEC':
      return text.asynchronous
        ? planned({ kind: 'EXEC', target: uri(text.target), replyTo: addresses.dm }, [], 202)
        : planned({ kind: 'EXEC', target: uri(text.target) });
    case 'DELETE':
    case 'UNSUB':
      return planned({ kind: text.command, target: uri(text.target) });
    case 'SUB':
      return planned({
        kind: 'SUB',
        destination: addresses.resource(text.resource),
        target: uri(text.target),
      });
    case 'SHOW': {
      const { form: name, seconds } = text;
      if (name === undefined) return planned({ kind: 'SHOW', page: fillText(text.page ?? '', variables) });
      const form = { name, form: formOf(profile, name), values: variables, seconds };
      return { ...planned({ kind: 'SHOW', page: '' }), form: { ...form, waits: text.answers === 'wait' } };
    }
    case 'CONT':
      return planned({ kind: 'CONT', serverUri: fillText(text.serverUri, variables) });
    case 'DEFAULT': {
      const { target } = configurationOf(profile, text.configuration, variables);
      return planned({ kind: 'DEFAULT', source: addresses.resource(text.configuration), moid: target.moid });
    }
  }
}

function expectedBy(
  { expect }: Extract<PlanCommandText, { command: 'GET' }>,
  profile: Profile,
  variables: Values,
): readonly ExpectedValue[] {
  const values = Object.entries(expect?.values ?? {}).map(([path, value]) => {
    const filled = typeof value === 'string' ? fillText(value, variables) : value;
    return { path: path.split('/'), value: filled, text: String(filled) };
  });
  if (expect?.configuration === undefined) return values;
  const { data } = configurationOf(profile, expect.configuration, variables);
  const leaves = [...leavesOf(data.node)].map(({ path, value }) => ({
    path: [data.name, ...path],
    value,
    text: String(value),
  }));
  return [...values, ...leaves];
}

/** A configuration of the profile with a row's values: where it goes, and its MOData. */
export function configurationOf(
  profile: Profile,
  name: string,
  variables: Values,
): { readonly target: NodeAddress; readonly data: NamedNode } {
  const configuration = profile.configurations[name];
  if (configuration === undefined) throw new Error(`the profile was checked, and ${name} is not in it`);
  return {
    target: parseNodeAddress(fillUri(configuration.target, variables)),
    data: parseMoData(fillTemplate(configuration.data, variables)),
  };
}

function formOf(profile: Profile, name: string): Form {
  const form = profile.forms[name];
  if (form === undefined) throw new Error(`the profile was checked, and the form ${name} is not in it`);
  return form;
}

/** The configurations that the session plans let the device fetch, now (HGET) or when it needs them (DEFAULT). */
export function fetchedConfigurations(profile: Profile): readonly string[] {
  const plans = [profile.sessionPlan, ...Object.values(profile.plans)];
  const names = plans.flatMap((plan) =>
    partsOf(plan).steps.flatMap((step) =>
      step.commands.flatMap((command) =>
        (command.command === 'HGET' || command.command === 'DEFAULT') && command.configuration !== undefined
          ? [command.configuration]
          : [],
      ),
    ),
  );
  return [...new Set(names)];
}

/** Those of them that hold answers to forms: they change while a plan is carried out. */
export function answeredConfigurations(profile: Profile): readonly string[] {
  return fetchedConfigurations(profile).filter((name) =>
    [...variablesOf(profile.configurations[name])].some(({ name: variable }) => answerOf(variable)),
  );
}
