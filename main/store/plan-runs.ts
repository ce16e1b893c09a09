import type { Page } from '../../core/api.ts';
import type { DevicePlanView } from '../../core/api-plan-runs.ts';
import type { Fault } from '../../core/errors.ts';
import {
  outcomeUnderWay,
  type PlanOutcomeKind,
  type PlanWorkStep,
  planOutcomes,
} from '../../core/provisioning/device-plan.ts';
import type { Database } from './database.ts';

/** A plan that was queued for many devices. */
export interface PlanRunRecord {
  readonly runId: string;
  /** What was queued, in words: the profile and its plan, or a file. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly begunAt: number;
  /** How many devices it was meant for. */
  readonly total: number;
}

/** A plan on one device: which step it is at, and how often that was sent. */
export interface DevicePlanRecord {
  readonly number: number;
  readonly deviceId: string;
  readonly steps: readonly PlanWorkStep[];
  readonly step: number;
  readonly attempt: number;
}

/** Plans that were queued for many devices, and how far each device is. */
export interface PlanRuns {
  add(run: PlanRunRecord): void;
  get(runId: string): PlanRunRecord | undefined;
  /** The newest first. */
  list(limit: number): readonly PlanRunRecord[];
  /** @returns its number */
  addDevice(runId: string, deviceId: string, steps: readonly PlanWorkStep[], at: number): number;
  device(number: number): DevicePlanRecord;
  /** The device could not be asked for a session. */
  notAsked(number: number): void;
  /** A command of the step that the device is at. */
  addCommand(number: number, command: { readonly commandId: string; readonly position: number }): void;
  /** The device and the place in its step of a command; undefined for a command that is of no plan. */
  ofCommand(commandId: string): { readonly number: number; readonly position: number } | undefined;
  /** A command has begun something whose outcome is to be told. @param until milliseconds since 1970 */
  awaitOutcome(commandId: string, until: number): void;
  /** Commands whose outcomes should have been told. */
  overdueOutcomes(now: number): readonly string[];
  /** A command has come to something. */
  settle(commandId: string, fault: Fault | undefined): void;
  /** Whether every command of the step has, and the first fault of them. */
  standing(number: number): { readonly open: number; readonly fault?: Fault };
  /** The device is at another step, or sends one again. */
  goTo(number: number, place: { readonly step: number; readonly attempt: number }, at: number): void;
  passOver(number: number, step: string): void;
  end(number: number, fault: Fault | undefined, at: number): void;
  /** From now on no device of the run is sent a further step. */
  cancel(runId: string, at: number): void;
  /** Whether the run of a device was cancelled. */
  isCancelled(number: number): boolean;
  /** A device whose run was cancelled has come to the end of a step. */
  endCancelled(number: number, at: number): void;
  /** Commands of a run that wait for sessions of their devices; at most so many. */
  waiting(runId: string, limit: number): readonly string[];
  counts(runId: string): Readonly<Record<PlanOutcomeKind, number>>;
  outcomes(
    runId: string,
    query: { readonly only?: PlanOutcomeKind | undefined; readonly offset: number; readonly limit: number },
  ): Page<DevicePlanView>;
}

/** The tables; an element of the migrations. */
export const planRunSchema = `
  -- Plans that were queued for many devices.
  CREATE TABLE plan_run (
    run_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    -- Milliseconds since 1970.
    begun_at INTEGER NOT NULL,
    total INTEGER NOT NULL,
    -- No further step is sent from then on; milliseconds since 1970.
    cancelled_at INTEGER
  ) STRICT;

  -- How far a device is with one.
  CREATE TABLE plan_run_device (
    number INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES plan_run,
    device_id TEXT NOT NULL REFERENCES device,
    steps_json TEXT NOT NULL,
    step INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    -- underWay, done, refused or cancelled; what commands that are under way have come to is with them.
    state TEXT NOT NULL,
    fault_json TEXT,
    passed_over_json TEXT NOT NULL,
    -- 1 where it could not be asked for a session.
    not_asked INTEGER NOT NULL,
    queued_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    UNIQUE (run_id, device_id)
  ) STRICT;

  -- Its commands in the queue.
  CREATE TABLE plan_run_command (
    command_id TEXT PRIMARY KEY REFERENCES queued_command (command_id),
    number INTEGER NOT NULL REFERENCES plan_run_device,
    step INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    position INTEGER NOT NULL,
    settled INTEGER NOT NULL,
    fault_json TEXT,
    -- The outcome of what it has begun is to be told until then; milliseconds since 1970.
    outcome_until INTEGER
  ) STRICT;
  CREATE INDEX plan_run_command_by_device ON plan_run_command (number, step, attempt);
  CREATE INDEX plan_run_command_awaited ON plan_run_command (outcome_until)
    WHERE outcome_until IS NOT NULL AND settled = 0;
`;

