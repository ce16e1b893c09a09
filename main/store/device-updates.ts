import { hasEnded, type UpdateAttempt, type UpdateOrder } from '../../core/updates/update.ts';
import type { Database } from './database.ts';

/** An update of a device, with the attempt that is under way or was last. */
export interface DeviceUpdateRecord {
  readonly order: UpdateOrder;
  readonly attempt: UpdateAttempt;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** The updates of devices, and every attempt at each. */
export interface DeviceUpdateRecords {
  /** Keeps an update with its first attempt. A device has one under way at most: the store refuses a second. */
  add(record: DeviceUpdateRecord): void;
  get(updateId: string): DeviceUpdateRecord | undefined;
  /** The one of a device that is under way. */
  underWay(deviceId: string): DeviceUpdateRecord | undefined;
  /** The one of a device that was begun last. */
  last(deviceId: string): DeviceUpdateRecord | undefined;
  /** All that are under way, the oldest first. */
  allUnderWay(): readonly DeviceUpdateRecord[];
  /** Keeps where an attempt is; one of a higher number is the one from then on. */
  keep(updateId: string, attempt: UpdateAttempt): void;
  /** The newest first. */
  ofDevice(deviceId: string, limit: number): readonly DeviceUpdateRecord[];
  /** Every attempt at an update, in order. */
  attempts(updateId: string): readonly UpdateAttempt[];
}

/** The tables; an element of the migrations. */
export const deviceUpdateSchema = `
  -- Updates of firmware and software: what was wanted, and which attempt counts.
  CREATE TABLE device_update (
    number INTEGER PRIMARY KEY,
    update_id TEXT NOT NULL UNIQUE,
    device_id TEXT NOT NULL REFERENCES device,
    order_json TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    under_way INTEGER NOT NULL,
    -- Milliseconds since 1970.
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX device_update_by_device ON device_update (device_id, number);
  CREATE UNIQUE INDEX device_update_under_way ON device_update (device_id) WHERE under_way = 1;

  CREATE TABLE device_update_attempt (
    update_id TEXT NOT NULL REFERENCES device_update (update_id),
    attempt INTEGER NOT NULL,
    attempt_json TEXT NOT NULL,
    PRIMARY KEY (update_id, attempt)
  ) STRICT, WITHOUT ROWID;
`;

const joined = `SELECT u.order_json, u.created_at, a.attempt_json FROM device_update u
  JOIN device_update_attempt a ON a.update_id = u.update_id AND a.attempt = u.attempt`;

export function createDeviceUpdates(database: Database): DeviceUpdateRecords {
  // Most devices never have one, and each package asks. A device stays in it: what is added may be undone.
  let devices: Set<string> | undefined;
  const mayHaveOne = (): Set<string> => {
    devices ??= new Set(
      database.all('SELECT DISTINCT device_id FROM device_update').map((row) => String(row.device_id)),
    );
    return devices;
  };
  const first = (where: string, value: string): DeviceUpdateRecord | undefined => {
    const row = database.first(`${joined} WHERE ${where}`, value);
    return row && recordOf(row);
  };
  const putAttempt = (updateId: string, attempt: UpdateAttempt): void =>
    void database.run(
      'INSERT OR REPLACE INTO device_update_attempt VALUES (?, ?, ?)',
      updateId,
      attempt.number,
      JSON.stringify(attempt),
    );
  return {
    add({ order, attempt, createdAt }) {
      const { updateId, deviceId } = order;
      mayHaveOne().add(deviceId);
      database.run(
        `INSERT INTO device_update (update_id, device_id, order_json, attempt, under_way, created_at)
         VALUES (?, ?, ?, ?, ?, ?)`,
        updateId,
        deviceId,
        JSON.stringify(order),
        attempt.number,
        hasEnded(attempt) ? 0 : 1,
        createdAt,
      );
      putAttempt(updateId, attempt);
    },
    get: (updateId) => first('u.update_id = ?', updateId),
    underWay: (deviceId) =>
      mayHaveOne().has(deviceId) ? first('u.device_id = ? AND u.under_way = 1', deviceId) : undefined,
    last: (deviceId) =>
      mayHaveOne().has(deviceId)
        ? first('u.device_id = ? ORDER BY u.number DESC LIMIT 1', deviceId)
        : undefined,
    allUnderWay: () => database.all(`${joined} WHERE u.under_way = 1 ORDER BY u.number`).map(recordOf),
    keep(updateId, attempt) {
      putAttempt(updateId, attempt);
      database.run(
        'UPDATE device_update SET attempt = max(attempt, ?), under_way = ? WHERE update_id = ?',
        attempt.number,
        hasEnded(attempt) ? 0 : 1,
        updateId,
      );
    },
    ofDevice: (deviceId, limit) =>
      mayHaveOne().has(deviceId)
        ? database
            .all(`${joined} WHERE u.device_id = ? ORDER BY u.number DESC LIMIT ?`, deviceId, limit)
            .map(recordOf)
        : [],
    attempts: (updateId) =>
      database
        .all('SELECT attempt_json FROM device_update_attempt WHERE update_id = ? ORDER BY attempt', updateId)
        .map(({ attempt_json }) => JSON.parse(String(attempt_json)) as UpdateAttempt),
  };
}

function recordOf(row: Readonly<Record<string, unknown>>): DeviceUpdateRecord {
  return {
    order: JSON.parse(String(row.order_json)) as UpdateOrder,
    attempt: JSON.parse(String(row.attempt_json)) as UpdateAttempt,
    createdAt: Number(row.created_at),
  };
}
