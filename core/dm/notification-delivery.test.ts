import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultOf } from '../errors.ts';
import { notificationWindow } from './choices.ts';
import {
  type Delivery,
  type DeliveryEvent,
  isUnderWay,
  newDelivery,
  nextMove,
  pauseAfter,
  stepDelivery,
} from './notification-delivery.ts';

const fault = faultOf('NOTIFICATION_NOT_SENT', { address: 'udp://h:1', detail: 'x' });
const fresh = newDelivery(notificationWindow);
const following = (delivery: Delivery, ...events: readonly DeliveryEvent[]) =>
  events.reduce(stepDelivery, delivery);
const sent = (at: number): DeliveryEvent => ({ kind: 'sent', at });
const notSent = (at: number, final = false): DeliveryEvent => ({ kind: 'notSent', at, fault, final });
const answered: DeliveryEvent = { kind: 'answered', sessionId: 's', at: 9 };
const expire: DeliveryEvent = { kind: 'expire', at: notificationWindow };
const cancel: DeliveryEvent = { kind: 'cancel', at: 8 };

describe('the delivery of a notification', () => {
  it('is tried at growing distances until it expires', () => {
    const times: number[] = [];
    let delivery = fresh;
    for (let now = 0; ; ) {
      const move = nextMove(delivery, now);
      if (move.kind === 'send') {
        times.push(now / 1000);
        delivery = stepDelivery(delivery, sent(now));
      } else if (move.kind === 'wait') now += move.milliseconds;
      else {
        expect(move.kind).toBe('expire');
        expect(now).toBe(notificationWindow);
        break;
      }
    }
    expect(times).toEqual([0, 5, 15, 35, 75, 155, 275]);
    expect([1, 2, 5, 6, 100].map(pauseAfter)).toEqual([5_000, 10_000, 80_000, 120_000, 120_000]);
  });

  it('goes on after a stop where it was left', () => {
    const left = following(fresh, sent(0), notSent(5_000));
    expect(nextMove(left, 6_000)).toEqual({ kind: 'wait', milliseconds: 9_000 });
    expect(nextMove(left, 200_000)).toEqual({ kind: 'send' });
    expect(nextMove(left, notificationWindow)).toEqual({ kind: 'expire' });
  });

  it('waits no longer than a pause when the clock was set back', () => {
    const left = following(newDelivery(10_000_000), sent(9_000_000));
    expect(nextMove(left, 1_000)).toEqual({ kind: 'wait', milliseconds: 5_000 });
  });

  it('counts attempts, and keeps why the last one failed', () => {
    expect(following(fresh, notSent(1))).toMatchObject({ state: { kind: 'sending' }, attempts: 1, sent: 0 });
    const delivery = following(fresh, sent(1), notSent(2));
    expect(delivery).toMatchObject({ state: { kind: 'sent' }, attempts: 2, sent: 1, lastFault: fault });
    expect(following(delivery, sent(3))).toEqual({
      state: { kind: 'sent' },
      expiresAt: notificationWindow,
      attempts: 3,
      sent: 2,
      lastAttemptAt: 3,
    });
  });

  it.each<readonly [string, readonly DeliveryEvent[], Delivery['state']]>([
    ['left and no session came', [sent(1), expire], { kind: 'expired' }],
    ['never left, nobody knows why', [expire], { kind: 'expired' }],
    ['never left', [notSent(1), expire], { kind: 'failed', fault }],
    ['left once, and not the last time', [sent(1), notSent(2), expire], { kind: 'expired' }],
    ['was refused', [notSent(1, true)], { kind: 'failed', fault }],
    ['was cancelled', [sent(1), cancel], { kind: 'cancelled' }],
    ['was answered', [sent(1), answered], { kind: 'answered', sessionId: 's' }],
  ])('ends where it %s', (_name, events, state) => {
    const delivery = following(fresh, ...events);
    expect(delivery.state).toEqual(state);
    expect(delivery.endedAt).toBe(events.at(-1)!.at);
    expect(nextMove(delivery, 0)).toEqual({ kind: 'none' });
  });

  it('is answered also after it had expired, failed or been cancelled', () => {
    for (const end of [expire, cancel, notSent(1, true)])
      expect(following(fresh, end, answered)).toMatchObject({ state: { kind: 'answered' }, endedAt: 9 });
  });

  it('changes nothing by what comes after the end, but counts the attempt that was under way', () => {
    const ends = [answered, expire, cancel];
    fc.assert(
      fc.property(fc.constantFrom(...ends), fc.constantFrom(expire, cancel), (end, later) => {
        const ended = following(fresh, sent(1), end);
        expect(stepDelivery(ended, later)).toBe(ended);
        expect(stepDelivery(ended, sent(10))).toEqual({ ...ended, attempts: 2, sent: 2, lastAttemptAt: 10 });
        expect(stepDelivery(ended, notSent(10, true)).state).toEqual(ended.state);
        expect(isUnderWay(ended)).toBe(false);
      }),
    );
    const once = following(fresh, answered);
    expect(stepDelivery(once, { kind: 'answered', sessionId: 'other', at: 10 })).toBe(once);
  });
});
