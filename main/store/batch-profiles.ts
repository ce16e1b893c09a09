import { type Profile, readProfile } from '../../core/provisioning/profile.ts';
import type { Batches } from './batches.ts';

/** The profiles that batches began with; each is parsed once. */
export interface BatchProfiles {
  /** @throws BATCH_UNKNOWN */
  of(batchId: string): Profile;
}

export function createBatchProfiles(batches: Batches): BatchProfiles {
  const profiles = new Map<string, Profile>();
  return {
    of(batchId) {
      const known = profiles.get(batchId);
      if (known) return known;
      const batch = batches.get(batchId);
      const reading = readProfile(batch.profileText, batch.name);
      if (reading.kind === 'faults')
        throw new Error(`the profile of batch ${batchId} was checked and is wrong`);
      profiles.set(batchId, reading.profile);
      return reading.profile;
    },
  };
}
