import { rowAct } from '../../core/audit/row-acts.ts';
import { type AlertRules, createAlertRules } from './alert-rules.ts';
import { type Alerts, createAlerts } from './alerts.ts';
import { type AuditRecords, createAuditRecords } from './audit.ts';
import { type BatchProfiles, createBatchProfiles } from './batch-profiles.ts';
import { type Batches, createBatches } from './batches.ts';
import { type BootstrapCredentials, createBootstrapCredentials } from './bootstrap-credentials.ts';
import { openDatabase } from './database.ts';
import { createDeviceCertificates, type DeviceCertificates } from './device-certificates.ts';
import { createDeviceFacts, type DeviceFactsReading } from './device-facts.ts';
import { createDeviceTags, type DeviceTags } from './device-tags.ts';
import { createDeviceUpdates, type DeviceUpdateRecords } from './device-updates.ts';
import { createDevices, type Devices } from './devices.ts';
import { createInteractionRecords, type InteractionRecords } from './interactions.ts';
import { createIssuerKeyRecords, type IssuerKeyRecords } from './issuer-keys.ts';
import { createJobHistory, type JobHistory } from './job-history.ts';
import { rowRecords } from './job-sessions.ts';
import { createJobs, type Jobs } from './jobs.ts';
import { createNotificationRecords, type NotificationRecords } from './notifications.ts';
import { createOperatorRecords, type OperatorRecords } from './operators.ts';
import { createOrderBookSettings, type OrderBookSettings } from './order-book-settings.ts';
import { createOrderRecords, type OrderRecords } from './order-records.ts';
import { createSuspendedPlans, type SuspendedPlans } from './plan-progress.ts';
import { createPlanRuns, type PlanRuns } from './plan-runs.ts';
import { createPresharedKeys, type PresharedKeys } from './preshared-keys.ts';
import { createProfileRecords, type ProfileRecords } from './profile-library.ts';
import { createQueuedCommands, type QueuedCommands } from './queued-commands.ts';
import { createSharedReplica, type SharedReplica } from './replica.ts';
import { createReportedObjects, type ReportedObjects } from './reported-objects.ts';
import { createRepositoryRecords, type RepositoryRecords } from './repository.ts';
import { createSchemas, type ImportedSchemas } from './schemas.ts';
import { createSessionTraces, type SessionTraceReading } from './session-traces.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createSettings, type SettingValues } from './settings.ts';
import { createSimulatedDeviceStates, type SimulatedDeviceStates } from './simulated-devices.ts';
import { createTreeSnapshots, type TreeSnapshots } from './snapshots.ts';

/** All that a bench keeps, behind one interface: each part is an aggregate with a file of its own. */
export interface Store {
  readonly batches: Batches;
  readonly orders: OrderRecords;
  readonly profiles: BatchProfiles;
  readonly jobs: Jobs;
  /** The copy of orders that benches share. */
  readonly replica: SharedReplica;
  readonly jobHistory: JobHistory;
  readonly devices: Devices;
  readonly bootstrapCredentials: BootstrapCredentials;
  readonly deviceCertificates: DeviceCertificates;
  readonly presharedKeys: PresharedKeys;
  readonly repository: RepositoryRecords;
  readonly sessions: Sessions;
  readonly objects: ReportedObjects;
  readonly suspendedPlans: SuspendedPlans;
  readonly queuedCommands: QueuedCommands;
  readonly updates: DeviceUpdateRecords;
  readonly planRuns: PlanRuns;
  readonly simulatedDevices: SimulatedDeviceStates;
  readonly settings: SettingValues;
  readonly orderBook: OrderBookSettings;
  readonly schemas: ImportedSchemas;
  readonly notifications: NotificationRecords;
  readonly interactions: InteractionRecords;
  readonly deviceFacts: DeviceFactsReading;
  readonly deviceTags: DeviceTags;
  readonly sessionTraces: SessionTraceReading;
  readonly snapshots: TreeSnapshots;
  readonly audit: AuditRecords;
  readonly operators: OperatorRecords;
  readonly issuerKeys: IssuerKeyRecords;
  readonly library: ProfileRecords;
  readonly alerts: Alerts;
  readonly alertRules: AlertRules;
  /** All or nothing, on the disk when it returns. */
  transaction<Result>(work: () => Result): Result;
  /**
   * The same, committed together with whatever comes meanwhile: for work that comes often and can wait a moment.
   * `committed` runs as soon as it is on the disk, before any other work.
   */
  grouped<Result>(work: () => Result, committed?: (result: Result) => void): Promise<Result>;
  close(): void;
}

