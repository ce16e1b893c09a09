import type { Page, SessionSummary, TranscriptEntry } from '../../core/api.ts';
import { type Fault, faultOf } from '../../core/errors.ts';
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

/** Which sessions a list shows. */
export interface SessionQuery {
  /** Open ones only, those that did not end well only, or all. */
  readonly filter: 'all' | 'open' | 'failed';
  /** In the device's id or label. */
  readonly search: string;
  readonly offset: number;
  readonly limit: number;
}

/** The DM sessions of a data folder, and what was said in them. */
export interface Sessions {
  open(session: Pick<SessionRecord, 'sessionId' | 'deviceId' | 'jobId' | 'openedAt'>): void;
  /** Appends a line to the transcript of a session that no package comes to any more. */
  append(sessionId: string, entry: TranscriptEntry): void;
  /** Puts a line at its place: whoever holds the session counts them, from 1. */
  line(sessionId: string, number: number, entry: TranscriptEntry): void;
  /** A package and its answer, at two places that follow each other. */
  exchange(sessionId: string, number: number, entries: readonly [TranscriptEntry, TranscriptEntry]): void;
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
  summary(sessionId: string): SessionSummary | undefined;
  /** The newest first. */
  page(query: SessionQuery): Page<SessionSummary>;
  lastOfJob(jobId: string): SessionRecord | undefined;
  /** Whether the plan of a job was fulfilled in any session. */
  anyFulfilled(jobId: string): boolean;
  /** Those that were opened since then, the oldest first. */
  ofJob(jobId: string, since: number): readonly SessionRecord[];
  /** Sessions of a process that is gone: they can never go on. */
  abandonOpen(at: number): void;
}

const summaries = `
  SELECT s.*, d.label,
    (SELECT count(*) FROM transcript t WHERE t.session_id = s.session_id AND t.kind LIKE 'package%') AS packages
  FROM session s JOIN device d ON d.device_id = s.device_id`;

/** The sessions of a job, found among those of its device. */
const ofJob = `SELECT * FROM session WHERE device_id = (SELECT device_id FROM job WHERE job_id = ?) AND job_id = ?`;

const filters: Readonly<Record<SessionQuery['filter'], string>> = {
  all: '1',
  open: "s.state = 'open'",
  failed: "s.state IN ('failed', 'abandoned')",
};

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
    line: (sessionId, number, { at, kind, text, status }) =>
      void database.run(
        'INSERT INTO transcript VALUES (?, ?, ?, ?, ?, ?)',
        sessionId,
        number,
        at,
        kind,
        text,
        status ?? null,
      ),
    exchange: (sessionId, number, [first, second]) =>
      void database.run(
        'INSERT INTO transcript VALUES (?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?)',
        sessionId,
        number,
        first.at,
        first.kind,
        first.text,
        first.status ?? null,
        sessionId,
        number + 1,
        second.at,
        second.kind,
        second.text,
        second.status ?? null,
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
    transcript: transcriptsIn(database),
    ofDevice: (deviceId) =>
      database
        .all(`${summaries} WHERE s.device_id = ? ORDER BY s.opened_at DESC, s.rowid DESC`, deviceId)
        .map(summaryOf),
    summary(sessionId) {
      const row = database.first(`${summaries} WHERE s.session_id = ?`, sessionId);
      return row && summaryOf(row);
    },
    page({ filter, search, offset, limit }) {
      const where = `${filters[filter]} AND (? = '' OR instr(lower(d.device_id || ' ' || d.label), lower(?)) > 0)`;
      const total = database.first(
        `SELECT count(*) AS n FROM session s JOIN device d ON d.device_id = s.device_id WHERE ${where}`,
        search,
        search,
      );
      const rows = database.all(
        `${summaries} WHERE ${where} ORDER BY s.opened_at DESC, s.rowid DESC LIMIT ? OFFSET ?`,
        search,
        search,
        limit,
        offset,
      );
      return { total: Number(total?.n ?? 0), rows: rows.map(summaryOf) };
    },
    anyFulfilled: (jobId) =>
      database.first(`${ofJob} AND state = 'fulfilled' LIMIT 1`, jobId, jobId) !== undefined,
    lastOfJob(jobId) {
      const row = database.first(`${ofJob} ORDER BY opened_at DESC, rowid DESC LIMIT 1`, jobId, jobId);
      return row && sessionOf(row);
    },
    ofJob: (jobId, since) =>
      database
        .all(`${ofJob} AND opened_at >= ? ORDER BY opened_at, rowid`, jobId, jobId, since)
        .map(sessionOf),
    abandonOpen: (at) =>
      void database.run(
        "UPDATE session SET state = 'abandoned', ended_at = ?, fault_json = ? WHERE state = 'open'",
        at,
        JSON.stringify(faultOf('SESSION_INTERRUPTED', {})),
      ),
  };
}

/** The lines of each session, in order. */
export function transcriptsIn(database: Pick<Database, 'all'>): Sessions['transcript'] {
  return (sessionId) =>
    database.all('SELECT * FROM transcript WHERE session_id = ? ORDER BY number', sessionId).map((row) => ({
      at: Number(row.at),
      kind: String(row.kind) as TranscriptEntry['kind'],
      text: String(row.text),
      ...(row.status === null ? {} : { status: Number(row.status) }),
    }));
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

function summaryOf(row: Readonly<Record<string, unknown>>): SessionSummary {
  const { jobId: _jobId, ...session } = sessionOf(row);
  return { ...session, label: String(row.label), packages: Number(row.packages) };
}
