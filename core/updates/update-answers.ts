import { faultOf } from '../errors.ts';
import type { SerializedMo } from '../mo/serialization.ts';
import { standingAfter } from './inquiry.ts';
import { operationFault, purposeWords } from './operation-words.ts';
import { stateWords } from './result-words.ts';
import type { AskedCommand, UpdateAttempt, UpdateCourse } from './update.ts';
import {
  type Asks,
  aborted,
  ask,
  cancels,
  fail,
  follow,
  mostTries,
  objectWords,
  operating,
  operationsOf,
  type StepContext,
  same,
  type UpdateEvent,
  type UpdateStep,
  withLine,
  withReading,
} from './update-step.ts';
import { operationsFor, readingOf, standingOf } from './update-works.ts';

/** The device has answered a command. */
export function reported(
  attempt: UpdateAttempt,
  event: Extract<UpdateEvent, { kind: 'reported' }>,
  context: StepContext,
): UpdateStep {
  const { course } = attempt;
  const command = 'commands' in course && course.commands.find((each) => each.commandId === event.commandId);
  if (!command) return same(attempt);
  const { status } = event;
  const left = course.commands.filter((each) => each !== command);
  let next: UpdateAttempt = { ...attempt, course: { ...course, commands: left } };
  if (isRefusal(command, status)) {
    if (command.needed) return refused(next, command, status, context);
    next = withLine(next, { kind: 'leftOut', purpose: command.purpose, status }, context.at);
  }
  next = withReading(next, event.entries, context);
  // The optional commands that come with it say nothing about what follows.
  return left.length > 0 && course.kind !== 'look' && course.kind !== 'inquire'
    ? keepReading(next, event, context)
    : answered(next, event.entries, context);
}

/** What was read with the version may come before the last answer of its step. */
function keepReading(
  attempt: UpdateAttempt,
  event: Extract<UpdateEvent, { kind: 'reported' }>,
  context: StepContext,
): UpdateStep {
  return attempt.course.kind === 'verify' && event.entries.length > 0
    ? verified(attempt, event.entries, context)
    : same(attempt);
}

function isRefusal({ purpose }: AskedCommand, status: number): boolean {
  if (purpose === 'execute') return status !== 202 && status !== 200;
  return status !== 200 && status !== 304;
}

function refused(
  attempt: UpdateAttempt,
  command: AskedCommand,
  status: number,
  context: StepContext,
): UpdateStep {
  const { course } = attempt;
  const { deviceId: device } = context.order;
  // The package is gone already: what the device does with it, it will tell.
  if (course.kind === 'stop')
    return same(
      withLine(
        { ...attempt, course: { ...operating(course), kind: 'work', until: course.until } },
        { kind: 'leftOut', purpose: command.purpose, status },
        context.at,
      ),
    );
  const fault =
    course.kind === 'look' && status === 404
      ? faultOf('UPDATE_NO_OBJECT', { device, object: objectWords(context.order) })
      : faultOf('UPDATE_COMMAND_REFUSED', { device, status, command: purposeWords[command.purpose] });
  return fail(attempt, fault, context);
}

/** All commands of a step are answered. */
function answered(
  attempt: UpdateAttempt,
  entries: readonly SerializedMo[],
  context: StepContext,
): UpdateStep {
  const { course } = attempt;
  const { order, at } = context;
  switch (course.kind) {
    case 'look':
      return looked(attempt, entries, context);
    case 'name': {
      if (attempt.isAborting) return aborted(attempt, undefined, context);
      const [operation = 'both', ...after] = operationsOf(attempt, order);
      return ask(attempt, { kind: 'begin', operation, after }, 1, context);
    }
    case 'begin': {
      const { operation } = course;
      const until = at + order.seconds * 1000;
      const worked: UpdateAttempt = { ...attempt, course: { ...operating(course), kind: 'work', until } };
      const accepted = withLine(worked, { kind: 'accepted', operation }, at);
      return attempt.isAborting && order.target.kind === 'software'
        ? ask(accepted, { ...operating(course), kind: 'stop', until }, 1, context)
        : same(accepted);
    }
    case 'inquire':
      return inquired(attempt, course, entries, context);
    case 'stop':
      return aborted(attempt, undefined, context);
    case 'verify':
      return verified(attempt, entries, context);
    case 'work':
    case 'done':
    case 'failed':
    case 'aborted':
      return same(attempt);
  }
}

