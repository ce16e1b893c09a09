import type { ErrorEntry } from './entry.ts';

/** Profiles. */
export const profileErrors = {
  PROFILE_NOT_JSON: {
    cause: 'The profile is not valid JSON: {detail}.',
    remedy: 'Mend the place named.',
  },
  PROFILE_WRONG: {
    cause: 'At {path}: {detail}.',
    remedy: 'See examples/profile.schema.json for what belongs there; editors that know JSON Schema show it.',
  },
  PROFILE_VARIABLE_UNKNOWN: {
    cause: 'At {path}: the variable {variable} is not a column of this profile.',
    remedy: 'Declare it under "columns", or mend its name.',
  },
  PROFILE_CONFIGURATION_UNKNOWN: {
    cause: 'At {path}: there is no configuration "{configuration}" in this profile.',
    remedy: 'Add it under "configurations", or mend its name.',
  },
  PROFILE_HAS_FAULTS: {
    cause: 'The profile has {count} faults.',
    remedy: 'Mend the places named and check it again.',
  },
} as const satisfies Record<string, ErrorEntry>;
