import { type CodedError, codedError } from '../errors.ts';

const moidPattern = /^(urn|oma):[^\s/?#]+$/i;

/** A ClientURI before its segments are understood: the MOID and the raw, percent-encoded rest. */
export interface RawClientUri {
  readonly moid: string;
  /** The instance part first, then the node names; a trailing `/` is gone. */
  readonly segments: readonly string[];
  readonly query: string;
}

/** Cuts a ClientURI into its parts. A trailing `/` means nothing. @throws DM_CLIENT_URI_MALFORMED */
export function splitClientUri(text: string): RawClientUri {
  if (!text.isWellFormed()) throw malformedUri(text, 'it holds half of a surrogate pair');
  if (text.includes('#')) throw malformedUri(text, 'a fragment is not allowed');
  const mark = text.indexOf('?');
  const [address, query] = mark === -1 ? [text, ''] : [text.slice(0, mark), text.slice(mark + 1)];
  const [moid, ...rest] = address.split('/');
  if (moid === undefined || !moidPattern.test(moid))
    throw malformedUri(text, 'it does not begin with a MOID');
  if (rest.length === 0) throw malformedUri(text, 'the instance is missing');
  const segments = rest.at(-1) === '' && rest.length > 1 ? rest.slice(0, -1) : rest;
  if (segments.slice(1).includes('')) throw malformedUri(text, 'a node name is empty');
  return { moid, segments, query };
}

/** A name as it stands in a ClientURI, decoded. @throws DM_CLIENT_URI_MALFORMED */
export function decodeSegment(segment: string, uri: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (cause) {
    throw codedError(
      'DM_CLIENT_URI_MALFORMED',
      { uri, detail: `bad percent-encoding in "${segment}"` },
      { cause },
    );
  }
}

/** A name in the one form that it is written in: a literal `*` or `(x)` never looks like a pattern. */
export function encodeSegment(segment: string): string {
  // A text that is no Unicode (half of a surrogate pair) has no percent-encoding.
  return encodeURIComponent(segment.toWellFormed()).replaceAll(/%3A|[*()]/g, (found) =>
    found === '%3A' ? ':' : `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The error for a ClientURI that cannot be read. */
export function malformedUri(uri: string, detail: string): CodedError {
  return codedError('DM_CLIENT_URI_MALFORMED', { uri, detail });
}