/**
 * Opens the store of a data folder for this process, and settles what a process that is gone left behind:
 * its sessions are abandoned; its jobs are done where their session had ended well, and begin again otherwise.
 * @throws DATA_FOLDER_IN_USE, DATA_FOLDER_UNUSABLE, DATA_FOLDER_NEWER
 */
export function openStore(folder: string, now: () => number): Store {
  const database = openDatabase(folder);
  const batches = createBatches(database);
  const store: Store = {
    batches,
    orders: createOrderRecords(database),
    profiles: createBatchProfiles(batches),
    jobs: createJobs(database),
    replica: createSharedReplica(database, batches),
    jobHistory: createJobHistory(database),
    devices: createDevices(database),
    bootstrapCredentials: createBootstrapCredentials(database),
    deviceCertificates: createDeviceCertificates(database),
    presharedKeys: createPresharedKeys(database),
    repository: createRepositoryRecords(database),
    sessions: createSessions(database),
    objects: createReportedObjects(database),
    suspendedPlans: createSuspendedPlans(database),
    queuedCommands: createQueuedCommands(database),
    updates: createDeviceUpdates(database),
    planRuns: createPlanRuns(database),
    simulatedDevices: createSimulatedDeviceStates(database),
    settings: createSettings(database),
    orderBook: createOrderBookSettings(database),
    schemas: createSchemas(database),
    notifications: createNotificationRecords(database),
    interactions: createInteractionRecords(database),
    deviceFacts: createDeviceFacts(database),
    deviceTags: createDeviceTags(database),
    sessionTraces: createSessionTraces(database),
    snapshots: createTreeSnapshots(database),
    audit: createAuditRecords(database),
    operators: createOperatorRecords(database),
    issuerKeys: createIssuerKeyRecords(database),
    library: createProfileRecords(database),
    alerts: createAlerts(database),
    alertRules: createAlertRules(database),
    transaction: (work) => database.transaction(work),
    grouped: (work, committed) => database.grouped(work, committed),
    close: () => database.close(),
  };
  store.transaction(() => settle(store, now()));
  return store;
}

function settle(store: Store, at: number): void {
  store.sessions.abandonOpen(at);
  store.queuedCommands.endAbandoned(at);
  for (const job of store.jobs.inWork()) {
    // What becomes of rows that benches share is written where they share them.
    if (store.batches.get(job.batchId).shared !== undefined) continue;
    const { kind } = job.state;
    const mayBeDone = kind === 'inSession' || kind === 'awaitingDevice';
    const session = mayBeDone ? store.sessions.lastOfJob(job.jobId) : undefined;
    // The job's session is the one opened since the job was in session; an older one is another attempt's.
    const fulfilled = session?.state === 'fulfilled' && session.openedAt >= job.changedAt;
    // A device that is elsewhere may come at any time.
    if (kind === 'awaitingDevice' && !fulfilled) continue;
    const event = fulfilled
      ? ({ kind: 'finish', session: session.sessionId } as const)
      : ({ kind: 'release' } as const);
    const settled = store.jobs.step(job.jobId, event, at);
    const done = rowAct(settled, event.kind, rowRecords(store, settled));
    if (done) store.audit.append({ at, actor: { kind: 'bench' }, ...done });
  }
}
