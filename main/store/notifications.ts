import type { Page } from '../../core/api.ts';
import type { Delivery, DeliveryState } from '../../core/dm/notification-delivery.ts';
import type { Fault } from '../../core/errors.ts';
import type { Database } from './database.ts';

/** A notification (DM-1) without its octets, as lists show it. Times are milliseconds since 1970. */
export interface NotificationSummary {
  /** Its own id among all; the NOTIFICATION-ID is used again in time. */
  readonly notificationKey: string;
  readonly deviceId: string;
  /** NOTIFICATION-ID: no other one that is under way to the device has it. */
  readonly notificationId: number;
  /** Where it is sent to, as `printNotificationAddress` writes it. */
  readonly address: string;
  readonly madeAt: number;
  readonly delivery: Delivery;
}

/** A notification as it is kept. */
export interface NotificationRecord extends NotificationSummary {
  /** As they go, the digest in them; no secret is. */
  readonly octets: Uint8Array;
}

/** The notifications of a data folder, and where devices take them. */
export interface NotificationRecords {
  add(notification: NotificationRecord): void;
  get(notificationKey: string): NotificationRecord | undefined;
  /** Keeps how far a notification has come. */
  keepDelivery(notificationKey: string, delivery: Delivery): void;
  /** Those under way, the oldest first; of one device, or of all. */
  underWay(deviceId?: string): readonly NotificationSummary[];
  /** The ids of a device's notifications that are under way or were made after `since`, however they ended. */
  usedIds(deviceId: string, since: number): ReadonlySet<number>;
  /** The newest of these that has the id. */
  withId(deviceId: string, notificationId: number, since: number): NotificationSummary | undefined;
  /** The newest first; of one device, or of all. */
  page(query: {
    readonly deviceId?: string;
    readonly offset: number;
    readonly limit: number;
  }): Page<NotificationSummary>;
  /** Where a device takes notifications, as far as it was told. */
  addressOf(deviceId: string): string | undefined;
  /** Keeps where a device takes notifications; the address told last counts. */
  keepAddress(deviceId: string, address: string, at: number): void;
}

const summaryColumns = `notification_key, device_id, notification_id, address, made_at, expires_at, state_json,
  attempts, sent, last_attempt_at, fault_json, ended_at`;
const underWay = "state IN ('sending', 'sent')";

export function createNotificationRecords(database: Database): NotificationRecords {
  return {
    add: ({ notificationKey, deviceId, notificationId, address, octets, madeAt, delivery }) =>
      void database.run(
        `INSERT INTO notification (notification_key, device_id, notification_id, address, octets, made_at, expires_at,
           state, state_json, attempts, sent, last_attempt_at, fault_json, ended_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        notificationKey,
        deviceId,
        notificationId,
        address,
        octets,
        madeAt,
        delivery.expiresAt,
        ...deliveryValues(delivery),
      ),
    get(notificationKey) {
      const row = database.first('SELECT * FROM notification WHERE notification_key = ?', notificationKey);
      return row && { ...summaryOf(row), octets: row.octets as Uint8Array };
    },
    keepDelivery: (notificationKey, delivery) =>
      void database.run(
        `UPDATE notification SET state = ?, state_json = ?, attempts = ?, sent = ?, last_attempt_at = ?,
           fault_json = ?, ended_at = ? WHERE notification_key = ?`,
        ...deliveryValues(delivery),
        notificationKey,
      ),
    underWay: (deviceId) =>
      (deviceId === undefined
        ? database.all(`SELECT ${summaryColumns} FROM notification WHERE ${underWay} ORDER BY made_at, rowid`)
        : database.all(
            `SELECT ${summaryColumns} FROM notification WHERE device_id = ? AND ${underWay} ORDER BY made_at, rowid`,
            deviceId,
          )
      ).map(summaryOf),
    usedIds: (deviceId, since) =>
      new Set(
        database
          .all(
            `SELECT notification_id FROM notification WHERE device_id = ? AND (made_at > ? OR ${underWay})`,
            deviceId,
            since,
          )
          .map((row) => Number(row.notification_id)),
      ),
    withId(deviceId, notificationId, since) {
      const row = database.first(
        `SELECT ${summaryColumns} FROM notification WHERE device_id = ? AND notification_id = ?
           AND (made_at > ? OR ${underWay}) ORDER BY made_at DESC, rowid DESC LIMIT 1`,
        deviceId,
        notificationId,
        since,
      );
      return row && summaryOf(row);
    },
    page({ deviceId, offset, limit }) {
      const [where, values] = deviceId === undefined ? ['', []] : ['WHERE device_id = ?', [deviceId]];
      const total = database.first(`SELECT count(*) AS n FROM notification ${where}`, ...values);
      const rows = database.all(
        `SELECT ${summaryColumns} FROM notification ${where} ORDER BY made_at DESC, rowid DESC LIMIT ? OFFSET ?`,
        ...values,
        limit,
        offset,
      );
      return { total: Number(total?.n ?? 0), rows: rows.map(summaryOf) };
    },
    addressOf(deviceId) {
      const row = database.first('SELECT address FROM device_address WHERE device_id = ?', deviceId);
      return row && String(row.address);
    },
    keepAddress: (deviceId, address, at) =>
      void database.run('INSERT OR REPLACE INTO device_address VALUES (?, ?, ?)', deviceId, address, at),
  };
}

/** What a delivery is in the columns from `state` on. */
function deliveryValues({ state, attempts, sent, lastAttemptAt, lastFault, endedAt }: Delivery) {
  return [
    state.kind,
    JSON.stringify(state),
    attempts,
    sent,
    lastAttemptAt ?? null,
    lastFault === undefined ? null : JSON.stringify(lastFault),
    endedAt ?? null,
  ] as const;
}

function summaryOf(row: Readonly<Record<string, unknown>>): NotificationSummary {
  return {
    notificationKey: String(row.notification_key),
    deviceId: String(row.device_id),
    notificationId: Number(row.notification_id),
    address: String(row.address),
    madeAt: Number(row.made_at),
    delivery: {
      state: JSON.parse(String(row.state_json)) as DeliveryState,
      expiresAt: Number(row.expires_at),
      attempts: Number(row.attempts),
      sent: Number(row.sent),
      ...(row.last_attempt_at === null ? {} : { lastAttemptAt: Number(row.last_attempt_at) }),
      ...(row.fault_json === null ? {} : { lastFault: JSON.parse(String(row.fault_json)) as Fault }),
      ...(row.ended_at === null ? {} : { endedAt: Number(row.ended_at) }),
    },
  };
}
