import type { Page } from '../../../core/api.ts';
import type { NotificationCredentials } from '../../../core/bootstrap/dm-account.ts';
import { type Alert, alertTypes, answeredNotification } from '../../../core/dm/alerts.ts';
import { notificationVersions, notificationWindow } from '../../../core/dm/choices.ts';
import { encodeNotification, type PreferredConnection } from '../../../core/dm/notification.ts';
import { parseNotificationAddress, printNotificationAddress } from '../../../core/dm/notification-address.ts';
import { newDelivery } from '../../../core/dm/notification-delivery.ts';
import { type Sha256, sealNotification } from '../../../core/dm/notification-digest.ts';
import { codedError, type Fault, toFault } from '../../../core/errors.ts';
import { toHex } from '../../../core/octets.ts';
import type { NotificationRecord, NotificationSummary } from '../../store/notifications.ts';
import type { Store } from '../../store/store.ts';
import type { NotificationBearer } from './notification-bearer.ts';
import { createNotificationSender } from './notification-sender.ts';

/** What the server has to know of a device to notify it: its DM Account, as far as notifications need it. */
export interface NotifiedDevice {
  /** SrvID. */
  readonly serverId: string;
  /** Auth/Noti; missing where the account has none, and then no digest is sent. */
  readonly credentials?: NotificationCredentials;
}

/** What a notification asks for. */
export interface NotificationRequest {
  /** Whether package #1 has to list the management objects. */
  readonly requestMos?: boolean;
  readonly preferredConnection?: PreferredConnection;
}

/** What happens to notifications, as it happens. */
export type NotificationEvent =
  /** A step is in the store: made, sent, not sent, or come to its end. */
  | { readonly kind: 'changed'; readonly notification: NotificationSummary }
  /** The store failed. Nothing more is sent of this one before the next start, if one is named. */
  | { readonly kind: 'halted'; readonly notificationKey?: string; readonly fault: Fault };

