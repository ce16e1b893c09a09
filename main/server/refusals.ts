import type { RefusalView } from '../../core/api-server.ts';
import type { ServerEvents } from './server-events.ts';

/** The requests that a server refused since it was started: the newest, so that an attack fills no memory. */
export interface Refusals {
  /** The newest first. */
  list(): readonly RefusalView[];
}

const most = 200;

/** Begins to remember what a server refuses. */
export function rememberRefusals(events: ServerEvents, now: () => number): Refusals {
  const kept: RefusalView[] = [];
  events.listen((event) => {
    if (event.kind !== 'refused' && event.kind !== 'authenticationSlowed') return;
    const { deviceId, fault } = event;
    kept.push({ at: now(), fault, ...(deviceId === undefined ? {} : { deviceId }) });
    if (kept.length > most) kept.shift();
  });
  return { list: () => kept.toReversed() };
}
