import type { NodeAddress } from '../dm/node-address.ts';
import type { Fault } from '../errors.ts';
import { faultOf } from '../errors.ts';
import type { SerializedMo } from '../mo/serialization.ts';
import type { ServedPart } from './served.ts';
import type {
  AskedCommand,
  UpdateAttempt,
  UpdateCourse,
  UpdateNote,
  UpdateOperation,
  UpdateOrder,
} from './update.ts';
import {
  executeWorks,
  inquireWorks,
  lookWorks,
  nameWorks,
  operationsFor,
  type PlannedWork,
  readingOf,
  removeWorks,
  verifyWorks,
} from './update-works.ts';

/** What happens to an attempt. */
export type UpdateEvent =
  /** The device reported a status of a command, and what it read. */
  | {
      readonly kind: 'reported';
      readonly commandId: string;
      readonly status: number;
      readonly entries: readonly SerializedMo[];
    }
  /** A command came to nothing: its session broke off, somebody took it back, or it could not be sent. */
  | { readonly kind: 'unanswered'; readonly commandId: string }
  | { readonly kind: 'takenBack'; readonly commandId: string }
  | { readonly kind: 'notSent'; readonly commandId: string; readonly fault: Fault }
  /** The device told what came of an operation (alert). */
  | { readonly kind: 'outcome'; readonly source: NodeAddress; readonly code: number }
  /** The device told its state by itself (SUB). */
  | { readonly kind: 'told'; readonly entries: readonly SerializedMo[] }
  | { readonly kind: 'served'; readonly parts: readonly ServedPart[] }
  | { readonly kind: 'otherServed' }
  /** The image is not in the Data Repository any more as it was chosen. */
  | { readonly kind: 'imageLost'; readonly fault: Fault }
  /** @property isSent whether the device may have got the commands that are asked */
  | { readonly kind: 'abort'; readonly isSent: boolean }
  /** It is looked whether the device is late. */
  | { readonly kind: 'clock' }
  /** The bench was started again. */
  | { readonly kind: 'resumed' };

/** What is to be done about it. */
export type UpdateEffect =
  | { readonly kind: 'queue'; readonly command: AskedCommand; readonly work: PlannedWork['work'] }
  /** Takes a command that waits out of the queue. */
  | { readonly kind: 'cancel'; readonly commandId: string };

/** An attempt after an event, and what follows. */
export interface UpdateStep {
  readonly attempt: UpdateAttempt;
  readonly effects: readonly UpdateEffect[];
}

/** What a step needs beside the attempt. */
export interface StepContext {
  readonly order: UpdateOrder;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Names a command. */
  readonly newId: () => string;
}

/** A command that the device left unanswered is asked so often in all, where asking again changes nothing. */
export const mostTries = 3;
/** So many lines are kept of an attempt. */
const mostLines = 200;

/** An operation that is begun or is about to be. */
export interface Operating {
  readonly operation: UpdateOperation;
  readonly after: readonly UpdateOperation[];
}

/** A step that is to be queued. */
export type Asks =
  | { readonly kind: 'look' }
  | { readonly kind: 'name'; readonly operations: readonly UpdateOperation[] }
  | ({ readonly kind: 'begin' } & Operating)
  | ({ readonly kind: 'inquire'; readonly isSure: boolean; readonly until?: number } & Operating)
  | ({ readonly kind: 'stop'; readonly until: number } & Operating)
  | { readonly kind: 'verify' };

/** Nothing follows. */
export function same(attempt: UpdateAttempt): UpdateStep {
  return { attempt, effects: [] };
}

/** Whether a command is one that is not answered yet. */
export function isAsked({ course }: UpdateAttempt, commandId: string): boolean {
  return 'commands' in course && course.commands.some((each) => each.commandId === commandId);
}

