import type { QueuedState, QueuedWork } from '../../core/provisioning/queued-work.ts';
import type { Database } from './database.ts';

/** A command that somebody queued for a device. */
export interface QueuedCommandRecord {
  readonly commandId: string;
  readonly deviceId: string;
  readonly work: QueuedWork;
  readonly state: QueuedState;
  /** Milliseconds since 1970. */
  readonly queuedAt: number;
}

/** The commands that people queue for devices, and what became of them. */
export interface QueuedCommands {
  add(command: Omit<QueuedCommandRecord, 'state'>): void;
  get(commandId: string): QueuedCommandRecord | undefined;
  /** Those of a device that wait, in their order. */
  waiting(deviceId: string, limit: number): readonly QueuedCommandRecord[];
  /** Those of a device that an operation was begun with whose outcome is not known. */
  begun(deviceId: string): readonly QueuedCommandRecord[];
  keep(commandId: string, state: QueuedState): void;
  /** The newest first. */
  ofDevice(deviceId: string, limit: number): readonly QueuedCommandRecord[];
  /** Those of a session that it ended without an answer to become unreported. */
  endSession(sessionId: string, at: number): void;
  /** The same for sessions of a process that is gone. */
  endAbandoned(at: number): void;
}

/** The table; an element of the migrations. */
export const queuedCommandSchema = `
  -- Commands that people queue for devices.
  CREATE TABLE queued_command (
    number INTEGER PRIMARY KEY,
    command_id TEXT NOT NULL UNIQUE,
    device_id TEXT NOT NULL REFERENCES device,
    work_json TEXT NOT NULL,
    state TEXT NOT NULL,
    state_json TEXT NOT NULL,
    -- The session that it was sent in last.
    session_id TEXT,
    -- Milliseconds since 1970.
    queued_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX queued_command_by_device ON queued_command (device_id, number);
  CREATE INDEX queued_command_under_way ON queued_command (state, session_id) WHERE state IN ('waiting', 'sent');
`;

export function createQueuedCommands(database: Database): QueuedCommands {
  // Most devices never have one, and each session asks. A device stays in it: what is taken may be undone.
  let devices: Set<string> | undefined;
  const mayHaveOne = (): Set<string> => {
    devices ??= new Set(
      database.all('SELECT DISTINCT device_id FROM queued_command').map((row) => String(row.device_id)),
    );
    return devices;
  };
  const unreported = (rows: readonly Readonly<Record<string, unknown>>[], at: number): void => {
    for (const row of rows) {
      const state: QueuedState = { kind: 'unreported', sessionId: String(row.session_id), at };
      keep(String(row.command_id), state);
    }
  };
  const keep = (commandId: string, state: QueuedState): void =>
    void database.run(
      'UPDATE queued_command SET state = ?, state_json = ?, session_id = coalesce(?, session_id) WHERE command_id = ?',
      state.kind,
      JSON.stringify(state),
      'sessionId' in state ? state.sessionId : null,
      commandId,
    );
  return {
    add({ commandId, deviceId, work, queuedAt }) {
      mayHaveOne().add(deviceId);
      const state: QueuedState = { kind: 'waiting' };
      database.run(
        `INSERT INTO queued_command (command_id, device_id, work_json, state, state_json, queued_at)
         VALUES (?, ?, ?, ?, ?, ?)`,
        commandId,
        deviceId,
        JSON.stringify(work),
        state.kind,
        JSON.stringify(state),
        queuedAt,
      );
    },
    get(commandId) {
      const row = database.first('SELECT * FROM queued_command WHERE command_id = ?', commandId);
      return row && recordOf(row);
    },
    waiting: (deviceId, limit) =>
      mayHaveOne().has(deviceId)
        ? database
            .all(
              "SELECT * FROM queued_command WHERE device_id = ? AND state = 'waiting' ORDER BY number LIMIT ?",
              deviceId,
              limit,
            )
            .map(recordOf)
        : [],
    begun: (deviceId) =>
      mayHaveOne().has(deviceId)
        ? database
            .all(
              `SELECT * FROM queued_command WHERE device_id = ? AND state = 'reported'
               AND state_json ->> 'status' = 202 AND state_json ->> 'resultCode' IS NULL ORDER BY number`,
              deviceId,
            )
            .map(recordOf)
        : [],
    keep,
    ofDevice: (deviceId, limit) =>
      mayHaveOne().has(deviceId)
        ? database
            .all(
              'SELECT * FROM queued_command WHERE device_id = ? ORDER BY number DESC LIMIT ?',
              deviceId,
              limit,
            )
            .map(recordOf)
        : [],
    endSession: (sessionId, at) =>
      unreported(
        database.all("SELECT * FROM queued_command WHERE state = 'sent' AND session_id = ?", sessionId),
        at,
      ),
    endAbandoned: (at) =>
      unreported(
        database.all(
          `SELECT q.* FROM queued_command q JOIN session s ON s.session_id = q.session_id
           WHERE q.state = 'sent' AND s.state = 'abandoned'`,
        ),
        at,
      ),
  };
}

function recordOf(row: Readonly<Record<string, unknown>>): QueuedCommandRecord {
  return {
    commandId: String(row.command_id),
    deviceId: String(row.device_id),
    work: JSON.parse(String(row.work_json)) as QueuedWork,
    state: JSON.parse(String(row.state_json)) as QueuedState,
    queuedAt: Number(row.queued_at),
  };
}
