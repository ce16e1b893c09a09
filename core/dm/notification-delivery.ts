import type { Fault } from '../errors.ts';
import { notificationBackOff } from './choices.ts';

/** How far a notification has come on its way to the session that it asks for. */
export type DeliveryState =
  /** Nothing has left yet. */
  | { readonly kind: 'sending' }
  /** It has left, once or more often; whether it arrived only a session tells. */
  | { readonly kind: 'sent' }
  | { readonly kind: 'answered'; readonly sessionId: string }
  /** No session came while a device would still have taken the notification. */
  | { readonly kind: 'expired' }
  | { readonly kind: 'failed'; readonly fault: Fault }
  | { readonly kind: 'cancelled' };

/** A notification's way so far. Times are milliseconds since 1970. */
export interface Delivery {
  readonly state: DeliveryState;
  readonly expiresAt: number;
  /** How often it was tried to send, and how often it left. */
  readonly attempts: number;
  readonly sent: number;
  readonly lastAttemptAt?: number;
  /** Why it did not leave the last time; missing where it did. */
  readonly lastFault?: Fault;
  /** When it came to its end, however it ended. */
  readonly endedAt?: number;
}

/** What happens to a notification. */
export type DeliveryEvent = { readonly at: number } & (
  | { readonly kind: 'sent' }
  /** `final`: trying again cannot help. */
  | { readonly kind: 'notSent'; readonly fault: Fault; readonly final: boolean }
  | { readonly kind: 'answered'; readonly sessionId: string }
  | { readonly kind: 'expire' }
  | { readonly kind: 'cancel' }
);

/** What has to be done next with a notification. */
export type DeliveryMove =
  | { readonly kind: 'send' }
  | { readonly kind: 'wait'; readonly milliseconds: number }
  | { readonly kind: 'expire' }
  /** It has come to its end. */
  | { readonly kind: 'none' };

/** The delivery of a notification that was just made. */
export function newDelivery(expiresAt: number): Delivery {
  return { state: { kind: 'sending' }, expiresAt, attempts: 0, sent: 0 };
}

/** Whether a notification still asks for its session. */
export function isUnderWay({ state }: Delivery): boolean {
  return state.kind === 'sending' || state.kind === 'sent';
}

/** Milliseconds to wait after the attempt of this number (the first is 1) before the next one. */
export function pauseAfter(attempt: number): number {
  const { first, factor, longest } = notificationBackOff;
  return Math.min(first * factor ** (attempt - 1), longest);
}

/** What has to be done at `now`; the same after a restart. */
export function nextMove(delivery: Delivery, now: number): DeliveryMove {
  const { attempts, lastAttemptAt, expiresAt } = delivery;
  if (!isUnderWay(delivery)) return { kind: 'none' };
  if (now >= expiresAt) return { kind: 'expire' };
  if (lastAttemptAt === undefined) return { kind: 'send' };
  const pause = pauseAfter(attempts);
  // A clock that was set back makes nobody wait longer than a whole pause.
  const due = Math.min(lastAttemptAt, now) + pause;
  if (due <= now) return { kind: 'send' };
  return { kind: 'wait', milliseconds: Math.min(due, expiresAt) - now };
}

/**
 * A delivery after something happened. A session that answers counts also where the notification had expired,
 * failed or been cancelled: the device got it all the same. An attempt that ends after all was over is counted, and
 * changes nothing else.
 */
export function stepDelivery(delivery: Delivery, event: DeliveryEvent): Delivery {
  const { attempts, sent } = delivery;
  const underWay = isUnderWay(delivery);
  const ended = (state: DeliveryState): Delivery => ({ ...delivery, state, endedAt: event.at });
  switch (event.kind) {
    case 'sent': {
      const { lastFault: _overcome, ...rest } = delivery;
      return {
        ...rest,
        state: underWay ? { kind: 'sent' } : delivery.state,
        attempts: attempts + 1,
        sent: sent + 1,
        lastAttemptAt: event.at,
      };
    }
    case 'notSent': {
      const { fault, at } = event;
      const after = underWay && event.final ? ended({ kind: 'failed', fault }) : delivery;
      return { ...after, attempts: attempts + 1, lastAttemptAt: at, lastFault: fault };
    }
    case 'answered':
      return delivery.state.kind === 'answered'
        ? delivery
        : ended({ kind: 'answered', sessionId: event.sessionId });
    case 'expire':
      return underWay ? ended(overdueState(delivery)) : delivery;
    case 'cancel':
      return underWay ? ended({ kind: 'cancelled' }) : delivery;
  }
}

/** One that never left failed, where it is known why; the device is not to blame for it. */
function overdueState({ sent, lastFault }: Delivery): DeliveryState {
  return sent === 0 && lastFault ? { kind: 'failed', fault: lastFault } : { kind: 'expired' };
}
