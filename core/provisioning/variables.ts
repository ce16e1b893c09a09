import { encodeSegment } from '../dm/uri-segments.ts';

/** A row's values by column name. */
export type Variables = Readonly<Record<string, string>>;

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

/** Puts a row's values into a text; a variable that the row does not have stays as it is written. */
export function fillText(text: string, variables: Variables): string {
  return fill(text, variables, (value) => value);
}

/** Puts a row's values into a ClientURI: each as a part of a name, whatever it holds, and never as a pattern. */
export function fillUri(text: string, variables: Variables): string {
  return fill(text, variables, encodeSegment);
}

function fill(text: string, variables: Variables, write: (value: string) => string): string {
  return text.replaceAll(variablePattern, (whole, name: string) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    return value === undefined ? whole : write(value);
  });
}

/** Puts a row's values into every text of a template; names of members stay as they are. */
export function fillTemplate(template: Template, variables: Variables): Template {
  if (typeof template === 'string') return fillText(template, variables);
  if (template === null || typeof template !== 'object') return template;
  if (Array.isArray(template)) return template.map((item: Template) => fillTemplate(item, variables));
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) => [name, fillTemplate(value as Template, variables)]),
  );
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
