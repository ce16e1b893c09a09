import type { ReportedInstance } from '../../core/api.ts';
import type { SupportedMo } from '../../core/dm/packages.ts';
import type { ObjectListing } from '../../core/inspect/build-tree.ts';
import type { ReportedPart, ReportSource } from '../../core/inspect/provenance.ts';
import type { MoJson } from '../../core/mo/serialization.ts';
import type { Database } from './database.ts';

/** An instance as a device reported it; `validator` is there while it is known whole as it was at that validator. */
export interface KeptInstance extends ReportedInstance {
  readonly validator?: string;
  /** How what came last came. */
  readonly source: ReportSource;
  /** What came apart from the rest, and when; missing where all of it came at once. */
  readonly parts?: readonly ReportedPart[];
}

/** What devices have reported of their management objects. */
export interface ReportedObjects {
  ofDevice(deviceId: string): readonly ReportedInstance[];
  /** The same with all that is kept of it. */
  keptOf(deviceId: string): readonly KeptInstance[];
  get(deviceId: string, moid: string, instance: string): KeptInstance | undefined;
  /** The instances of a device that are known whole, by their validators; most devices give none. */
  validated(deviceId: string): readonly Pick<KeptInstance, 'moid' | 'instance'>[];
  /** Keeps what was reported of an instance in place of what was known. */
  put(deviceId: string, instance: KeptInstance): void;
  /** Keeps the list of objects that a device sent, in place of the one before. */
  list(deviceId: string, supported: readonly SupportedMo[], at: number): void;
  /** The instances of an object that the device listed last. */
  listed(deviceId: string, moid: string): readonly string[];
  /** All that the device listed last; undefined where it never did, or an earlier version kept it without its time. */
  listing(deviceId: string): ObjectListing | undefined;
  /** Changes with everything that is reported or listed of a device. */
  revision(deviceId: string): string;
}

export function createReportedObjects(database: Database): ReportedObjects {
  const keptOf = (deviceId: string) =>
    database
      .all('SELECT * FROM reported_instance WHERE device_id = ? ORDER BY moid, instance', deviceId)
      .map(keptInstanceOf);
  return {
    keptOf,
    ofDevice: (deviceId) =>
      keptOf(deviceId).map(
        ({ validator: _validator, source: _source, parts: _parts, ...reported }) => reported,
      ),
    get(deviceId, moid, instance) {
      const row = database.first(
        'SELECT * FROM reported_instance WHERE device_id = ? AND moid = ? AND instance = ?',
        deviceId,
        moid,
        instance,
      );
      return row && keptInstanceOf(row);
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
        'INSERT OR REPLACE INTO reported_instance VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        deviceId,
        instance.moid,
        instance.instance,
        instance.rootName,
        JSON.stringify(instance.root),
        instance.reportedAt,
        instance.sessionId,
        instance.validator ?? null,
        instance.source,
        instance.parts === undefined ? null : JSON.stringify(instance.parts),
      ),
    list(deviceId, supported, at) {
      database.run('DELETE FROM supported_object WHERE device_id = ?', deviceId);
      for (const { moid, instances, ddf } of supported)
        for (const instance of instances)
          database.run(
            'INSERT OR REPLACE INTO supported_object VALUES (?, ?, ?, ?, ?)',
            deviceId,
            moid,
            instance,
            ddf ?? null,
            at,
          );
    },
    listed: (deviceId, moid) =>
      database
        .all('SELECT instance FROM supported_object WHERE device_id = ? AND moid = ?', deviceId, moid)
        .map(({ instance }) => String(instance)),
    listing(deviceId) {
      const rows = database.all('SELECT * FROM supported_object WHERE device_id = ?', deviceId);
      const at = rows[0]?.listed_at;
      if (typeof at !== 'number') return undefined;
      return {
        at,
        objects: rows.map(({ moid, instance, ddf }) => ({
          moid: String(moid),
          instance: String(instance),
          ...(ddf === null ? {} : { ddf: String(ddf) }),
        })),
      };
    },
    revision(deviceId) {
      const row = database.first(
        `SELECT count(*) AS instances, coalesce(max(reported_at), 0) AS newest, coalesce(sum(reported_at), 0) AS all_of,
           coalesce(sum(length(parts_json)), 0) AS parts,
           (SELECT coalesce(max(listed_at), 0) FROM supported_object WHERE device_id = ?1) AS listed
         FROM reported_instance WHERE device_id = ?1`,
        deviceId,
      );
      return JSON.stringify(row);
    },
  };
}

/** An instance from a row with the columns of `reported_instance`. */
export function keptInstanceOf(row: Readonly<Record<string, unknown>>): KeptInstance {
  return {
    moid: String(row.moid),
    instance: String(row.instance),
    rootName: String(row.root_name),
    root: JSON.parse(String(row.root_json)) as MoJson,
    reportedAt: Number(row.reported_at),
    sessionId: String(row.session_id),
    ...(row.validator === null ? {} : { validator: String(row.validator) }),
    source: String(row.source) as ReportSource,
    ...(row.parts_json === null
      ? {}
      : { parts: JSON.parse(String(row.parts_json)) as readonly ReportedPart[] }),
  };
}

/** The parts that an instance came in: one where it came whole. */
export function partsOf({
  parts,
  reportedAt,
  sessionId,
  source,
  validator,
}: KeptInstance): readonly ReportedPart[] {
  const whole = { path: [], at: reportedAt, sessionId, source };
  return parts ?? [validator === undefined ? whole : { ...whole, validator }];
}
