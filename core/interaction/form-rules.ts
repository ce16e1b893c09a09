import { conditionsOf, listOf } from './conditions.ts';
import type { Condition, FieldOf, Form, FormField, FormPage } from './form-schema.ts';
import { formLimits } from './limits.ts';
import { readPattern } from './text-pattern.ts';

/** What is wrong with a form that has the right shape, and where. */
export interface FormIssue {
  readonly path: readonly (string | number)[];
  readonly detail: string;
}

type Report = (path: FormIssue['path'], detail: string) => void;

/** What a browser, or who opens it later, would run: nobody may leave that behind in place of a picture. */
const activeTypes =
  /^text\/(html|xml|javascript)$|^application\/(javascript|ecmascript|xml|xhtml\+xml)$|\+xml$/;

/**
 * What a schema's shape cannot say of a form: names stand once, conditions look back and fit what they ask of,
 * limits leave room, defaults are possible answers (but for those with variables, which are not known yet).
 */
export function formIssues(form: Form): readonly FormIssue[] {
  const issues: FormIssue[] = [];
  const report: Report = (path, detail) => void issues.push({ path, detail });
  const earlier = new Map<string, FormField>();
  const names = new Set<string>();
  const total = form.pages.reduce((count, { fields }) => count + fields.length, 0);
  if (total > formLimits.fields)
    report(['pages'], `the form has ${total} fields, and ${formLimits.fields} are the most`);
  for (const [index, page] of form.pages.entries()) {
    const path = ['pages', index];
    if (page.fields.length === 0 && page.introduction === undefined && !(index === 0 && form.introduction))
      report([...path, 'fields'], 'the page asks nothing and says nothing');
    checkConditions(page, path, earlier, report);
    for (const [at, field] of page.fields.entries()) {
      const fieldPath = [...path, 'fields', at];
      if (names.has(field.name)) report([...fieldPath, 'name'], `"${field.name}" is the name of two fields`);
      names.add(field.name);
      checkConditions(field, fieldPath, earlier, report);
      checkField(field, fieldPath, report);
    }
    for (const field of page.fields) earlier.set(field.name, field);
  }
  return issues;
}

function checkConditions(
  owner: FormPage | FormField,
  path: FormIssue['path'],
  earlier: ReadonlyMap<string, FormField>,
  report: Report,
): void {
  for (const [index, condition] of conditionsOf(owner).entries()) {
    const at = [...path, 'when', ...(Array.isArray(owner.when) ? [index] : [])];
    const field = earlier.get(condition.field);
    if (field === undefined)
      report([...at, 'field'], `there is no field "${condition.field}" on an earlier page`);
    else checkCondition(condition, field, at, report);
  }
}

/** What is wrong with a condition on the answer to a field; `path` is where it stands. */
export function conditionIssues(
  condition: Condition,
  field: FormField,
  path: FormIssue['path'],
): readonly FormIssue[] {
  const issues: FormIssue[] = [];
  checkCondition(condition, field, path, (at, detail) => void issues.push({ path: at, detail }));
  return issues;
}

function checkCondition(
  { field: name, is, isNot, includes, least, most, answered }: Condition,
  field: FormField,
  path: FormIssue['path'],
  report: Report,
): void {
  if ([is, isNot, includes, least, most, answered].every((part) => part === undefined))
    report(path, 'what the answer has to be is expected: is, isNot, includes, least, most or answered');
  for (const [member, values] of Object.entries({ is, isNot }))
    for (const value of values === undefined ? [] : listOf<string | number | boolean>(values)) {
      const detail = cannotBe(field, value);
      if (detail !== undefined)
        report([...path, member], `"${name}" is never ${JSON.stringify(value)}: ${detail}`);
    }
  if (includes !== undefined && field.kind !== 'choices')
    report([...path, 'includes'], `"${name}" is no field of several choices`);
  if (includes !== undefined && field.kind === 'choices')
    for (const value of listOf(includes))
      if (!isOption(field, value)) report([...path, 'includes'], `"${name}" has no option "${value}"`);
  for (const [member, value] of Object.entries({ least, most }))
    if (value !== undefined && field.kind !== 'number')
      report([...path, member], `"${name}" is no field for a number`);
}

