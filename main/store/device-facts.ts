import type { Fault } from '../../core/errors.ts';
import type { DeviceFacts } from '../../core/inspect/device-standing.ts';
import { isReadBack, type JobState } from '../../core/provisioning/job.ts';
import type { Database } from './database.ts';

/** A device with the facts that its standing is derived from, and what it is found by. */
export interface DeviceFactsRow extends DeviceFacts {
  /** The values of its row. */
  readonly variables: string;
  /** What it reported of itself. */
  readonly manufacturer?: string;
  readonly model?: string;
  readonly firmware?: string;
  readonly tags: readonly string[];
}

/** The facts about devices, for lists of them. */
export interface DeviceFactsReading {
  /** Of every device, in the order of their labels. Read anew only when something in the store has changed. */
  all(): readonly DeviceFactsRow[];
  of(deviceId: string): DeviceFactsRow | undefined;
}

/** What a device says of itself is found among its own objects: few, and they lie together. */
const query = `
  SELECT d.device_id, d.label, j.batch_id, j.state AS job_state, j.state_json, j.variables,
    (SELECT root_json FROM reported_instance r WHERE r.device_id = d.device_id AND r.root_name = 'DevInfo'
       ORDER BY moid, instance LIMIT 1) AS dev_info,
    s.session_id, s.opened_at, s.state AS session_state, s.fault_json, p.waiting_until,
    (SELECT max(n.expires_at) FROM notification n
       WHERE n.device_id = d.device_id AND n.state IN ('sending', 'sent')) AS notified_until,
    (SELECT json_group_array(t.tag ORDER BY t.tag) FROM device_tag t WHERE t.device_id = d.device_id) AS tags
  FROM device d JOIN job j ON j.job_id = d.job_id
  LEFT JOIN session s ON s.session_id =
    (SELECT session_id FROM session WHERE device_id = d.device_id ORDER BY opened_at DESC, rowid DESC LIMIT 1)
  LEFT JOIN plan_progress p ON p.device_id = d.device_id`;

export function createDeviceFacts(database: Database): DeviceFactsReading {
  let known: { readonly changes: number; readonly rows: readonly DeviceFactsRow[] } | undefined;
  return {
    all() {
      const changes = Number(database.first('SELECT total_changes() AS n')?.n);
      if (known?.changes !== changes) {
        const rows = database.all(`${query} ORDER BY d.label, d.device_id`).map(factsOf);
        known = { changes, rows };
      }
      return known.rows;
    },
    of(deviceId) {
      const row = database.first(`${query} WHERE d.device_id = ?`, deviceId);
      return row && factsOf(row);
    },
  };
}

function factsOf(row: Readonly<Record<string, unknown>>): DeviceFactsRow {
  const text = (name: string) => (typeof row[name] === 'string' ? row[name] : undefined);
  const number = (name: string) => (typeof row[name] === 'number' ? row[name] : undefined);
  const state = JSON.parse(String(row.state_json)) as JobState;
  const devInfo: unknown = JSON.parse(text('dev_info') ?? '{}');
  const told = (name: string) => {
    // A device may report anything, also a value where its nodes are expected.
    const value = typeof devInfo === 'object' && devInfo !== null ? Reflect.get(devInfo, name) : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  const [manufacturer, model, firmware] = [told('Man'), told('Mod'), told('FwV')];
  const [waitingUntil, notifiedUntil] = [number('waiting_until'), number('notified_until')];
  const [sessionId, fault] = [text('session_id'), text('fault_json')];
  return {
    deviceId: String(row.device_id),
    label: String(row.label),
    job: {
      state: stageOf(state),
      batchId: String(row.batch_id),
      ...(state.kind === 'failed' ? { fault: state.fault } : {}),
    },
    written: isReadBack(state),
    variables: String(row.variables),
    tags: JSON.parse(String(row.tags)) as readonly string[],
    ...(manufacturer === undefined ? {} : { manufacturer }),
    ...(model === undefined ? {} : { model }),
    ...(firmware === undefined ? {} : { firmware }),
    ...(waitingUntil === undefined ? {} : { waitingUntil }),
    ...(notifiedUntil === undefined ? {} : { notifiedUntil }),
    ...(sessionId === undefined
      ? {}
      : {
          lastSession: {
            sessionId,
            openedAt: Number(row.opened_at),
            state: String(row.session_state) as NonNullable<DeviceFacts['lastSession']>['state'],
            ...(fault === undefined ? {} : { fault: JSON.parse(fault) as Fault }),
          },
        }),
  };
}

function stageOf({ kind }: JobState): DeviceFacts['job']['state'] {
  switch (kind) {
    case 'waiting':
    case 'done':
    case 'failed':
      return kind;
    case 'held':
    case 'cancelled':
      return 'setAside';
    case 'awaitingDevice':
      return 'awaited';
    case 'claimed':
    case 'prepared':
    case 'writing':
    case 'verified':
    case 'inSession':
      return 'atStation';
  }
}
