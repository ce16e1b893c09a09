import type { Fault } from '../errors.ts';

/** What is recorded of a device: facts, each of them in the store. */
export interface DeviceFacts {
  readonly deviceId: string;
  readonly label: string;
  /** The row that it follows. */
  readonly job: {
    /** `awaited`: the device is switched on elsewhere; `setAside`: a person held it back or cancelled it. */
    readonly state: 'waiting' | 'atStation' | 'awaited' | 'done' | 'failed' | 'setAside';
    readonly fault?: Fault;
    readonly batchId: string;
  };
  /** Its card was written and read back. */
  readonly written: boolean;
  readonly lastSession?: {
    readonly sessionId: string;
    readonly openedAt: number;
    readonly state: 'open' | 'fulfilled' | 'suspended' | 'failed' | 'abandoned';
    readonly fault?: Fault;
  };
  /** When it tells the outcome of what it works at, at the latest. */
  readonly waitingUntil?: number;
  /** A notification is on its way to it, or waits to be answered. */
  readonly notifiedUntil?: number;
}

/**
 * Where a device stands:
 * `neverSeen`: it is in a list, and nothing was done to it yet;
 * `bootstrapped`: its card was written and read back, and it has held no session;
 * `inSession`: it has a session open now;
 * `online`: its last session ended well, or goes on later, and was not long ago;
 * `quiet`: the same, and nothing was heard of it since;
 * `failing`: its row or its last session failed.
 */
export type DeviceStanding = 'neverSeen' | 'bootstrapped' | 'inSession' | 'online' | 'quiet' | 'failing';

export const deviceStandings = [
  'inSession',
  'online',
  'quiet',
  'bootstrapped',
  'neverSeen',
  'failing',
] as const satisfies readonly DeviceStanding[];

/** A device that was not heard of for so long is quiet: that it can be reached is not known any more. */
export const quietAfter = 24 * 3_600_000;

/** What has to happen with a device next, and who does it. */
export type NextAction =
  | { readonly kind: 'writeCard' }
  /** A station works on its row. */
  | { readonly kind: 'atStation' }
  | { readonly kind: 'mendRow'; readonly fault?: Fault }
  | { readonly kind: 'awaitFirstSession' }
  | { readonly kind: 'awaitAnswer'; readonly until: number }
  | { readonly kind: 'awaitOutcome'; readonly until: number }
  | { readonly kind: 'endSession' }
  | { readonly kind: 'lookAtSession'; readonly sessionId: string; readonly fault?: Fault }
  | { readonly kind: 'none' };

/** Where a device stands, from what is recorded of it and nothing else. */
export function standingOf({ job, written, lastSession }: DeviceFacts, now: number): DeviceStanding {
  if (lastSession?.state === 'open') return 'inSession';
  if (job.state === 'failed') return 'failing';
  switch (lastSession?.state) {
    case 'failed':
    case 'abandoned':
      return 'failing';
    case 'fulfilled':
    case 'suspended':
      return now - lastSession.openedAt > quietAfter ? 'quiet' : 'online';
    case undefined:
      return written ? 'bootstrapped' : 'neverSeen';
  }
}

/** What has to happen with a device next, from what is recorded of it and nothing else. */
export function nextActionOf(facts: DeviceFacts, now: number): NextAction {
  const { job, written, lastSession, waitingUntil, notifiedUntil } = facts;
  if (lastSession?.state === 'open') return { kind: 'endSession' };
  if (notifiedUntil !== undefined && notifiedUntil > now)
    return { kind: 'awaitAnswer', until: notifiedUntil };
  if (job.state === 'failed') return { kind: 'mendRow', ...(job.fault ? { fault: job.fault } : {}) };
  if (job.state === 'atStation') return { kind: 'atStation' };
  if (waitingUntil !== undefined) return { kind: 'awaitOutcome', until: waitingUntil };
  if (lastSession?.state === 'failed' || lastSession?.state === 'abandoned') {
    const { sessionId, fault } = lastSession;
    return { kind: 'lookAtSession', sessionId, ...(fault ? { fault } : {}) };
  }
  if (lastSession) return { kind: 'none' };
  if (written || job.state === 'awaited') return { kind: 'awaitFirstSession' };
  return { kind: job.state === 'setAside' ? 'none' : 'writeCard' };
}
