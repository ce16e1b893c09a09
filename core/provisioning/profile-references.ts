import { type Fault, faultOf, type Place } from '../errors.ts';
import { dmAccountMoid } from '../mo/standard-objects.ts';
import { exampleValue } from '../order/generated-values.ts';
import { columnFault } from './column-values.ts';
import { answerVariableIssue, checkFormsOfPlan, isAnswer } from './form-references.ts';
import { labelIssues } from './labels.ts';
import { mainPlan, type PlanText, partsOf } from './plan-schema.ts';
import type { Profile } from './profile.ts';
import { uriTextsOf } from './session-plan.ts';
import { builtInVariables, variablesOf } from './variables.ts';

/** Where in a profile something stands: names of members and indices. */
export type JsonPath = readonly (string | number)[];

/** A path as people read it. */
export function pathText(path: JsonPath): string {
  return path.length === 0 ? 'the top' : path.join('.');
}

export type Report = (path: JsonPath, detail: string) => void;

/**
 * What JSON Schema cannot say of a profile: variables are columns or built in, what is named exists, plans come to
 * an end.
 */
export function referenceFaults(profile: Profile, place: (path: JsonPath) => Place): readonly Fault[] {
  const faults: Fault[] = [];
  const report: Report = (path, detail) =>
    void faults.push(faultOf('PROFILE_WRONG', { path: pathText(path), detail }, place(path)));
  const builtIn: ReadonlySet<string> = new Set(builtInVariables);
  const { label, ...others } = profile;
  for (const { name, path } of variablesOf(others)) {
    const issue = answerVariableIssue(profile, name, path);
    if (issue !== undefined) report(path, `{{${name}}}: ${issue}`);
    else if (!Object.hasOwn(profile.columns, name) && !builtIn.has(name) && !isAnswer(profile, name))
      faults.push(
        faultOf('PROFILE_VARIABLE_UNKNOWN', { path: pathText(path), variable: `{{${name}}}` }, place(path)),
      );
  }
  for (const { path, variable, detail } of label ? labelIssues(label, profile.columns) : []) {
    const at = ['label', ...path];
    if (variable === undefined) report(at, detail);
    else faults.push(faultOf('PROFILE_VARIABLE_UNKNOWN', { path: pathText(at), variable }, place(at)));
  }
  for (const { name, path } of namedConfigurations(profile))
    if (!Object.hasOwn(profile.configurations, name))
      faults.push(
        faultOf('PROFILE_CONFIGURATION_UNKNOWN', { path: pathText(path), configuration: name }, place(path)),
      );
  checkPlans(profile, report);
  for (const [name, { data }] of Object.entries(profile.configurations))
    if (Object.keys(data).length !== 1)
      report(['configurations', name, 'data'], 'exactly one member, the name of the root node, is expected');
  for (const [name, column] of Object.entries(profile.columns)) {
    if (column.pattern !== undefined) {
      try {
        new RegExp(column.pattern, 'u');
      } catch (error) {
        report(['columns', name, 'pattern'], error instanceof Error ? error.message : String(error));
        continue;
      }
    }
    const fault = column.generate && columnFault(column, exampleValue(column.generate));
    if (fault)
      report(['columns', name, 'generate'], `what it makes does not fit the column: ${fault.message}`);
  }
  return faults;
}

/** The columns whose values become parts of ClientURIs: without one, a ClientURI would address something else. */
export function columnsInUris(profile: Profile): ReadonlySet<string> {
  const texts = [...plansIn(profile)].flatMap(({ plan }) =>
    partsOf(plan).steps.flatMap(({ commands }) =>
      commands.flatMap((command) => uriTextsOf(command, profile)),
    ),
  );
  const targets = Object.values(profile.configurations).map(({ target }) => target);
  const names = [...variablesOf([...texts, ...targets])].map(({ name }) => name);
  return new Set(names.filter((name) => Object.hasOwn(profile.columns, name)));
}

/** Every plan of a profile by its name, with where it stands. */
function* plansIn(
  profile: Profile,
): Generator<{ readonly name: string; readonly plan: PlanText; readonly path: JsonPath }> {
  yield { name: mainPlan, plan: profile.sessionPlan, path: [mainPlan] };
  for (const [name, plan] of Object.entries(profile.plans)) yield { name, plan, path: ['plans', name] };
}

/** Where the steps of a plan stand, in whichever form it is written. */
function stepsPath(plan: PlanText, path: JsonPath): JsonPath {
  return Array.isArray(plan) ? path : [...path, 'steps'];
}

function* namedConfigurations(
  profile: Profile,
): Generator<{ readonly name: string; readonly path: JsonPath }> {
  for (const [index, name] of profile.bootstrap.entries()) yield { name, path: ['bootstrap', index] };
  for (const { plan, path } of plansIn(profile))
    for (const [stepIndex, step] of partsOf(plan).steps.entries())
      for (const [index, command] of step.commands.entries()) {
        const at = [...stepsPath(plan, path), stepIndex, 'commands', index];
        if ('configuration' in command && command.configuration !== undefined)
          yield { name: command.configuration, path: [...at, 'configuration'] };
        if (command.command === 'GET' && command.expect?.configuration !== undefined)
          yield { name: command.expect.configuration, path: [...at, 'expect', 'configuration'] };
      }
}

function checkPlans(profile: Profile, report: Report): void {
  if (Object.hasOwn(profile.plans, mainPlan))
    report(['plans', mainPlan], `"${mainPlan}" is the name of the profile's own plan`);
  for (const { name, plan, path } of plansIn(profile)) {
    const { steps, next } = partsOf(plan);
    if (next !== undefined && next !== mainPlan && !Object.hasOwn(profile.plans, next))
      report([...path, 'next'], `there is no plan "${next}"`);
    else if (next !== undefined && leadsTo(profile, next, name))
      report([...path, 'next'], `the plan "${next}" leads back to this one, without end`);
    checkFormsOfPlan(profile, plan, stepsPath(plan, path), report);
    for (const [index, { wait, commands }] of steps.entries()) {
      for (const [at, command] of commands.entries()) {
        if (command.command !== 'HGET' || !command.credentials) continue;
        const here = [...stepsPath(plan, path), index, 'commands', at, 'credentials'];
        if (!profile.permits.includes(dmAccountMoid))
          report(here, `permits has to name ${dmAccountMoid}, where they go`);
        if (profile.server.authentication !== 'password')
          report(here, 'only a password is renewed so, and these devices have none (server.authentication)');
      }
      const executes = commands.some(({ command }) => command === 'EXEC');
      if (wait && wait.alert === undefined && !executes)
        report(
          [...stepsPath(plan, path), index, 'wait'],
          'the step executes nothing, so the alert that it waits for has to be named',
        );
    }
  }
}

function leadsTo(profile: Profile, from: string, goal: string): boolean {
  const seen = new Set<string>();
  for (let name: string | undefined = from; name !== undefined && !seen.has(name); ) {
    if (name === goal) return true;
    seen.add(name);
    const plan: PlanText | undefined = name === mainPlan ? profile.sessionPlan : profile.plans[name];
    name = plan && partsOf(plan).next;
  }
  return false;
}
