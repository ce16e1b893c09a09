import { type Fault, faultOf } from '../errors.ts';
import { hasEnded, type UpdateAttempt, type UpdateOrder } from './update.ts';
import {
  aborted,
  ask,
  cancels,
  operating,
  type StepContext,
  same,
  type UpdateStep,
  withLine,
} from './update-step.ts';

/** Why an attempt cannot be aborted now; undefined where it can. */
export function abortRefusal(attempt: UpdateAttempt, order: UpdateOrder, isSent: boolean): Fault | undefined {
  const { course } = attempt;
  const { deviceId: device, target } = order;
  if (hasEnded(attempt)) return faultOf('UPDATE_ENDED', { device });
  if (course.kind !== 'begin' && course.kind !== 'work' && course.kind !== 'inquire') return undefined;
  if (course.kind !== 'work' && !isSent) return undefined;
  const installs =
    course.operation === 'install' || (course.operation === 'both' && target.kind === 'firmware');
  return installs ? faultOf('UPDATE_NOT_STOPPABLE', { device }) : undefined;
}

/** Ends an attempt where that is possible at once; else at the next place where it is. */
export function abort(attempt: UpdateAttempt, isSent: boolean, context: StepContext): UpdateStep {
  const { course, isAborting } = attempt;
  const { order, at } = context;
  const { deviceId: device, target } = order;
  if (abortRefusal(attempt, order, isSent)) return same(attempt);
  // Whoever says so twice does not want to wait for the device.
  if (isAborting) return aborted(attempt, faultOf('UPDATE_LEFT', { device }), context);
  const marked = withLine({ ...attempt, isAborting: true }, { kind: 'abortAsked' }, at);
  switch (course.kind) {
    case 'look':
    case 'name':
      return isSent ? same(marked) : aborted(marked, undefined, context);
    case 'begin':
      if (isSent) return same(marked);
      return aborted(
        marked,
        course.operation === 'install' ? faultOf('UPDATE_NOT_INSTALLED', { device }) : undefined,
        context,
      );
    case 'verify':
      return aborted(marked, faultOf('UPDATE_NOT_VERIFIED', { device }), context);
    case 'work':
    case 'inquire': {
      // It may never come back to answer.
      if (course.kind === 'inquire' && !isSent)
        return aborted(marked, faultOf('UPDATE_LEFT', { device }), context);
      if (target.kind === 'firmware') return same(marked);
      const until = course.until ?? at + order.seconds * 1000;
      const stop = ask(marked, { ...operating(course), kind: 'stop', until }, 1, context);
      return { ...stop, effects: [...cancels(attempt), ...stop.effects] };
    }
    case 'stop':
    case 'done':
    case 'failed':
    case 'aborted':
      return same(attempt);
  }
}
