import type { Database } from './database.ts';
import { type KeptInstance, keptInstanceOf } from './reported-objects.ts';

/** What was known of a device's objects at a time, kept. */
export interface SnapshotRecord {
  readonly snapshotId: string;
  readonly deviceId: string;
  /** Milliseconds since 1970. */
  readonly takenAt: number;
  /** The batch at whose end it was taken; missing where a person took it. */
  readonly batchId?: string;
  readonly note: string;
  readonly instances: number;
}

/** The snapshots of devices' trees. */
export interface TreeSnapshots {
  /** Copies what is known of a device now. @returns false, and nothing is kept, where nothing is known */
  take(snapshot: Omit<SnapshotRecord, 'instances'>): boolean;
  /** Of one device, the newest first. */
  list(deviceId: string): readonly SnapshotRecord[];
  get(snapshotId: string): SnapshotRecord | undefined;
  instances(snapshotId: string): readonly KeptInstance[];
  delete(snapshotId: string): void;
  /** Whether one was taken of this device at the end of this batch, after this time. */
  isTaken(deviceId: string, batchId: string, since: number): boolean;
  /** Deletes the oldest of those that batches took of a device, down to so many. */
  keepNewest(deviceId: string, most: number): void;
}

const summaries = `
  SELECT s.*, (SELECT count(*) FROM tree_snapshot_instance i WHERE i.snapshot_id = s.snapshot_id) AS instances
  FROM tree_snapshot s`;

export function createTreeSnapshots(database: Database): TreeSnapshots {
  const remove = (snapshotId: string) => {
    database.run('DELETE FROM tree_snapshot_instance WHERE snapshot_id = ?', snapshotId);
    database.run('DELETE FROM tree_snapshot WHERE snapshot_id = ?', snapshotId);
  };
  return {
    take: ({ snapshotId, deviceId, takenAt, batchId, note }) =>
      database.transaction(() => {
        if (!database.first('SELECT 1 FROM reported_instance WHERE device_id = ? LIMIT 1', deviceId))
          return false;
        database.run(
          'INSERT INTO tree_snapshot VALUES (?, ?, ?, ?, ?)',
          snapshotId,
          deviceId,
          takenAt,
          batchId ?? null,
          note,
        );
        database.run(
          `INSERT INTO tree_snapshot_instance
             SELECT ?, moid, instance, root_name, root_json, reported_at, session_id, validator, source, parts_json
             FROM reported_instance WHERE device_id = ?`,
          snapshotId,
          deviceId,
        );
        return true;
      }),
    list: (deviceId) =>
      database
        .all(`${summaries} WHERE s.device_id = ? ORDER BY s.taken_at DESC, s.snapshot_id DESC`, deviceId)
        .map(snapshotOf),
    get(snapshotId) {
      const row = database.first(`${summaries} WHERE s.snapshot_id = ?`, snapshotId);
      return row && snapshotOf(row);
    },
    instances: (snapshotId) =>
      database
        .all('SELECT * FROM tree_snapshot_instance WHERE snapshot_id = ? ORDER BY moid, instance', snapshotId)
        .map(keptInstanceOf),
    delete: (snapshotId) => database.transaction(() => remove(snapshotId)),
    isTaken: (deviceId, batchId, since) =>
      database.first(
        'SELECT 1 FROM tree_snapshot WHERE device_id = ? AND batch_id = ? AND taken_at >= ? LIMIT 1',
        deviceId,
        batchId,
        since,
      ) !== undefined,
    keepNewest: (deviceId, most) =>
      database.transaction(() => {
        const old = database.all(
          `SELECT snapshot_id FROM tree_snapshot WHERE device_id = ? AND batch_id IS NOT NULL
             ORDER BY taken_at DESC, snapshot_id DESC LIMIT -1 OFFSET ?`,
          deviceId,
          most,
        );
        for (const { snapshot_id: id } of old) remove(String(id));
      }),
  };
}

function snapshotOf(row: Readonly<Record<string, unknown>>): SnapshotRecord {
  return {
    snapshotId: String(row.snapshot_id),
    deviceId: String(row.device_id),
    takenAt: Number(row.taken_at),
    ...(row.batch_id === null ? {} : { batchId: String(row.batch_id) }),
    note: String(row.note),
    instances: Number(row.instances),
  };
}
