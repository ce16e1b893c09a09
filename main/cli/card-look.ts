import type { CardContents } from '../../core/card/card-contents.ts';
import {
  type CardCopy,
  compareCards,
  copyCard,
  type FileDifference,
  parseCardCopy,
} from '../../core/card/card-copy.ts';
import { askTries, type TriesLeft } from '../../core/card/card-keys.ts';
import { describeCard } from '../../core/card/describe-card.ts';
import { conduct } from '../../core/card/dialog.ts';
import { changesCard } from '../../core/card/plan-steps.ts';
import { CodedError, codedError } from '../../core/errors.ts';
import { firstDifference } from '../../core/octets.ts';
import type { InsertedCard } from '../card/reader.ts';
import { sha256 } from '../digest.ts';
import { readOctets, readTextFile, writeWhole } from '../files.ts';
import { type CardDelivery, planMessage, readDelivered } from '../provisioning/card-work.ts';
import type { Arguments } from './arguments.ts';
import { withCard } from './card-by-hand.ts';
import { withDelivery } from './card-delivery.ts';
import { digestOfJob } from './card-job.ts';
import type { Output } from './output.ts';

/** `card read`: what is on a card, decoded; the message itself only into a file. */
export function readByHand(args: Arguments, output: Output, signal: AbortSignal): Promise<0> {
  return withDelivery(args, async (delivery) => {
    return withCard<0>(choiceOf(args), signal, async (card) => {
      const contents = await readDelivered(card, delivery, 'whole');
      const out = args.text('out');
      const { message } = contents;
      if (message && out !== undefined) await writeWhole(out, message, 'owner');
      const tries = args.flag('tries') ? await triesOf(card, contents, delivery) : undefined;
      output.json({
        event: 'card',
        ...describeCard(contents, card.atr),
        message: message
          ? { octets: message.length, sha256: sha256(message), room: contents.messageFile?.octets.length }
          : null,
        ...(tries ? { tries } : {}),
      });
      for (const { fault } of contents.problems) output.words(fault.message);
      output.words(
        message
          ? `Bootstrap message: ${message.length} octets, SHA-256 ${sha256(message)}`
          : 'The card holds no bootstrap message.',
      );
      return 0;
    });
  });
}

/** The counters of issuer key and PIN; asking spends no try. */
async function triesOf(
  card: InsertedCard,
  { selection }: CardContents,
  { layout }: CardDelivery,
): Promise<{ adm: TriesLeft; pin: TriesLeft }> {
  const ask = (reference: number) => conduct(askTries(reference, selection.channel), card);
  return { adm: await ask(layout.admReference), pin: await ask(layout.pinReference) };
}

/** `card verify`: whether a card holds a message, that of a file, a job or a digest. */
export function verifyByHand(args: Arguments, output: Output, signal: AbortSignal): Promise<0> {
  return withDelivery(args, async (delivery) => {
    const wanted = await wantedMessage(args);
    return withCard<0>(choiceOf(args), signal, async (card) => {
      const contents = await readDelivered(card, delivery, 'needed');
      const { message } = contents;
      if (message === undefined) throw codedError('CARD_NO_MESSAGE', {});
      const digest = sha256(message);
      const same = digest === wanted.digest;
      // As the layout says: what a write of the same message would still change.
      const changes = same ? planMessage(contents, message, delivery).steps.filter(changesCard).length : 0;
      output.json({ event: 'verified', same, sha256: digest, asLaidOut: same && changes === 0 });
      if (!same) throw differs(message, wanted);
      output.words(
        changes === 0
          ? 'The card holds exactly this message.'
          : 'The card holds exactly this message, but laid out otherwise than it would be written now.',
      );
      return 0;
    });
  });
}

interface WantedMessage {
  readonly name: string;
  readonly digest: string;
  readonly octets?: Uint8Array;
}

async function wantedMessage(args: Arguments): Promise<WantedMessage> {
  const [file, digest] = [args.text('message'), args.text('sha256')?.toLowerCase()];
  if (file !== undefined) {
    const octets = await readOctets(file);
    return { name: file, digest: sha256(octets), octets };
  }
  if (digest !== undefined) {
    if (!/^[0-9a-f]{64}$/.test(digest))
      throw codedError('USAGE', { detail: '--sha256 takes 64 hexadecimal digits.' });
    return { name: `SHA-256 ${digest}`, digest };
  }
  if (args.text('device') === undefined && args.text('row') === undefined)
    throw codedError('USAGE', { detail: 'card verify needs --message, --sha256, --device or --row.' });
  return digestOfJob(args);
}

function differs(message: Uint8Array, { name, octets }: WantedMessage) {
  return octets
    ? codedError('CARD_READ_BACK_DIFFERS', {
        file: 'the bootstrap message',
        offset: firstDifference(message, octets),
      })
    : codedError('CARD_DIFFERS', { wanted: name });
}

/** `card copy`: every file of a card, octet by octet, into a file that its owner alone may read. */
export async function copyByHand(args: Arguments, output: Output, signal: AbortSignal): Promise<0> {
  const out = args.required('out');
  const copy = await copyNow(args, args.text('station'), signal);
  await writeWhole(out, `${JSON.stringify(copy, null, 2)}\n`, 'owner');
  output.json({ event: 'copied', file: out, files: copy.files.map(({ path }) => path) });
  output.words(`Copied ${copy.files.length} files to ${out}.`);
  return 0;
}

/** `card compare`: a card with a copy, or with the card in another reader. */
export async function compareByHand(args: Arguments, output: Output, signal: AbortSignal): Promise<0> {
  const [file, other] = [args.text('copy'), args.text('with')];
  if ((file === undefined) === (other === undefined))
    throw codedError('USAGE', { detail: 'card compare needs --copy FILE or --with READER.' });
  const here = await copyNow(args, args.text('station'), signal);
  const there = file === undefined ? await copyNow(args, other, signal) : await parseCopy(file);
  const differences = compareCards(here, there);
  output.json({ event: 'compared', same: differences.length === 0, differences });
  for (const each of differences) output.words(differenceWords(each));
  if (differences.length > 0)
    throw codedError('CARD_NOT_AS_COPIED', {
      other: file ?? other ?? '',
      files: differences.map(({ name }) => name).join(', '),
    });
  output.words('Both hold the same.');
  return 0;
}

async function parseCopy(file: string): Promise<CardCopy> {
  const { name, text } = await readTextFile(file);
  return parseCardCopy(text, name);
}

function copyNow(args: Arguments, station: string | undefined, signal: AbortSignal): Promise<CardCopy> {
  return withDelivery(args, async (delivery) => {
    return withCard({ station, data: args.text('data') }, signal, async (card) => {
      const contents = await readDelivered(card, delivery, 'whole');
      // What cannot be understood is copied all the same; what cannot be read would be missing without a word.
      const unread = contents.problems.find(({ fault }) => fault.code !== 'CARD_CONTENT_UNREADABLE');
      if (unread) throw new CodedError(unread.fault);
      return copyCard(contents, card.atr);
    });
  });
}

function differenceWords({ name, difference }: FileDifference): string {
  switch (difference.kind) {
    case 'onlyHere':
      return `${name}: only on this card`;
    case 'onlyThere':
      return `${name}: only on the other`;
    case 'size':
      return `${name}: ${difference.here} octets here, ${difference.there} there`;
    case 'content':
      return `${name}: ${difference.octets} octets differ, the first at ${difference.offset}`;
  }
}

function choiceOf(args: Arguments) {
  return { station: args.text('station'), data: args.text('data') };
}