export function createPlanRuns(database: Database): PlanRuns {
  const outcomesOf = (runId: string): readonly DevicePlanView[] =>
    database.all(outcomeQuery, runId).map(outcomeOf);
  return {
    add: ({ runId, name, begunAt, total }) =>
      void database.run(
        'INSERT INTO plan_run (run_id, name, begun_at, total) VALUES (?, ?, ?, ?)',
        ...[runId, name, begunAt, total],
      ),
    get(runId) {
      const row = database.first('SELECT * FROM plan_run WHERE run_id = ?', runId);
      return row && runOf(row);
    },
    list: (limit) =>
      database.all('SELECT * FROM plan_run ORDER BY begun_at DESC, rowid DESC LIMIT ?', limit).map(runOf),
    addDevice(runId, deviceId, steps, at) {
      database.run(
        `INSERT INTO plan_run_device
           (run_id, device_id, steps_json, step, attempt, state, passed_over_json, not_asked, queued_at, changed_at)
         VALUES (?, ?, ?, 0, 1, 'underWay', '[]', 0, ?, ?)`,
        ...[runId, deviceId, JSON.stringify(steps), at, at],
      );
      return Number(database.first('SELECT last_insert_rowid() AS number')?.number);
    },
    device(number) {
      const row = database.first('SELECT * FROM plan_run_device WHERE number = ?', number);
      if (row === undefined) throw new Error(`there is no plan ${number} of a device`);
      const steps = JSON.parse(String(row.steps_json)) as readonly PlanWorkStep[];
      const { device_id, step, attempt } = row;
      return { number, deviceId: String(device_id), steps, step: Number(step), attempt: Number(attempt) };
    },
    notAsked: (number) =>
      void database.run('UPDATE plan_run_device SET not_asked = 1 WHERE number = ?', number),
    addCommand: (number, { commandId, position }) =>
      void database.run(
        `INSERT INTO plan_run_command (command_id, number, step, attempt, position, settled)
         SELECT ?, number, step, attempt, ?, 0 FROM plan_run_device WHERE number = ?`,
        ...[commandId, position, number],
      ),
    ofCommand(commandId) {
      const row = database.first(
        'SELECT number, position FROM plan_run_command WHERE command_id = ? AND settled = 0',
        commandId,
      );
      return row && { number: Number(row.number), position: Number(row.position) };
    },
    awaitOutcome: (commandId, until) =>
      void database.run(
        'UPDATE plan_run_command SET outcome_until = ? WHERE command_id = ?',
        until,
        commandId,
      ),
    overdueOutcomes: (now) =>
      database
        .all(
          `SELECT command_id FROM plan_run_command
           WHERE outcome_until IS NOT NULL AND settled = 0 AND outcome_until < ? LIMIT 1000`,
          now,
        )
        .map((row) => String(row.command_id)),
    settle: (commandId, fault) =>
      void database.run(
        'UPDATE plan_run_command SET settled = 1, fault_json = ? WHERE command_id = ?',
        ...[fault ? JSON.stringify(fault) : null, commandId],
      ),
    standing(number) {
      const rows = database.all(
        `SELECT c.settled, c.fault_json FROM plan_run_command c JOIN plan_run_device d
           ON d.number = c.number AND d.step = c.step AND d.attempt = c.attempt
         WHERE c.number = ? ORDER BY c.position`,
        number,
      );
      const fault = rows.find((row) => row.fault_json !== null)?.fault_json;
      return {
        open: rows.filter((row) => row.settled === 0).length,
        ...(fault === undefined ? {} : { fault: JSON.parse(String(fault)) as Fault }),
      };
    },
    goTo: (number, { step, attempt }, at) =>
      void database.run(
        'UPDATE plan_run_device SET step = ?, attempt = ?, changed_at = ? WHERE number = ?',
        ...[step, attempt, at, number],
      ),
    passOver: (number, step) =>
      void database.run(
        "UPDATE plan_run_device SET passed_over_json = json_insert(passed_over_json, '$[#]', ?) WHERE number = ?",
        ...[step, number],
      ),
    end: (number, fault, at) =>
      void database.run(
        'UPDATE plan_run_device SET state = ?, fault_json = ?, changed_at = ? WHERE number = ?',
        ...[fault ? 'refused' : 'done', fault ? JSON.stringify(fault) : null, at, number],
      ),
    cancel: (runId, at) =>
      void database.run(
        'UPDATE plan_run SET cancelled_at = coalesce(cancelled_at, ?) WHERE run_id = ?',
        at,
        runId,
      ),
    isCancelled: (number) =>
      database.first(
        `SELECT 1 AS found FROM plan_run_device JOIN plan_run USING (run_id)
         WHERE number = ? AND cancelled_at IS NOT NULL`,
        number,
      ) !== undefined,
    endCancelled: (number, at) =>
      void database.run(
        "UPDATE plan_run_device SET state = 'cancelled', changed_at = ? WHERE number = ?",
        at,
        number,
      ),
    waiting: (runId, limit) =>
      database
        .all(
          `SELECT c.command_id FROM plan_run_device d JOIN plan_run_command c USING (number)
             JOIN queued_command q USING (command_id)
           WHERE d.run_id = ? AND d.state = 'underWay' AND c.settled = 0 AND q.state = 'waiting' LIMIT ?`,
          ...[runId, limit],
        )
        .map((row) => String(row.command_id)),
    counts(runId) {
      const counts = Object.fromEntries(planOutcomes.map((kind) => [kind, 0]));
      for (const { outcome } of outcomesOf(runId)) counts[outcome] = (counts[outcome] ?? 0) + 1;
      return counts as Record<PlanOutcomeKind, number>;
    },
    outcomes(runId, { only, offset, limit }) {
      const all = outcomesOf(runId).filter(({ outcome }) => only === undefined || outcome === only);
      return { total: all.length, rows: all.slice(offset, offset + limit) };
    },
  };
}

