import type { StationActivity, StationView } from '../../core/api-station-activity.ts';

/** What became of a row at a station, for the strip of the last ones. */
export interface Outcome {
  /** The how-manieth of its station, so that each is told from the others. */
  readonly number: number;
  readonly kind: 'done' | 'failed';
  readonly label: string;
}

/** A station as the window holds it. */
export interface StationHandle {
  /** What main said last. */
  readonly view: StationView;
  /** What the panel shows: the same, but for the moment that an outcome is held to be seen. */
  readonly shown: StationActivity;
  readonly heldUntil: number;
  /** The last outcomes that main reported, newest first. */
  readonly recent: readonly Outcome[];
}

/** A virtual card is exchanged faster than the eye can follow: its tick stays at least this long. */
export const outcomeHold = 1100;
const recentKept = 24;

/**
 * A station after main said something of it. A tick that needs no hand to go on is held for a moment;
 * whatever asks for a hand (a failure, a lost reader, a card) is shown at once.
 */
export function stepStation(
  before: StationHandle | undefined,
  view: StationView,
  now: number,
): StationHandle {
  const { activity } = view;
  const outcome = outcomeOf(activity, (before?.recent[0]?.number ?? 0) + 1);
  const isNew = outcome !== undefined && !sameOutcome(before?.view.activity, activity);
  const recent = before?.recent ?? [];
  const kept = isNew ? [outcome, ...recent].slice(0, recentKept) : recent;
  const next = { view, recent: kept };
  if (before && now < before.heldUntil && canWait(before.shown, activity))
    return { ...next, shown: before.shown, heldUntil: before.heldUntil };
  if (before && sameOutcome(before.shown, activity))
    return { ...next, shown: activity, heldUntil: before.heldUntil };
  const holds = isNew && needsNoHand(activity);
  return { ...next, shown: activity, heldUntil: holds ? now + outcomeHold : 0 };
}

/** A station whose outcome was shown long enough: it shows what main said last, and holds that if need be. */
export function settleStation(handle: StationHandle, now: number): StationHandle {
  const { activity } = handle.view;
  if (handle.shown === activity) return { ...handle, heldUntil: 0 };
  return { ...handle, shown: activity, heldUntil: needsNoHand(activity) ? now + outcomeHold : 0 };
}

/** A row that is done and leaves nothing to do at the station: its tick goes by itself. */
export function needsNoHand(activity: StationActivity): boolean {
  return activity.kind === 'done' && !activity.takeCardOut;
}

function canWait(shown: StationActivity, next: StationActivity): boolean {
  return shown.kind === 'done' && next.kind !== 'failed' && next.kind !== 'lost';
}

function outcomeOf(activity: StationActivity, number: number): Outcome | undefined {
  if (activity.kind === 'done') return { number, kind: 'done', label: activity.job.label };
  if (activity.kind === 'failed' && activity.job)
    return { number, kind: 'failed', label: activity.job.label };
  return undefined;
}

function sameOutcome(one: StationActivity | undefined, other: StationActivity): boolean {
  if (one?.kind === 'done' && other.kind === 'done') return one.job.jobId === other.job.jobId;
  if (one?.kind === 'failed' && other.kind === 'failed')
    return one.job?.jobId === other.job?.jobId && one.fault.code === other.fault.code;
  return false;
}
