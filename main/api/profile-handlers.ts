import type { BrowserWindow } from 'electron';
import type { ProfileAnswers } from '../../core/api-profiles.ts';
import type { Bench } from '../bench-services.ts';
import { writeWhole } from '../files.ts';
import { newId } from '../ids.ts';
import { createProfileLibrary } from '../provisioning/profile-library.ts';
import { readSample, sampleProfiles } from '../provisioning/profile-samples.ts';
import type { CallHandlers } from './answer-call.ts';
import { askWhereTo } from './ask-where-to.ts';

/** The handlers of what the window asks about the library of profiles. */
export function createProfileHandlers(
  { store, audit }: Pick<Bench, 'store' | 'audit'>,
  window: BrowserWindow,
): Pick<CallHandlers, keyof ProfileAnswers> {
  const library = createProfileLibrary(store, { now: () => Date.now(), newId, audit });
  return {
    profiles: () => library.list(),
    profile: ({ profileId }) => library.detail(profileId),
    profileVersion: ({ profileId, number }) => ({ text: library.text(profileId, number) }),
    profileSamples: () => sampleProfiles(),
    async createProfile({ from }) {
      switch (from.kind) {
        case 'file':
          return library.keep({ name: from.name, text: from.text }, `Imported from ${from.name}`);
        case 'sample':
          return library.keep(await readSample(from.file), `From the sample ${from.file}`);
        case 'copy':
          return library.copy(from.profileId);
      }
    },
    saveProfile: ({ profileId, ...change }) => library.save(profileId, change),
    keepProfileDraft({ profileId, ...draft }) {
      library.keepDraft(profileId, draft);
      return { kind: 'kept' };
    },
    discardProfileDraft: ({ profileId }) => ({ kind: library.discardDraft(profileId) }),
    renameProfile: ({ profileId, name }) => library.rename(profileId, name),
    archiveProfile({ profileId, archived }) {
      library.archive(profileId, archived);
      return { kind: archived ? 'archived' : 'restored' };
    },
    exportProfile({ profileId, number }) {
      const { name } = library.detail(profileId).summary;
      const text = library.text(profileId, number);
      const what = { title: 'Save the profile', name: `${name} v${number}.profile`, extension: 'json' };
      return askWhereTo(window, what, (file) => writeWhole(file, text));
    },
  };
}