const outcomeQuery = `
  SELECT d.device_id, v.label, d.state, d.step, d.fault_json, d.passed_over_json, d.changed_at, d.not_asked,
    json_array_length(d.steps_json) AS steps,
    d.steps_json ->> ('$[' || min(d.step, json_array_length(d.steps_json) - 1) || '].name') AS step_name,
    (SELECT group_concat(q.state) FROM plan_run_command c JOIN queued_command q ON q.command_id = c.command_id
       WHERE c.number = d.number AND c.step = d.step AND c.attempt = d.attempt AND c.settled = 0) AS states,
    (SELECT n.state FROM notification n WHERE n.device_id = d.device_id AND n.made_at >= d.queued_at
       ORDER BY n.made_at DESC LIMIT 1) AS notification
  FROM plan_run_device d JOIN device v ON v.device_id = d.device_id WHERE d.run_id = ? ORDER BY d.number`;

function outcomeOf(row: Readonly<Record<string, unknown>>): DevicePlanView {
  const isAway = row.not_asked === 1 || row.notification === 'expired' || row.notification === 'failed';
  const state = String(row.state);
  const states = row.states === null ? [] : String(row.states).split(',');
  return {
    deviceId: String(row.device_id),
    label: String(row.label),
    outcome: isEnded(state) ? state : outcomeUnderWay(states, isAway),
    step: Number(row.step),
    steps: Number(row.steps),
    stepName: String(row.step_name ?? ''),
    ...(row.fault_json === null ? {} : { fault: JSON.parse(String(row.fault_json)) as Fault }),
    passedOver: JSON.parse(String(row.passed_over_json)) as readonly string[],
    changedAt: Number(row.changed_at),
  };
}

function isEnded(state: string): state is 'done' | 'refused' | 'cancelled' {
  return state === 'done' || state === 'refused' || state === 'cancelled';
}

function runOf(row: Readonly<Record<string, unknown>>): PlanRunRecord {
  return {
    runId: String(row.run_id),
    name: String(row.name),
    begunAt: Number(row.begun_at),
    total: Number(row.total),
  };
}
