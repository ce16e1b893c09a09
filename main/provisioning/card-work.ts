import { abilitiesOf, type CardAbilities, shortBlocks } from '../../core/card/atr.ts';
import type { CardContents } from '../../core/card/card-contents.ts';
import { showKey } from '../../core/card/card-keys.ts';
import { conduct } from '../../core/card/dialog.ts';
import { type IssuerKeys, keysOf } from '../../core/card/issuer-keys.ts';
import type { CardLayout } from '../../core/card/layout-schema.ts';
import { requireApplication } from '../../core/card/plan-files.ts';
import type { CardPlan } from '../../core/card/plan-steps.ts';
import { planWrite } from '../../core/card/plan-write.ts';
import { readCard } from '../../core/card/read-card.ts';
import { readOptions, requireAtr } from '../../core/card/read-options.ts';
import { carryOut, type PlanProgress, type PlanResult } from '../../core/card/run-plan.ts';
import { codedError, toFault } from '../../core/errors.ts';
import { sameOctets, toHex } from '../../core/octets.ts';
import type { CardIdentity } from '../../core/provisioning/job.ts';
import { useSecret } from '../../core/secrets.ts';
import type { InsertedCard } from '../card/reader.ts';

/** How the cards of an order are laid out, and the keys and PINs that came with them. */
export interface CardDelivery {
  readonly layout: CardLayout;
  readonly issuerKeys: IssuerKeys;
  readonly pins?: IssuerKeys | undefined;
}

/**
 * Reads a card that is to be written, and refuses one that cannot be.
 * @throws CARD_ATR_UNEXPECTED, CARD_NOT_PKCS15, and what reading a card came to
 */
export async function readForWork(card: InsertedCard, delivery: CardDelivery): Promise<CardContents> {
  const { layout } = delivery;
  requireAtr(card.atr, layout);
  const contents = await readDelivered(card, delivery, 'needed');
  requireApplication(contents, layout);
  return contents;
}

/**
 * Reads a card of a delivery: as far as a write needs to know it, or whole. A reader that breaks off at commands of
 * extended length gets short ones: reading changes nothing, so that this is found out without harm.
 */
export async function readDelivered(
  card: InsertedCard,
  { layout, pins }: CardDelivery,
  depth: 'needed' | 'whole',
): Promise<CardContents> {
  const read = async (abilities: CardAbilities) => {
    const shown: Uint8Array[] = [];
    const pinFor = (iccid: string | undefined) => {
      const pin = pins?.keyFor(iccid);
      if (pin) shown.push(pin);
      return keysOf(layout, { pin }).pin;
    };
    try {
      return await conduct(readCard({ ...readOptions(layout, abilities, pinFor), depth }), card);
    } finally {
      for (const pin of shown) pin.fill(0);
    }
  };
  const abilities = abilitiesOf(card.atr, card.protocol, layout.extendedLength);
  try {
    return await read(abilities);
  } catch (error) {
    const { code } = toFault(error);
    const brokenOff = code === 'READER_FAILED' || code === 'CARD_PULLED';
    if (!brokenOff || abilities.readBlock === shortBlocks.readBlock) throw error;
    await card.reset();
    return read(shortBlocks);
  }
}

/** Plans what makes a card hold a message. @throws what `planWrite` refuses, before anything is written */
export function planMessage(contents: CardContents, message: Uint8Array, delivery: CardDelivery): CardPlan {
  return planWrite(contents, message, delivery.layout);
}

/**
 * Carries a plan out, and reads back what it wrote.
 * @throws coded errors that say what the card reads as now (`fault.card`)
 */
export function carryOutOn(
  card: InsertedCard,
  contents: CardContents,
  plan: CardPlan,
  { layout, issuerKeys, pins }: CardDelivery,
  progress?: PlanProgress,
): Promise<PlanResult> {
  return useSecret(card.issuerKey?.slice() ?? issuerKeys.keyFor(contents.iccid), (adm) =>
    useSecret(pins?.keyFor(contents.iccid), (pin) =>
      conduct(carryOut(plan, keysOf(layout, { adm, pin }), progress), card),
    ),
  );
}

/**
 * Shows the PIN that a person would enter at the device, where the device is told that it needs one.
 * @throws CARD_PIN_…
 */
export async function enterPin(
  card: InsertedCard,
  { iccid }: CardContents,
  { layout, pins }: CardDelivery,
): Promise<void> {
  if (!layout.private) return;
  await useSecret(pins?.keyFor(iccid), async (value) => {
    const { pin } = keysOf(layout, { pin: value });
    if (pin) await conduct(showKey(pin), card);
  });
}

/** What tells a card from every other: its ATR, and its ICCID where it has one. */
export function identityOf(card: InsertedCard, { iccid }: Pick<CardContents, 'iccid'>): CardIdentity {
  return { atr: toHex(card.atr), ...(iccid === undefined ? {} : { iccid }) };
}

/**
 * Writes a message, and reads the card again as a device finds it: after a reset, from the beginning.
 * @throws CARD_DIFFERS where it is not what was written, and what writing or reading came to
 */
export async function writeAndReadBack(
  card: InsertedCard,
  contents: CardContents,
  message: Uint8Array,
  delivery: CardDelivery,
  progress?: PlanProgress,
): Promise<PlanResult> {
  const plan = planMessage(contents, message, delivery);
  const result = await carryOutOn(card, contents, plan, delivery, progress);
  await card.reset();
  const { message: found } = await readDelivered(card, delivery, 'needed');
  if (!(found && sameOctets(found, message)))
    throw codedError('CARD_DIFFERS', { wanted: 'what was written' });
  return result;
}

/**
 * Carries an erasure out, and reads the card again; one that cannot be read is not called erased.
 * @throws CARD_DIFFERS where it still holds a message, and what erasing or reading came to
 */
export async function eraseAndReadBack(
  card: InsertedCard,
  contents: CardContents,
  plan: CardPlan,
  delivery: CardDelivery,
  progress?: PlanProgress,
): Promise<{ readonly result: PlanResult; readonly after: CardContents }> {
  const result = await carryOutOn(card, contents, plan, delivery, progress);
  await card.reset();
  const after = await readDelivered(card, delivery, 'needed');
  if (after.message) throw codedError('CARD_DIFFERS', { wanted: 'none' });
  return { result, after };
}
