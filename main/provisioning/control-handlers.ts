import type { PlanStartView } from '../../core/api-plan-runs.ts';
import type { ResourceView } from '../../core/api-server.ts';
import { codedError } from '../../core/errors.ts';
import type { AlertCalls } from '../alerts/alert-control.ts';
import { commandLineActor } from '../audit/actors.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { exportAudit } from '../audit/export-file.ts';
import { resourceDeleted, resourcePut } from '../audit/resource-acts.ts';
import type { ControlHandlers } from '../control/control-calls.ts';
import { readTextFile } from '../files.ts';
import type { Inspection } from '../inspect/inspection.ts';
import type { ReportDesk } from '../reports/report-desk.ts';
import { resourceUri } from '../server/device-configurations.ts';
import type { DataRepository } from '../server/repository/data-repository.ts';
import type { ResourceInfo, ResourceOwner } from '../store/repository.ts';
import type { Store } from '../store/store.ts';
import type { UpdateCalls } from '../updates/update-control.ts';
import type { CertificateCalls } from './certificate-control.ts';
import type { DeviceCommands } from './device-commands.ts';
import type { DeviceNotifications } from './device-notifications.ts';
import type { FiguresDesk } from './figures-desk.ts';
import type { PlanRuns } from './plan-runs.ts';
import { planOfCommands, planOfText } from './plan-sources.ts';
import type { RowCalls } from './row-control.ts';
import { sessionDetail } from './session-export.ts';

export interface ControlServices {
  readonly store: Store;
  readonly repository: DataRepository;
  readonly notifications: DeviceNotifications;
  readonly commands: DeviceCommands;
  readonly audit: AuditLog;
  readonly figures: FiguresDesk;
  readonly reports: ReportDesk;
  readonly inspection: Pick<Inspection, 'completeUri' | 'devices'>;
  readonly planRuns: PlanRuns;
  /** The Data Repository's address, as devices use it. */
  readonly repositoryUri: string;
}

/** What the command line asks of a bench that runs, carried out by its services; certificates are asked of elsewhere. */
export function controlHandlers(
  services: ControlServices,
): Omit<ControlHandlers, CertificateCalls | AlertCalls | UpdateCalls | RowCalls> {
  const {
    store,
    repository,
    notifications,
    commands,
    audit,
    figures,
    reports,
    inspection,
    planRuns,
    repositoryUri,
  } = services;
  // Whoever may read the bench's token is its own user, at the command line.
  const record = audit.by(commandLineActor);
  return {
    notify: ({ deviceId, ...request }) => notifications.notify(deviceId, request, record),
    notification({ deviceId, notificationId }) {
      const { rows } = notifications.page({ deviceId, offset: 0, limit: 100 });
      const found = rows.find((each) => each.notificationId === notificationId);
      if (found === undefined) throw codedError('NOTIFICATION_UNKNOWN', {});
      return found;
    },
    notificationHex: ({ deviceId, requestMos }) => notifications.hexOf(deviceId, requestMos, record),
    checkQueued: ({ deviceId, works }) => commands.check(deviceId, works),
    queueCommands: ({ deviceId, works, notify }) => commands.queue(deviceId, works, notify, record),
    queuedCommands: ({ deviceId }) => commands.ofDevice(deviceId),
    cancelQueued: ({ commandId }) => commands.cancel(commandId, record),
    completeUri: ({ deviceId, text, ...how }) => inspection.completeUri(deviceId, text, how),
    async queuePlan({ file, kind, deviceIds, tag, leaveOut, notify, ...choice }) {
      const { name, text } = await readTextFile(file);
      const chosen = kind === 'profile' ? planOfText(text, name, choice) : planOfCommands(text, name);
      const tagged =
        tag === undefined ? [] : inspection.devices.ids({ search: '', standings: [], tags: [tag] });
      const devices = [...deviceIds, ...tagged];
      if (devices.length === 0) throw codedError('USAGE', { detail: 'no device is named, or has the tag.' });
      return planRuns.start({ ...chosen, deviceIds: devices, leaveOut, notify }, record);
    },
    planStart: () => startOf(planRuns.current()),
    cancelPlanStart: () => startOf(planRuns.cancel()),
    cancelPlanRun: async ({ runId }) => ({ cancelled: await planRuns.cancelRun(runId, record) }),
    planRunDevices: ({ runId, ...query }) => planRuns.devices(runId, query),
    sessions: (query) => store.sessions.page({ filter: 'all', ...query }),
    session: ({ sessionId }) => sessionDetail(store, sessionId),
    resources(page) {
      const { total, rows } = repository.list({ search: '', ...page });
      return { total, rows: rows.map((info) => resourceViewOf(info, repositoryUri)) };
    },
    async addResource({ file, name, mediaType, deviceId }) {
      const info = await repository.putFile(ownerOf(deviceId), name, mediaType, file, resourcePut(record));
      return resourceViewOf(info, repositoryUri);
    },
    async deleteResource({ name, deviceId }) {
      await repository.delete(ownerOf(deviceId), name, resourceDeleted(record));
      return { kind: 'deleted' };
    },
    figures: (scope) => figures.figures(scope),
    writeDocument: async ({ file, work }, signal) => ({
      count: await reports.write(file, work, { record, ...(signal ? { signal } : {}) }),
    }),
    exportAudit: async ({ file, selection }) => ({
      entries: await exportAudit(
        { audit: record, log: audit, reading: store.audit, now: () => Date.now() },
        selection,
        file,
      ),
    }),
  };
}

/** What is being queued, as it is answered. */
function startOf(start: PlanStartView | undefined): { readonly start?: PlanStartView } {
  return start ? { start } : {};
}

/** Whose a resource is: a device's, or everybody's where none is named. */
export function ownerOf(deviceId: string | undefined): ResourceOwner {
  return deviceId === undefined ? { kind: 'shared' } : { kind: 'device', deviceId };
}

/** A resource as people see it. */
export function resourceViewOf(info: ResourceInfo, repositoryUri: string): ResourceView {
  const { owner, name, mediaType, size, uploaded, changedAt } = info;
  return {
    ...(owner.kind === 'device' ? { deviceId: owner.deviceId } : {}),
    name,
    uri: resourceUri(repositoryUri, owner.kind === 'device' ? owner.deviceId : 'shared', name),
    mediaType,
    octets: size,
    uploaded,
    changedAt,
  };
}
