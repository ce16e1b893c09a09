/** A challenge of a server, or what a client shows: a scheme with its parameters (RFC 9110, 11.3 and 11.4). */
export interface AuthenticationElement {
  /** In small letters. */
  readonly scheme: string;
  /** By their names in small letters, without the quotes of their values. */
  readonly parameters: ReadonlyMap<string, string>;
}

const token = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
const parameterPattern = new RegExp(
  `(${token})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))(?=[ \\t]*(?:,|$))`,
  'y',
);
const schemePattern = new RegExp(`(${token})(?:[ \\t]+[\\w.~+/-]+=*(?=[ \\t]*(?:,|$))|(?=[ \\t]|,|$))`, 'y');
const separatorPattern = /[ \t,]*/y;

/**
 * Reads a WWW-Authenticate or Authorization header (RFC 9110, 11.6): elements with commas between them and between
 * their parameters. A `token68`, as Basic has it, is passed over.
 * @returns undefined where it has another form, or names a parameter twice
 */
export function parseAuthenticationHeader(header: string): readonly AuthenticationElement[] | undefined {
  const elements: { scheme: string; parameters: Map<string, string> }[] = [];
  let at = 0;
  const next = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(header);
    if (found) at = pattern.lastIndex;
    return found;
  };
  for (next(separatorPattern); at < header.length; next(separatorPattern)) {
    const element = elements.at(-1);
    const parameter = element && next(parameterPattern);
    if (parameter) {
      const name = (parameter[1] ?? '').toLowerCase();
      if (element.parameters.has(name)) return undefined;
      element.parameters.set(name, parameter[2]?.replaceAll(/\\(.)/g, '$1') ?? parameter[3] ?? '');
      continue;
    }
    const scheme = next(schemePattern)?.[1];
    if (scheme === undefined) return undefined;
    elements.push({ scheme: scheme.toLowerCase(), parameters: new Map() });
  }
  return elements;
}

/** A text as a quoted string (RFC 9110, 5.6.4). */
export function quotedString(text: string): string {
  return `"${text.replaceAll(/["\\]/g, (character) => `\\${character}`)}"`;
}
