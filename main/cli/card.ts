import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileName, type TransparentFile } from '../../core/card/card-contents.ts';
import { conduct } from '../../core/card/dialog.ts';
import { readCard } from '../../core/card/read-card.ts';
import { CodedError, codedError, faultOf } from '../../core/errors.ts';
import { firstDifference, toHex } from '../../core/octets.ts';
import type { InsertedCard } from '../card/reader.ts';
import { createReaders, type Readers } from '../card/readers.ts';
import { fullSpeed } from '../card/virtual/virtual-reader.ts';
import { plugIntoVpcd } from '../card/virtual/vpcd-plug.ts';
import { writeWhole } from '../files.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import type { Output } from './output.ts';

/** `card`: one card by hand. */
export const cardCommand: Command = {
  usage:
    'card read [--station READER] [--out FILE] | card verify [--station READER] --message FILE | ' +
    'card simulate --vpcd HOST:PORT [--iccid DIGITS] [--plain]',
  options: { texts: ['station', 'message', 'out', 'vpcd', 'iccid'], flags: ['plain'] },
  async run(args, output, signal) {
    const [action] = args.positionals;
    switch (action) {
      case 'read':
        return withCard(args, signal, (card) => read(card, args.text('out'), output));
      case 'verify': {
        const message = await messageFile(args.required('message'));
        return withCard(args, signal, (card) => verify(card, message, output));
      }
      case 'simulate':
        return simulate(args, output, signal);
      default:
        throw codedError('USAGE', { detail: 'card needs read, verify or simulate.' });
    }
  },
};

async function withCard(
  args: Arguments,
  signal: AbortSignal,
  work: (card: InsertedCard) => Promise<0 | 1>,
): Promise<0 | 1> {
  const readers = createReaders(fullSpeed);
  try {
    const name = args.text('station') ?? onlyReader(readers);
    const absent = new AbortController();
    let condition = faultOf('CARD_ABSENT', { reader: name });
    // By hand there is no waiting: without a card the command says so and ends.
    const card = await readers
      .get(name)
      .insertedCard(AbortSignal.any([signal, absent.signal]), (now) => {
        if (now.kind !== 'empty') condition = now.fault;
        absent.abort();
      })
      .catch((error: unknown) => {
        throw absent.signal.aborted ? new CodedError(condition) : error;
      });
    try {
      return await work(card);
    } finally {
      card.close();
    }
  } finally {
    readers.close();
  }
}

/** Without a name: the one real reader, or the only one with a card in it. */
function onlyReader(readers: Readers): string {
  const service = readers.pcsc();
  if (service.kind === 'unavailable') throw new CodedError(service.fault);
  const real = readers.list().filter((reader) => reader.kind === 'pcsc');
  const withCard = real.filter((reader) => reader.card === 'present');
  const [only, ...others] = withCard.length > 0 ? withCard : real;
  if (only && others.length === 0) return only.name;
  const known = real.map((reader) => reader.name).join(', ');
  throw codedError('USAGE', { detail: `--station is missing; known: ${known || 'no reader'}.` });
}

async function read(card: InsertedCard, out: string | undefined, output: Output): Promise<0> {
  const contents = await conduct(readCard(), card);
  const { message } = contents;
  if (message && out !== undefined) await writeWhole(out, message);
  const file = (each: TransparentFile) => ({
    file: fileName(each.identifier),
    size: each.octets.length,
    content: toHex(withoutPadding(each.octets)),
  });
  output.json({
    event: 'card',
    atr: toHex(card.atr),
    ...(contents.iccid === undefined ? {} : { iccid: contents.iccid }),
    files: [contents.odf, contents.tokenInfo, contents.dodf].filter((each) => each !== undefined).map(file),
    message: message
      ? { octets: message.length, sha256: sha256(message), room: contents.messageFile?.octets.length }
      : null,
  });
  output.words(
    message
      ? `Bootstrap message: ${message.length} octets, SHA-256 ${sha256(message)}`
      : 'The card holds no bootstrap message.',
  );
  return 0;
}

async function verify(card: InsertedCard, wanted: Uint8Array, output: Output): Promise<0 | 1> {
  const { message } = await conduct(readCard(), card);
  if (message === undefined) throw codedError('CARD_NO_MESSAGE', {});
  const offset = firstDifference(message, wanted);
  output.json({ event: 'verified', same: offset === -1, sha256: sha256(message) });
  if (offset !== -1) throw codedError('CARD_READ_BACK_DIFFERS', { file: 'the bootstrap message', offset });
  output.words('The card holds exactly this message.');
  return 0;
}

/** A card in software in a virtual PC/SC reader (vpcd): for trying PC/SC without hardware. */
async function simulate(args: Arguments, output: Output, signal: AbortSignal): Promise<0> {
  const iccid = args.text('iccid');
  const address = /^(.+):(\d+)$/.exec(args.text('vpcd') ?? '127.0.0.1:35963');
  if (address === null) throw codedError('USAGE', { detail: '--vpcd takes HOST:PORT.' });
  const plug = await plugIntoVpcd(
    { host: address[1] ?? '', port: Number(address[2]) },
    { ...(iccid === undefined ? {} : { iccid }), kind: args.flag('plain') ? 'plain' : 'prepared' },
  );
  output.json({ event: 'inserted', vpcd: args.text('vpcd') });
  output.words('The card is in. Ctrl-C takes it out.');
  signal.addEventListener('abort', () => plug.pull(), { once: true });
  await plug.out;
  output.json({ event: 'removed' });
  return 0;
}

async function messageFile(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw codedError('FILE_UNREADABLE', { file, detail }, { cause: error });
  }
}

function withoutPadding(octets: Uint8Array): Uint8Array {
  let length = octets.length;
  while (length > 0 && octets[length - 1] === 0xff) length--;
  return octets.subarray(0, length);
}

function sha256(octets: Uint8Array): string {
  return createHash('sha256').update(octets).digest('hex');
}
