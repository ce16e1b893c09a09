import { encodeSegment } from '../dm/uri-segments.ts';

/** A row's values by column name. */
export type Variables = Readonly<Record<string, string>>;

/**
 * What variables stand for: a row's values, what the server says of itself, and answers to forms, which have a type.
 * Undefined is a field that was not answered.
 */
export type Values = Readonly<Record<string, string | number | boolean | undefined>>;

/** A JSON value in a profile, whose texts may hold `{{name}}`. */
export type Template =
  | string
  | number
  | boolean
  | null
  | readonly Template[]
  | { readonly [name: string]: Template };

const variablePattern = /\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}/g;

/** What every profile may name beside its columns; a column's name has no `.`. */
export const builtInVariables = ['server.id', 'server.dm', 'server.repository', 'server.shared'] as const;

/** A row's values together with what the server says of itself. */
export function withBuiltIns(
  variables: Variables,
  server: { readonly id: string; readonly dm: string; readonly repository: string },
): Variables {
  const builtIns: Record<(typeof builtInVariables)[number], string> = {
    'server.id': server.id,
    'server.dm': server.dm,
    'server.repository': server.repository,
    'server.shared': `${server.repository}/shared`,
  };
  return { ...variables, ...builtIns };
}

/** Puts values into a text; a variable that there is no value of stays as it is written. */
export function fillText(text: string, variables: Values): string {
  return fill(text, variables, (value) => value);
}

/** Puts values into a ClientURI: each as a part of a name, whatever it holds, and never as a pattern. */
export function fillUri(text: string, variables: Values): string {
  return fill(text, variables, encodeSegment);
}

function fill(text: string, variables: Values, write: (value: string) => string): string {
  return text.replaceAll(variablePattern, (whole, name: string) =>
    Object.hasOwn(variables, name) ? write(String(variables[name] ?? '')) : whole,
  );
}

/**
 * Puts values into every text of a template; names of members stay as they are. A text that is one variable and
 * nothing else becomes its value, with its type; a member whose value is one that was not answered is left out.
 */
export function fillTemplate(template: Template, variables: Values): Template {
  if (typeof template === 'string') {
    const name = onlyVariable(template);
    const value = name !== undefined && Object.hasOwn(variables, name) ? variables[name] : undefined;
    return typeof value === 'number' || typeof value === 'boolean' ? value : fillText(template, variables);
  }
  if (template === null || typeof template !== 'object') return template;
  if (Array.isArray(template)) return template.map((item: Template) => fillTemplate(item, variables));
  return Object.fromEntries(
    Object.entries(template).flatMap(([name, value]: [string, Template]) =>
      isUnanswered(value, variables) ? [] : [[name, fillTemplate(value, variables)]],
    ),
  );
}

/** The variable that a text consists of; undefined where there is more, or less. */
function onlyVariable(text: string): string | undefined {
  const [match, ...others] = text.matchAll(variablePattern);
  return match !== undefined && others.length === 0 && match[0] === text ? match[1] : undefined;
}

function isUnanswered(template: Template, variables: Values): boolean {
  const name = typeof template === 'string' ? onlyVariable(template) : undefined;
  return name !== undefined && Object.hasOwn(variables, name) && variables[name] === undefined;
}

/** Every variable that a template names, with the path of member names and indices to it. */
export function* variablesOf(
  template: unknown,
  path: readonly (string | number)[] = [],
): Generator<{ readonly name: string; readonly path: readonly (string | number)[] }> {
  if (typeof template === 'string') {
    for (const match of template.matchAll(variablePattern)) yield { name: match[1] ?? '', path };
  } else if (typeof template === 'object' && template !== null) {
    for (const [key, value] of Object.entries(template))
      yield* variablesOf(value, [...path, Array.isArray(template) ? Number(key) : key]);
  }
}
