import type { InstancePart, UriSegment } from '../dm/client-uri.ts';
import type { ReportedPart } from './provenance.ts';
import type { ChangeKind, Confirmation, SessionChange } from './session-changes.ts';

/**
 * Why a reported value may not hold any more:
 * a session changed it since (`written`, `deleted`, `executed`), or the device told that something happened to it
 * (`alerted`), and it was not reported again;
 * `validator`: another part of the same instance came later, with another validator;
 * `unlisted`: the device has listed its objects since, and this instance is not among them.
 */
export type StaleReason = ChangeKind | 'validator' | 'unlisted';

/** What is known of an instance beside what was reported of it. */
export interface InstanceStanding {
  /** The changes that may be of this instance, whatever its nodes. */
  readonly changes: readonly SessionChange[];
  /** The validator that came last, and when. */
  readonly newest?: { readonly validator: string; readonly at: number };
  /** When the device said last that it is unchanged, by validator. */
  readonly confirmedAt: ReadonlyMap<string, number>;
  /** When the device listed its objects without this instance. */
  readonly unlistedAt?: number;
}

/** The standing of an instance, from what is known of all of a device. */
export function instanceStanding(
  moid: string,
  instance: string,
  parts: readonly ReportedPart[],
  known: { readonly changes: readonly SessionChange[]; readonly confirmations: readonly Confirmation[] },
  listing?: { readonly at: number; readonly isListed: boolean },
): InstanceStanding {
  const confirmedAt = new Map<string, number>();
  for (const { validator, at, ...place } of known.confirmations)
    if (place.moid === moid && instanceFits(place.instance, instance))
      confirmedAt.set(validator, Math.max(at, confirmedAt.get(validator) ?? 0));
  let newest: InstanceStanding['newest'];
  for (const { validator, at } of parts)
    if (validator !== undefined && at >= (newest?.at ?? 0)) newest = { validator, at };
  return {
    changes: known.changes.filter(
      (change) => change.moid === moid && instanceFits(change.instance, instance),
    ),
    ...(newest ? { newest } : {}),
    confirmedAt,
    ...(listing && !listing.isListed ? { unlistedAt: listing.at } : {}),
  };
}

/**
 * Whether a value is stale, and why: the one place that says so.
 * @param changes those of the standing whose paths lead to the node
 * @param pathOf the node's path, asked for only where it matters
 */
export function staleReason(
  part: ReportedPart,
  { newest, confirmedAt, unlistedAt }: InstanceStanding,
  changes: readonly SessionChange[],
  pathOf: () => readonly string[],
): StaleReason | undefined {
  const { validator } = part;
  const at = Math.max(part.at, validator === undefined ? 0 : (confirmedAt.get(validator) ?? 0));
  if (unlistedAt !== undefined && at < unlistedAt) return 'unlisted';
  const change = changes.findLast((each) => isOvertaken(part, at, each, pathOf));
  if (change) return change.kind;
  const differs = newest && validator !== undefined && newest.validator !== validator && at < newest.at;
  return differs ? 'validator' : undefined;
}

function isOvertaken(
  part: ReportedPart,
  at: number,
  change: SessionChange,
  pathOf: () => readonly string[],
): boolean {
  if (at > change.until) return false;
  if (at < change.from) return true;
  if (change.kind === 'alerted') return false;
  // Within the round that changed it: what a subscription tells follows the change; the order says the rest.
  if (part.source === 'subscribed') return false;
  const path = pathOf();
  return !change.readAfter.some((uri) => uri.moid === change.moid && segmentsLeadTo(uri.path, path));
}

/** Whether an instance part of a ClientURI can mean this instance; what a condition picks is not known here. */
export function instanceFits(part: InstancePart, instance: string): boolean {
  return part.kind !== 'name' || part.name === instance;
}

/** Whether one step of a ClientURI can mean a node of this name. */
export function segmentFits(segment: UriSegment, name: string): boolean {
  return segment.kind !== 'name' || segment.name === name;
}

function segmentsLeadTo(segments: readonly UriSegment[], path: readonly string[]): boolean {
  return (
    segments.length <= path.length &&
    segments.every((segment, index) => segmentFits(segment, path[index] ?? ''))
  );
}
