import { commandLineActor } from '../audit/actors.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { ControlHandlers } from '../control/control-calls.ts';
import type { DeviceUpdates } from './device-updates.ts';

export type UpdateCalls = 'startUpdate' | 'updates' | 'update' | 'abortUpdate' | 'retryUpdate';

/** What the command line asks about updates of a bench that runs. */
export function updateControlHandlers(services: {
  readonly updates: DeviceUpdates;
  readonly audit: AuditLog;
}): Pick<ControlHandlers, UpdateCalls> {
  const { updates } = services;
  const by = services.audit.by(commandLineActor);
  return {
    startUpdate: (request) => updates.start(request, by),
    updates: ({ deviceId }) => updates.ofDevice(deviceId),
    update: ({ updateId }) => updates.detail(updateId),
    abortUpdate: ({ updateId }) => updates.abort(updateId, by),
    retryUpdate: ({ updateId }) => updates.retry(updateId, by),
  };
}
