import type { DmAccount } from '../bootstrap/dm-account.ts';
import { type Fault, toFault } from '../errors.ts';
import { notificationWindow } from './choices.ts';
import { decodeNotification, type Notification, type ReceivedNotification } from './notification.ts';
import { type Sha256, verifyNotification } from './notification-digest.ts';

/** A notification that was accepted, as long as it could be sent again and still be taken for a new one. */
export interface SeenNotification {
  readonly serverId: string;
  readonly notificationId: number;
  /** The last millisecond at which it has to be known. */
  readonly until: number;
}

/** What a device makes of the octets that came: a reason to open a session, or the reason why it does not. */
export type NotificationVerdict =
  | { readonly kind: 'accepted'; readonly notification: Notification; readonly account: DmAccount }
  | { readonly kind: 'ignored'; readonly reason: 'malformed'; readonly fault: Fault }
  | {
      readonly kind: 'ignored';
      readonly reason: 'wrongDigest';
      readonly notification: Notification;
      /** Where the account's own credentials cannot be used, so that no digest is right. */
      readonly fault?: Fault;
    }
  | {
      readonly kind: 'ignored';
      readonly reason: 'unknownServer' | 'digestMissing' | 'digestUnexpected' | 'stale' | 'duplicate';
      readonly notification: Notification;
    };

/** What a device knows when a notification comes. */
export interface NotificationGround {
  readonly accounts: readonly DmAccount[];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly seen: readonly SeenNotification[];
  readonly sha256: Sha256;
}

/**
 * Decides what a device does with the octets of a notification (Package#0; stale after 300 s either way, ours).
 * Only one that is accepted is remembered: nobody can use up an id without the secret. Never throws.
 * @returns the verdict, and what the device has to remember from now on
 */
export function checkNotification(
  octets: Uint8Array,
  ground: NotificationGround,
): { readonly verdict: NotificationVerdict; readonly seen: readonly SeenNotification[] } {
  const remembered = ground.seen.filter(({ until }) => until >= ground.now);
  const verdict = verdictOn(octets, { ...ground, seen: remembered });
  if (verdict.kind === 'ignored') return { verdict, seen: remembered };
  const { serverId, notificationId, timestamp } = verdict.notification;
  if (notificationId === undefined) return { verdict, seen: remembered };
  // One whose time is still to come can be sent again for longer.
  const until = Math.max(ground.now, (timestamp ?? 0) * 1000) + notificationWindow;
  return { verdict, seen: [...remembered, { serverId, notificationId, until }] };
}

function verdictOn(
  octets: Uint8Array,
  { accounts, now, seen, sha256 }: NotificationGround,
): NotificationVerdict {
  let received: ReceivedNotification;
  try {
    received = decodeNotification(octets);
  } catch (error) {
    return { kind: 'ignored', reason: 'malformed', fault: toFault(error) };
  }
  const { notification } = received;
  const { serverId, notificationId, digest, timestamp } = notification;
  const account = accounts.find((each) => each.serverId === serverId);
  if (account === undefined) return { kind: 'ignored', reason: 'unknownServer', notification };
  if (account.notification === undefined) {
    if (digest !== undefined) return { kind: 'ignored', reason: 'digestUnexpected', notification };
  } else {
    if (digest === undefined) return { kind: 'ignored', reason: 'digestMissing', notification };
    try {
      if (!verifyNotification(received, account.notification, sha256))
        return { kind: 'ignored', reason: 'wrongDigest', notification };
    } catch (error) {
      return { kind: 'ignored', reason: 'wrongDigest', notification, fault: toFault(error) };
    }
  }
  if (timestamp !== undefined && Math.abs(now - timestamp * 1000) > notificationWindow)
    return { kind: 'ignored', reason: 'stale', notification };
  if (seen.some((each) => each.serverId === serverId && each.notificationId === notificationId))
    return { kind: 'ignored', reason: 'duplicate', notification };
  return { kind: 'accepted', notification, account };
}
