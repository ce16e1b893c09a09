import { type Answer, type Answers, answerText, answerTo, isFileAnswer } from '../interaction/answers.ts';
import { holds } from '../interaction/conditions.ts';
import type { Form, FormField } from '../interaction/form-schema.ts';
import type { PlanStepText } from './plan-schema.ts';
import type { Values, Variables } from './variables.ts';

/** What was answered to a plan's forms, by their names in the profile. */
export type FormAnswers = Readonly<Record<string, Answers>>;

type Forms = Readonly<Record<string, Form>>;

/** The variable of an answer: `{{answers.place.floor}}`. No name of a form or a field has a `.`. */
export function answerVariable(form: string, field: string): string {
  return `answers.${form}.${field}`;
}

/** The form and the field that a variable names; undefined for a variable that is no answer. */
export function answerOf(variable: string): { readonly form: string; readonly field: string } | undefined {
  const [first, form, field, ...more] = variable.split('.');
  return first === 'answers' && form !== undefined && field !== undefined && more.length === 0
    ? { form, field }
    : undefined;
}

/**
 * A row's values with the answers to the profile's forms; all fields are among them, also those that nobody has
 * answered (yet).
 * @param fileUri where the device fetches a file that was given, by its name among the device's own resources
 */
export function withAnswers(
  variables: Variables,
  forms: Forms,
  answers: FormAnswers,
  fileUri: (resource: string) => string,
): Values {
  const values: Record<string, string | number | boolean | undefined> = { ...variables };
  for (const [name, form] of Object.entries(forms)) {
    const given = Object.hasOwn(answers, name) ? answers[name] : undefined;
    for (const field of fieldsOf(form)) {
      const answer = given && answerTo(given, field.name);
      values[answerVariable(name, field.name)] =
        answer === undefined ? undefined : variableValue(answer, fileUri);
    }
  }
  return values;
}

/** Whether a step is to be taken, by what was answered before it. */
export function isCalledFor({ when }: Pick<PlanStepText, 'when'>, answers: FormAnswers): boolean {
  return conditionsOfStep({ when }).every(({ form, ...condition }) => {
    const given = Object.hasOwn(answers, form) ? answers[form] : undefined;
    return holds(condition, given && answerTo(given, condition.field));
  });
}

/** The conditions of a step, in whichever form they are written. */
export function conditionsOfStep({ when }: Pick<PlanStepText, 'when'>) {
  if (when === undefined) return [];
  return Array.isArray(when) ? when : [when];
}

/** Every field of a form, in the order in which they are asked. */
export function fieldsOf(form: Form): readonly FormField[] {
  return form.pages.flatMap(({ fields }) => fields);
}

function variableValue(answer: Answer, fileUri: (resource: string) => string): string | number | boolean {
  if (typeof answer === 'number' || answer === true) return answer;
  return isFileAnswer(answer) ? fileUri(answer.resource) : answerText(answer);
}