function looked(attempt: UpdateAttempt, entries: readonly SerializedMo[], context: StepContext): UpdateStep {
  const { order } = context;
  const { deviceId: device, target } = order;
  if (attempt.isAborting) return aborted(attempt, undefined, context);
  const { version, state, operations: present } = readingOf(order, entries);
  if (target.kind === 'firmware' && present === undefined)
    return fail(attempt, faultOf('UPDATE_NO_OBJECT', { device, object: objectWords(order) }), context);
  if (state !== undefined && standingOf(target.kind, state) === 'atIt') {
    const words = stateWords(target.kind, state);
    return fail(attempt, faultOf('UPDATE_DEVICE_BUSY', { device, state, words }), context);
  }
  const operations = operationsFor(target, present);
  if (operations === undefined) return fail(attempt, faultOf('UPDATE_NO_OPERATION', { device }), context);
  const known: UpdateAttempt = {
    ...attempt,
    ...(version === undefined ? {} : { versionBefore: version }),
    ...(state === undefined ? {} : { stateBefore: state }),
    operations,
  };
  return ask(known, { kind: 'name', operations }, 1, context);
}

function inquired(
  attempt: UpdateAttempt,
  course: Extract<UpdateCourse, { kind: 'inquire' }>,
  entries: readonly SerializedMo[],
  context: StepContext,
): UpdateStep {
  const { order, at } = context;
  const { operation, after, isSure, tries } = course;
  const until = course.until ?? at + order.seconds * 1000;
  const reading = readingOf(order, entries);
  const standing = standingAfter({ ...course, order, reading, stateBefore: attempt.stateBefore });
  switch (standing.kind) {
    case 'atIt':
      return same({ ...attempt, course: { ...operating(course), kind: 'work', until } });
    case 'next':
      return follow(attempt, { operation, after }, context);
    case 'notBegun':
      if (attempt.isAborting) return aborted(attempt, undefined, context);
      return isSure || tries >= mostTries
        ? fail(attempt, operationFault(order, operation, standing.state), context)
        : ask(attempt, { kind: 'begin', operation, after }, tries + 1, context);
    case 'failed':
      return fail(attempt, operationFault(order, operation, standing.state), context);
  }
}

function verified(
  attempt: UpdateAttempt,
  entries: readonly SerializedMo[],
  context: StepContext,
): UpdateStep {
  const { order, at } = context;
  const { version: expected, deviceId: device } = order;
  const { version } = readingOf(order, entries);
  if (version === undefined || version === '')
    return fail(attempt, faultOf('UPDATE_VERSION_MISSING', { device, expected }), context);
  const read = withLine(attempt, { kind: 'version', version }, at);
  if (version !== expected)
    return fail(read, faultOf('UPDATE_VERSION_DIFFERS', { device, expected, reported: version }), context);
  return same({ ...read, course: { kind: 'done', version, at } });
}

/** The device was gone before it answered a command: it is asked again, or, where that could do something twice, for its state. */
export function unanswered(attempt: UpdateAttempt, commandId: string, context: StepContext): UpdateStep {
  const { course } = attempt;
  const command = 'commands' in course && course.commands.find((each) => each.commandId === commandId);
  if (!command) return same(attempt);
  const { tries } = course;
  if (attempt.isAborting && (course.kind === 'look' || course.kind === 'name'))
    return aborted(attempt, undefined, context);
  if (course.kind === 'begin')
    return ask(attempt, { ...operating(course), kind: 'inquire', isSure: false }, tries, context);
  if (!command.needed) {
    const left = course.commands.filter((each) => each !== command);
    const next: UpdateAttempt = { ...attempt, course: { ...course, commands: left } };
    return left.length > 0 ? same(next) : answered(next, [], context);
  }
  if (tries >= mostTries) {
    const { deviceId: device } = context.order;
    const parameters = { device, times: tries, command: purposeWords[command.purpose] };
    return fail(attempt, faultOf('UPDATE_COMMAND_UNANSWERED', parameters), context);
  }
  const asks: Asks =
    course.kind === 'name' ? { kind: 'name', operations: operationsOf(attempt, context.order) } : course;
  const again = ask(attempt, asks, tries + 1, context);
  // Its fellows may wait still, where the device got a part of them only.
  return { ...again, effects: [...cancels(attempt), ...again.effects] };
}
