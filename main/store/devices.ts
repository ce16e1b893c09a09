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
  /** Keeps what proves notifications to a device that an earlier version made known. */
  proveNotifications(deviceId: string, sealed: Uint8Array): void;
  page(query: { readonly search: string; readonly offset: number; readonly limit: number }): {
    readonly total: number;
    readonly rows: readonly DeviceListRow[];
  };
  /** One device as the list shows it. */
  row(deviceId: string): DeviceListRow | undefined;
  count(): number;
}

/** A device as the list of devices shows it, from what is recorded of it. */
export interface DeviceListRow {
  readonly deviceId: string;
  readonly label: string;
  readonly jobState: string;
  readonly written: boolean;
  readonly lastSession?: { readonly at: number; readonly state: string };
  readonly devInfo?: string;
}

const listColumns = `
  SELECT d.device_id, d.label, j.state AS job_state, j.state_json,
    (SELECT root_json FROM reported_instance r WHERE r.device_id = d.device_id AND r.root_name = 'DevInfo' LIMIT 1)
      AS dev_info,
    s.opened_at, s.state AS session_state
  FROM device d JOIN job j ON j.job_id = d.job_id
  LEFT JOIN session s ON s.session_id =
    (SELECT session_id FROM session WHERE device_id = d.device_id ORDER BY opened_at DESC LIMIT 1)`;

export function createDevices(database: Database): Devices {
  let version = 0;
  const change = (sql: string, ...values: readonly SQLInputValue[]) => {
    version++;
    database.run(sql, ...values);
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
    follow: (deviceId, label, jobId) =>
      change('UPDATE device SET label = ?, job_id = ? WHERE device_id = ?', label, jobId, deviceId),
    page({ search, offset, limit }) {
      const where =
        "(? = '' OR instr(lower(d.device_id || ' ' || d.label || ' ' || j.variables), lower(?)) > 0)";
      const total = database.first(
        `SELECT count(*) AS n FROM device d JOIN job j ON j.job_id = d.job_id WHERE ${where}`,
        search,
        search,
      );
      const rows = database.all(
        `${listColumns} WHERE ${where} ORDER BY d.label, d.device_id LIMIT ? OFFSET ?`,
        search,
        search,
        limit,
        offset,
      );
      return { total: Number(total?.n ?? 0), rows: rows.map(listRowOf) };
    },
    row(deviceId) {
      const row = database.first(`${listColumns} WHERE d.device_id = ?`, deviceId);
      return row && listRowOf(row);
    },
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
  };
}

function listRowOf(row: Readonly<Record<string, unknown>>): DeviceListRow {
  const state = JSON.parse(String(row.state_json)) as { kind: string; reached?: string };
  return {
    deviceId: String(row.device_id),
    label: String(row.label),
    jobState: String(row.job_state),
    written: ['verified', 'inSession', 'done'].includes(state.kind) || state.reached === 'verified',
    ...(row.opened_at === null
      ? {}
      : { lastSession: { at: Number(row.opened_at), state: String(row.session_state) } }),
    ...(row.dev_info === null ? {} : { devInfo: String(row.dev_info) }),
  };
}
