import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '../../core/api.ts';
import type { NotificationState, NotificationView } from '../../core/api-server.ts';
import type { Delivery } from '../../core/dm/notification-delivery.ts';
import { faultOf } from '../../core/errors.ts';
import type { Audit } from '../audit/audit-log.ts';
import { sha256Octets } from '../digest.ts';
import type { DmServer } from '../server/dm-server.ts';
import { createNotificationBearer } from '../server/notification/notification-bearer.ts';
import { createNotifications, type NotifiedDevice } from '../server/notification/notifications.ts';
import type { NotificationSummary } from '../store/notifications.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';
import { notificationProofOf } from './enrolment.ts';
import type { SimulatedDevices } from './simulated-devices.ts';

/** The notifications (DM-1) to the devices of this bench, with what the bench knows of each device put in. */
export interface DeviceNotifications {
  /**
   * Asks a device to open a session; an address that is given is where it takes notifications from now on.
   * @param by where it is recorded; left out, as done by whoever is at the bench
   */
  notify(
    deviceId: string,
    request: { readonly address?: string | undefined; readonly requestMos: boolean },
    by?: Audit,
  ): Promise<NotificationView>;
  cancel(deviceId: string, notificationId: number, by?: Audit): Promise<NotificationView>;
  /** A notification in hexadecimal, to be sent by other means. */
  hexOf(deviceId: string, requestMos: boolean, by?: Audit): { readonly hex: string; readonly octets: number };
  /** The newest first; of one device, or of all. */
  page(query: {
    readonly deviceId?: string | undefined;
    readonly offset: number;
    readonly limit: number;
  }): Page<NotificationView>;
  /** Where a device is known to take notifications. */
  addressOf(deviceId: string): string | undefined;
  close(): Promise<void>;
}

export interface DeviceNotificationsOptions {
  readonly store: Store;
  readonly vault: Vault;
  readonly server: DmServer;
  readonly audit: Audit;
  readonly devices: SimulatedDevices;
  readonly now: () => number;
  readonly newId: () => string;
}

/** Begins with what was under way when the bench was closed; sessions of the server settle what they answer. */
export function startDeviceNotifications(options: DeviceNotificationsOptions): DeviceNotifications {
  const { store, vault, server, audit, devices, now, newId } = options;
  const { events } = server;
  const bearer = createNotificationBearer();
  const notifications = createNotifications({
    store,
    bearer,
    lookUp: (deviceId) => notifiedDevice(store, vault, deviceId),
    tell(event) {
      if (event.kind === 'halted') {
        events.emit({ kind: 'notificationHalted', fault: event.fault });
        return;
      }
      const { deviceId, notificationId, delivery } = event.notification;
      const state = stateOf(delivery, now());
      events.emit({ kind: 'notification', deviceId, notificationId, state });
    },
    sha256: sha256Octets,
    now,
    newId,
    newNotificationId: () => randomInt(0x1_0000),
    pause: (milliseconds, signal) => pause(milliseconds, undefined, { signal }),
  });
  const stopListening = events.listen((event) => {
    if (event.kind === 'sessionOpened')
      void notifications.sessionOpened(event.deviceId, event.alerts, event.sessionId);
  });
  notifications.resume();

  const addressOf = (deviceId: string) => devices.addressOf(deviceId) ?? notifications.addressOf(deviceId);
  const viewOf = (notification: NotificationSummary): NotificationView => {
    const { deviceId, notificationId, address, madeAt, delivery } = notification;
    return {
      notificationId,
      deviceId,
      label: store.devices.get(deviceId)?.label ?? deviceId,
      address,
      createdAt: madeAt,
      expiresAt: delivery.expiresAt,
      state: stateOf(delivery, now()),
    };
  };
  return {
    async notify(deviceId, { address, requestMos }, by = audit) {
      if (address !== undefined) notifications.keepAddress(deviceId, address);
      const to = address ?? addressOf(deviceId);
      const request = { requestMos, ...(to === undefined ? {} : { to }) };
      return viewOf(
        await notifications.notify(deviceId, request, (made) =>
          by.record(
            {
              kind: 'notificationSent',
              notificationId: made.notificationId,
              address: made.address,
              requestMos,
            },
            { deviceId },
          ),
        ),
      );
    },
    async cancel(deviceId, notificationId, by = audit) {
      const notification = await notifications.cancel(deviceId, notificationId);
      by.record({ kind: 'notificationCancelled', notificationId }, { deviceId });
      return viewOf(notification);
    },
    hexOf(deviceId, requestMos, by = audit) {
      const hex = notifications.hexOf(deviceId, { requestMos });
      by.record({ kind: 'notificationShown', requestMos }, { deviceId });
      return { hex, octets: hex.length / 2 };
    },
    page({ deviceId, offset, limit }) {
      const { total, rows } = notifications.page({
        offset,
        limit,
        ...(deviceId === undefined ? {} : { deviceId }),
      });
      return { total, rows: rows.map(viewOf) };
    },
    addressOf,
    async close() {
      stopListening();
      await notifications.close();
    },
  };
}

function notifiedDevice(store: Store, vault: Vault, deviceId: string): NotifiedDevice | undefined {
  const device = store.devices.get(deviceId);
  if (device === undefined) return undefined;
  const profile = store.profiles.of(store.jobs.get(device.jobId).batchId);
  const credentials = notificationProofOf(vault, device);
  return { serverId: profile.server.id, ...(credentials ? { credentials } : {}) };
}

/** How far a notification has come, as people read it: on its way is on its way, however often it left. */
function stateOf({ state, sent, lastFault, endedAt }: Delivery, now: number): NotificationState {
  switch (state.kind) {
    case 'sending':
    case 'sent':
      return { kind: 'sending', times: sent, ...(lastFault ? { fault: lastFault } : {}) };
    case 'answered':
      return { kind: 'answered', sessionId: state.sessionId, at: endedAt ?? now };
    case 'failed':
      return { kind: 'failed', fault: state.fault };
    case 'expired':
    case 'cancelled':
      return { kind: state.kind };
  }
}

/** The fault of a notification that came to nothing; undefined while it may still come to something. */
export function notificationFault({ deviceId, state }: NotificationView) {
  switch (state.kind) {
    case 'failed':
      return state.fault;
    case 'expired':
      return faultOf('NOTIFICATION_EXPIRED', { device: deviceId });
    case 'cancelled':
      return faultOf('STOPPED', {});
    case 'answered':
    case 'sending':
      return undefined;
  }
}