export interface NotificationsOptions {
  readonly store: Pick<Store, 'notifications' | 'grouped'>;
  readonly bearer: NotificationBearer;
  /** The device's account with this server; undefined where there is no such device. What it throws goes through. */
  readonly lookUp: (deviceId: string) => NotifiedDevice | undefined;
  /** Must not throw. */
  readonly tell: (event: NotificationEvent) => void;
  readonly sha256: Sha256;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
  /** A random number from 0 to 65535, which nobody can guess. */
  readonly newNotificationId: () => number;
  /** Waits so many milliseconds; rejects when the signal is raised. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** The server's notifications (DM-1): what asks devices to open a session. */
export interface Notifications {
  /**
   * Makes a notification, keeps it, and then begins to send it, until the session comes or no device would take it
   * any more.
   * @param within runs in the transaction in which the notification is made
   * @param request `to` is where to, this time; left out, where the device is known to take notifications
   * @throws DEVICE_UNKNOWN, NOTIFICATION_NO_ADDRESS, NOTIFICATION_ADDRESS_WRONG, NOTIFICATION_IDS_USED_UP,
   * DM_NOTIFICATION_VALUE, DM_NOTIFICATION_CREDENTIALS, STORE_FULL, STORE_FAILED
   */
  notify(
    deviceId: string,
    request?: NotificationRequest & { readonly to?: string },
    within?: (made: NotificationRecord) => void,
  ): Promise<NotificationSummary>;
  /**
   * The octets of a notification in hexadecimal, to be sent by another bearer. It is neither sent nor kept.
   * @throws DEVICE_UNKNOWN, NOTIFICATION_IDS_USED_UP, DM_NOTIFICATION_VALUE, DM_NOTIFICATION_CREDENTIALS
   */
  hexOf(deviceId: string, request?: NotificationRequest): string;
  /**
   * Sends this one no more. One that came to its end before stays as it is.
   * @throws NOTIFICATION_UNKNOWN, STORE_FULL, STORE_FAILED
   */
  cancel(deviceId: string, notificationId: number): Promise<NotificationSummary>;
  /**
   * Settles the notification that a session answers by its alerts: the one with the id, or where the alert names
   * none, the oldest under way. Never throws: a store that fails is told.
   */
  sessionOpened(deviceId: string, alerts: readonly Alert[], sessionId: string): Promise<void>;
  /** The newest first; of one device, or of all. */
  page(query: {
    readonly deviceId?: string;
    readonly offset: number;
    readonly limit: number;
  }): Page<NotificationSummary>;
  addressOf(deviceId: string): string | undefined;
  /** Keeps where a device takes notifications from now on. @throws DEVICE_UNKNOWN, NOTIFICATION_ADDRESS_WRONG */
  keepAddress(deviceId: string, address: string): void;
  /** Goes on, after a start, with what was under way; what expired meanwhile is told so. */
  resume(): void;
  /** Stops at once. What was under way goes on after the next start. */
  close(): Promise<void>;
}

export function createNotifications(options: NotificationsOptions): Notifications {
  const { store, lookUp, tell, sha256, now, newId, newNotificationId } = options;
  const records = store.notifications;
  const sender = createNotificationSender({
    ...options,
    changed: (notification) => tell({ kind: 'changed', notification }),
    halted: (notificationKey, fault) => tell({ kind: 'halted', notificationKey, fault }),
  });

  const deviceOf = (deviceId: string): NotifiedDevice => {
    const device = lookUp(deviceId);
    if (device === undefined) throw codedError('DEVICE_UNKNOWN', { device: deviceId });
    return device;
  };

  /** A device may still remember the ids of later ones, and would take another one with such an id for the same. */
  const rememberedSince = () => now() - 2 * notificationWindow;

  const freeId = (deviceId: string): number => {
    const used = records.usedIds(deviceId, rememberedSince());
    const first = newNotificationId();
    for (let step = 0; step <= 0xffff; step++) {
      const id = (first + step) & 0xffff;
      if (!used.has(id)) return id;
    }
    throw codedError('NOTIFICATION_IDS_USED_UP', { device: deviceId });
  };

  const make = (deviceId: string, device: NotifiedDevice, request: NotificationRequest) => {
    const madeAt = now();
    const notificationId = freeId(deviceId);
    const { requestMos = false, preferredConnection } = request;
    const notification = {
      version: notificationVersions.written,
      serverId: device.serverId,
      ...(preferredConnection === undefined ? {} : { preferredConnection }),
      notificationId,
      timestamp: Math.floor(madeAt / 1000),
      requestMos,
    };
    const octets = device.credentials
      ? sealNotification(notification, device.credentials, sha256)
      : encodeNotification(notification);
    return { notificationId, octets, madeAt };
  };

  const answeredBy = (deviceId: string, alerts: readonly Alert[]): NotificationSummary | undefined => {
    const id = answeredNotification(alerts);
    return id === undefined ? records.underWay(deviceId)[0] : records.withId(deviceId, id, rememberedSince());
  };

  return {
    async notify(deviceId, { to, ...request } = {}, within) {
      const device = deviceOf(deviceId);
      const given = to ?? records.addressOf(deviceId);
      if (given === undefined) throw codedError('NOTIFICATION_NO_ADDRESS', { device: deviceId });
      const address = printNotificationAddress(parseNotificationAddress(given));
      const record = await store.grouped(() => {
        const made = make(deviceId, device, request);
        const delivery = newDelivery(made.madeAt + notificationWindow);
        const kept: NotificationRecord = { notificationKey: newId(), deviceId, address, ...made, delivery };
        records.add(kept);
        within?.(kept);
        return kept;
      });
      const { octets: _octets, ...notification } = record;
      tell({ kind: 'changed', notification });
      sender.begin(record.notificationKey);
      return notification;
    },
    hexOf: (deviceId, request = {}) => toHex(make(deviceId, deviceOf(deviceId), request).octets),
    async cancel(deviceId, notificationId) {
      const choose = () => records.withId(deviceId, notificationId, rememberedSince())?.notificationKey;
      const notification = await sender.step(choose, { kind: 'cancel', at: now() });
      if (notification === undefined) throw codedError('NOTIFICATION_UNKNOWN', {});
      return notification;
    },
    async sessionOpened(deviceId, alerts, sessionId) {
      if (!alerts.some(({ alertType }) => alertType === alertTypes.serverInitiated)) return;
      try {
        await sender.step(() => answeredBy(deviceId, alerts)?.notificationKey, {
          kind: 'answered',
          sessionId,
          at: now(),
        });
      } catch (error) {
        tell({ kind: 'halted', fault: toFault(error) });
      }
    },
    page: (query) => records.page(query),
    addressOf: (deviceId) => records.addressOf(deviceId),
    keepAddress(deviceId, address) {
      deviceOf(deviceId);
      records.keepAddress(deviceId, printNotificationAddress(parseNotificationAddress(address)), now());
    },
    resume() {
      for (const { notificationKey } of records.underWay()) sender.begin(notificationKey);
    },
    close: () => sender.close(),
  };
}
