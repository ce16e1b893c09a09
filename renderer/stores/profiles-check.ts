import '../jitless.ts';
import type { Fault } from '../../core/errors.ts';
import { type CardPicture, cardPictureOf } from '../../core/provisioning/card-picture.ts';
import { pathsOfPlaces } from '../../core/provisioning/fault-paths.ts';
import type { Profile } from '../../core/provisioning/profile.ts';
import { checkProfileText } from '../../core/provisioning/profile-check.ts';
import { type OutlineEntry, outlineOf } from '../../core/provisioning/profile-outline.ts';
import type { JsonPath } from '../../core/provisioning/profile-references.ts';
import { readTree } from '../../core/provisioning/profile-text.ts';

/** As much of a profile as is needed: all of it would take long to come from another thread. */
export type CheckedProfile = Pick<Profile, 'version' | 'sessionPlan' | 'plans'>;

/** What a text came to. `revision` says which one it was. */
export interface CheckedText {
  readonly revision: number;
  /** The first of them. */
  readonly faults: readonly Fault[];
  /** What in the profile each of them is about. */
  readonly faultPaths: readonly JsonPath[];
  /** How many there are in all. */
  readonly faultCount: number;
  /** What is shown of the profile beside its text; missing where there are faults. */
  readonly profile?: CheckedProfile;
  /** What will be on a card; missing where there are faults. */
  readonly card?: CardPicture;
  readonly outline: readonly OutlineEntry[];
}

/** More of them are not shown: whoever has so many begins with the first. */
export const mostFaultsShown = 200;

/** Checks a text whole, and says what is where in it. */
export function checkText(revision: number, text: string): CheckedText {
  const reading = checkProfileText(text, '');
  const tree = readTree(text);
  const faults = reading.kind === 'faults' ? reading.faults : [];
  const shown = faults.slice(0, mostFaultsShown);
  const pathOf = tree && shown.length > 0 ? pathsOfPlaces(text, tree) : () => [];
  return {
    revision,
    faults: shown,
    faultPaths: shown.map(({ place }) => pathOf(place)),
    faultCount: faults.length,
    outline: tree ? outlineOf(tree) : [],
    ...(reading.kind === 'profile'
      ? { profile: partOf(reading.profile), card: cardPictureOf(reading.profile, 'http') }
      : {}),
  };
}

function partOf({ version, sessionPlan, plans }: Profile): CheckedProfile {
  return { version, sessionPlan, plans };
}
