import { parseNotificationAddress } from '../../../core/dm/notification-address.ts';
import {
  type DeliveryEvent,
  isUnderWay,
  nextMove,
  stepDelivery,
} from '../../../core/dm/notification-delivery.ts';
import { type Fault, toFault } from '../../../core/errors.ts';
import type { NotificationRecord, NotificationSummary } from '../../store/notifications.ts';
import type { Store } from '../../store/store.ts';
import type { NotificationBearer } from './notification-bearer.ts';

/** What a sender works with. */
export interface NotificationSenderOptions {
  readonly store: Pick<Store, 'notifications' | 'grouped'>;
  readonly bearer: NotificationBearer;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Waits so many milliseconds; rejects when the signal is raised. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Told of every step that is in the store. Must not throw. */
  readonly changed: (notification: NotificationSummary) => void;
  /** Told where the store fails: nothing more is sent of this one until the next start. Must not throw. */
  readonly halted: (notificationKey: string, fault: Fault) => void;
}

/** Sends notifications again and again, with growing pauses, until they come to their end. */
export interface NotificationSender {
  /** Begins with a notification that is in the store, or goes on where it was left. */
  begin(notificationKey: string): void;
  /**
   * Keeps what happened to the notification that `choose` finds, and tells it; one that came to its end by that is
   * sent no more. What changes nothing is not told.
   * @returns the notification after it; undefined where none was found
   * @throws STORE_FULL, STORE_FAILED
   */
  step(choose: Choose, event: DeliveryEvent): Promise<NotificationSummary | undefined>;
  /** Stops at once. What was under way goes on after the next start. */
  close(): Promise<void>;
}

/** Names a notification by its key, within the transaction that then changes it. */
type Choose = () => string | undefined;

/** The store says how far each notification is; what is in memory only waits. */
export function createNotificationSender(options: NotificationSenderOptions): NotificationSender {
  const { store, bearer, now, pause, changed, halted } = options;
  const stopped = new AbortController();
  const running = new Map<string, Promise<void>>();
  const waiting = new Map<string, AbortController>();

  const step = async (choose: Choose, event: DeliveryEvent): Promise<NotificationSummary | undefined> => {
    const result = await store.grouped(() => {
      const key = choose();
      const record = key === undefined ? undefined : store.notifications.get(key);
      if (record === undefined) return undefined;
      const { octets: _octets, ...before } = record;
      const delivery = stepDelivery(before.delivery, event);
      if (delivery === before.delivery) return { after: before, told: false };
      store.notifications.keepDelivery(before.notificationKey, delivery);
      return { after: { ...before, delivery }, told: true };
    });
    if (result?.told) {
      changed(result.after);
      if (!isUnderWay(result.after.delivery)) waiting.get(result.after.notificationKey)?.abort();
    }
    return result?.after;
  };

  const attempt = async ({ notificationKey, address, octets }: NotificationRecord): Promise<void> => {
    let event: DeliveryEvent;
    try {
      await bearer.send(parseNotificationAddress(address), octets, stopped.signal);
      event = { kind: 'sent', at: now() };
    } catch (error) {
      // An attempt that was broken off from here says nothing of the device.
      if (stopped.signal.aborted) return;
      const fault = toFault(error);
      event = { kind: 'notSent', at: now(), fault, final: fault.code !== 'NOTIFICATION_NOT_SENT' };
    }
    await step(() => notificationKey, event);
  };

  const waitOrWake = async (key: string, milliseconds: number): Promise<void> => {
    const woken = new AbortController();
    const signal = AbortSignal.any([woken.signal, stopped.signal]);
    waiting.set(key, woken);
    try {
      await pause(milliseconds, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      waiting.delete(key);
    }
  };

  const run = async (key: string): Promise<void> => {
    while (!stopped.signal.aborted) {
      const record = store.notifications.get(key);
      const move = record ? nextMove(record.delivery, now()) : undefined;
      if (record === undefined || move === undefined) return;
      switch (move.kind) {
        case 'send':
          await attempt(record);
          break;
        case 'wait':
          await waitOrWake(key, move.milliseconds);
          break;
        case 'expire':
          await step(() => key, { kind: 'expire', at: now() });
          break;
        case 'none':
          return;
      }
    }
  };

  return {
    step,
    begin(key) {
      if (running.has(key) || stopped.signal.aborted) return;
      const work = run(key)
        .catch((error: unknown) => halted(key, toFault(error)))
        .finally(() => running.delete(key));
      running.set(key, work);
    },
    async close() {
      stopped.abort();
      await Promise.all(running.values());
      bearer.close();
    },
  };
}
