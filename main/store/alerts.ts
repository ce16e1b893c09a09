import type { SQLInputValue } from 'node:sqlite';
import { alertBounds, alertsToKeep, type KeptAlert } from '../../core/alerts/kept-alert.ts';
import { graveSeverity, type Severity, severityOfRank, severityRank } from '../../core/alerts/severity.ts';
import type { Page } from '../../core/api.ts';
import type { AlertCounts, AlertDetail, AlertFilter, AlertRow } from '../../core/api-alerts.ts';
import type { Actor } from '../../core/audit/entry.ts';
import type { Alert } from '../../core/dm/alerts.ts';
import type { Database } from './database.ts';

/** An alert with all that is kept of it, but for what rules did. */
export type AlertRecord = Omit<AlertDetail, 'firings'>;

/** The alerts of devices, the newest of each and of all. */
export interface Alerts {
  /** Keeps the alerts of a package that tell something of the device. Call it within a transaction. */
  keep(
    from: { readonly deviceId: string; readonly sessionId: string; readonly at: number },
    alerts: readonly Alert[],
  ): void;
  get(alertId: number): AlertRecord | undefined;
  /** The newest first. */
  page(query: AlertFilter & { readonly offset: number; readonly limit: number }): Page<AlertRow>;
  counts(): AlertCounts;
  /** Those after another one, the oldest first. */
  after(alertId: number, limit: number): readonly AlertRecord[];
  /** The newest first. */
  last(limit: number): readonly AlertRecord[];
  /** The highest number; 0 where there is none. */
  newest(): number;
  /** What rules made of its severity. */
  mark(alertId: number, severity: Severity): void;
  /** The first so many of those that a list shows, up to an alert, that nobody has acknowledged. */
  open(filter: AlertFilter, upTo: number, limit: number): readonly AlertSubject[];
  /** Those of the numbers that nobody has acknowledged. */
  openOf(alertIds: readonly number[]): readonly AlertSubject[];
  /** Those that somebody has acknowledged before stay as they are. */
  acknowledge(alertIds: readonly number[], by: Actor, at: number): void;
}

/** An alert and whose it is. */
export interface AlertSubject {
  readonly alertId: number;
  readonly deviceId: string;
}

/** After so many new alerts of a device, those beyond its bound go; the same for all devices. */
const trimmedEvery = { device: 50, total: 1000 } as const;

const rowColumns = `a.number, a.device_id, d.label, a.session_id, a.at, a.severity, a.acknowledged_at, a.alert_type,
  a.source_uri, a.mark, a.result_code, a.acknowledged_by`;
const recordColumns = `${rowColumns}, a.target_uri, a.data_type, a.data_length, a.data`;
const joined = 'FROM alert a JOIN device d ON d.device_id = a.device_id';

