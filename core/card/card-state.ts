import { type CardState, CodedError, type ErrorCode } from '../errors.ts';
import { sameOctets } from '../octets.ts';
import { updateRecord } from './apdu.ts';
import { CardCursor } from './card-cursor.ts';
import type { CardKeys } from './card-keys.ts';
import type { CardDialog } from './dialog.ts';
import { fileName } from './file-address.ts';
import type { CardPlan, CardStep } from './plan-steps.ts';
import { readCard } from './read-card.ts';
import { readOptions } from './read-options.ts';

/** The card or the reader is gone: it cannot be asked what it holds. */
const gone: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'CARD_PULLED',
  'CARD_MUTE',
  'CARD_OTHER_PUT_IN',
  'READER_LOST',
  'READER_BUSY',
  'READER_FAILED',
  'PCSC_NOT_RUNNING',
  'PCSC_UNAVAILABLE',
  'STOPPED',
]);

const sentences: Readonly<Record<CardState, string>> = {
  asBefore: 'The card reads as before.',
  withoutMessage: 'The card now holds no bootstrap message.',
  complete: 'The card holds the whole message.',
  unknown: 'What the card holds now is not known until it is read.',
};

/** A piece of work that ended with a fault: where it was. */
export interface BrokenWork {
  readonly plan: CardPlan;
  readonly keys: CardKeys;
  readonly step: CardStep | undefined;
  /** Whether a command was sent that changes the card. */
  readonly changed: boolean;
}

/**
 * The error of a piece of work that ended with a fault, with what the card reads as now. An update that was read
 * back as something else is undone first, so that nothing false stays on the card.
 */
export function* afterFault(error: unknown, work: BrokenWork): CardDialog<unknown> {
  if (!(error instanceof CodedError)) return error;
  const { fault } = error;
  if (!work.changed) return new CodedError({ ...fault, card: 'asBefore' }, { cause: error });
  const card = gone.has(fault.code) ? 'unknown' : yield* stateNow(work);
  const message = `${fault.message} ${sentences[card]}`;
  return new CodedError({ ...fault, message, card }, { cause: error });
}

function* stateNow(work: BrokenWork): CardDialog<CardState> {
  try {
    yield* undo(work);
    return stateOf(yield* readAnew(work), work.plan);
  } catch (error) {
    if (error instanceof CodedError) return 'unknown';
    throw error;
  }
}

function* readAnew({ plan, keys }: BrokenWork): CardDialog<Uint8Array | undefined> {
  return (yield* readCard(readOptions(plan.layout, plan.abilities, () => keys.pin))).message;
}

function stateOf(message: Uint8Array | undefined, { before, message: wanted }: CardPlan): CardState {
  if (message === undefined) return 'withoutMessage';
  if (wanted && sameOctets(message, wanted)) return 'complete';
  return before && sameOctets(message, before) ? 'asBefore' : 'unknown';
}

/** Puts back what was there before the update that was read back as something else. */
function* undo({ plan, keys, step }: BrokenWork): CardDialog<void> {
  if (step?.kind !== 'readBack' && step?.kind !== 'readBackRecord') return;
  const cursor = new CardCursor(keys, plan.abilities);
  if (plan.selection.channel !== 0) cursor.channel = plan.selection.channel;
  cursor.application = plan.selection.application;
  yield* cursor.ensure(step.address);
  if (step.kind === 'readBack') yield* cursor.updateBinary(step.offset, step.before);
  else yield* cursor.change(updateRecord(step.record, step.before), fileName(step.address.identifier));
}
