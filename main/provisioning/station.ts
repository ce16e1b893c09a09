import type { StationActivity, StationView } from '../../core/api-station-activity.ts';
import { toFault } from '../../core/errors.ts';
import { usesCard } from '../../core/provisioning/batch-mode.ts';
import type { FailureStop, RowEnd } from '../../core/provisioning/failure-streak.ts';
import type { StationSettings } from '../../core/provisioning/station-settings.ts';
import type { CardReader } from '../card/reader.ts';
import type { JobRecord } from '../store/job-record.ts';
import { workCardRow } from './card-row.ts';
import { type DeviceWait, workDeviceRow } from './device-row.ts';
import { type RowResult, RowWork } from './row-work.ts';
import type { StationHand } from './station-hand.ts';
import {
  endsEveryStation,
  labelOf,
  releasesRow,
  type StationContext,
  type StationOrder,
} from './station-order.ts';

export interface StationSignals {
  /** Finish the row at hand, then stop; also raised when no row is left anywhere. */
  readonly pause: AbortSignal;
  /** Stop now; what is half done begins again later. */
  readonly stop: AbortSignal;
}

/** A station as a batch has it: its reader, its settings, and the person at it. */
export interface Station {
  readonly reader: CardReader;
  readonly settings: StationSettings;
  readonly hand: StationHand;
  /** Resolves with an awaited row once it is not awaited any more. @throws STOPPED */
  readonly settled: DeviceWait['settled'];
  /** Told how each row ended here. @returns why the station has to stop, if so */
  readonly ended: (end: RowEnd) => FailureStop | undefined;
}

/**
 * Works one station until no row is left or it is told to stop: wait for a card, claim a row, write, read back,
 * first session. Each step is in the store before the next begins.
 * @throws STORE_FULL and STORE_FAILED; a fault of a card or device is shown, recorded, and the next row is taken
 */
export async function workStation(
  station: Station,
  order: StationOrder,
  context: StationContext,
  signals: StationSignals,
  show: (view: StationView) => void,
): Promise<void> {
  const { reader, settings, hand } = station;
  const tell = (activity: StationActivity) => show({ name: reader.name, kind: reader.kind, activity });
  const either = AbortSignal.any([signals.pause, signals.stop]);
  const book = context.books.of(order.batchId);
  const isNothingClaimable = () =>
    hand.chosen() === undefined && context.store.jobs.claimable(order.batchId) === 0;
  const nothingLeft = () => isNothingClaimable() && !book.isAtOtherBenches(order.batchId);
  /** Whether a row failed elsewhere: that of a device which this station waited for. */
  const isFailed = (job: JobRecord | undefined) =>
    job !== undefined && context.store.jobs.get(job.jobId).state.kind === 'failed';
  let interrupted = false;
  let isFirst = true;
  let failedLast: JobRecord | undefined;
  try {
    while (!either.aborted) {
      if (nothingLeft()) return tell({ kind: 'finished' });
      if (isNothingClaimable()) {
        // What other benches have in work comes back to everybody where they fail.
        tell({ kind: 'waitingForOthers' });
        await book.changed(either);
        continue;
      }
      if (!settings.autoAdvance && !isFirst && hand.chosen() === undefined) {
        tell({ kind: 'ready', ...(failedLast ? { failed: labelOf(failedLast) } : {}) });
        if (await stopped(hand.pressed(either))) break;
        if (nothingLeft()) return tell({ kind: 'finished' });
      }
      isFirst = false;
      failedLast = undefined;
      const work = new RowWork(reader, order, context, signals.stop, (activity) => {
        // What was interrupted stays on the panel until a card is in again: it says which one to put in.
        if (activity.kind !== 'waitingForCard' || activity.next || !interrupted) tell(activity);
      });
      let stop: FailureStop | undefined;
      try {
        const result = await workRow(work, station, either);
        interrupted = false;
        if (result !== 'nothingLeft') station.ended({ kind: result });
        // Another station took the last row while this one looked at its card, which can stay in.
        else if (work.identity !== undefined) continue;
      } catch (error) {
        const fault = toFault(error);
        if (endsEveryStation(fault.code)) throw error;
        const { job } = work;
        const failed = (await work.settle(fault)) || isFailed(job);
        if (failed) failedLast = job;
        if (failed && job)
          stop = station.ended({ kind: 'failed', jobId: job.jobId, label: job.label, fault });
        if (fault.code === 'STOPPED') break;
        interrupted = releasesRow(fault.code);
        tell({
          kind: 'failed',
          fault,
          takeCardOut: reader.kind === 'pcsc' && usesCard(order.mode) && !releasesRow(fault.code),
          ...(job ? { job: labelOf(job) } : {}),
          ...(work.identity ? { card: work.identity } : {}),
          ...(fault.code === 'CARD_HOLDS_ANOTHER' && work.holder ? { holder: work.holder } : {}),
        });
      }
      // The last result stays on the panel. Any other stays until the card is out; then the next row begins by itself.
      if (nothingLeft()) return;
      if (usesCard(order.mode) && (await stopped(reader.removed(either)))) break;
      if (stop) {
        tell({ kind: 'stopped', stop });
        if (await stopped(hand.pressed(either))) break;
      }
    }
    tell({ kind: nothingLeft() ? 'finished' : 'idle' });
  } finally {
    await releaseChosen(hand.close(), context);
  }
}

function workRow(work: RowWork, station: Station, waiting: AbortSignal): Promise<RowResult> {
  const { settings, hand, settled } = station;
  const deviceWait = settings.waitsForDevice
    ? { seconds: settings.deviceWaitSeconds, goOn: hand.pressed, settled }
    : undefined;
  if (!usesCard(work.order.mode)) return workDeviceRow(work, { takeChosen: hand.take, deviceWait });
  return workCardRow(work, {
    ...{ waiting, deviceWait },
    chosen: hand.chosen,
    onChosen: hand.onChosen,
    takeChosen: hand.take,
  });
}

/** A row that was scanned for a station and not begun waits again. */
export async function releaseChosen(
  job: JobRecord | undefined,
  { books, now }: Pick<StationContext, 'books' | 'now'>,
): Promise<void> {
  if (job === undefined) return;
  const { batchId, jobId, attempts: turn } = job;
  try {
    await books.of(batchId).step(jobId, { kind: 'release' }, now(), { turn });
  } catch (error) {
    // Where the order book is away, it is released when the bench is connected again; a row that somebody took is theirs.
    const { code } = toFault(error);
    if (code !== 'ORDER_BOOK_UNREACHABLE' && code !== 'ROW_TAKEN_OVER') throw error;
  }
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
