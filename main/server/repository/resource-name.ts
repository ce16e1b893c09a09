import { sharedSpace } from '../../../core/dm/choices.ts';
import { codedError } from '../../../core/errors.ts';
import type { ResourceOwner } from '../../store/repository.ts';

/** What an address of the Data Repository names. */
export type ResourceName =
  | { readonly kind: 'resource'; readonly owner: ResourceOwner; readonly name: string }
  /** A place for resources whose names the server picks; empty for all that is the owner's, else it ends in `/`. */
  | { readonly kind: 'folder'; readonly owner: ResourceOwner; readonly folder: string };

/** Octets of a whole name, with the `/` in it. */
const longestName = 255;

/** What no name holds: controls, what turns the direction of writing, line ends, and the `/` of other systems. */
const unusable = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\\]/u;

/** Where the Data Repository begins. */
export const repositoryRoot = '/repository/';

/** Whose an address is, whatever comes behind; undefined where it says nobody that there could be. */
export function ownerOfPath(path: string): ResourceOwner | undefined {
  const [, , first = ''] = path.split('/');
  const deviceId = decoded(first);
  if (deviceId === undefined || deviceId === '') return undefined;
  return deviceId === sharedSpace ? { kind: 'shared' } : { kind: 'device', deviceId };
}

/**
 * Reads the path of an address: `/repository/<device id>/<name>` or `/repository/shared/<name>`, where a name has one
 * part or several, each percent-encoded once. A path that ends in `/`, or behind the owner, is a folder.
 * @throws REPOSITORY_NAME_WRONG
 */
export function parseResourceName(path: string): ResourceName {
  const owner = ownerOfPath(path);
  if (owner === undefined) throw wrongName(path, 'a device and a name are expected');
  const name = path
    .split('/')
    .slice(3)
    .map((part) => decodedPart(part))
    .join('/');
  if (name !== '' && !name.endsWith('/'))
    return Object.freeze({ kind: 'resource', owner: Object.freeze(owner), name: checkedName(name) });
  if (name !== '') checkedName(name.slice(0, -1));
  return Object.freeze({ kind: 'folder', owner: Object.freeze(owner), folder: name });
}

/** A name as it is, where the Data Repository can use it. @throws REPOSITORY_NAME_WRONG */
export function checkedName(name: string): string {
  const octets = Buffer.byteLength(name);
  if (octets > longestName) throw wrongName(name, `it has ${octets} octets, and ${longestName} are the most`);
  const [character] = unusable.exec(name) ?? [];
  if (character !== undefined) throw wrongName(name, `it holds ${codePointOf(character)}`);
  if (!name.isWellFormed()) throw wrongName(name, 'it holds half a character');
  for (const part of name.split('/')) {
    if (part === '') throw wrongName(name, 'a part is empty');
    if (part === '.' || part === '..') throw wrongName(name, `"${part}" names another folder`);
  }
  return name;
}

/** The path of a resource's address, percent-encoded. */
export function resourcePath(owner: ResourceOwner, name: string): string {
  const first = owner.kind === 'shared' ? sharedSpace : owner.deviceId;
  return repositoryRoot + [first, ...name.split('/')].map(encodeURIComponent).join('/');
}

/** What stands between two `/` of an address. An encoded `/` would make two parts of one. */
function decodedPart(part: string): string {
  const text = decoded(part);
  if (text === undefined) throw wrongName(part, 'its percent-encoding is broken');
  if (text.includes('/')) throw wrongName(text, 'a part of it holds an encoded "/"');
  return text;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function wrongName(name: string, detail: string) {
  // What makes a name unusable must not reach a terminal.
  const shown = name.slice(0, 100).replaceAll(new RegExp(unusable, 'gu'), codePointOf);
  return codedError('REPOSITORY_NAME_WRONG', { name: JSON.stringify(shown), detail });
}

function codePointOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
