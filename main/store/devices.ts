import type { SQLInputValue } from 'node:sqlite';
import type { Database } from './database.ts';

/** A device that this bench knows: whose credentials were issued. */
export interface DeviceRecord {
  readonly deviceId: string;
  readonly label: string;
  readonly jobId: string;
  readonly userName: string;
  readonly passwordSealed: Uint8Array;
  /** What proves notifications to the device: {"data", "secret"}; missing for devices of earlier versions. */
  readonly notificationSealed?: Uint8Array;
  /** A new password on its way to the device. Up to its end the old one is good too. */
  readonly renewal?: PasswordRenewal;
}

/** A new password that a device gets. It takes the place of the old one when the device shows what it has reported. */
export interface PasswordRenewal {
  readonly passwordSealed: Uint8Array;
  readonly reported: boolean;
}

/** The devices of a data folder, with their credentials (sealed). */
export interface Devices {
  get(deviceId: string): DeviceRecord | undefined;
  /** Another number after each change of any device, also of one that was not kept in the end. */
  version(): number;
  /** The device that these credentials were issued to. */
  byUserName(userName: string): DeviceRecord | undefined;
  /** Makes a device known. One that is known keeps its credentials: they are issued once. */
  enrol(device: DeviceRecord, at: number): void;
  follow(deviceId: string, label: string, jobId: string): void;
  /** Begins to give a device a new password. */
  renew(deviceId: string, passwordSealed: Uint8Array): void;
  /** Keeps that a device reported that it has its new password. */
  renewalReported(deviceId: string, at: number): void;
  /** Forgets the old password of a device that shows a new one which it has reported. @returns whether it did */
  renewalShown(deviceId: string, at: number): boolean;
  /** Keeps what proves notifications to a device that an earlier version made known. */
  proveNotifications(deviceId: string, sealed: Uint8Array): void;
  count(): number;
}

export function createDevices(database: Database): Devices {
  let version = 0;
  const change = (sql: string, ...values: readonly SQLInputValue[]): number => {
    version++;
    return database.run(sql, ...values);
  };
  return {
    version: () => version,
    get(deviceId) {
      const row = database.first('SELECT * FROM device WHERE device_id = ?', deviceId);
      return row && deviceOf(row);
    },
    byUserName(userName) {
      const row = database.first('SELECT * FROM device WHERE user_name = ?', userName);
      return row && deviceOf(row);
    },
    enrol: (device, at) =>
      change(
        `INSERT INTO device (device_id, label, job_id, user_name, password_sealed, credentials_issued_at,
           notification_sealed) VALUES (?, ?, ?, ?, ?, ?, ?)`,
        device.deviceId,
        device.label,
        device.jobId,
        device.userName,
        device.passwordSealed,
        at,
        device.notificationSealed ?? null,
      ),
    proveNotifications: (deviceId, sealed) =>
      change('UPDATE device SET notification_sealed = ? WHERE device_id = ?', sealed, deviceId),
    renew: (deviceId, passwordSealed) =>
      change(
        'UPDATE device SET renewal_sealed = ?, renewal_reported_at = NULL WHERE device_id = ?',
        passwordSealed,
        deviceId,
      ),
    renewalReported: (deviceId, at) =>
      void change(
        'UPDATE device SET renewal_reported_at = ? WHERE device_id = ? AND renewal_sealed IS NOT NULL',
        at,
        deviceId,
      ),
    renewalShown: (deviceId, at) =>
      change(
        `UPDATE device SET password_sealed = renewal_sealed, credentials_issued_at = ?, renewal_sealed = NULL,
           renewal_reported_at = NULL WHERE device_id = ? AND renewal_reported_at IS NOT NULL`,
        at,
        deviceId,
      ) > 0,
    follow: (deviceId, label, jobId) =>
      change('UPDATE device SET label = ?, job_id = ? WHERE device_id = ?', label, jobId, deviceId),
    count: () => Number(database.first('SELECT count(*) AS n FROM device')?.n ?? 0),
  };
}

function deviceOf(row: Readonly<Record<string, unknown>>): DeviceRecord {
  return {
    deviceId: String(row.device_id),
    label: String(row.label),
    jobId: String(row.job_id),
    userName: String(row.user_name),
    passwordSealed: row.password_sealed as Uint8Array,
    ...(row.notification_sealed instanceof Uint8Array ? { notificationSealed: row.notification_sealed } : {}),
    ...(row.renewal_sealed instanceof Uint8Array
      ? {
          renewal: {
            passwordSealed: row.renewal_sealed,
            reported: row.renewal_reported_at !== null,
          },
        }
      : {}),
  };
}
