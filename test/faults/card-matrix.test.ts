import { afterAll, describe, expect, it } from 'vitest';
import { abilitiesOf } from '../../core/card/atr.ts';
import type { CardContents } from '../../core/card/card-contents.ts';
import { type CardKeys, pinValue } from '../../core/card/card-keys.ts';
import { conduct } from '../../core/card/dialog.ts';
import { type CardLayout, cardLayoutSchema } from '../../core/card/layout-schema.ts';
import { planErase } from '../../core/card/plan-erase.ts';
import type { CardPlan } from '../../core/card/plan-steps.ts';
import { planWrite } from '../../core/card/plan-write.ts';
import { type ReadOptions, readCard } from '../../core/card/read-card.ts';
import { readOptions } from '../../core/card/read-options.ts';
import { carryOut } from '../../core/card/run-plan.ts';
import { CodedError, type Fault } from '../../core/errors.ts';
import { type CardFault, FaultyCard } from '../../main/card/virtual/faulty-card.ts';
import { Uicc, type UiccOptions, virtualAdmKey } from '../../main/card/virtual/uicc.ts';

const pin = { reference: 0x01, value: pinValue('1234')! };
const keys: CardKeys = {
  adm: { kind: 'adm', reference: 0x0a, value: virtualAdmKey },
  pin: { kind: 'pin', ...pin },
};

/** A kind of card, and the layout of the profile for it. */
interface Kind {
  readonly card: UiccOptions;
  readonly layout: CardLayout;
}

const kind = (card: UiccOptions, layout: object = {}): Kind => ({
  card: { messageFileSize: 800, ...card },
  layout: cardLayoutSchema.parse({ files: { message: { size: 800 } }, ...layout }),
});

const kinds: Readonly<Record<string, Kind>> = {
  'prepared, both encodings': kind({}),
  'prepared, opaqueDO': kind({}, { encoding: 'opaque' }),
  'prepared, oidDO': kind({}, { encoding: 'oid' }),
  'prepared, T=0, logical channel, padded with 00': kind(
    { protocol: 'T=0', applicationsOn: 'logical channels', padding: 0x00 },
    { channel: 'logical' },
  ),
  'prepared, extended length': kind({ extendedLength: true }),
  'prepared, read with a PIN': kind({ pin, readPin: pin.reference }, { private: true }),
  'prepared, transparent EF.DIR': kind({ directory: 'transparent' }),
  blank: kind({ kind: 'blank' }, { create: 'missing' }),
  'blank, T=0, padded with 00': kind(
    { kind: 'blank', protocol: 'T=0', padding: 0x00 },
    { create: 'missing' },
  ),
  'blank, compact access, read with a PIN': kind(
    { kind: 'blank', pin },
    { create: 'missing', private: true, access: { format: 'compact' } },
  ),
};

/** Faults at every command, and those that only a command that changes memory can have. */
const anywhere: readonly CardFault[] = [
  { kind: 'pull', moment: 'before' },
  { kind: 'pull', moment: 'after' },
  { kind: 'cutShort' },
  { kind: 'status', statusWord: 0x6581, carriedOut: false },
  { kind: 'status', statusWord: 0x6f00, carriedOut: true },
  { kind: 'status', statusWord: 0x6982, carriedOut: false },
  { kind: 'slow', milliseconds: 0 },
];
const atChanges: readonly CardFault[] = [
  ...[0.02, 0.3, 0.6, 0.9, 0.99].map((share): CardFault => ({ kind: 'torn', share, rest: 'old' })),
  ...[0, 0.5, 0.97].map((share): CardFault => ({ kind: 'torn', share, rest: 'erased' })),
  { kind: 'dropped' },
  ...[0, 0.3, 0.7, 0.99].map((share): CardFault => ({ kind: 'corrupted', share })),
];
const changing = new Set(['D6', 'DC', 'E0', 'E4']);

const messageOf = (text: string, length: number) => new TextEncoder().encode(`[${text.padEnd(length, '.')}]`);
const wanted = messageOf('new', 500);
const text = (octets: Uint8Array | undefined) => octets && Buffer.from(octets).toString();

/** What a card is like before the work that goes wrong. */
const conditions: Readonly<Record<string, (kind: Kind) => Promise<Uicc>>> = {
  'as delivered': async ({ card }) => new Uicc(card),
  'with another message': async (each) => written(each, messageOf('old', 700)),
  'with the same message, encoded otherwise': async (each) =>
    written(
      { ...each, layout: { ...each.layout, encoding: each.layout.encoding === 'oid' ? 'opaque' : 'oid' } },
      wanted,
    ),
  'half-written': async (each) => {
    const card = await written(each, messageOf('old', 700));
    // Torn in the third command that changes something.
    const whole = new FaultyCard(copyOf(card, each));
    await carryOutWork(whole, each, write);
    const changes = [...whole.commands.keys()].filter((at) => changing.has(whole.commands[at]!.slice(2)));
    const faulty = new FaultyCard(card, [
      { at: changes[2]!, fault: { kind: 'torn', share: 0.5, rest: 'old' } },
    ]);
    await expect(carryOutWork(faulty, each, write)).rejects.toThrow('taken out');
    card.reset();
    return card;
  },
};

