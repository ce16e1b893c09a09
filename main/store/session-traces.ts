import type { KeptPackage } from '../../core/inspect/session-changes.ts';
import type { Database } from './database.ts';

/** What transcripts hold of what sessions did to a device's objects. */
export interface SessionTraceReading {
  /**
   * The packages of a device's sessions since a time that may have changed nodes, or told of it, in their order: each
   * package #2 with such commands and the #3 that answered it, and packages with alerts about nodes.
   */
  packagesSince(deviceId: string, since: number): readonly KeptPackage[];
  /** Changes with every package of the device. */
  revision(deviceId: string): string;
}

/** Lets nothing pass that matters; what is found for nothing turns out when it is read. */
const mayMatter = `
  (kind = 'package2' AND (text LIKE '%"HGET"%' OR text LIKE '%"DELETE"%' OR text LIKE '%"EXEC"%' OR text LIKE '%cv=%'))
  OR (kind IN ('package1', 'package3') AND text LIKE '%"SourceURI"%')`;

export function createSessionTraces(database: Database): SessionTraceReading {
  return {
    packagesSince(deviceId, since) {
      const found: KeptPackage[] = [];
      const sessions = database.all(
        `SELECT session_id FROM session WHERE device_id = ? AND coalesce(ended_at, ?) >= ? ORDER BY opened_at, rowid`,
        deviceId,
        since,
        since,
      );
      for (const { session_id: id } of sessions) found.push(...packagesOf(database, String(id)));
      return found;
    },
    revision(deviceId) {
      const row = database.first(
        `SELECT count(*) AS sessions, max(opened_at) AS opened, max(coalesce(ended_at, 0)) AS ended,
           (SELECT max(t.number) FROM transcript t WHERE t.session_id = (SELECT session_id FROM session
             WHERE device_id = ?1 ORDER BY opened_at DESC, rowid DESC LIMIT 1)) AS lines
         FROM session WHERE device_id = ?1`,
        deviceId,
      );
      return JSON.stringify(row);
    },
  };
}

function packagesOf(database: Database, sessionId: string): readonly KeptPackage[] {
  const lines = database.all(
    `SELECT number, kind, at, text FROM transcript WHERE session_id = ? AND (${mayMatter}) ORDER BY number`,
    sessionId,
  );
  const found = new Map<number, KeptPackage>();
  const keep = (row: Readonly<Record<string, unknown>> | undefined) => {
    const number = Number(row?.number);
    if (row === undefined || found.has(number)) return;
    const kind = String(row.kind) as KeptPackage['kind'];
    found.set(number, { sessionId, kind, at: Number(row.at), text: String(row.text) });
  };
  for (const line of lines) {
    keep(line);
    if (line.kind !== 'package2') continue;
    // What answered it; exchanges with the Data Repository stand between the two.
    keep(
      database.first(
        `SELECT number, kind, at, text FROM transcript WHERE session_id = ? AND number > ? AND kind IN ('package2', 'package3')
           ORDER BY number LIMIT 1`,
        sessionId,
        Number(line.number),
      ),
    );
  }
  return [...found].sort(([left], [right]) => left - right).map(([, kept]) => kept);
}
