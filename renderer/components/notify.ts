import type { Fault } from '../../core/errors.ts';

/** Says in passing what went well, for example where a file was saved. */
export function notifyDone(title: string, message: string): void {
  void import('./notification-host.tsx').then((host) => host.showDone(title, message));
}

/** Says what went wrong with something a person has just asked for; it stays until it is closed. */
export function notifyFault(fault: Fault): void {
  void import('./notification-host.tsx').then((host) => host.showFault(fault));
}