/** The same card again, with the same content. */
function copyOf(card: Uicc, { card: options }: Kind): Uicc {
  return new Uicc({ ...options, masterFile: structuredClone(card.masterFile) });
}

function readingOf(card: FaultyCard, { layout }: Kind): ReadOptions {
  return readOptions(layout, abilitiesOf(card.atr, card.protocol), () => keys.pin);
}

/** A piece of work: what it plans for a card as it was read. */
type Work = (contents: CardContents, kind: Kind) => CardPlan;
const write: Work = (contents, { layout }) => planWrite(contents, wanted, layout);
const erase: Work = (contents, { layout }) => planErase(contents, layout);

async function carryOutWork(card: FaultyCard, each: Kind, work: Work) {
  const contents = await conduct(readCard(readingOf(card, each)), card);
  await conduct(carryOut(work(contents, each), keys), card);
  return text(contents.message);
}

async function written(each: Kind, message: Uint8Array): Promise<Uicc> {
  const card = new Uicc(each.card);
  await carryOutWork(new FaultyCard(card), each, (contents) => planWrite(contents, message, each.layout));
  card.reset();
  return card;
}

async function messageOn(card: Uicc, each: Kind): Promise<string | undefined> {
  card.reset();
  const { message } = await conduct(readCard(readingOf(new FaultyCard(card), each)), card);
  card.reset();
  return text(message);
}

const tally = { cases: 0, ended: 0, told: { asBefore: 0, withoutMessage: 0, complete: 0, unknown: 0 } };

/** One fault at one command of one piece of work; says what is wrong about how it ended. */
async function wrongWith(
  card: Uicc,
  each: Kind,
  work: Work,
  planned: { readonly at: number; readonly fault: CardFault },
  readings: { readonly before: string | undefined; readonly complete: string | undefined },
): Promise<readonly string[]> {
  tally.cases++;
  const wrong: string[] = [];
  let fault: Fault | undefined;
  try {
    await carryOutWork(new FaultyCard(card, [planned]), each, work);
    tally.ended++;
  } catch (error) {
    if (!(error instanceof CodedError)) return [`an exception: ${String(error)}`];
    ({ fault } = error);
  }
  const now = await messageOn(card, each);
  const { before, complete } = readings;
  if (now !== before && now !== undefined && now !== complete) wrong.push(`reads as ${now?.slice(0, 40)}`);
  const claimed = fault ? (fault.card ?? 'asBefore') : 'complete';
  if (fault) tally.told[claimed]++;
  const fits = {
    asBefore: now === before,
    withoutMessage: now === undefined,
    complete: now === complete,
    unknown: fault?.code === 'CARD_PULLED',
  }[claimed];
  if (!fits) wrong.push(`the outcome says ${claimed} (${fault?.code})`);
  const tries = () => [card.keys.triesLeft(0x0a), each.card.pin ? card.keys.triesLeft(0x01) : 3];
  if (tries().some((left) => left !== 3)) wrong.push(`tries left: ${tries().join(', ')}`);
  card.reset();
  await carryOutWork(new FaultyCard(card), each, work);
  card.reset();
  const again = new FaultyCard(card);
  if ((await carryOutWork(again, each, work)) !== complete) wrong.push('a retry does not end complete');
  if (again.count(...changing) > 0) wrong.push('a second time, it changes the card again');
  if (tries().some((left) => left !== 3)) wrong.push(`tries left after a retry: ${tries().join(', ')}`);
  return wrong;
}

describe('a card on which one command goes wrong', () => {
  afterAll(() => {
    const { asBefore, withoutMessage, complete, unknown } = tally.told;
    console.log(
      `card fault matrix: ${tally.cases} cases; ${tally.ended} ended well, of the others the outcome said ` +
        `${asBefore} as before, ${withoutMessage} without message, ${complete} complete, ${unknown} unknown (pulled)`,
    );
  });

  const cells = Object.keys(kinds).flatMap((name) =>
    Object.keys(conditions).map((condition) => [name, condition, 'write'] as const),
  );
  const erasures = ['prepared, both encodings', 'blank'].map(
    (name) => [name, 'with another message', 'erase'] as const,
  );
  it.each([...cells, ...erasures])('%s, %s: %s', { timeout: 60_000 }, async (name, condition, workName) => {
    const each = kinds[name]!;
    const prepared = await conditions[condition]!(each);
    const prepare = () => copyOf(prepared, each);
    const work = workName === 'write' ? write : erase;
    const whole = new FaultyCard(prepare());
    await carryOutWork(whole, each, work);
    const readings = {
      before: await messageOn(prepare(), each),
      complete: workName === 'write' ? text(wanted) : undefined,
    };
    const wrong: string[] = [];
    for (const [at, command] of whole.commands.entries())
      for (const fault of changing.has(command.slice(2)) ? [...anywhere, ...atChanges] : anywhere)
        for (const what of await wrongWith(prepare(), each, work, { at, fault }, readings))
          wrong.push(`command ${at} (${command}), ${JSON.stringify(fault)}: ${what}`);
    expect(wrong).toEqual([]);
  });
});
