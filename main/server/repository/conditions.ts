import type { IncomingHttpHeaders } from 'node:http';
import { codedError } from '../../../core/errors.ts';

/** What conditions are compared with: what is there, or nothing. */
export type Current = { readonly etag: string; readonly changedAt: number } | undefined;

interface EntityTag {
  readonly weak: boolean;
  /** With its quotes. */
  readonly tag: string;
}

/** A list of entity tags, or `*`, which stands for whatever is there. */
type EntityTags = 'any' | readonly EntityTag[];

/** The conditions of a request, as its headers carry them (RFC 9110, 13.1). Times are milliseconds since 1970. */
export interface Conditions {
  readonly ifMatch?: EntityTags;
  readonly ifNoneMatch?: EntityTags;
  readonly ifUnmodifiedSince?: number;
  readonly ifModifiedSince?: number;
}

/**
 * Reads the conditions of a request. A date that is none counts as not given, as RFC 9110 has it; a list of entity
 * tags that is none is refused, for what it was meant to prevent would happen.
 * @throws REPOSITORY_HEADER_WRONG
 */
export function parseConditions(headers: IncomingHttpHeaders): Conditions {
  const ifMatch = entityTagsOf('If-Match', headers['if-match']);
  const ifNoneMatch = entityTagsOf('If-None-Match', headers['if-none-match']);
  const ifUnmodifiedSince = httpDateOf(headers['if-unmodified-since']);
  const ifModifiedSince = httpDateOf(headers['if-modified-since']);
  return Object.freeze({
    ...(ifMatch === undefined ? {} : { ifMatch }),
    ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }),
    ...(ifUnmodifiedSince === undefined ? {} : { ifUnmodifiedSince }),
    ...(ifModifiedSince === undefined ? {} : { ifModifiedSince }),
  });
}

/**
 * What the conditions of a request come to, in the order of RFC 9110, 13.2.2: `failed` is 412; `notModified` is 304,
 * and comes of a read only.
 */
export function evaluateConditions(
  conditions: Conditions,
  current: Current,
  kind: 'read' | 'write',
): 'hold' | 'notModified' | 'failed' {
  const { ifMatch, ifNoneMatch, ifUnmodifiedSince, ifModifiedSince } = conditions;
  if (ifMatch !== undefined) {
    if (!names(ifMatch, current, 'strong')) return 'failed';
  } else if (ifUnmodifiedSince !== undefined && !unchangedSince(current, ifUnmodifiedSince)) return 'failed';

  if (ifNoneMatch !== undefined) {
    if (!names(ifNoneMatch, current, 'weak')) return 'hold';
    return kind === 'read' ? 'notModified' : 'failed';
  }
  const unchanged = ifModifiedSince !== undefined && unchangedSince(current, ifModifiedSince);
  return kind === 'read' && unchanged ? 'notModified' : 'hold';
}

/**
 * Whether a part may be sent to somebody who has the rest already (If-Range; RFC 9110, 13.1.5). A date never does: two
 * changes within one second have the same one.
 */
export function rangeMayBeSent(ifRange: string | undefined, { etag }: { readonly etag: string }): boolean {
  return ifRange === undefined || ifRange.trim() === etag;
}

/** Weak tags are never the same as strong ones, and ours are strong (RFC 9110, 8.8.3.2). */
function names(tags: EntityTags, current: Current, comparison: 'strong' | 'weak'): boolean {
  if (current === undefined) return false;
  if (tags === 'any') return true;
  return tags.some(({ weak, tag }) => tag === current.etag && (comparison === 'weak' || !weak));
}

/** Dates of HTTP have no parts of seconds. */
function unchangedSince(current: Current, time: number): boolean {
  return current !== undefined && Math.floor(current.changedAt / 1000) <= Math.floor(time / 1000);
}

const entityTag = /^[\t ]*(?:(W\/)?("[\x21\x23-\x7e\x80-\xff]*"))?[\t ]*(?:,|$)/;

function entityTagsOf(header: string, text: string | undefined): EntityTags | undefined {
  if (text === undefined) return undefined;
  if (text.trim() === '*') return 'any';
  const tags: EntityTag[] = [];
  for (let rest = text; rest !== ''; ) {
    const [whole, weak, tag] = entityTag.exec(rest) ?? [];
    if (whole === undefined)
      throw codedError('REPOSITORY_HEADER_WRONG', { header, detail: 'an entity tag stands in quotes' });
    // Empty places of a list count as not there (RFC 9110, 5.6.1.2).
    if (tag !== undefined) tags.push({ weak: weak !== undefined, tag });
    rest = rest.slice(whole.length);
  }
  return Object.freeze(tags);
}

const dayName = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const longDayName = '(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)';
const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const time = '\\d\\d:\\d\\d:\\d\\d';
/** The form that is written, and the two that are only read any more (RFC 9110, 5.6.7). */
const httpDates = [
  new RegExp(`^${dayName}, \\d\\d ${month} \\d{4} ${time} GMT$`),
  new RegExp(`^${longDayName}, \\d\\d-${month}-\\d\\d ${time} GMT$`),
  new RegExp(`^${dayName} ${month} [ \\d]\\d ${time} \\d{4}$`),
];

function httpDateOf(text: string | undefined): number | undefined {
  if (text === undefined || !httpDates.some((form) => form.test(text))) return undefined;
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(at) ? undefined : at;
}
