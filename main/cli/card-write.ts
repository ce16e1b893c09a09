import { planDelete, planErase } from '../../core/card/plan-erase.ts';
import { sameOctets } from '../../core/octets.ts';
import { cardErasing, cardWriting } from '../audit/card-acts.ts';
import { sha256 } from '../digest.ts';
import { readOctets } from '../files.ts';
import { requireLeave } from '../provisioning/card-holder.ts';
import {
  eraseAndReadBack,
  identityOf,
  readDelivered,
  readForWork,
  writeAndReadBack,
} from '../provisioning/card-work.ts';
import type { Arguments } from './arguments.ts';
import { withCard } from './card-by-hand.ts';
import { withDelivery } from './card-delivery.ts';
import { type CardRecords, withCardRecords } from './card-records.ts';
import type { Output } from './output.ts';

/** `card write --message`: a message from a file onto the card that is in a reader now. */
export function writeByHand(args: Arguments, output: Output, signal: AbortSignal): Promise<0> {
  return withDelivery(args, async (delivery) => {
    const message = await readOctets(args.required('message'));
    return withCard<0>(choiceOf(args), signal, async (card) => {
      const contents = await readForWork(card, delivery);
      const result = await withCardRecords(args, card, contents, (records) => {
        if (!(contents.message && sameOctets(contents.message, message))) requireOverwrite(args, records);
        return records.act(cardWriting(records.station, message, records.subject()), () =>
          writeAndReadBack(card, contents, message, delivery, progressTo(output)),
        );
      });
      output.json({ event: 'written', ...identityOf(card, contents), ...described(message), ...result });
      output.words(
        result.updates === 0
          ? `The card held this message already: ${message.length} octets, read back.`
          : `Written and read back: ${message.length} octets, ${result.updates} updates.`,
      );
      return 0;
    });
  });
}

/** `card erase`: takes the message off the card; with `--delete-files` the whole PKCS#15 application. */
export function eraseByHand(args: Arguments, output: Output, signal: AbortSignal): Promise<0> {
  return withDelivery(args, async (delivery) => {
    return withCard<0>(choiceOf(args), signal, async (card) => {
      const contents = await readDelivered(card, delivery, 'needed');
      const { result, after } = await withCardRecords(args, card, contents, (records) => {
        requireOverwrite(args, records);
        const plan = args.flag('delete-files')
          ? planDelete(contents, delivery.layout)
          : planErase(contents, delivery.layout);
        return records.act(cardErasing(records.station, records.subject()), () =>
          eraseAndReadBack(card, contents, plan, delivery, progressTo(output)),
        );
      });
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
  });
}

/**
 * Refuses to touch a message that may be another device's: with a data folder it is known whose, and has to be named;
 * without one, a person has to say that it may go.
 * @throws CARD_HOLDS_ANOTHER, DATA_FOLDER_…
 */
function requireOverwrite(args: Arguments, records: CardRecords): void {
  requireLeave(records.holder(), {
    unknown: args.flag('overwrite'),
    devices: new Set(args.all('overwrite-device')),
  });
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
