import { isServedWhole, type UpdateAttempt, type UpdateOrder } from '../../../core/updates/update.ts';

/** The steps that people follow. */
export const followedSteps = ['look', 'name', 'download', 'install', 'verify'] as const;
export type FollowedStep = (typeof followedSteps)[number];

/** How far a step is. */
export type StepStanding = 'open' | 'now' | 'done' | 'failed';

/** How far each step of an attempt is: done is only what the device has answered or the repository has served. */
export function stepStandings(
  attempt: UpdateAttempt,
  order: UpdateOrder,
): Readonly<Record<FollowedStep, StepStanding>> {
  const { course } = attempt;
  const at = currentStep(attempt, order);
  const now = followedSteps.indexOf(at);
  const standing = (index: number): StepStanding => {
    if (course.kind === 'done' || index < now) return 'done';
    if (index > now) return 'open';
    if (course.kind === 'failed') return 'failed';
    return course.kind === 'aborted' ? 'open' : 'now';
  };
  return {
    look: standing(0),
    name: standing(1),
    download: standing(2),
    install: standing(3),
    verify: standing(4),
  };
}

function currentStep(attempt: UpdateAttempt, order: UpdateOrder): FollowedStep {
  const { course, lines } = attempt;
  const asked = lines.findLast(
    (line) => line.kind === 'asked' && line.step !== 'inquire' && line.step !== 'stop',
  );
  if (course.kind === 'verify') return 'verify';
  if (asked?.kind !== 'asked') return 'look';
  switch (asked.step) {
    case 'look':
    case 'name':
    case 'verify':
      return asked.step;
    case 'begin':
      if (asked.operation !== 'both') return asked.operation;
      return isServedWhole(attempt, order.image) ? 'install' : 'download';
    case 'inquire':
    case 'stop':
      return 'download';
  }
}
