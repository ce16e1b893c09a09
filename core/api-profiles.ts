import { z } from 'zod';
import type { SavedFile } from './api.ts';

/**
 * The part of the contract that is about the library of profiles: their versions, and what is not saved of them.
 */

/** A batch that was begun with a version of a profile. */
export interface ProfileUse {
  readonly batchId: string;
  readonly name: string;
  readonly version: number;
  /** Milliseconds since 1970, as all times here. */
  readonly at: number;
}

/** A profile of the library as it is listed. */
export interface ProfileSummary {
  readonly profileId: string;
  readonly name: string;
  /** What it is for, in its own words. */
  readonly description?: string;
  /** The newest version; missing where none was saved yet. */
  readonly version?: number;
  readonly versions: number;
  /** When it was saved last, or changed where it never was. */
  readonly changedAt: number;
  readonly archived: boolean;
  /** Whether there are changes that were not saved. */
  readonly draft: boolean;
  /** How many faults the newest version has; where none was saved, the draft. */
  readonly faults: number;
  /** The batch that was begun with it last, whichever its version. */
  readonly lastUse?: ProfileUse;
}

export interface ProfileVersionView {
  readonly number: number;
  readonly savedAt: number;
  /** What was said of it when it was saved. */
  readonly note?: string;
  /** How many batches were begun with it. */
  readonly batches: number;
}

/** Changes that were not saved, and the version that they began with. */
export interface ProfileDraft {
  readonly base?: number;
  readonly text: string;
  readonly changedAt: number;
}

export interface ProfileDetail {
  readonly summary: ProfileSummary;
  /** The newest first. */
  readonly versions: readonly ProfileVersionView[];
  /** The text of the newest version; missing where none was saved yet. */
  readonly text?: string;
  readonly draft?: ProfileDraft;
}

/** What came of putting a text into the library. */
export type ProfileMade =
  | { readonly kind: 'made'; readonly profileId: string; readonly version: number }
  /** The text is that of a version which is there already. */
  | { readonly kind: 'known'; readonly profileId: string; readonly version: number }
  /** It has faults, or there is a profile of its name: it was kept as changes that are not saved. */
  | { readonly kind: 'draft'; readonly profileId: string; readonly faults: number };

/** What was saved: the version, and the text with the version's number in it. */
export interface ProfileSaved {
  readonly version: number;
  readonly text: string;
}

/** A profile that comes with the workstation. */
export interface ProfileSample {
  readonly file: string;
  readonly name: string;
  readonly description?: string;
}

/** What each of these calls answers; a part of `Answers` in core/api.ts. */
export interface ProfileAnswers {
  profiles: readonly ProfileSummary[];
  profile: ProfileDetail;
  profileVersion: { readonly text: string };
  profileSamples: readonly ProfileSample[];
  createProfile: ProfileMade;
  saveProfile: ProfileSaved;
  keepProfileDraft: { readonly kind: 'kept' };
  discardProfileDraft: { readonly kind: 'discarded' | 'removed' };
  renameProfile: ProfileSaved;
  archiveProfile: { readonly kind: 'archived' | 'restored' };
  exportProfile: SavedFile;
}

const nothing = z.strictObject({});
const profileId = z.string().max(64);
/** Longer ones are refused with a fault of their own, which names the length. */
const text = z.string().max(64_000_000);
const number = z.int().min(1);
const note = z.string().max(400);

/** What the renderer asks; a part of `requests` in core/api-requests.ts. */
export const profileRequests = {
  /** Every profile of the library, archived ones too, by name. */
  profiles: nothing,
  profile: z.strictObject({ profileId }),
  profileVersion: z.strictObject({ profileId, number }),
  /** The profiles that come with the workstation. */
  profileSamples: nothing,
  /** Puts a profile into the library; what has faults is kept as a draft. */
  createProfile: z.strictObject({
    from: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('file'),
        /** The name as a person knows it; never a path that main would open. */
        name: z.string().max(255),
        text,
      }),
      z.strictObject({ kind: z.literal('sample'), file: z.string().max(255) }),
      z.strictObject({ kind: z.literal('copy'), profileId }),
    ]),
  }),
  /** Saves a new version of a profile; refused where one was saved after the version that the text began with. */
  saveProfile: z.strictObject({
    profileId,
    base: number.optional(),
    text,
    note: note.optional(),
  }),
  /** Keeps changes that are not saved, in place of those that were kept before. */
  keepProfileDraft: z.strictObject({ profileId, base: number.optional(), text }),
  discardProfileDraft: z.strictObject({ profileId }),
  /** Saves a new version that differs by its name only. */
  renameProfile: z.strictObject({ profileId, name: z.string().min(1).max(80) }),
  archiveProfile: z.strictObject({ profileId, archived: z.boolean() }),
  /** Asks the person where to, and saves a version there as a file. */
  exportProfile: z.strictObject({ profileId, number }),
} as const;
