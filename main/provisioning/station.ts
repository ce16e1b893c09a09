import type { StationActivity, StationView } from '../../core/api.ts';
import { toFault } from '../../core/errors.ts';
import type { CardReader } from '../card/reader.ts';
import {
  endsEveryStation,
  labelOf,
  RowWork,
  releasesRow,
  type StationContext,
  type StationOrder,
} from './row-work.ts';

export interface StationSignals {
  /** Finish the row at hand, then stop; also raised when no row is left anywhere. */
  readonly pause: AbortSignal;
  /** Stop now; what is half done begins again later. */
  readonly stop: AbortSignal;
}

/**
 * Works one station until no row is left or it is told to stop: wait for a card, claim a row, write, read back,
 * first session. Each step is in the store before the next begins.
 * @throws STORE_FULL and STORE_FAILED; a fault of a card or device is shown, recorded, and the next row is taken
 */
export async function workStation(
  reader: CardReader,
  order: StationOrder,
  context: StationContext,
  signals: StationSignals,
  show: (view: StationView) => void,
): Promise<void> {
  const tell = (activity: StationActivity) => show({ name: reader.name, kind: reader.kind, activity });
  const either = AbortSignal.any([signals.pause, signals.stop]);
  const book = context.books.of(order.batchId);
  const isNothingClaimable = () => context.store.jobs.claimable(order.batchId) === 0;
  const nothingLeft = () => isNothingClaimable() && !book.isAtOtherBenches(order.batchId);
  let interrupted = false;
  while (!either.aborted) {
    if (nothingLeft()) return tell({ kind: 'finished' });
    if (isNothingClaimable()) {
      // What other benches have in work comes back to everybody where they fail.
      tell({ kind: 'waitingForOthers' });
      await book.changed(either);
      continue;
    }
    const work = new RowWork(reader, order, context, signals.stop, (activity) => {
      // What was interrupted stays on the panel until a card is in again: it says which one to put in.
      if (activity.kind !== 'waitingForCard' || !interrupted) tell(activity);
    });
    try {
      await work.run(either);
      interrupted = false;
    } catch (error) {
      const fault = toFault(error);
      if (endsEveryStation(fault.code)) throw error;
      await work.settle(fault);
      if (fault.code === 'STOPPED') break;
      interrupted = releasesRow(fault.code);
      tell({
        kind: 'failed',
        fault,
        takeCardOut: reader.kind === 'pcsc' && !releasesRow(fault.code),
        ...(work.job ? { job: labelOf(work.job) } : {}),
        ...(work.identity ? { card: work.identity } : {}),
        ...(fault.code === 'CARD_HOLDS_ANOTHER' && work.holder ? { holder: work.holder } : {}),
      });
    } finally {
      await work.close();
    }
    // The last result stays on the panel. Any other stays until the card is out; then the next row begins by itself.
    if (nothingLeft()) return;
    if (await stopped(reader.removed(either))) break;
  }
  tell({ kind: nothingLeft() ? 'finished' : 'idle' });
}

async function stopped(waiting: Promise<void>): Promise<boolean> {
  try {
    await waiting;
    return false;
  } catch (error) {
    if (toFault(error).code === 'STOPPED') return true;
    throw error;
  }
}
