import { type BatchProfiles, createBatchProfiles } from './batch-profiles.ts';
import { type Batches, createBatches } from './batches.ts';
import { type BootstrapCredentials, createBootstrapCredentials } from './bootstrap-credentials.ts';
import { openDatabase } from './database.ts';
import { createDevices, type Devices } from './devices.ts';
import { createInteractionRecords, type InteractionRecords } from './interactions.ts';
import { createJobs, type Jobs } from './jobs.ts';
import { createNotificationRecords, type NotificationRecords } from './notifications.ts';
import { createSuspendedPlans, type SuspendedPlans } from './plan-progress.ts';
import { createReportedObjects, type ReportedObjects } from './reported-objects.ts';
import { createRepositoryRecords, type RepositoryRecords } from './repository.ts';
import { createSchemas, type ImportedSchemas } from './schemas.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createSettings, type SettingValues } from './settings.ts';
import { createSimulatedDeviceStates, type SimulatedDeviceStates } from './simulated-devices.ts';

/** All that a bench keeps, behind one interface: each part is an aggregate with a file of its own. */
export interface Store {
  readonly batches: Batches;
  readonly profiles: BatchProfiles;
  readonly jobs: Jobs;
  readonly devices: Devices;
  readonly bootstrapCredentials: BootstrapCredentials;
  readonly repository: RepositoryRecords;
  readonly sessions: Sessions;
  readonly objects: ReportedObjects;
  readonly suspendedPlans: SuspendedPlans;
  readonly simulatedDevices: SimulatedDeviceStates;
  readonly settings: SettingValues;
  readonly schemas: ImportedSchemas;
  readonly notifications: NotificationRecords;
  readonly interactions: InteractionRecords;
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
    profiles: createBatchProfiles(batches),
    jobs: createJobs(database),
    devices: createDevices(database),
    bootstrapCredentials: createBootstrapCredentials(database),
    repository: createRepositoryRecords(database),
    sessions: createSessions(database),
    objects: createReportedObjects(database),
    suspendedPlans: createSuspendedPlans(database),
    simulatedDevices: createSimulatedDeviceStates(database),
    settings: createSettings(database),
    schemas: createSchemas(database),
    notifications: createNotificationRecords(database),
    interactions: createInteractionRecords(database),
    transaction: (work) => database.transaction(work),
    grouped: (work, committed) => database.grouped(work, committed),
    close: () => database.close(),
  };
  store.transaction(() => settle(store, now()));
  return store;
}

function settle(store: Store, at: number): void {
  store.sessions.abandonOpen(at);
  for (const job of store.jobs.inWork()) {
    const session = job.state.kind === 'inSession' ? store.sessions.lastOfJob(job.jobId) : undefined;
    // The job's session is the one opened since the job was in session; an older one is another attempt's.
    const fulfilled = session?.state === 'fulfilled' && session.openedAt >= job.changedAt;
    store.jobs.step(
      job.jobId,
      fulfilled ? { kind: 'finish', session: session.sessionId } : { kind: 'release' },
      at,
    );
  }
}
