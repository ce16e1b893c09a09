import { moidShort } from './identity.ts';

/** A ClientURI as it is read: what all of them begin with left out, its query in words. */
export interface NodeWords {
  readonly address: string;
  /** What an x-name stands for: `(x)/ID = GPS`. */
  readonly conditions: readonly string[];
  /** Whether the server has a copy, so that the device answers only if it has changed (`cv`). */
  readonly unlessUnchanged: boolean;
}

const longestAddress = 56;

/** Makes a ClientURI or a MOID short enough to read; what cannot be read as one stays as it is. */
export function nodeWords(uri: string): NodeWords {
  const mark = uri.indexOf('?');
  const [path, query] = mark < 0 ? [uri, ''] : [uri.slice(0, mark), uri.slice(mark + 1)];
  const fields = query === '' ? [] : query.split('&');
  return {
    address: middleLeftOut(moidShort(decoded(path))),
    conditions: fields.filter((field) => field.startsWith('nv=')).map(conditionWords),
    unlessUnchanged: fields.some((field) => field.startsWith('cv=')),
  };
}

/**
 * Makes a server's address short enough to read: the place in the Data Repository, with the device's own space as
 * `…`; host and path of anything else.
 */
export function serverWords(uri: string, deviceId?: string): string {
  const [origin, path] = URL.canParse(uri) ? [new URL(uri).host, pathOf(uri)] : ['', uri];
  const [, repository, ...rest] = path.split('/');
  if (repository !== 'repository') return `${origin}${decoded(path)}`;
  const names = rest.map(decoded).map((name) => (name === deviceId ? '…' : name));
  return middleLeftOut([repository, ...names].join('/'));
}

function pathOf(uri: string): string {
  const { pathname, search } = new URL(uri);
  return `${pathname === '/' ? '' : pathname}${search}`;
}

function conditionWords(field: string): string {
  const [path = '', ...value] = decoded(field.slice('nv='.length)).split(':');
  return `${path} = ${value.join(':')}`;
}

/** Both ends of a long path: where it begins, and the names that tell it from others. */
function middleLeftOut(path: string): string {
  const parts = path.split('/');
  if (path.length <= longestAddress || parts.length <= 4) return path;
  return [...parts.slice(0, 2), '…', ...parts.slice(-2)].join('/');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A text with a lone percent sign is shown as it came.
    return text;
  }
}
