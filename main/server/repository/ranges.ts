/** A part of a resource: the numbers of its first and its last octet. */
export interface OctetRange {
  readonly first: number;
  readonly last: number;
}

/** What a Range header comes to. */
export type RangeOutcome =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly range: OctetRange }
  /** Nothing of it is there (416). */
  | { readonly kind: 'outside' };

const whole: RangeOutcome = Object.freeze({ kind: 'whole' });

/**
 * What to send to a Range header (RFC 9110, 14.2): one range of octets, as far as it is there. Several ranges at once,
 * other units and what is not understood come to the whole, as if it had not been asked for a part.
 * @param size octets of the resource
 */
export function rangeOf(header: string | undefined, size: number): RangeOutcome {
  const [, from = '', to = ''] = /^[\t ]*bytes=[\t ]*(\d*)-(\d*)[\t ]*$/i.exec(header ?? '') ?? [];
  if (from === '' && to === '') return whole;
  if (from === '') {
    const length = Math.min(Number(to), size);
    if (Number(to) === 0) return { kind: 'outside' };
    // The last octets of nothing are there, and cannot be written as a range.
    return length === 0 ? whole : { kind: 'part', range: { first: size - length, last: size - 1 } };
  }
  const [first, last] = [Number(from), to === '' ? size - 1 : Math.min(Number(to), size - 1)];
  if (to !== '' && Number(to) < first) return whole;
  return first >= size ? { kind: 'outside' } : { kind: 'part', range: { first, last } };
}

/** What goes into Content-Range (RFC 9110, 14.4): of the part that is sent, or of none. */
export function contentRange(range: OctetRange | undefined, size: number): string {
  return range === undefined ? `bytes */${size}` : `bytes ${range.first}-${range.last}/${size}`;
}

/** How many octets that are. */
export function lengthOf({ first, last }: OctetRange): number {
  return last - first + 1;
}

/** All of a resource that has octets at all. */
export function wholeOf(size: number): OctetRange {
  return { first: 0, last: size - 1 };
}