/** Queues the commands of a step. */
export function ask(attempt: UpdateAttempt, asks: Asks, tries: number, context: StepContext): UpdateStep {
  const planned = worksOf(asks, context.order).map((work) => {
    const { purpose, needed } = work;
    return { command: { commandId: context.newId(), purpose, needed }, work: work.work };
  });
  const commands = planned.map(({ command }) => command);
  const course: UpdateCourse =
    asks.kind === 'name' ? { kind: 'name', commands, tries } : { ...asks, commands, tries };
  const note: UpdateNote =
    asks.kind === 'begin'
      ? { kind: 'asked', step: 'begin', operation: asks.operation }
      : { kind: 'asked', step: asks.kind };
  return {
    attempt: withLine({ ...attempt, course }, note, context.at),
    effects: planned.map(({ command, work }) => ({ kind: 'queue', command, work })),
  };
}

function worksOf(asks: Asks, order: UpdateOrder): readonly PlannedWork[] {
  const { target } = order;
  switch (asks.kind) {
    case 'look':
      return lookWorks(order);
    case 'name':
      return nameWorks(order, asks.operations);
    case 'begin':
      return executeWorks(target, asks.operation);
    case 'inquire':
      return inquireWorks(target);
    case 'stop':
      return target.kind === 'software' ? removeWorks(target) : [];
    case 'verify':
      return verifyWorks(target);
  }
}

/** An operation has succeeded. */
export function follow(attempt: UpdateAttempt, { after }: Operating, context: StepContext): UpdateStep {
  const [operation, ...rest] = after;
  const { deviceId: device } = context.order;
  if (operation === undefined) {
    const late: UpdateAttempt = attempt.isAborting
      ? withLine({ ...attempt, isAborting: false }, { kind: 'abortTooLate' }, context.at)
      : attempt;
    return ask(late, { kind: 'verify' }, 1, context);
  }
  return attempt.isAborting
    ? aborted(attempt, faultOf('UPDATE_NOT_INSTALLED', { device }), context)
    : ask(attempt, { kind: 'begin', operation, after: rest }, 1, context);
}

/** Ends an attempt as failed. */
export function fail(attempt: UpdateAttempt, fault: Fault, { at }: StepContext): UpdateStep {
  return { attempt: { ...attempt, course: { kind: 'failed', fault, at } }, effects: cancels(attempt) };
}

/** Ends an attempt as aborted. @param fault what was left as it is */
export function aborted(attempt: UpdateAttempt, fault: Fault | undefined, { at }: StepContext): UpdateStep {
  const course: UpdateCourse = { kind: 'aborted', at, ...(fault ? { fault } : {}) };
  return { attempt: { ...attempt, course }, effects: cancels(attempt) };
}

/** What was asked and is not answered is taken back, as far as it waits still. */
export function cancels({ course }: UpdateAttempt): readonly UpdateEffect[] {
  return 'commands' in course ? course.commands.map(({ commandId }) => ({ kind: 'cancel', commandId })) : [];
}

/** The operation of a course, for the next one. */
export function operating({ operation, after }: Operating): Operating {
  return { operation, after };
}

/** Keeps the state that was reported, where it is another one. */
export function withReading(
  attempt: UpdateAttempt,
  entries: readonly SerializedMo[],
  { order, at }: StepContext,
): UpdateAttempt {
  const { state } = readingOf(order, entries);
  if (state === undefined || state === attempt.state) return attempt;
  return withLine({ ...attempt, state }, { kind: 'state', state }, at);
}

/** Writes down what happened. */
export function withLine(attempt: UpdateAttempt, note: UpdateNote, at: number): UpdateAttempt {
  return { ...attempt, lines: [...attempt.lines, { ...note, at }].slice(-mostLines) };
}

/** The operations that an attempt takes. */
export function operationsOf(
  { operations }: UpdateAttempt,
  { target }: UpdateOrder,
): readonly UpdateOperation[] {
  return operations ?? operationsFor(target, undefined) ?? ['both'];
}

/** What people call the object. */
export function objectWords({ target }: UpdateOrder): string {
  return target.kind === 'firmware' ? 'firmware update object (FUMO)' : 'software management object (SCOMO)';
}
