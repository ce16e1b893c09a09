import type { EventName, Events } from '../../core/api.ts';

/**
 * Sends events to the window: at once where none was sent for a while, else a moment later, and of several of one key
 * in that moment only the newest.
 */
export interface EventSender {
  send<Name extends EventName>(name: Name, event: Events[Name], key?: string): void;
}

/** Soon enough for a person, seldom enough for a batch at full speed. */
const interval = 50;

/** @param now milliseconds of a clock that is never set back */
export function createEventSender(
  deliver: (name: EventName, event: unknown) => void,
  now: () => number,
): EventSender {
  const waiting = new Map<string, { name: EventName; event: unknown }>();
  let timer: NodeJS.Timeout | undefined;
  let sentAt = Number.NEGATIVE_INFINITY;
  const flush = () => {
    timer = undefined;
    sentAt = now();
    const events = [...waiting.values()];
    waiting.clear();
    for (const { name, event } of events) deliver(name, event);
  };
  return {
    send(name, event, key = '') {
      waiting.set(`${name} ${key}`, { name, event });
      // What is told of one thing together goes together, also where it goes at once.
      if (timer === undefined) timer = setTimeout(flush, Math.max(0, sentAt + interval - now()));
    },
  };
}
