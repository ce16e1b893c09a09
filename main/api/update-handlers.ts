import type { updateRequests } from '../../core/api-updates.ts';
import type { Bench } from '../bench-services.ts';
import type { CallHandlers } from './answer-call.ts';

/** The calls about updates of firmware and software. */
export function createUpdateHandlers({
  updates,
  inspection,
}: Pick<Bench, 'updates' | 'inspection'>): Pick<CallHandlers, keyof typeof updateRequests> {
  return {
    updateChoices: ({ deviceId }) => updates.choices(deviceId),
    checkUpdate: (wish) => updates.check(wish),
    startUpdate: (request) => updates.start(request),
    updates: ({ deviceId }) => updates.ofDevice(deviceId),
    update: ({ updateId }) => updates.detail(updateId),
    abortUpdate: ({ updateId }) => updates.abort(updateId),
    beginBulkUpdate: ({ deviceIds, ...wish }) =>
      inspection.bulk.begin({ kind: 'update', ...wish }, deviceIds),
    retryUpdate: ({ updateId }) => updates.retry(updateId),
  };
}
