import type { RowColumn, RowDetail, RowHistoryEntry } from '../../core/api-rows.ts';
import { parseEntry, type ReadEntry } from '../../core/audit/entry.ts';
import { codedError } from '../../core/errors.ts';
import { changedColumns, deviceColumns } from '../../core/provisioning/row-values.ts';
import type { JobRecord } from '../store/job-record.ts';
import type { Store } from '../store/store.ts';

/** A row with its values and what became of it. @throws ROW_UNKNOWN */
export function rowDetail(store: Store, jobId: string): RowDetail {
  const job = store.jobs.find(jobId);
  if (job === undefined) throw codedError('ROW_UNKNOWN', { row: jobId });
  const { batchId, line, changedAt, variables } = job;
  return {
    ...{ jobId, batchId, line, changedAt, values: variables },
    columns: columnsOf(store, batchId, job),
    deviceFixed: isDeviceFixed(store, job),
    history: historyOf(store, job),
  };
}

/** The columns of a batch's profile, and what else a row of it says. @throws BATCH_UNKNOWN */
export function columnsOf(store: Store, batchId: string, job?: JobRecord): readonly RowColumn[] {
  const profile = store.profiles.of(batchId);
  const device = deviceColumns(profile);
  const known = Object.entries(profile.columns).map(([name, { type, required, unique }]) => ({
    ...{ name, type, required, unique, device: device.includes(name) },
  }));
  const others = Object.keys(job?.variables ?? {}).filter((name) => !Object.hasOwn(profile.columns, name));
  return [
    ...known,
    ...others.map((name) => ({
      ...{ name, type: 'text' as const, required: false, unique: false, device: device.includes(name) },
    })),
  ];
}

/**
 * Whether something was made for the device of a row: credentials that were issued to it, or a card. What was made for
 * one device would be taken for another's then.
 */
export function isDeviceFixed(store: Store, { jobId, deviceId }: JobRecord): boolean {
  if (store.devices.get(deviceId)?.jobId === jobId) return true;
  return store.jobs.events(jobId).some(({ state }) => 'message' in state && state.message !== undefined);
}

function historyOf(store: Store, job: JobRecord): readonly RowHistoryEntry[] {
  const decisions = decisionsOn(store, job);
  const by = (at: number) => decisions.find((entry) => entry.at === at)?.actor;
  const events = store.jobs.events(job.jobId);
  const added = decisions.filter(({ act }) => act.change === 'added');
  const beginnings = added.map(({ at, actor, act: { reason } }) => ({
    ...{ at, event: 'add', state: { kind: 'waiting' as const }, by: actor },
    ...(reason === undefined ? {} : { reason }),
  }));
  const steps = events.map(({ at, event, state, reason, before }, index): RowHistoryEntry => {
    const actor = reason === undefined ? undefined : by(at);
    const next = events.slice(index + 1).find((later) => later.before !== undefined);
    const changes = before && changedColumns(before, next?.before ?? job.variables);
    return {
      ...{ at, event, state },
      ...(reason === undefined ? {} : { reason }),
      ...(actor ? { by: actor } : {}),
      ...(changes ? { changes } : {}),
    };
  });
  return [...beginnings, ...steps];
}

type Decided = Omit<ReadEntry, 'act'> & {
  readonly act: Extract<ReadEntry['act'], { kind: 'rowsChanged' }>;
};

/** What the audit log says of decisions about a row: who took them. */
function decisionsOn(store: Store, { batchId, line }: JobRecord): readonly Decided[] {
  return store.audit.ofBatch(batchId, ['rowsChanged']).flatMap(({ text }): readonly Decided[] => {
    const entry = parseEntry(text);
    if (entry?.act.kind !== 'rowsChanged' || !entry.act.lines.includes(line)) return [];
    return [{ ...entry, act: entry.act }];
  });
}
