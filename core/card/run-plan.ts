import { codedError } from '../errors.ts';
import { firstDifference } from '../octets.ts';
import { createFile, deleteFile, updateRecord } from './apdu.ts';
import { CardCursor } from './card-cursor.ts';
import type { CardKeys } from './card-keys.ts';
import { afterFault } from './card-state.ts';
import { type CardDialog, statusError } from './dialog.ts';
import {
  applicationDirectory,
  type FileAddress,
  fileName,
  identifierText,
  masterFileDirectory,
} from './file-address.ts';
import { identifierOf } from './layout-schema.ts';
import { type CardPlan, type CardStep, changesCard } from './plan-steps.ts';
import { readRange } from './read-file.ts';

/** How far the work is: steps that are done of steps in the plan. */
export type PlanProgress = (done: number, total: number, doing: 'write' | 'verify') => void;

/** What was done; every octet of it was read back. */
export interface PlanResult {
  /** Commands that changed the card. */
  readonly updates: number;
  readonly readBacks: number;
}

/**
 * Carries a plan out on the card that it was made for. Keys are shown when the first command needs them, their
 * counters asked before.
 * @throws CARD_ADM_…, CARD_PIN_…, CARD_READ_BACK_DIFFERS, CARD_MEMORY_FAILURE and the like, each saying what the
 *   card reads as now (`fault.card`)
 */
export function* carryOut(
  plan: CardPlan,
  keys: CardKeys,
  progress: PlanProgress = () => {},
): CardDialog<PlanResult> {
  const cursor = new CardCursor(keys, plan.abilities, plan.selection);
  const total = plan.steps.length;
  let updates = 0;
  let current: CardStep | undefined;
  try {
    const kept = fileForPin(plan);
    if (kept !== undefined) yield* cursor.showPin(kept);
    for (const [index, step] of plan.steps.entries()) {
      current = step;
      progress(index, total, changesCard(step) ? 'write' : 'verify');
      updates += yield* carryOutStep(cursor, step);
    }
  } catch (error) {
    throw yield* afterFault(error, { plan, keys, step: current, changed: cursor.changed });
  }
  if (total > 0) progress(total, total, 'verify');
  const readBacks = plan.steps.filter((step) => !changesCard(step)).length;
  return { updates, readBacks };
}

/** The file that is made so that only the PIN opens it: without the PIN it could not be read back. */
function fileForPin({ layout, steps }: CardPlan): number | undefined {
  const message = identifierOf(layout.files.message.identifier);
  const made = steps.some((step) => step.kind === 'create' && step.address.identifier === message);
  return layout.private && made ? message : undefined;
}

/** @returns how many commands changed the card */
function* carryOutStep(cursor: CardCursor, step: CardStep): CardDialog<number> {
  switch (step.kind) {
    case 'createApplication':
      yield* createApplication(cursor, step);
      return 1;
    case 'create':
      yield* cursor.enter(step.address.directory);
      yield* cursor.change(createFile(step.template), fileName(step.address.identifier));
      cursor.moved(step.address.directory, step.address);
      return 1;
    case 'deleteDirectory':
      yield* cursor.enter(step.parent);
      yield* cursor.change(deleteFile(step.identifier), `DF ${identifierText(step.identifier)}`);
      cursor.moved(undefined);
      return 1;
    case 'update':
      yield* cursor.ensure(step.address);
      yield* cursor.updateBinary(step.offset, step.octets);
      return 1;
    case 'readBack':
      yield* cursor.ensure(step.address);
      yield* readBack(cursor, step.address, step.offset, step.expected);
      return 0;
    case 'ensure':
      return yield* ensureContent(cursor, step.address, step.offset, step.expected);
    case 'updateRecord':
      yield* cursor.ensure(step.address);
      yield* cursor.change(updateRecord(step.record, step.octets), fileName(step.address.identifier));
      return 1;
    case 'readBackRecord':
      yield* cursor.ensure(step.address);
      yield* readBackRecord(cursor, step);
      return 0;
  }
}

/** The new DF is selected as devices select it: by its AID, or where this card does not know that, by its path. */
function* createApplication(
  cursor: CardCursor,
  { identifier, template }: Extract<CardStep, { kind: 'createApplication' }>,
): CardDialog<void> {
  yield* cursor.enter(masterFileDirectory);
  yield* cursor.change(createFile(template), `DF ${identifierText(identifier)}`);
  cursor.application = { kind: 'aid' };
  if (yield* cursor.openDirectory(applicationDirectory)) return;
  cursor.application = { kind: 'path', path: [identifier] };
  yield* cursor.enter(applicationDirectory);
}

function* readBack(
  cursor: CardCursor,
  address: FileAddress,
  start: number,
  expected: Uint8Array,
): CardDialog<void> {
  const octets = yield* readRange(cursor, address, start, start + expected.length);
  const offset = firstDifference(octets, expected);
  if (offset !== -1)
    throw codedError('CARD_READ_BACK_DIFFERS', {
      file: fileName(address.identifier),
      offset: start + offset,
    });
}

function* ensureContent(
  cursor: CardCursor,
  address: FileAddress,
  start: number,
  expected: Uint8Array,
): CardDialog<number> {
  yield* cursor.ensure(address);
  const octets = yield* readRange(cursor, address, start, start + expected.length);
  if (firstDifference(octets, expected) === -1) return 0;
  if (octets.length < expected.length)
    throw codedError('CARD_OFFSET_OUTSIDE', { file: fileName(address.identifier) });
  yield* cursor.updateBinary(start, expected);
  yield* readBack(cursor, address, start, expected);
  return 1;
}

function* readBackRecord(
  cursor: CardCursor,
  { address, record, expected }: Extract<CardStep, { kind: 'readBackRecord' }>,
): CardDialog<void> {
  const response = yield* cursor.readRecord(record, expected.length);
  const file = fileName(address.identifier);
  if (response.statusWord !== 0x9000)
    throw statusError({ cla: 0, ins: 0xb2, p1: record, p2: 0x04 }, file, response.statusWord);
  const offset = firstDifference(response.data, expected);
  if (offset !== -1)
    throw codedError('CARD_READ_BACK_DIFFERS', { file: `record ${record} of ${file}`, offset });
}
