import { firmwareStates } from '../device/firmware-codes.ts';
import { downloadStatuses } from '../device/software-codes.ts';
import { isServedWhole, type UpdateAttempt, type UpdateOrder, type UpdatePhase } from './update.ts';

/**
 * What an attempt is at: nothing that the device did not report (a status, a state or a result code) and that the
 * Data Repository did not serve.
 */
export function phaseOf(attempt: UpdateAttempt, order: Pick<UpdateOrder, 'target' | 'image'>): UpdatePhase {
  const { course, isAborting } = attempt;
  switch (course.kind) {
    case 'done':
    case 'failed':
    case 'aborted':
      return course.kind;
    case 'stop':
      return 'aborting';
    case 'look':
    case 'name':
      return isAborting ? 'aborting' : 'asked';
    case 'verify':
      return isAborting ? 'aborting' : 'verifying';
    case 'begin':
    case 'work':
    case 'inquire':
      if (isAborting) return 'aborting';
      return working(attempt, course.kind === 'work', course.operation === 'install', order);
  }
}

function working(
  attempt: UpdateAttempt,
  isAccepted: boolean,
  isInstalling: boolean,
  { target, image }: Pick<UpdateOrder, 'target' | 'image'>,
): UpdatePhase {
  const { state } = attempt;
  const [installing, downloaded] =
    target.kind === 'firmware'
      ? [firmwareStates.updating, [firmwareStates.downloaded, firmwareStates.readyToUpdate]]
      : [downloadStatuses.installing, [downloadStatuses.downloaded]];
  if (state === installing || (isInstalling && isAccepted)) return 'updating';
  if (isInstalling || isServedWhole(attempt, image) || downloaded.some((each) => each === state))
    return 'downloaded';
  return isAccepted || attempt.served.length > 0 ? 'downloading' : 'asked';
}
