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
    return JSON.stringify(masked(json, []), null, 2);
  } catch {
    return undefined;
  }
}

/** Whether the value of a node of a management object is a secret, by its path of names. */
export function isSecretPath(path: readonly string[]): boolean {
  const account = path.indexOf(dmAccountRootName);
  const [auth, ...rest] = account === -1 ? [] : path.slice(account + 1);
  const name = path.at(-1) ?? '';
  if (auth === 'Auth') {
    const isUserName = rest[0] === 'Trsp' && name === 'Data';
    return !isUserName && !readableInAuth.has(name);
  }
  return secretName.test(name);
}

function masked(json: unknown, path: readonly string[]): unknown {
  if (Array.isArray(json)) return json.map((item) => masked(item, path));
  if (typeof json === 'object' && json !== null)
    return Object.fromEntries(
      Object.entries(json).map(([name, value]) => [name, masked(value, [...path, name])]),
    );
  if (json === null || !isSecretPath(path)) return json;
  return mask.repeat([...String(json)].length);
}
