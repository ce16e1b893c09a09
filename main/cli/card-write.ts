import type { CardContents } from '../../core/card/card-contents.ts';
import { planDelete, planErase } from '../../core/card/plan-erase.ts';
import { sameOctets } from '../../core/octets.ts';
import type { InsertedCard } from '../card/reader.ts';
import { sha256 } from '../digest.ts';
import { readOctets } from '../files.ts';
import { type CardHolder, holderOf, requireLeave } from '../provisioning/card-holder.ts';
import {
  eraseAndReadBack,
  identityOf,
  readDelivered,
  readForWork,
  writeAndReadBack,
} from '../provisioning/card-work.ts';
import { openStore } from '../store/store.ts';
import type { Arguments } from './arguments.ts';
import { withCard } from './card-by-hand.ts';
import { deliveryOf } from './card-delivery.ts';
import type { Output } from './output.ts';

/** `card write --message`: a message from a file onto the card that is in a reader now. */
export async function writeByHand(args: Arguments, output: Output, signal: AbortSignal): Promise<0> {
  const delivery = await deliveryOf(args);
  const message = await readOctets(args.required('message'));
  return withCard<0>(choiceOf(args), signal, async (card) => {
    const contents = await readForWork(card, delivery);
    if (!(contents.message && sameOctets(contents.message, message))) requireOverwrite(args, card, contents);
    const result = await writeAndReadBack(card, contents, message, delivery, progressTo(output));
    output.json({ event: 'written', ...identityOf(card, contents), ...described(message), ...result });
    output.words(
      result.updates === 0
        ? `The card held this message already: ${message.length} octets, read back.`
        : `Written and read back: ${message.length} octets, ${result.updates} updates.`,
    );
    return 0;
  });
}

/** `card erase`: takes the message off the card; with `--delete-files` the whole PKCS#15 application. */
export async function eraseByHand(args: Arguments, output: Output, signal: AbortSignal): Promise<0> {
  const delivery = await deliveryOf(args);
  return withCard<0>(choiceOf(args), signal, async (card) => {
    const contents = await readDelivered(card, delivery, 'needed');
    requireOverwrite(args, card, contents);
    const plan = args.flag('delete-files')
      ? planDelete(contents, delivery.layout)
      : planErase(contents, delivery.layout);
    const { result, after } = await eraseAndReadBack(card, contents, plan, delivery, progressTo(output));
    output.json({
      event: 'erased',
      ...identityOf(card, contents),
      ...result,
      application: after.hasApplication,
    });
    output.words(
      result.updates === 0
        ? 'The card held no bootstrap data already.'
        : 'Erased, and read back: the card holds no bootstrap message.',
    );
    return 0;
  });
}

/**
 * Refuses to touch a message that may be another device's: with a data folder it is known whose, and has to be named;
 * without one, a person has to say that it may go.
 * @throws CARD_HOLDS_ANOTHER, DATA_FOLDER_…
 */
function requireOverwrite(args: Arguments, card: InsertedCard, contents: CardContents): void {
  requireLeave(holderIn(args.text('data'), card, contents), {
    unknown: args.flag('overwrite'),
    devices: new Set(args.all('overwrite-device')),
  });
}

function holderIn(folder: string | undefined, card: InsertedCard, contents: CardContents): CardHolder {
  if (folder === undefined) return { kind: contents.message ? 'unknown' : 'nobody' };
  const store = openStore(folder, () => Date.now());
  try {
    return holderOf(contents, identityOf(card, contents), store);
  } finally {
    store.close();
  }
}

function described(message: Uint8Array) {
  return { octets: message.length, sha256: sha256(message) };
}

/** One line when writing begins, one when reading back does. */
function progressTo(output: Output) {
  const told = new Set<string>();
  return (_done: number, total: number, doing: 'write' | 'verify') => {
    if (told.has(doing)) return;
    told.add(doing);
    output.json({ event: 'progress', step: doing, steps: total });
  };
}

function choiceOf(args: Arguments) {
  return { station: args.text('station'), data: args.text('data') };
}
