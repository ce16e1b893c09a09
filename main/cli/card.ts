import { fileName, type TransparentFile } from '../../core/card/card-contents.ts';
import { conduct } from '../../core/card/dialog.ts';
import { readCard } from '../../core/card/read-card.ts';
import { codedError } from '../../core/errors.ts';
import { firstDifference, toHex } from '../../core/octets.ts';
import type { InsertedCard } from '../card/reader.ts';
import { plugIntoVpcd } from '../card/virtual/vpcd-plug.ts';
import { sha256 } from '../digest.ts';
import { readOctets, writeWhole } from '../files.ts';
import type { Arguments } from './arguments.ts';
import { withCard } from './card-by-hand.ts';
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
        return withCard(args.text('station'), signal, (card) => read(card, args.text('out'), output));
      case 'verify': {
        const message = await readOctets(args.required('message'));
        return withCard(args.text('station'), signal, (card) => verify(card, message, output));
      }
      case 'simulate':
        return simulate(args, output, signal);
      default:
        throw codedError('USAGE', { detail: 'card needs read, verify or simulate.' });
    }
  },
};

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

function withoutPadding(octets: Uint8Array): Uint8Array {
  let length = octets.length;
  while (length > 0 && octets[length - 1] === 0xff) length--;
  return octets.subarray(0, length);
}
