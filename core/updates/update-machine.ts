import { isSuccessCode } from '../dm/alerts.ts';
import type { NodeAddress } from '../dm/node-address.ts';
import { faultOf } from '../errors.ts';
import { operationFault, operationWords } from './operation-words.ts';
import { type ServedPart, withServed } from './served.ts';
import { hasEnded, isServedWhole, type UpdateAttempt, type UpdateOperation } from './update.ts';
import { abort } from './update-abort.ts';
import { reported, unanswered } from './update-answers.ts';
import {
  aborted,
  ask,
  cancels,
  fail,
  follow,
  isAsked,
  operating,
  type StepContext,
  same,
  type UpdateEvent,
  type UpdateStep,
  withLine,
  withReading,
} from './update-step.ts';
import { operationNode } from './update-works.ts';

/** Begins an attempt: the device is looked at first. */
export function beginAttempt(number: number, context: StepContext): UpdateStep {
  const attempt: UpdateAttempt = {
    ...{ number, begunAt: context.at, isAborting: false, served: [], lines: [] },
    course: { kind: 'look', commands: [], tries: 0 },
  };
  return ask(attempt, { kind: 'look' }, 1, context);
}

/**
 * One step of an update (FUMO 1.0, SCOMO 1.0): look, name the package, execute, wait for the outcome that the device
 * tells, read the version back. What does not concern it leaves it as it is, as an abort does that `abortRefusal`
 * speaks against.
 */
export function stepUpdate(attempt: UpdateAttempt, event: UpdateEvent, context: StepContext): UpdateStep {
  if (hasEnded(attempt)) return { attempt: afterEnd(attempt, event, context), effects: [] };
  switch (event.kind) {
    case 'reported':
      return reported(attempt, event, context);
    case 'unanswered':
      return unanswered(attempt, event.commandId, context);
    case 'takenBack':
      return isAsked(attempt, event.commandId)
        ? fail(attempt, faultOf('UPDATE_COMMAND_TAKEN_BACK', {}), context)
        : same(attempt);
    case 'notSent':
      return isAsked(attempt, event.commandId) ? fail(attempt, event.fault, context) : same(attempt);
    case 'outcome':
      return outcome(attempt, event, context);
    case 'told':
      return same(withReading(attempt, event.entries, context));
    case 'served':
      return same(withParts(attempt, event.parts, context));
    case 'otherServed':
      return needsImage(attempt)
        ? fail(attempt, faultOf('UPDATE_OTHER_IMAGE_SERVED', { image: context.order.image.name }), context)
        : same(attempt);
    case 'imageLost':
      // What is being downloaded is read from what was opened: a device that has begun gets all of it.
      return needsImage(attempt) && attempt.served.length === 0 && attempt.course.kind !== 'work'
        ? fail(attempt, event.fault, context)
        : same(attempt);
    case 'abort':
      return abort(attempt, event.isSent, context);
    case 'clock':
      return clock(attempt, context);
    case 'resumed':
      return resumed(attempt, context);
  }
}

/** Whether what becomes of the image in the Data Repository still matters. */
export function needsImage({ course }: UpdateAttempt): boolean {
  switch (course.kind) {
    case 'look':
    case 'name':
      return true;
    case 'begin':
    case 'work':
    case 'inquire':
      return course.operation !== 'install';
    case 'stop':
    case 'verify':
    case 'done':
    case 'failed':
    case 'aborted':
      return false;
  }
}

function outcome(
  attempt: UpdateAttempt,
  { source, code }: Extract<UpdateEvent, { kind: 'outcome' }>,
  context: StepContext,
): UpdateStep {
  const { course } = attempt;
  const { order, at } = context;
  if (!('operation' in course) || !isAt(source, operationNode(order.target, course.operation)))
    return same(attempt);
  // Before the device has accepted it, this is about what an earlier attempt began.
  if (course.kind === 'begin') return same(withLine(attempt, { kind: 'late', code }, at));
  const { operation } = course;
  const told = withLine(attempt, { kind: 'result', operation, code }, at);
  if (isSuccessCode(code)) {
    const next = follow(told, operating(course), context);
    return { ...next, effects: [...cancels(attempt), ...next.effects] };
  }
  if (attempt.isAborting) return aborted(told, undefined, context);
  return fail(told, operationFault(order, operation, undefined, code), context);
}

function clock(attempt: UpdateAttempt, context: StepContext): UpdateStep {
  const { course } = attempt;
  const { order, at } = context;
  const { deviceId: device, seconds } = order;
  if (!('until' in course) || course.until === undefined || at < course.until) return same(attempt);
  if (attempt.isAborting) return aborted(attempt, faultOf('UPDATE_LEFT', { device }), context);
  const operation = operationWords(order, course.operation);
  return fail(attempt, faultOf('UPDATE_NOT_TOLD', { device, seconds, operation }), context);
}

function resumed(attempt: UpdateAttempt, context: StepContext): UpdateStep {
  const noted = withLine(attempt, { kind: 'resumed' }, context.at);
  const { course } = attempt;
  if (course.kind !== 'work') return same(noted);
  const { until } = course;
  return ask(noted, { ...operating(course), kind: 'inquire', isSure: true, until }, 1, context);
}

function afterEnd(attempt: UpdateAttempt, event: UpdateEvent, { order, at }: StepContext): UpdateAttempt {
  if (event.kind !== 'outcome') return attempt;
  const operations: readonly UpdateOperation[] = ['download', 'install', 'both'];
  const isOwn = operations.some((each) => isAt(event.source, operationNode(order.target, each)));
  return isOwn ? withLine(attempt, { kind: 'late', code: event.code }, at) : attempt;
}

function withParts(
  attempt: UpdateAttempt,
  parts: readonly ServedPart[],
  { order, at }: StepContext,
): UpdateAttempt {
  const served = parts.reduce(withServed, attempt.served);
  let next: UpdateAttempt = { ...attempt, served };
  if (attempt.served.length === 0 && served.length > 0) next = withLine(next, { kind: 'serving' }, at);
  return !isServedWhole(attempt, order.image) && isServedWhole(next, order.image)
    ? withLine(next, { kind: 'served' }, at)
    : next;
}

/** Whether an alert is about this node; an empty instance is the only one. */
function isAt(source: NodeAddress, node: NodeAddress): boolean {
  return (
    source.moid === node.moid &&
    (node.instance === '' || node.instance === source.instance) &&
    source.path.join('/') === node.path.join('/')
  );
}
