import type { FormProgress } from '../../core/interaction/form-course.ts';
import type { Form } from '../../core/interaction/form-schema.ts';
import type { Interaction, InteractionState } from '../../core/interaction/interaction.ts';
import type { Database } from './database.ts';

/** Whose an interaction is. */
export interface InteractionIdentity {
  readonly interactionId: string;
  readonly deviceId: string;
  readonly jobId: string;
  /** The DM session that SHOW was sent in. */
  readonly sessionId: string;
}

/** A UI interaction as it is kept. */
export interface InteractionRecord extends InteractionIdentity {
  /** SHA-256 of the cookie of the browser that opened it; missing while none has. */
  readonly browserDigest?: Uint8Array;
  readonly interaction: Interaction;
}

/** The UI interactions of a data folder. */
export interface InteractionRecords {
  /** @param tokenDigest SHA-256 of what the address ends in */
  add(record: InteractionRecord, tokenDigest: Uint8Array): void;
  get(interactionId: string): InteractionRecord | undefined;
  withToken(tokenDigest: Uint8Array): InteractionRecord | undefined;
  /** Keeps how far an interaction has come, and who opened it. */
  keep(record: InteractionRecord): void;
  /** Those of a DM session, in the order in which they began. */
  ofSession(sessionId: string): readonly InteractionRecord[];
  /** Those that go on though their time is over. */
  overdue(now: number): readonly InteractionRecord[];
  /** Those that go on though their DM session was abandoned. */
  ofAbandonedSessions(): readonly InteractionRecord[];
  /** Those of a job, in the order in which they began. */
  ofJob(jobId: string): readonly InteractionRecord[];
}

export function createInteractionRecords(database: Database): InteractionRecords {
  return {
    add: ({ interactionId, deviceId, jobId, sessionId, browserDigest, interaction }, tokenDigest) =>
      void database.run(
        `INSERT INTO interaction (interaction_id, device_id, job_id, session_id, token_digest, begun_at, expires_at,
           form_json, browser_digest, state, state_json, progress_json, opened_at, ended_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        interactionId,
        deviceId,
        jobId,
        sessionId,
        tokenDigest,
        interaction.begunAt,
        interaction.expiresAt,
        JSON.stringify(interaction.form),
        browserDigest ?? null,
        ...changingValues(interaction),
      ),
    get(interactionId) {
      const row = database.first('SELECT * FROM interaction WHERE interaction_id = ?', interactionId);
      return row && recordOf(row);
    },
    withToken(tokenDigest) {
      const row = database.first('SELECT * FROM interaction WHERE token_digest = ?', tokenDigest);
      return row && recordOf(row);
    },
    keep: ({ interactionId, browserDigest, interaction }) =>
      void database.run(
        `UPDATE interaction SET browser_digest = ?, state = ?, state_json = ?, progress_json = ?, opened_at = ?,
           ended_at = ? WHERE interaction_id = ?`,
        browserDigest ?? null,
        ...changingValues(interaction),
        interactionId,
      ),
    ofSession: (sessionId) =>
      database
        .all('SELECT * FROM interaction WHERE session_id = ? ORDER BY begun_at, rowid', sessionId)
        .map(recordOf),
    overdue: (now) =>
      database
        .all('SELECT * FROM interaction WHERE ended_at IS NULL AND expires_at <= ? LIMIT 1000', now)
        .map(recordOf),
    ofAbandonedSessions: () =>
      database
        .all(
          `SELECT i.* FROM interaction i JOIN session s ON s.session_id = i.session_id
           WHERE i.ended_at IS NULL AND s.state = 'abandoned'`,
        )
        .map(recordOf),
    ofJob: (jobId) =>
      database
        .all(
          `SELECT i.* FROM interaction i JOIN session s ON s.session_id = i.session_id
           WHERE s.device_id = (SELECT device_id FROM job WHERE job_id = ?1) AND i.job_id = ?1
           ORDER BY i.begun_at, i.rowid`,
          jobId,
        )
        .map(recordOf),
  };
}

/** What an interaction is in the columns from `state` on. */
function changingValues({ state, progress, openedAt, endedAt }: Interaction) {
  return [
    state.kind,
    JSON.stringify(state),
    JSON.stringify(progress),
    openedAt ?? null,
    endedAt ?? null,
  ] as const;
}

function recordOf(row: Readonly<Record<string, unknown>>): InteractionRecord {
  return {
    interactionId: String(row.interaction_id),
    deviceId: String(row.device_id),
    jobId: String(row.job_id),
    sessionId: String(row.session_id),
    ...(row.browser_digest instanceof Uint8Array ? { browserDigest: row.browser_digest } : {}),
    interaction: {
      form: JSON.parse(String(row.form_json)) as Form,
      state: JSON.parse(String(row.state_json)) as InteractionState,
      progress: JSON.parse(String(row.progress_json)) as FormProgress,
      begunAt: Number(row.begun_at),
      expiresAt: Number(row.expires_at),
      ...(row.opened_at === null ? {} : { openedAt: Number(row.opened_at) }),
      ...(row.ended_at === null ? {} : { endedAt: Number(row.ended_at) }),
    },
  };
}
