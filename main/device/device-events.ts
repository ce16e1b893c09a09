import type { NotificationVerdict } from '../../core/dm/notification-check.ts';
import type { Fault } from '../../core/errors.ts';

/** What a simulated device tells of itself, as it happens. */
export type DeviceEvent =
  | { readonly kind: 'sessionOpened'; readonly server: string; readonly alerts: readonly string[] }
  | {
      readonly kind: 'sessionEnded';
      readonly server: string;
      readonly rounds: number;
      readonly fault?: Fault;
    }
  | { readonly kind: 'command'; readonly command: string; readonly node: string; readonly status: number }
  | {
      readonly kind: 'notification';
      readonly outcome: 'accepted' | 'ignored';
      readonly reason?: string;
      readonly server?: string;
      readonly notificationId?: number;
    }
  | { readonly kind: 'operationBegun'; readonly node: string }
  | { readonly kind: 'operationEnded'; readonly node: string; readonly resultCode: number }
  | { readonly kind: 'changeReported'; readonly destination: string; readonly status: number }
  | { readonly kind: 'configurationFetched'; readonly moid: string; readonly status: number }
  /** The server asked for a page to be shown; `shown` is false where the device has no browser. */
  | { readonly kind: 'pageAsked'; readonly shown: boolean }
  | {
      readonly kind: 'pageEnded';
      readonly reason: 'completed' | 'closed' | 'failed';
      readonly fault?: Fault;
    };

/** What a device tells of a notification that it judged. */
export function notificationEvent(verdict: NotificationVerdict): DeviceEvent {
  const notification = 'notification' in verdict ? verdict.notification : undefined;
  return {
    kind: 'notification',
    outcome: verdict.kind,
    ...(verdict.kind === 'ignored' ? { reason: verdict.reason } : {}),
    ...(notification === undefined ? {} : { server: notification.serverId }),
    ...(notification?.notificationId === undefined ? {} : { notificationId: notification.notificationId }),
  };
}
