import { type AuditReading, createAuditReading } from './audit-reading.ts';
import { createBatchProfiles } from './batch-profiles.ts';
import { createBatches } from './batches.ts';
import { openDatabaseReading } from './database.ts';
import { createInteractionRecords } from './interactions.ts';
import { createJobs } from './jobs.ts';
import { createReportedObjects } from './reported-objects.ts';
import { createRepositoryRecords } from './repository.ts';
import { createSessions } from './sessions.ts';
import type { Store } from './store.ts';

/** What documents are made of: all of it as it was at one moment, beside whoever works in it; nothing can be changed. */
export interface StoreReading
  extends Pick<
    Store,
    'batches' | 'profiles' | 'jobs' | 'sessions' | 'objects' | 'interactions' | 'repository' | 'close'
  > {
  readonly audit: AuditReading;
}

/** Opens the store of a data folder to read it. @throws DATA_FOLDER_UNUSABLE */
export function openStoreReading(folder: string): StoreReading {
  const database = openDatabaseReading(folder);
  const batches = createBatches(database);
  return {
    batches,
    profiles: createBatchProfiles(batches),
    jobs: createJobs(database),
    sessions: createSessions(database),
    objects: createReportedObjects(database),
    interactions: createInteractionRecords(database),
    repository: createRepositoryRecords(database),
    audit: createAuditReading(database),
    close: () => database.close(),
  };
}
