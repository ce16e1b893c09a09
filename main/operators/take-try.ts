import { codedError } from '../../core/errors.ts';
import { afterWrongTry, noWrongTries, secondsToWait } from '../../core/operators/retry-policy.ts';
import type { OperatorRecords } from '../store/operators.ts';

/**
 * Takes one try of a PIN or a badge, or refuses to where too many were wrong. It counts as wrong before it is checked:
 * of many that come at once, none is free.
 * @param subject what is tried
 * @param now milliseconds since 1970
 * @returns whether it was right, and with that nothing wrong is remembered any more
 * @throws OPERATOR_WAIT
 */
export async function takeTry(
  records: Pick<OperatorRecords, 'wrongTries' | 'saveWrongTries'>,
  subject: string,
  now: () => number,
  isRight: () => boolean | Promise<boolean>,
): Promise<boolean> {
  const before = records.wrongTries(subject);
  const seconds = secondsToWait(before, now());
  if (seconds > 0) throw codedError('OPERATOR_WAIT', { seconds });
  records.saveWrongTries(subject, afterWrongTry(before, now()));
  const right = await isRight();
  if (right) records.saveWrongTries(subject, noWrongTries);
  return right;
}
