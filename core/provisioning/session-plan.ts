import { type ClientUri, parseClientUri, printClientUri } from '../dm/client-uri.ts';
import type { ServerCommand } from '../dm/commands.ts';
import type { CommandResult, PlanTurn, SessionPlanner } from '../dm/server-session.ts';
import { type Fault, faultOf } from '../errors.ts';
import { type LeafValue, leavesOf, type NamedNode, nodeAt } from '../mo/node.ts';
import { parseMoData } from '../mo/serialization.ts';
import type { Profile } from './profile.ts';
import { fillTemplate, fillText, type Variables } from './variables.ts';

/** A value that a device has to report, by its path from the node that was addressed (its name first). */
export interface ExpectedValue {
  readonly path: readonly string[];
  readonly value: LeafValue;
}

interface PlannedCommand {
  readonly command: ServerCommand;
  readonly expected: readonly ExpectedValue[];
}

/** A step of a session plan with a row's values put in: commands that go together, and what must come back. */
export interface PlannedStep {
  readonly name: string;
  readonly commands: readonly PlannedCommand[];
}

/** A session plan as a value: ordered steps. A step begins when the one before came back as expected. */
export type SessionPlan = readonly PlannedStep[];

/** The index of the step whose commands were sent. */
export type PlanProgress = number;

/** The plan of one row: the profile's steps with the row's values, resources by their ServerURI. */
export function sessionPlanOf(
  profile: Profile,
  variables: Variables,
  resourceUri: (configuration: string) => string,
): SessionPlan {
  return profile.sessionPlan.map((step) => ({
    name: fillText(step.step, variables),
    commands: step.commands.map((planned): PlannedCommand => {
      if (planned.command === 'HGET') {
        const { target } = configurationOf(profile, planned.configuration, variables);
        return {
          command: { kind: 'HGET', source: resourceUri(planned.configuration), target },
          expected: [],
        };
      }
      return {
        command: { kind: 'GET', targets: [parseClientUri(fillText(planned.target, variables))] },
        expected: [
          ...Object.entries(planned.expect?.values ?? {}).map(([path, value]) => ({
            path: path.split('/'),
            value: typeof value === 'string' ? fillText(value, variables) : value,
          })),
          ...(planned.expect?.configuration === undefined
            ? []
            : expectedOf(configurationOf(profile, planned.expect.configuration, variables).data)),
        ],
      };
    }),
  }));
}

/** A configuration of the profile with a row's values: where it goes, and its MOData. */
export function configurationOf(
  profile: Profile,
  name: string,
  variables: Variables,
): { readonly target: ClientUri; readonly data: NamedNode } {
  const configuration = profile.configurations[name];
  if (configuration === undefined) throw new Error(`the profile was checked, and ${name} is not in it`);
  return {
    target: parseClientUri(fillText(configuration.target, variables)),
    data: parseMoData(fillTemplate(configuration.data, variables)),
  };
}

/** The configurations that the session plan lets the device fetch. */
export function fetchedConfigurations(profile: Profile): readonly string[] {
  const names = profile.sessionPlan.flatMap((step) =>
    step.commands.flatMap((command) => (command.command === 'HGET' ? [command.configuration] : [])),
  );
  return [...new Set(names)];
}

function expectedOf(data: NamedNode): readonly ExpectedValue[] {
  return [...leavesOf(data.node)].map(({ path, value }) => ({ path: [data.name, ...path], value }));
}

/** The planner that carries a session plan out; a step that fails ends the plan. */
export function plannerOf(plan: SessionPlan): SessionPlanner<PlanProgress> {
  const turnAt = (progress: PlanProgress): PlanTurn<PlanProgress> => {
    const step = plan[progress];
    if (step === undefined) return { kind: 'finished', outcome: { kind: 'fulfilled' } };
    return { kind: 'commands', commands: step.commands.map(({ command }) => command), progress };
  };
  return {
    begin: () => turnAt(0),
    next(progress, results) {
      const step = plan[progress];
      if (step === undefined) throw new Error('results came for a step that is not in the plan');
      const fault = firstFault(step, results);
      if (fault) return { kind: 'finished', outcome: { kind: 'failed', step: step.name, fault } };
      return turnAt(progress + 1);
    },
  };
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
  const target = targetOf(planned.command);
  const status = result?.status;
  if (status === undefined) return faultOf('SESSION_COMMAND_UNREPORTED', { command, target, step });
  if (status.code !== 200)
    return faultOf('SESSION_COMMAND_FAILED', { command, target, status: status.code, step });
  const [data] = status.data ?? [];
  for (const { path, value } of planned.expected) {
    const node =
      data && nodeAt({ kind: 'interior', children: new Map([[data.data.name, data.data.node]]) }, path);
    const parameters = { path: path.join('/'), expected: String(value), step };
    if (node?.kind !== 'leaf') return faultOf('SESSION_VALUE_MISSING', parameters);
    if (node.value !== value)
      return faultOf('SESSION_VALUE_DIFFERS', { ...parameters, reported: String(node.value) });
  }
  return undefined;
}

function targetOf(command: ServerCommand): string {
  switch (command.kind) {
    case 'GET':
      return command.targets.map(printClientUri).join(' ');
    case 'HGET':
      return command.target ? printClientUri(command.target) : command.source;
    case 'END':
      return '';
  }
}
