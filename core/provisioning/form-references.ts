import { conditionIssues } from '../interaction/form-rules.ts';
import type { FormField } from '../interaction/form-schema.ts';
import { answerOf, conditionsOfStep, fieldsOf } from './form-answers.ts';
import { type PlanStepText, type PlanText, partsOf } from './plan-schema.ts';
import type { Profile } from './profile.ts';
import type { JsonPath, Report } from './profile-references.ts';
import { uriTextsOf } from './session-plan.ts';
import { variablesOf } from './variables.ts';

/** Where answers may be used: they are there only once a session plan is under way. */
const partsWithAnswers: ReadonlySet<string | number | undefined> = new Set([
  'configurations',
  'forms',
  'sessionPlan',
  'plans',
]);

/** What is wrong with a variable that names an answer; undefined where it is right, or names none. */
export function answerVariableIssue(profile: Profile, name: string, path: JsonPath): string | undefined {
  const named = answerOf(name);
  if (named === undefined) return undefined;
  if (!partsWithAnswers.has(path[0])) return 'answers to forms are there only in session plans';
  const [part, first, second] = path;
  if (part === 'configurations' && second === 'data' && profile.bootstrap.includes(String(first)))
    return 'the bootstrap carries this configuration, before any form was shown';
  const field = fieldOf(profile, named);
  return field ? undefined : `there is no field "${named.field}" in a form "${named.form}"`;
}

/** Whether a variable names an answer that a form of the profile asks for. */
export function isAnswer(profile: Profile, variable: string): boolean {
  const named = answerOf(variable);
  return named !== undefined && fieldOf(profile, named) !== undefined;
}

/** What a plan's steps say of forms: they exist, conditions fit them, and what ClientURIs need is always answered. */
export function checkFormsOfPlan(
  profile: Profile,
  plan: PlanText,
  stepsPath: JsonPath,
  report: Report,
): void {
  for (const [index, step] of partsOf(plan).steps.entries()) {
    const path = [...stepsPath, index];
    checkShown(profile, step, path, report);
    checkConditions(profile, step, path, report);
    checkUris(profile, step, path, report);
  }
}

function checkShown(profile: Profile, step: PlanStepText, path: JsonPath, report: Report): void {
  const names = new Set<string>();
  for (const [index, command] of step.commands.entries()) {
    if (command.command !== 'SHOW' || command.form === undefined) continue;
    const at = [...path, 'commands', index, 'form'];
    if (!Object.hasOwn(profile.forms, command.form)) report(at, `there is no form "${command.form}"`);
    if (names.has(command.form)) report(at, 'the step shows this form already');
    names.add(command.form);
    if (step.wait && command.answers === 'wait')
      report([...path, 'wait'], 'the step waits for the answers to its form already');
  }
}

function checkConditions(profile: Profile, step: PlanStepText, path: JsonPath, report: Report): void {
  for (const [index, { form, ...condition }] of conditionsOfStep(step).entries()) {
    const at = [...path, 'when', ...(Array.isArray(step.when) ? [index] : [])];
    const field = fieldOf(profile, { form, field: condition.field });
    if (field === undefined) {
      const known = Object.hasOwn(profile.forms, form);
      report(
        [...at, known ? 'field' : 'form'],
        known ? `there is no field "${condition.field}" in the form "${form}"` : `there is no form "${form}"`,
      );
    } else for (const issue of conditionIssues(condition, field, at)) report(issue.path, issue.detail);
  }
}

/** A ClientURI without one of its parts addresses something else: what stands there must have been answered. */
function checkUris(profile: Profile, step: PlanStepText, path: JsonPath, report: Report): void {
  for (const [index, command] of step.commands.entries())
    for (const { name } of variablesOf([...uriTextsOf(command, profile)])) {
      const named = answerOf(name);
      const form = named && Object.hasOwn(profile.forms, named.form) ? profile.forms[named.form] : undefined;
      const page = form?.pages.find(({ fields }) => fields.some((field) => field.name === named?.field));
      const field = named && fieldOf(profile, named);
      if (page === undefined || field === undefined) continue;
      const optional = 'required' in field && !field.required;
      if (optional || field.when !== undefined || page.when !== undefined)
        report(
          [...path, 'commands', index],
          `a ClientURI needs {{${name}}}, and that field may be left unanswered`,
        );
    }
}

function fieldOf(
  profile: Profile,
  { form, field }: { readonly form: string; readonly field: string },
): FormField | undefined {
  const found = Object.hasOwn(profile.forms, form) ? profile.forms[form] : undefined;
  return found && fieldsOf(found).find(({ name }) => name === field);
}
