import { dmAccountRootName } from '../mo/standard-objects.ts';

const mask = '•';

/** What its own DM Account does not let a server read: all of Auth but the name of the user. */
const readableInAuth = new Set(['Type', 'SecMode']);
/** Names that vendors give what nobody else may know. */
const secretName = /pass(word|phrase|code)?$|^pwd$|secret|psk|private|^pin$|key$/i;

/**
 * The text of a bootstrap message laid out for reading, with a `•` in place of each character of a secret. Nothing of
 * a text that is not JSON is given: what in it is a secret cannot be told.
 */
export function maskedMessage(octets: Uint8Array): string | undefined {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(octets));
    return JSON.stringify(maskedJson(json, []), null, 2);
  } catch {
    return undefined;
  }
}

/** Whether the value of a node of a management object is a secret, by its path of names. */
export function isSecretPath(path: readonly string[]): boolean {
  return isWithinAuth(path) ? isAccountSecretPath(path) : secretName.test(path.at(-1) ?? '');
}

/** Whether it is what somebody proves themselves with: a secret of a DM Account. */
export function isAccountSecretPath(path: readonly string[]): boolean {
  if (!isWithinAuth(path)) return false;
  const name = path.at(-1) ?? '';
  const isUserName = path[path.indexOf(dmAccountRootName) + 2] === 'Trsp' && name === 'Data';
  return !isUserName && !readableInAuth.has(name);
}

function isWithinAuth(path: readonly string[]): boolean {
  const account = path.indexOf(dmAccountRootName);
  return account !== -1 && path[account + 1] === 'Auth';
}

/** A JSON value whose secrets are masked, by the names on the way to each and those above. */
export function maskedJson(json: unknown, path: readonly string[], isSecret = isSecretPath): unknown {
  if (Array.isArray(json)) return json.map((item) => maskedJson(item, path, isSecret));
  if (typeof json === 'object' && json !== null)
    return Object.fromEntries(
      Object.entries(json).map(([name, value]) => [name, maskedJson(value, [...path, name], isSecret)]),
    );
  return json === null || !isSecret(path) ? json : maskedText(String(json));
}

/** A `•` for each character. */
export function maskedText(text: string): string {
  return mask.repeat([...text].length);
}
