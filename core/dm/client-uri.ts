import { codedError } from '../errors.ts';

/**
 * A plain ClientURI, `<MOID>/<mo-inst>/<path>` (DM 2.0 protocol, ClientURI): parsed once, frozen.
 * An empty instance addresses the only instance; an empty path addresses its root.
 */
export interface ClientUri {
  readonly moid: string;
  readonly instance: string;
  readonly path: readonly string[];
}

const moidPattern = /^(urn|oma):[^\s/?#]+$/i;
const patternSegment = /^(\*|\([A-Za-z]\))$/;

/**
 * Reads a ClientURI. A trailing `/` means nothing.
 * @throws DM_CLIENT_URI_MALFORMED; DM_CLIENT_URI_UNSUPPORTED for `*`, x-names and queries.
 */
export function parseClientUri(text: string): ClientUri {
  const malformed = (detail: string) => codedError('DM_CLIENT_URI_MALFORMED', { uri: text, detail });
  if (text.includes('#')) throw malformed('a fragment is not allowed');
  if (text.includes('?')) throw codedError('DM_CLIENT_URI_UNSUPPORTED', { uri: text });
  const [moid, ...rest] = text.split('/');
  if (moid === undefined || !moidPattern.test(moid)) throw malformed('it does not begin with a MOID');
  if (rest.length === 0) throw malformed('the instance is missing');
  const segments = rest.at(-1) === '' && rest.length > 1 ? rest.slice(0, -1) : rest;
  if (segments.some((segment) => patternSegment.test(segment)))
    throw codedError('DM_CLIENT_URI_UNSUPPORTED', { uri: text });
  const [instance = '', ...path] = segments.map((segment) => {
    try {
      return decodeURIComponent(segment);
    } catch (cause) {
      throw codedError(
        'DM_CLIENT_URI_MALFORMED',
        { uri: text, detail: `bad percent-encoding in "${segment}"` },
        { cause },
      );
    }
  });
  if (path.includes('')) throw malformed('a node name is empty');
  return clientUri(moid, instance, path);
}

/** A ClientURI from its parts. */
export function clientUri(moid: string, instance: string, path: readonly string[] = []): ClientUri {
  return Object.freeze({ moid, instance, path: Object.freeze([...path]) });
}

/** Writes a ClientURI in its one canonical form; `parseClientUri` gives the same value back. */
export function printClientUri(uri: ClientUri): string {
  return `${uri.moid}/${encodeSegment(uri.instance)}/${uri.path.map(encodeSegment).join('/')}`;
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replaceAll(/%3A|[*()]/g, (found) =>
    found === '%3A' ? ':' : `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
