import type { Database } from './database.ts';

/** Words that people put on devices to find them again. */
export interface DeviceTags {
  add(deviceIds: readonly string[], tag: string): void;
  remove(deviceIds: readonly string[], tag: string): void;
  of(deviceId: string): readonly string[];
  /** Every tag with its number of devices, by name. */
  list(): readonly { readonly tag: string; readonly devices: number }[];
}

export function createDeviceTags(database: Database): DeviceTags {
  return {
    // A device that is not known (any more) is passed over.
    add: (deviceIds, tag) =>
      void database.run(
        `INSERT OR IGNORE INTO device_tag
           SELECT device_id, ? FROM device WHERE device_id IN (SELECT value FROM json_each(?))`,
        tag,
        JSON.stringify(deviceIds),
      ),
    remove: (deviceIds, tag) =>
      void database.run(
        'DELETE FROM device_tag WHERE tag = ? AND device_id IN (SELECT value FROM json_each(?))',
        tag,
        JSON.stringify(deviceIds),
      ),
    of: (deviceId) =>
      database
        .all('SELECT tag FROM device_tag WHERE device_id = ? ORDER BY tag', deviceId)
        .map(({ tag }) => String(tag)),
    list: () =>
      database
        .all('SELECT tag, count(*) AS devices FROM device_tag GROUP BY tag ORDER BY tag')
        .map(({ tag, devices }) => ({ tag: String(tag), devices: Number(devices) })),
  };
}
