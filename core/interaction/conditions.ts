import type { Answer } from './answers.ts';
import type { Condition, FormField, FormPage } from './form-schema.ts';

/** The conditions of a page or a field, in whichever form they are written. */
export function conditionsOf({ when }: Pick<FormPage | FormField, 'when'>): readonly Condition[] {
  if (when === undefined) return [];
  return Array.isArray(when) ? when : [when];
}

/** One value, or several, as a list. */
export function listOf<Value extends string | number | boolean>(
  values: Value | readonly Value[],
): readonly Value[] {
  return typeof values === 'object' ? values : [values];
}

/** Whether an answer is as a condition says; undefined where nothing was answered, or asked. */
export function holds(
  { is, isNot, includes, least, most, answered }: Condition,
  answer: Answer | undefined,
): boolean {
  const isOneOf = (values: NonNullable<typeof is>) =>
    listOf<string | number | boolean>(values).some((value) => value === answer);
  const chosen: readonly unknown[] = Array.isArray(answer) ? answer : [];
  const number = typeof answer === 'number' ? answer : undefined;
  const parts = [
    is === undefined || isOneOf(is),
    isNot === undefined || !isOneOf(isNot),
    includes === undefined || listOf(includes).some((value) => chosen.includes(value)),
    least === undefined || (number !== undefined && number >= least),
    most === undefined || (number !== undefined && number <= most),
    answered === undefined || answered === (answer !== undefined),
  ];
  return parts.every(Boolean);
}