export function createAlerts(database: Database): Alerts {
  // What was added since the last trim. After a transaction that was undone they count too much, and trim early.
  const added = new Map<string, number>();
  let addedInAll: number = trimmedEvery.total;

  const trim = (deviceId: string, count: number): void => {
    const ofDevice = (added.get(deviceId) ?? trimmedEvery.device) + count;
    added.set(deviceId, ofDevice < trimmedEvery.device ? ofDevice : 0);
    if (ofDevice >= trimmedEvery.device)
      database.run(
        `DELETE FROM alert WHERE device_id = ? AND number <=
           (SELECT number FROM alert WHERE device_id = ? ORDER BY number DESC LIMIT 1 OFFSET ?)`,
        deviceId,
        deviceId,
        alertBounds.ofDevice,
      );
    addedInAll += count;
    if (addedInAll < trimmedEvery.total) return;
    addedInAll = 0;
    database.run(
      'DELETE FROM alert WHERE number <= (SELECT number FROM alert ORDER BY number DESC LIMIT 1 OFFSET ?)',
      alertBounds.total,
    );
  };

  return {
    keep({ deviceId, sessionId, at }, alerts) {
      const kept = alertsToKeep(alerts);
      if (kept.length === 0) return;
      for (const alert of kept)
        database.run(
          `INSERT INTO alert (device_id, session_id, at, severity, alert_type, source_uri, mark, result_code,
             target_uri, data_type, data_length, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          deviceId,
          sessionId,
          at,
          ...valuesOf(alert),
        );
      trim(deviceId, kept.length);
    },
    get(alertId) {
      const row = database.first(`SELECT ${recordColumns} ${joined} WHERE a.number = ?`, alertId);
      return row && recordOf(row);
    },
    page({ offset, limit, ...filter }) {
      const { from, where, values } = conditionsOf(filter);
      const total = database.first(`SELECT count(*) AS n ${from} ${where}`, ...values);
      const rows = database.all(
        `SELECT ${rowColumns} ${joined} ${where} ORDER BY a.number DESC LIMIT ? OFFSET ?`,
        ...values,
        limit,
        offset,
      );
      return { total: Number(total?.n ?? 0), rows: rows.map(rowOf) };
    },
    counts() {
      const total = database.first('SELECT count(*) AS n FROM alert');
      const open = database.first(
        'SELECT count(*) AS n, count(*) FILTER (WHERE severity >= ?) AS grave FROM alert WHERE acknowledged_at IS NULL',
        severityRank(graveSeverity),
      );
      return { total: Number(total?.n ?? 0), open: Number(open?.n ?? 0), grave: Number(open?.grave ?? 0) };
    },
    after: (alertId, limit) =>
      database
        .all(`SELECT ${recordColumns} ${joined} WHERE a.number > ? ORDER BY a.number LIMIT ?`, alertId, limit)
        .map(recordOf),
    last: (limit) =>
      database.all(`SELECT ${recordColumns} ${joined} ORDER BY a.number DESC LIMIT ?`, limit).map(recordOf),
    newest: () => Number(database.first('SELECT max(number) AS n FROM alert')?.n ?? 0),
    mark: (alertId, severity) =>
      void database.run('UPDATE alert SET severity = ? WHERE number = ?', severityRank(severity), alertId),
    open(filter, upTo, limit) {
      const { from, where, values } = conditionsOf({ ...filter, open: true });
      return database
        .all(
          `SELECT a.number, a.device_id ${from} ${where} AND a.number <= ? ORDER BY a.number LIMIT ?`,
          ...values,
          upTo,
          limit,
        )
        .map(subjectOf);
    },
    openOf: (alertIds) =>
      database
        .all(
          `SELECT number, device_id FROM alert WHERE acknowledged_at IS NULL
             AND number IN (SELECT value FROM json_each(?)) ORDER BY number`,
          JSON.stringify(alertIds),
        )
        .map(subjectOf),
    acknowledge: (alertIds, by, at) =>
      void database.run(
        `UPDATE alert SET acknowledged_at = ?, acknowledged_by = ? WHERE acknowledged_at IS NULL
           AND number IN (SELECT value FROM json_each(?))`,
        at,
        JSON.stringify(by),
        JSON.stringify(alertIds),
      ),
  };
}

/** From `severity` on, in the order of the columns. */
function valuesOf(alert: KeptAlert): readonly SQLInputValue[] {
  return [
    severityRank(alert.severity),
    alert.alertType,
    alert.sourceUri ?? null,
    alert.mark ?? null,
    alert.resultCode ?? null,
    alert.targetUri ?? null,
    alert.dataType ?? null,
    alert.dataLength ?? null,
    alert.data ?? null,
  ];
}

/** Only what is asked for is a condition: most lists ask for little. The device is joined where it is searched by. */
function conditionsOf({ severityAtLeast, type, search, open, deviceId }: AlertFilter) {
  const least = severityRank(severityAtLeast);
  const parts: (readonly [string, ...SQLInputValue[]])[] = [
    ...(deviceId === undefined ? [] : [['a.device_id = ?', deviceId] as const]),
    ...(least === 0 ? [] : [['a.severity >= ?', least] as const]),
    ...(type === '' ? [] : [['instr(lower(a.alert_type), lower(?)) > 0', type] as const]),
    ...(search === ''
      ? []
      : [["instr(lower(d.device_id || ' ' || d.label), lower(?)) > 0", search] as const]),
    ...(open ? [['a.acknowledged_at IS NULL'] as const] : []),
  ];
  return {
    from: search === '' ? 'FROM alert a' : joined,
    where: parts.length === 0 ? '' : `WHERE ${parts.map(([sql]) => sql).join(' AND ')}`,
    values: parts.flatMap(([, ...values]) => values),
  };
}

type Row = Readonly<Record<string, unknown>>;

function subjectOf(row: Row): AlertSubject {
  return { alertId: Number(row.number), deviceId: String(row.device_id) };
}

function rowOf(row: Row): AlertRow {
  return {
    alertId: Number(row.number),
    deviceId: String(row.device_id),
    label: String(row.label),
    sessionId: String(row.session_id),
    at: Number(row.at),
    alertType: String(row.alert_type),
    ...(row.source_uri === null ? {} : { sourceUri: String(row.source_uri) }),
    severity: severityOfRank(Number(row.severity)),
    ...(row.mark === null ? {} : { mark: String(row.mark) }),
    ...(row.result_code === null ? {} : { resultCode: Number(row.result_code) }),
    ...(row.acknowledged_at === null
      ? {}
      : {
          acknowledged: {
            at: Number(row.acknowledged_at),
            by: JSON.parse(String(row.acknowledged_by)) as Actor,
          },
        }),
  };
}

/** What lists show of an alert. */
export function rowOfRecord(record: AlertRecord): AlertRow {
  const { data: _data, dataLength: _length, dataType: _type, targetUri: _target, ...row } = record;
  return row;
}

function recordOf(row: Row): AlertRecord {
  return {
    ...rowOf(row),
    ...(row.target_uri === null ? {} : { targetUri: String(row.target_uri) }),
    ...(row.data_type === null ? {} : { dataType: String(row.data_type) }),
    ...(row.data === null ? {} : { data: String(row.data), dataLength: Number(row.data_length) }),
  };
}
