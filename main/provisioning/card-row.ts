import type { CardContents } from '../../core/card/card-contents.ts';
import { codedError } from '../../core/errors.ts';
import { toHex } from '../../core/octets.ts';
import { deviceOf } from '../../core/provisioning/batch-mode.ts';
import { fillText } from '../../core/provisioning/variables.ts';
import type { InsertedCard } from '../card/reader.ts';
import { bootstrappedState } from '../device/bootstrapped-state.ts';
import { readBootstrapCard } from '../device/read-bootstrap-card.ts';
import { SimulatedDevice } from '../device/simulated-device.ts';
import { sha256 } from '../digest.ts';
import type { JobRecord } from '../store/job-record.ts';
import { claimForCard, holderOf, requireLeave } from './card-holder.ts';
import {
  type CardDelivery,
  carryOutOn,
  enterPin,
  identityOf,
  planMessage,
  readForWork,
} from './card-work.ts';
import { awaitDevice, type DeviceWait } from './device-row.ts';
import { type FulfilledPlan, holdFirstSession } from './first-session.ts';
import type { RowResult, RowWork } from './row-work.ts';
import { labelOf } from './station-order.ts';

/** What the person at the station has to do with a row of cards, beside putting cards in. */
export interface CardRowOptions {
  /** Raised when no card is waited for any more. */
  readonly waiting: AbortSignal;
  /** The row that a scan has chosen, as it is now, for the panel. */
  readonly chosen: () => JobRecord | undefined;
  /** Calls the listener when a scan chooses another row, or none. */
  readonly onChosen: (listener: () => void) => void;
  /** Takes the row that a scan has chosen: it is this card's from then on. */
  readonly takeChosen: () => JobRecord | undefined;
  /** How long the station waits for devices that are elsewhere; undefined where it goes on. */
  readonly deviceWait: DeviceWait | undefined;
}

/**
 * One card, and the row that it is for: from the card's insertion to the row's end, or until its device is awaited.
 * @throws what the card, the row or the simulated device came to; `work.settle` records it
 */
export async function workCardRow(work: RowWork, options: CardRowOptions): Promise<RowResult> {
  const { reader, order } = work;
  const delivery = { layout: order.profile.card, issuerKeys: order.issuerKeys, pins: order.pins };
  // A virtual card is made for its row; a real card is looked at before a row is claimed for it.
  const isVirtual = reader.kind === 'virtual';
  if (isVirtual && !work.take(options.takeChosen()) && !(await work.claim({}))) return 'nothingLeft';
  const card = await insertedCard(work, options);
  try {
    return await workCard(work, card, delivery, options);
  } finally {
    await card.close();
  }
}

async function workCard(
  work: RowWork,
  card: InsertedCard,
  delivery: CardDelivery,
  options: CardRowOptions,
): Promise<RowResult> {
  const device = deviceOf(work.order.mode);
  work.working('card');
  const contents = await readForWork(card, delivery);
  work.identity = identityOf(card, contents);
  const job = work.job ?? (await claimFor(work, contents, options));
  if (job === undefined) return 'nothingLeft';
  const { message, digest } = await work.prepare(job);
  await write(work, card, contents, message, delivery);
  await card.reset();
  switch (device) {
    case 'nothing': {
      // Whoever sees that it is done may use the card at once.
      await card.close();
      await work.finish(undefined);
      return 'done';
    }
    case 'simulated': {
      await enterPin(card, contents, delivery);
      const session = await simulatedSession(work, card, job, digest);
      await card.close();
      await work.finish(session);
      return 'done';
    }
    case 'real': {
      await card.close();
      return await awaitDevice(work, options.deviceWait);
    }
  }
}

async function insertedCard(work: RowWork, options: CardRowOptions): Promise<InsertedCard> {
  const { profile } = work.order;
  const row = work.job?.variables ?? {};
  const column = Object.keys(profile.columns).find((name) => profile.columns[name]?.type === 'iccid');
  const iccid = profile.card.iccid === undefined ? column && row[column] : fillText(profile.card.iccid, row);
  let isEmpty = false;
  const askForCard = () => {
    const next = options.chosen();
    if (isEmpty) work.tell({ kind: 'waitingForCard', ...(next ? { next: labelOf(next) } : {}) });
  };
  options.onChosen(askForCard);
  const card = await work.reader.insertedCard(
    options.waiting,
    (condition) => {
      isEmpty = condition.kind === 'empty';
      if (condition.kind === 'empty') askForCard();
      else if (condition.kind === 'mute')
        work.tell({ kind: 'failed', fault: condition.fault, takeCardOut: true });
      else work.tell({ kind: 'lost', fault: condition.fault });
    },
    iccid === '' ? undefined : iccid,
  );
  isEmpty = false;
  return card;
}

/** The row of a card: the one that was scanned, the one it was begun for, the one it belongs to, or the next. */
async function claimFor(
  work: RowWork,
  contents: CardContents,
  options: CardRowOptions,
): Promise<JobRecord | undefined> {
  const { store } = work.context;
  const { identity } = work;
  if (identity === undefined) throw new Error('the card was not identified');
  const { batchId, profile, overwrite, overwriteDevices = new Set<string>() } = work.order;
  const holder = holderOf(contents, identity, store);
  if (holder.kind === 'job') work.holder = { deviceId: holder.job.deviceId, label: holder.job.label };
  const bound = profile.card.iccid !== undefined;
  const leave = { unknown: overwrite, devices: overwriteDevices };
  const chosen = options.chosen();
  if (chosen) {
    if (bound && chosen.iccid !== contents.iccid)
      throw codedError('SCAN_OTHER_CARD', { iccid: contents.iccid ?? '', label: chosen.label });
    const isItsOwn = holder.kind === 'job' && !holder.copy && holder.job.deviceId === chosen.deviceId;
    if (!isItsOwn) requireLeave(holder, leave);
    return work.take(options.takeChosen()) ?? chosen;
  }
  return await claimForCard(contents, identity, {
    ...{ records: store, batchId, bound, leave },
    claim: (wanted) => work.claim(wanted),
  });
}

async function write(
  work: RowWork,
  card: InsertedCard,
  contents: CardContents,
  message: Uint8Array,
  delivery: CardDelivery,
): Promise<void> {
  const plan = planMessage(contents, message, delivery);
  await work.step({ kind: 'startWriting', card: work.identity ?? { atr: toHex(card.atr) } });
  // A card that holds the message already was read whole: there is nothing to write.
  if (plan.steps.length === 0) work.working('verify');
  await carryOutOn(card, contents, plan, delivery, (done, total, doing) =>
    work.working(doing, { done, total }),
  );
  await work.step({ kind: 'verify' });
}

/** Boots a simulated device from the card in the reader, and lets it hold its first session. */
async function simulatedSession(
  work: RowWork,
  card: InsertedCard,
  job: JobRecord,
  digest: string,
): Promise<FulfilledPlan> {
  const { context } = work;
  await work.step({ kind: 'openSession' });
  work.working('session');
  const { deviceId, jobId } = job;
  const octets = await readBootstrapCard(card);
  if (sha256(octets) !== digest) throw codedError('CARD_OTHER_PUT_IN', {});
  const { now, browser } = context;
  const state = bootstrappedState(octets, work.devInfo(job));
  const device = new SimulatedDevice({ deviceId, state, now, browser });
  const asks = (open: boolean) => work.working('session', undefined, open);
  const held = await holdFirstSession(device, jobId, { server: context.server, asks }, work.stop);
  context.keepDevice(device);
  return held;
}
