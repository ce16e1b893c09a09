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

const variablePattern = /\{\{\s*([A-Za-z_][\w-]*)\s*\}\}/g;

/** Puts a row's values into a text; a variable that the row does not have stays as it is written. */
export function fillText(text: string, variables: Variables): string {
  return text.replaceAll(variablePattern, (whole, name: string) =>
    Object.hasOwn(variables, name) ? (variables[name] ?? whole) : whole,
  );
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
