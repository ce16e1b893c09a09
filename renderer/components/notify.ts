import type { Fault } from '../../core/errors.ts';

let host: Promise<typeof import('./notification-host.tsx')> | undefined;

/** Loaded when there is something to say. */
function notificationHost() {
  host ??= import('./notification-host.tsx');
  return host;
}

/** Says in passing what went well, for example where a file was saved. */
export function notifyDone(title: string, message: string): void {
  void notificationHost().then(({ showDone }) => showDone(title, message));
}

/** Says what went wrong with something a person has just asked for; it stays until it is closed. */
export function notifyFault(fault: Fault): void {
  void notificationHost().then(({ showFault }) => showFault(fault));
}

/** Takes away whatever was said: it was for the person who was there. */
export function clearNotifications(): void {
  void host?.then(({ clear }) => clear());
}
