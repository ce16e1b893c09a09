import { type BatchProfiles, createBatchProfiles } from './batch-profiles.ts';
import { type Batches, createBatches } from './batches.ts';
import { openDatabase } from './database.ts';
import { createDevices, type Devices } from './devices.ts';
import { createJobs, type Jobs } from './jobs.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createSettings, type SettingValues } from './settings.ts';

/** All that a bench keeps, behind one interface: each part is an aggregate with a file of its own. */
export interface Store {
  readonly batches: Batches;
  readonly profiles: BatchProfiles;
  readonly jobs: Jobs;
  readonly devices: Devices;
  readonly sessions: Sessions;
  readonly settings: SettingValues;
  /** All or nothing, on the disk when it returns. */
  transaction<Result>(work: () => Result): Result;
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
    sessions: createSessions(database),
    settings: createSettings(database),
    transaction: (work) => database.transaction(work),
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
