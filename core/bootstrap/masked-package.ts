import { decodeSegment, splitClientUri } from '../dm/uri-segments.ts';
import { deepestJson, isKeepable } from '../json.ts';
import { dmAccountMoid, dmAccountRootName } from '../mo/standard-objects.ts';
import { isAccountSecretPath, isSecretPath, maskedJson, maskedText } from './masked-message.ts';

/**
 * The text of a DM package with a `•` in place of each character of a secret. Nothing of a text that is not JSON is
 * given: what in it is a secret cannot be told.
 */
export function maskedPackage(text: string): string {
  try {
    return JSON.stringify(maskedEntry(JSON.parse(text), [], isSecretPath));
  } catch {
    return maskedText(text);
  }
}

/** What every text with a secret of a DM Account holds; JSON may write each letter by its number too. */
const [ofAccounts, ofProofs] = [/dmacc|\\u/i, /auth|\\u/i];

/**
 * The text of a package or of objects without what anybody proves themselves with: where it holds secrets of DM
 * Accounts, a `•` is in place of each of their characters, before anything else is done with it. A device keeps them
 * for itself; where one does not, nobody is to keep them in its place. Any other text is as it came.
 */
export function withoutAccountSecrets(text: string): string {
  if (!ofAccounts.test(text) || !ofProofs.test(text)) return text;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // It is refused as it is, and nothing of it is repeated.
    return text;
  }
  if (!isKeepable(json, deepestPackage)) return text;
  // Written anew in any case: of a member that stands there twice, the text has one that was not looked at.
  return JSON.stringify(maskedEntry(json, [], isAccountSecretPath));
}

/** Levels of a package around the objects in it, which are themselves no deeper than anything real. */
const deepestPackage = deepestJson + 8;

/** What stands beside a ClientURI is of the node that it addresses. */
function maskedEntry(json: unknown, path: readonly string[], isSecret: typeof isSecretPath): unknown {
  if (Array.isArray(json)) return json.map((item) => maskedEntry(item, path, isSecret));
  if (typeof json !== 'object' || json === null) return json;
  const uri: unknown = Reflect.get(json, 'ClientURI') ?? Reflect.get(json, 'SourceURI');
  const above = typeof uri === 'string' ? pathAbove(uri) : path;
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => {
      if (name === 'MOData') return [name, maskedJson(value, above, isSecret)];
      if (name !== 'Data') return [name, maskedEntry(value, above, isSecret)];
      // An array of serialized objects, or what an alert says of the node that it is about.
      return [
        name,
        Array.isArray(value) ? maskedEntry(value, above, isSecret) : maskedJson(value, pathTo(uri), isSecret),
      ];
    }),
  );
}

/** The names on the way to the node that MOData begins with, which names that node itself. */
function pathAbove(uri: string): readonly string[] {
  return pathTo(uri).slice(0, -1);
}

/** The names from the root of the object on; the root of a DM Account is told by what kind of object it is. */
function pathTo(uri: unknown): readonly string[] {
  if (typeof uri !== 'string') return [];
  try {
    const { moid, segments } = splitClientUri(uri);
    const [, ...path] = segments.map((segment) => decodeSegment(segment, uri));
    return moid === dmAccountMoid ? [dmAccountRootName, ...path] : path;
  } catch {
    return [];
  }
}
