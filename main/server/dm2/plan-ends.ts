import type { ServerEffect, SessionOutcome } from '../../../core/dm/server-session.ts';
import type { QueuedProgress } from '../../../core/provisioning/command-queue.ts';
import { overdue } from '../../../core/provisioning/planner.ts';
import type { Audit } from '../../audit/audit-log.ts';
import type { Store } from '../../store/store.ts';
import type { DeviceDirectory, ServerAddresses } from '../device-directory.ts';
import type { ServerEvents } from '../server-events.ts';
import type { SessionIdentity } from './session-records.ts';

/** A session with what the audit log says of its device's plan. */
export interface RecordedSession extends SessionIdentity {
  /** How the last session of the device's plan ended that is in the audit log: the same again is not recorded. */
  recorded: SessionOutcome<QueuedProgress>['kind'] | undefined;
}

/** How a session ended, if it did in a step. */
export function endOf(
  effects: readonly ServerEffect<QueuedProgress>[],
): SessionOutcome<QueuedProgress> | undefined {
  for (const effect of effects) if (effect.kind === 'ended') return effect.outcome;
  return undefined;
}

/**
 * Records how a device's plan ended, where it had not ended so before: what every session said is in its transcript,
 * and a device that is asked the same again and again adds nothing. Call it within the session's transaction.
 */
export function recordEnd(
  audit: Pick<Audit, 'record'>,
  { sessionId, deviceId, jobId, recorded }: RecordedSession,
  effects: readonly ServerEffect<QueuedProgress>[],
  commandsDone: number,
  at: number,
): void {
  const outcome = endOf(effects);
  if (outcome === undefined || outcome.kind === recorded) return;
  const code = 'fault' in outcome && outcome.fault ? { code: outcome.fault.code } : {};
  audit.record(
    { kind: 'sessionEnded', session: sessionId, outcome: outcome.kind, commandsDone, ...code },
    { deviceId, jobId },
    at,
  );
}

/** Ends the plans of devices that did not tell in time what they wait for. */
export function endOverduePlans(
  {
    store,
    directory,
    events,
    now,
  }: {
    readonly store: Store;
    readonly directory: DeviceDirectory;
    readonly events: ServerEvents;
    readonly now: () => number;
  },
  addresses: ServerAddresses,
): void {
  for (const { deviceId, jobId, progress } of store.suspendedPlans.overdue(now())) {
    const device = directory.find(deviceId);
    const fault = device && overdue(device.plans(addresses), progress, now());
    // A plan that was suspended under an earlier profile is forgotten: the device follows a newer one.
    store.suspendedPlans.forget(deviceId);
    if (device?.jobId !== jobId || fault === undefined) continue;
    const session = store.sessions.lastOfJob(jobId);
    if (session) store.sessions.append(session.sessionId, { at: now(), kind: 'note', text: fault.message });
    events.emit({ kind: 'planOverdue', deviceId, jobId, fault });
  }
}
