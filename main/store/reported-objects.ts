import type { ReportedInstance } from '../../core/api.ts';
import type { SupportedMo } from '../../core/dm/packages.ts';
import type { MoJson } from '../../core/mo/serialization.ts';
import type { Database } from './database.ts';

/** An instance as a device reported it; `validator` is there while it is known whole as it was at that validator. */
export interface KeptInstance extends ReportedInstance {
  readonly validator?: string;
}

/** What devices have reported of their management objects. */
export interface ReportedObjects {
  ofDevice(deviceId: string): readonly ReportedInstance[];
  get(deviceId: string, moid: string, instance: string): KeptInstance | undefined;
  /** The instances of a device that are known whole, by their validators; most devices give none. */
  validated(deviceId: string): readonly Pick<KeptInstance, 'moid' | 'instance'>[];
  /** Keeps what was reported of an instance in place of what was known. */
  put(deviceId: string, instance: KeptInstance): void;
  /** Keeps the list of objects that a device sent, in place of the one before. */
  list(deviceId: string, supported: readonly SupportedMo[]): void;
  /** The instances of an object that the device listed last. */
  listed(deviceId: string, moid: string): readonly string[];
}

export function createReportedObjects(database: Database): ReportedObjects {
  return {
    ofDevice: (deviceId) =>
      database
        .all('SELECT * FROM reported_instance WHERE device_id = ? ORDER BY moid, instance', deviceId)
        .map((row) => {
          const { validator: _validator, ...reported } = instanceOf(row);
          return reported;
        }),
    get(deviceId, moid, instance) {
      const row = database.first(
        'SELECT * FROM reported_instance WHERE device_id = ? AND moid = ? AND instance = ?',
        deviceId,
        moid,
        instance,
      );
      return row && instanceOf(row);
    },
    validated: (deviceId) =>
      database
        .all(
          'SELECT moid, instance FROM reported_instance WHERE device_id = ? AND validator IS NOT NULL',
          deviceId,
        )
        .map(({ moid, instance }) => ({ moid: String(moid), instance: String(instance) })),
    put: (deviceId, instance) =>
      void database.run(
        'INSERT OR REPLACE INTO reported_instance VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        deviceId,
        instance.moid,
        instance.instance,
        instance.rootName,
        JSON.stringify(instance.root),
        instance.reportedAt,
        instance.sessionId,
        instance.validator ?? null,
      ),
    list(deviceId, supported) {
      database.run('DELETE FROM supported_object WHERE device_id = ?', deviceId);
      for (const { moid, instances, ddf } of supported)
        for (const instance of instances)
          database.run(
            'INSERT OR REPLACE INTO supported_object VALUES (?, ?, ?, ?)',
            deviceId,
            moid,
            instance,
            ddf ?? null,
          );
    },
    listed: (deviceId, moid) =>
      database
        .all('SELECT instance FROM supported_object WHERE device_id = ? AND moid = ?', deviceId, moid)
        .map(({ instance }) => String(instance)),
  };
}

function instanceOf(row: Readonly<Record<string, unknown>>): KeptInstance {
  return {
    moid: String(row.moid),
    instance: String(row.instance),
    rootName: String(row.root_name),
    root: JSON.parse(String(row.root_json)) as MoJson,
    reportedAt: Number(row.reported_at),
    sessionId: String(row.session_id),
    ...(row.validator === null ? {} : { validator: String(row.validator) }),
  };
}