/** Why an answer cannot be this; undefined where it can. */
function cannotBe(field: FormField, value: string | number | boolean): string | undefined {
  switch (field.kind) {
    case 'text':
    case 'date':
      return typeof value === 'string' ? undefined : 'a text is expected';
    case 'number':
      return typeof value === 'number' ? undefined : 'a number is expected';
    case 'choice':
      return isOption(field, value) ? undefined : 'it is none of the options';
    case 'confirmation':
      return value === true ? undefined : 'it is confirmed, or the page is not left';
    case 'choices':
      return 'it is asked for by "includes"';
    case 'file':
    case 'signature':
      return 'it can be asked only whether it is answered';
  }
}

function isOption({ options }: FieldOf<'choice' | 'choices'>, value: unknown): boolean {
  return options.some((option) => option.value === value);
}

function checkField(field: FormField, path: FormIssue['path'], report: Report): void {
  switch (field.kind) {
    case 'text':
      checkText(field, path, report);
      return;
    case 'number':
      checkNumber(field, path, report);
      return;
    case 'date':
      if (field.min !== undefined && field.max !== undefined && field.min > field.max)
        report([...path, 'min'], 'it is later than max');
      if (field.default !== undefined && !hasVariable(field.default) && !isDate(field.default))
        report([...path, 'default'], 'a date such as 2026-11-25 is expected');
      return;
    case 'choice':
      checkOptions(field, path, report);
      if (field.default !== undefined && !hasVariable(field.default) && !isOption(field, field.default))
        report([...path, 'default'], `there is no option "${field.default}"`);
      return;
    case 'choices':
      checkChoices(field, path, report);
      return;
    case 'file':
      for (const [index, mediaType] of field.mediaTypes.entries())
        if (activeTypes.test(mediaType))
          report([...path, 'mediaTypes', index], `${mediaType} can hold scripts and is never taken`);
      return;
    case 'signature':
    case 'confirmation':
      return;
  }
}

function checkText(field: FieldOf<'text'>, path: FormIssue['path'], report: Report): void {
  const { minLength = 0, maxLength, pattern, patternHelp } = field;
  if (minLength > maxLength) report([...path, 'minLength'], 'it is more than maxLength');
  const text = field.default !== undefined && !hasVariable(field.default) ? field.default : undefined;
  if (text !== undefined && [...text].length > maxLength)
    report([...path, 'default'], 'it is longer than maxLength');
  if (pattern === undefined) {
    if (patternHelp !== undefined) report([...path, 'patternHelp'], 'there is no pattern');
    return;
  }
  const read = readPattern(pattern);
  if ('detail' in read) report([...path, 'pattern'], read.detail);
  else if (text !== undefined && !read.matches(text))
    report([...path, 'default'], 'it does not fit the pattern');
}

function checkNumber(field: FieldOf<'number'>, path: FormIssue['path'], report: Report): void {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, step, whole } = field;
  if (min > max) report([...path, 'min'], 'it is more than max');
  if (whole && step !== undefined && !Number.isInteger(step))
    report([...path, 'step'], 'a whole number is expected');
  if (whole && field.min !== undefined && !Number.isInteger(min))
    report([...path, 'min'], 'a whole number is expected');
  const { default: value } = field;
  if (typeof value === 'string' && !hasVariable(value))
    report([...path, 'default'], 'a number is expected, or a text with a variable');
  if (typeof value === 'number' && (value < min || value > max))
    report([...path, 'default'], 'it is not between min and max');
}

function checkOptions(
  { options }: FieldOf<'choice' | 'choices'>,
  path: FormIssue['path'],
  report: Report,
): void {
  for (const [index, { value }] of options.entries())
    if (options.findIndex((other) => other.value === value) < index)
      report([...path, 'options', index, 'value'], `"${value}" is the value of two options`);
}

function checkChoices(field: FieldOf<'choices'>, path: FormIssue['path'], report: Report): void {
  checkOptions(field, path, report);
  const { options, least = 1, most = options.length } = field;
  if (least > options.length) report([...path, 'least'], 'there are not so many options');
  if (least > most) report([...path, 'least'], 'it is more than most');
  for (const [index, value] of (field.default ?? []).entries())
    if (!hasVariable(value) && !isOption(field, value))
      report([...path, 'default', index], `there is no option "${value}"`);
}

/** Whether a text is a day of the calendar, as HTML writes it. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function hasVariable(text: string): boolean {
  return text.includes('{{');
}
