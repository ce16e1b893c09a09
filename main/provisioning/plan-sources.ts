import { CodedError, codedError } from '../../core/errors.ts';
import type { PlanSource } from '../../core/provisioning/device-plan.ts';
import { type PlanOutline, planOutlines } from '../../core/provisioning/plan-steps-text.ts';
import { readProfile } from '../../core/provisioning/profile.ts';
import { readWorks } from '../works-file.ts';
import type { ProfileLibrary } from './profile-library.ts';

/** A plan that somebody chose, with what it is in words. */
export interface ChosenPlan {
  readonly name: string;
  readonly source: PlanSource;
}

/** Which plan, and which of its steps; no steps are all of them. */
export interface PlanChoice {
  readonly plan: string;
  readonly steps: readonly string[];
}

/** A plan of the newest version of a profile. @throws PROFILE_UNKNOWN, PROFILE_NOT_SAVED, PLAN_UNKNOWN, … */
export function planOfLibrary(library: ProfileLibrary, profileId: string, choice: PlanChoice): ChosenPlan {
  return planOfText(newestText(library, profileId), library.detail(profileId).summary.name, choice);
}

/** The plans of the newest version of a profile. @throws PROFILE_UNKNOWN, PROFILE_NOT_SAVED */
export function plansOfLibrary(library: ProfileLibrary, profileId: string): readonly PlanOutline[] {
  return planOutlines(newestText(library, profileId));
}

function newestText(library: ProfileLibrary, profileId: string): string {
  const { text, summary } = library.detail(profileId);
  if (text === undefined) throw codedError('PROFILE_NOT_SAVED', { profile: summary.name });
  return text;
}

/** A plan of the text of a profile. @throws its only fault or PROFILE_HAS_FAULTS, PLAN_UNKNOWN, PLAN_STEP_UNKNOWN */
export function planOfText(text: string, file: string, { plan, steps }: PlanChoice): ChosenPlan {
  const reading = readProfile(text, file);
  if (reading.kind === 'faults') {
    const [only, ...others] = reading.faults;
    if (only && others.length === 0) throw new CodedError(only);
    throw codedError('PROFILE_HAS_FAULTS', { count: reading.faults.length });
  }
  const { profile } = reading;
  const outline = planOutlines(text).find(({ name }) => name === plan);
  if (outline === undefined) throw codedError('PLAN_UNKNOWN', { plan });
  for (const step of steps)
    if (!outline.steps.includes(step)) throw codedError('PLAN_STEP_UNKNOWN', { plan, step });
  const which = steps.length === 0 ? plan : `${plan}: ${steps.join(', ')}`;
  return {
    name: `${profile.name} ${profile.version}, ${which}`,
    source: { kind: 'profile', profile, plan, steps },
  };
}

/** The commands of a file. @throws QUEUE_FILE_WRONG */
export function planOfCommands(text: string, name: string): ChosenPlan {
  return { name, source: { kind: 'commands', works: readWorks(text, name) } };
}
