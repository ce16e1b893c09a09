import { setTimeout as delay } from 'node:timers/promises';
import { pinValue } from '../../core/card/card-keys.ts';
import { codedError } from '../../core/errors.ts';
import { type CardFault, FaultyCard, type PlannedFault } from '../card/virtual/faulty-card.ts';
import { Uicc, type UiccOptions } from '../card/virtual/uicc.ts';
import { plugIntoVpcd } from '../card/virtual/vpcd-plug.ts';
import type { Arguments } from './arguments.ts';
import type { Output } from './output.ts';

/** `card simulate`: a card in software in a virtual PC/SC reader (vpcd), for trying PC/SC without hardware. */
export async function simulate(args: Arguments, output: Output, signal: AbortSignal): Promise<0> {
  const address = /^(.+):(\d+)$/.exec(args.text('vpcd') ?? '127.0.0.1:35963');
  if (address === null) throw codedError('USAGE', { detail: '--vpcd takes HOST:PORT.' });
  const card = new FaultyCard(
    new Uicc(optionsOf(args)),
    args.all('fault').map(plannedFault),
    (milliseconds) => delay(milliseconds),
  );
  const plug = await plugIntoVpcd({ host: address[1] ?? '', port: Number(address[2]) }, card);
  output.json({ event: 'inserted', vpcd: args.text('vpcd') });
  output.words('The card is in. Ctrl-C takes it out.');
  signal.addEventListener('abort', () => plug.pull(), { once: true });
  await plug.out;
  output.json({ event: 'removed', commands: card.commands.length, updates: card.count('D6', 'DC') });
  return 0;
}

function optionsOf(args: Arguments): UiccOptions {
  const [iccid, size, memory] = [args.text('iccid'), args.number('message-file'), args.number('memory')];
  return {
    kind: args.flag('plain') ? 'plain' : args.flag('blank') ? 'blank' : 'prepared',
    protocol: args.flag('t0') ? 'T=0' : 'T=1',
    extendedLength: args.flag('extended'),
    applicationsOn: args.flag('logical') ? 'logical channels' : 'any channel',
    ...(iccid === undefined ? {} : { iccid }),
    ...(size === undefined ? {} : { messageFileSize: size }),
    ...(memory === undefined ? {} : { memory }),
    ...(args.flag('pin') ? { pin: { reference: 0x01, value: pinOfSimulated() }, readPin: 0x01 } : {}),
  };
}

/** The PIN of a simulated card is 1234: it keeps nothing. */
function pinOfSimulated(): Uint8Array {
  return pinValue('1234') ?? new Uint8Array(8);
}

const faults: Readonly<Record<string, (detail: string | undefined) => CardFault>> = {
  pull: (moment) => ({ kind: 'pull', moment: moment === 'after' ? 'after' : 'before' }),
  torn: (share) => ({ kind: 'torn', share: percent(share), rest: 'old' }),
  erased: (share) => ({ kind: 'torn', share: percent(share), rest: 'erased' }),
  dropped: () => ({ kind: 'dropped' }),
  corrupted: (share) => ({ kind: 'corrupted', share: percent(share) }),
  status: (word) => ({ kind: 'status', statusWord: Number.parseInt(word ?? '6581', 16), carriedOut: false }),
  slow: (milliseconds) => ({ kind: 'slow', milliseconds: Number(milliseconds ?? 1000) }),
};

/** `12:torn:50`: at command 12, counted from 0, half of an update is done when the card is taken out. */
function plannedFault(text: string): PlannedFault {
  const [at = '', name = '', detail] = text.split(':');
  const fault = Object.hasOwn(faults, name) ? faults[name]?.(detail) : undefined;
  if (!/^\d+$/.test(at) || fault === undefined)
    throw codedError('USAGE', {
      detail: `--fault takes NUMBER:KIND[:DETAIL], with one of ${Object.keys(faults).join(', ')}.`,
    });
  return { at: Number(at), fault };
}

function percent(text: string | undefined): number {
  const share = Number(text ?? 50) / 100;
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0.5;
}
