import type { ReportedInstance, SessionSummary, TranscriptEntry } from '../../core/api.ts';
import { type Fault, faultOf } from '../../core/errors.ts';
import type { MoJson } from '../../core/mo/serialization.ts';
import type { Database } from './database.ts';

export type SessionState = SessionSummary['state'];

/** A session as it is kept; its transcript is kept beside it, line by line. */
export interface SessionRecord {
  readonly sessionId: string;
  readonly deviceId: string;
  readonly jobId: string;
  readonly openedAt: number;
  readonly endedAt?: number;
  readonly state: SessionState;
  readonly fault?: Fault;
  readonly commandsDone: number;
}

/** The DM sessions of a data folder: what was said, and what the devices reported. */
export interface Sessions {
  open(session: Pick<SessionRecord, 'sessionId' | 'deviceId' | 'jobId' | 'openedAt'>): void;
  append(sessionId: string, entry: TranscriptEntry): void;
  end(
    sessionId: string,
    ending: {
      readonly state: SessionState;
      readonly at: number;
      readonly fault?: Fault;
      readonly commandsDone: number;
    },
  ): void;
  get(sessionId: string): SessionRecord | undefined;
  transcript(sessionId: string): readonly TranscriptEntry[];
  ofDevice(deviceId: string): readonly SessionSummary[];
  lastOfJob(jobId: string): SessionRecord | undefined;
  /** Sessions of a process that is gone: they can never go on. */
  abandonOpen(at: number): void;
  reported(deviceId: string): readonly ReportedInstance[];
  report(deviceId: string, instance: ReportedInstance): void;
}

export function createSessions(database: Database): Sessions {
  return {
    open: (session) =>
      void database.run(
        "INSERT INTO session (session_id, device_id, job_id, opened_at, state) VALUES (?, ?, ?, ?, 'open')",
        session.sessionId,
        session.deviceId,
        session.jobId,
        session.openedAt,
      ),
    append: (sessionId, entry) =>
      void database.run(
        'INSERT INTO transcript SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ?, ? FROM transcript WHERE session_id = ?',
        sessionId,
        entry.at,
        entry.kind,
        entry.text,
        entry.status ?? null,
        sessionId,
      ),
    end: (sessionId, { state, at, fault, commandsDone }) =>
      void database.run(
        'UPDATE session SET state = ?, ended_at = ?, fault_json = ?, commands_done = ? WHERE session_id = ?',
        state,
        at,
        fault ? JSON.stringify(fault) : null,
        commandsDone,
        sessionId,
      ),
    get(sessionId) {
      const row = database.first('SELECT * FROM session WHERE session_id = ?', sessionId);
      return row && sessionOf(row);
    },
    transcript: (sessionId) =>
      database.all('SELECT * FROM transcript WHERE session_id = ? ORDER BY number', sessionId).map((row) => ({
        at: Number(row.at),
        kind: String(row.kind) as TranscriptEntry['kind'],
        text: String(row.text),
        ...(row.status === null ? {} : { status: Number(row.status) }),
      })),
    ofDevice: (deviceId) =>
      database
        .all(
          `SELECT *, (SELECT count(*) FROM transcript t WHERE t.session_id = s.session_id AND t.kind <> 'repository')
             AS packages FROM session s WHERE device_id = ? ORDER BY opened_at DESC, rowid DESC`,
          deviceId,
        )
        .map((row) => {
          const { jobId: _jobId, commandsDone: _commandsDone, ...summary } = sessionOf(row);
          return { ...summary, packages: Number(row.packages) };
        }),
    lastOfJob(jobId) {
      const row = database.first(
        'SELECT * FROM session WHERE job_id = ? ORDER BY opened_at DESC, rowid DESC LIMIT 1',
        jobId,
      );
      return row && sessionOf(row);
    },
    abandonOpen: (at) =>
      void database.run(
        "UPDATE session SET state = 'abandoned', ended_at = ?, fault_json = ? WHERE state = 'open'",
        at,
        JSON.stringify(faultOf('SESSION_INTERRUPTED', {})),
      ),
    reported: (deviceId) =>
      database
        .all('SELECT * FROM reported_instance WHERE device_id = ? ORDER BY moid, instance', deviceId)
        .map((row) => ({
          moid: String(row.moid),
          instance: String(row.instance),
          rootName: String(row.root_name),
          root: JSON.parse(String(row.root_json)) as MoJson,
          reportedAt: Number(row.reported_at),
          sessionId: String(row.session_id),
        })),
    report: (deviceId, instance) =>
      void database.run(
        'INSERT OR REPLACE INTO reported_instance VALUES (?, ?, ?, ?, ?, ?, ?)',
        deviceId,
        instance.moid,
        instance.instance,
        instance.rootName,
        JSON.stringify(instance.root),
        instance.reportedAt,
        instance.sessionId,
      ),
  };
}

function sessionOf(row: Readonly<Record<string, unknown>>): SessionRecord {
  return {
    sessionId: String(row.session_id),
    deviceId: String(row.device_id),
    jobId: String(row.job_id),
    openedAt: Number(row.opened_at),
    ...(row.ended_at === null ? {} : { endedAt: Number(row.ended_at) }),
    state: String(row.state) as SessionState,
    ...(row.fault_json === null ? {} : { fault: JSON.parse(String(row.fault_json)) as Fault }),
    commandsDone: Number(row.commands_done),
  };
}
