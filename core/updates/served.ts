/** Octets from `first` to `last`, both among them. */
export interface ServedPart {
  readonly first: number;
  readonly last: number;
}

/** So many parts are told apart: a device that fetches in more pieces than that is not followed piece by piece. */
const mostParts = 500;

/**
 * The parts of an image that were served, with one more: in order, none touching another. A device may fetch an image
 * in pieces, and some of them twice.
 */
export function withServed(parts: readonly ServedPart[], part: ServedPart): readonly ServedPart[] {
  if (part.last < part.first) return parts;
  let { first, last } = part;
  const apart: ServedPart[] = [];
  for (const each of parts) {
    if (each.last + 1 < first || last + 1 < each.first) apart.push(each);
    else {
      first = Math.min(first, each.first);
      last = Math.max(last, each.last);
    }
  }
  if (apart.length >= mostParts) return parts;
  return [...apart, { first, last }].sort((left, right) => left.first - right.first);
}

/** How many octets that is, each counted once. */
export function servedOctets(parts: readonly ServedPart[]): number {
  return parts.reduce((sum, { first, last }) => sum + last + 1 - first, 0);
}
