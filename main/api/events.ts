import type { EventName, Events } from '../../core/api.ts';

/** Sends events to the window, each at most so often: of several in that time only the newest matters. */
export interface EventSender {
  send<Name extends EventName>(name: Name, event: Events[Name], key?: string): void;
}

/** Soon enough for a person, seldom enough for a batch at full speed. */
const interval = 50;

export function createEventSender(deliver: (name: EventName, event: unknown) => void): EventSender {
  const waiting = new Map<string, { name: EventName; event: unknown }>();
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    timer = undefined;
    const events = [...waiting.values()];
    waiting.clear();
    for (const { name, event } of events) deliver(name, event);
  };
  return {
    send(name, event, key = '') {
      waiting.set(`${name} ${key}`, { name, event });
      if (timer === undefined) timer = setTimeout(flush, interval);
    },
  };
}
