import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardConnection } from '../../../core/card/apdu.ts';
import { shortBlocks } from '../../../core/card/atr.ts';
import { type CardKeys, pinValue } from '../../../core/card/card-keys.ts';
import { describeCard } from '../../../core/card/describe-card.ts';
import { conduct } from '../../../core/card/dialog.ts';
import { cardLayoutSchema } from '../../../core/card/layout-schema.ts';
import { planWrite } from '../../../core/card/plan-write.ts';
import { readCard } from '../../../core/card/read-card.ts';
import { readOptions } from '../../../core/card/read-options.ts';
import { carryOut } from '../../../core/card/run-plan.ts';
import { type CardState, type ErrorCode, toFault } from '../../../core/errors.ts';
import { fromHex, toHex } from '../../../core/octets.ts';
import { FaultyCard } from './faulty-card.ts';
import { elementaryFiles } from './file-system.ts';
import { Uicc, type UiccOptions, virtualAdmKey } from './uicc.ts';

const adm = { kind: 'adm', reference: 0x0a, value: virtualAdmKey } as const;
const keyOf = (digit: number) => ({ ...adm, value: new Uint8Array(8).fill(digit) });
const pinOf = (digits: string) => ({ kind: 'pin', reference: 0x01, value: pinValue(digits)! }) as const;
const pin = { reference: 0x01, value: pinValue('1234')! };
const message = (length = 100) => new TextEncoder().encode(`[${'x'.repeat(length - 2)}]`);

interface Trial {
  readonly card?: UiccOptions;
  readonly layout?: object;
  readonly keys?: CardKeys;
  readonly length?: number;
}

/** How a write ends that a card refuses, and what it was sent. */
async function trial({ card = {}, layout = {}, keys = { adm }, length = 100 }: Trial) {
  const uicc = new Uicc(card);
  return trialOn(new FaultyCard(uicc), { layout, keys, length });
}

async function trialOn(card: FaultyCard, { layout = {}, keys = { adm }, length = 100 }: Trial) {
  const chosen = cardLayoutSchema.parse(layout);
  let outcome: { code: ErrorCode | 'written'; card?: CardState | undefined; message?: string };
  try {
    const contents = await conduct(readCard(readOptions(chosen, shortBlocks, () => keys.pin)), card);
    await conduct(carryOut(planWrite(contents, message(length), chosen), keys), card);
    outcome = { code: 'written' };
  } catch (error) {
    const fault = toFault(error);
    outcome = { code: fault.code, card: fault.card, message: fault.message };
  }
  return { ...outcome, changes: card.count('D6', 'DC', 'E0', 'E4'), uicc: card.card };
}

describe('a card that does not let itself be written', () => {
  const create = { create: 'missing' };
  it.each<[ErrorCode, string, Trial]>([
    ['CARD_NOT_PKCS15', 'of another kind', { card: { kind: 'plain' } }],
    ['CARD_NOT_PKCS15', 'blank, where nothing may be made', { card: { kind: 'blank' } }],
    ['CARD_FILE_TOO_SMALL', 'with a file that is too small', { card: { messageFileSize: 512 }, length: 600 }],
    [
      'CARD_FILE_TOO_SMALL',
      'blank, with a layout that is too small',
      { card: { kind: 'blank' }, layout: create, length: 5000 },
    ],
    ['CARD_NO_ROOM', 'that says it has no room', { card: { kind: 'blank', memory: 4000 }, layout: create }],
    ['CARD_MESSAGE_TOO_LARGE', 'and a message larger than any', { length: 40_000 }],
    ['CARD_PIN_NEEDED', 'that asks for a PIN', { card: { pin, readPin: 0x01 } }],
    [
      'CARD_PIN_REFUSED',
      'with a wrong PIN',
      { card: { pin, readPin: 0x01 }, keys: { adm, pin: pinOf('9999') } },
    ],
    [
      'CARD_PIN_NEEDED',
      'blank, to be made for who has a PIN that was not given',
      { card: { kind: 'blank', pin }, layout: { ...create, private: true } },
    ],
    [
      'CARD_PIN_REFUSED',
      'blank, to be made for who has another PIN',
      {
        card: { kind: 'blank', pin },
        layout: { ...create, private: true },
        keys: { adm, pin: pinOf('9999') },
      },
    ],
    ['CARD_ADM_REFUSED', 'with a wrong issuer key', { keys: { adm: keyOf(0x31) } }],
    ['CARD_KEY_MISSING', 'with another key reference', { keys: { adm: { ...adm, reference: 0x0b } } }],
  ])('%s: %s', async (code, _name, what) => {
    const outcome = await trial(what);
    expect(outcome).toMatchObject({ code, changes: 0 });
    expect(outcome.card ?? 'asBefore').toBe('asBefore');
  });

  it('without the issuer key is known at the first command that needs it, and unchanged', async () => {
    expect(await trial({ keys: {} })).toMatchObject({
      code: 'CARD_ADM_NEEDED',
      changes: 1,
      card: 'withoutMessage',
    });
  });

  it('with a wrong issuer key: one try a card, the last one never', async () => {
    const card = new FaultyCard(new Uicc());
    const keys = { adm: keyOf(0x31) };
    const ends: string[] = [];
    for (let attempt = 0; attempt < 5; attempt++) {
      card.reset();
      ends.push((await trialOn(card, { keys })).code);
    }
    expect(ends).toEqual(['CARD_ADM_REFUSED', 'CARD_ADM_REFUSED', ...new Array(3).fill('CARD_ADM_LAST_TRY')]);
    expect(card.card.keys.triesLeft(0x0a)).toBe(1);
    card.reset();
    // Even the right key is not tried then: nobody can know that it is.
    expect((await trialOn(card, {})).code).toBe('CARD_ADM_LAST_TRY');
  });

  it('with a wrong PIN: one try a card, the last one never', async () => {
    const card = new FaultyCard(new Uicc({ pin, readPin: 0x01 }));
    const keys = { adm, pin: pinOf('9999') };
    for (let attempt = 0; attempt < 5; attempt++) {
      card.reset();
      await trialOn(card, { keys });
    }
    expect(card.card.keys.triesLeft(0x01)).toBe(1);
  });

  it('whose key is blocked', async () => {
    const card = new FaultyCard(new Uicc());
    for (let wrong = 0; wrong < 3; wrong++) card.card.keys.verify(0x0a, new Uint8Array(8));
    expect(await trialOn(card, {})).toMatchObject({ code: 'CARD_ADM_BLOCKED', changes: 0 });
  });

  it('that turns out to be full leaves no message, and can be written once there is room', async () => {
    // It does not tell how much room it has.
    const silent: CardConnection & { card: Uicc } = {
      card: new Uicc({ kind: 'blank', memory: 3000 }),
      transmit: async (command) => {
        const answer = silent.card.answer(command);
        return command[1] === 0xa4 && answer.length > 4 ? withoutProprietary(answer) : answer;
      },
    };
    const layout = cardLayoutSchema.parse({ create: 'missing' });
    const contents = await conduct(readCard(), silent);
    expect(contents.freeMemory).toBeUndefined();
    await expect(
      conduct(carryOut(planWrite(contents, message(), layout), { adm }), silent),
    ).rejects.toMatchObject({
      fault: { code: 'CARD_FULL', card: 'withoutMessage' },
    });
    silent.card.reset();
    const smaller = cardLayoutSchema.parse({ create: 'missing', files: { message: { size: 512 } } });
    const now = await conduct(readCard(), silent);
    await conduct(carryOut(planWrite(now, message(), smaller), { adm }), silent);
    silent.card.reset();
    expect((await conduct(readCard(), silent)).message).toEqual(message());
  });
});

/** An FCP template without what A5 tells: the memory that is left. */
function withoutProprietary(answer: Uint8Array): Uint8Array {
  const digits = toHex(answer).replace(/A5068304[0-9A-F]{8}/, '');
  const octets = fromHex(digits)!;
  octets[1] = octets.length - 4;
  return octets;
}

describe('a card that lies', () => {
  it('about a size that is larger than the file: the true size counts, before anything is written', async () => {
    const card: UiccOptions = { messageFileSize: 600, claimedSizes: { 25649: 4096 } };
    expect(await trial({ card, length: 900 })).toMatchObject({ code: 'CARD_FILE_TOO_SMALL', changes: 0 });
    const { uicc, code } = await trial({ card, length: 500 });
    expect(code).toBe('written');
    uicc.reset();
    const { problems, message: found } = await conduct(readCard({ depth: 'whole' }), uicc);
    expect(found).toEqual(message(500));
    expect(problems.map(({ fault }) => fault.message)).toEqual([
      'The content of EF(DM_Bootstrap) 6431 cannot be understood: it claims 4096 octets and has 600.',
    ]);
  });

  it('about a size that nothing can have', async () => {
    const card: UiccOptions = { claimedSizes: { 25649: 0xffff } };
    expect((await trial({ card, length: 500 })).code).toBe('written');
  });

  it('about having written', async () => {
    const uicc = new Uicc();
    const dropping: CardConnection = {
      transmit: async (command) =>
        command[1] === 0xd6 && command.length > 100 ? Uint8Array.of(0x90, 0) : uicc.answer(command),
    };
    const contents = await conduct(readCard(), dropping);
    const plan = planWrite(contents, message(600), cardLayoutSchema.parse({}));
    await expect(conduct(carryOut(plan, { adm }), dropping)).rejects.toMatchObject({
      fault: { code: 'CARD_READ_BACK_DIFFERS', card: 'withoutMessage' },
    });
  });

  it('whose update needed retries of its own has written (63Cx)', async () => {
    const uicc = new Uicc();
    const retrying: CardConnection = {
      transmit: async (command) => {
        const answer = uicc.answer(command);
        return command[1] === 0xd6 && answer[0] === 0x90 ? Uint8Array.of(0x63, 0xc2) : answer;
      },
    };
    const plan = planWrite(await conduct(readCard(), retrying), message(600), cardLayoutSchema.parse({}));
    await conduct(carryOut(plan, { adm }), retrying);
    uicc.reset();
    expect((await conduct(readCard(), uicc)).message).toEqual(message(600));
  });
});

describe('garbage', () => {
  it('in any file is shown as octets with the reason, and is no bootstrap data', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 64, maxLength: 64 }), async (garbage) => {
        const card = new Uicc();
        for (const { octets, identifier } of elementaryFiles(card.masterFile))
          if (identifier !== 0x2fe2) octets.set(garbage.subarray(0, octets.length));
        const contents = await conduct(readCard({ depth: 'whole' }), card);
        expect(contents.odf?.octets).toHaveLength(64);
        const description = describeCard(contents, card.atr);
        expect(description.files.map(({ file }) => file)).toHaveLength(5);
        card.reset();
        // What can be written over it is written; where the octets look like another's, it may have no room.
        const { code } = await trialOn(new FaultyCard(card), {});
        expect(['written', 'CARD_DIRECTORY_FULL', 'CARD_FILE_TOO_SMALL']).toContain(code);
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['EF(ODF)', 0x5031, 'A782FFFF'],
    ['EF(DODF-bootstrap)', 0x6430, '3082FFFF'],
    ['EF(TokenInfo)', 0x5032, '0102'],
  ])('in %s is told', async (name, identifier, digits) => {
    const card = new Uicc();
    const file = elementaryFiles(card.masterFile).find((each) => each.identifier === identifier);
    file!.octets.set(fromHex(digits)!);
    const { problems } = await conduct(readCard({ depth: 'whole' }), card);
    expect(problems[0]?.fault.message).toContain(name);
    expect(toHex(problems[0]!.octets!)).toContain(digits.slice(0, 4));
  });

  it('instead of answers is no crash', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.uint8Array({ maxLength: 20 })), async (answers) => {
        const talking: CardConnection = { transmit: async () => answers.next().value! };
        const end = await conduct(readCard({ depth: 'whole' }), talking).catch(
          (error: unknown) => toFault(error).code,
        );
        expect(end).not.toBe('INTERNAL');
      }),
      { numRuns: 300 },
    );
  });
});

describe('what cannot be read', () => {
  it('is told where everything is to be shown, and stops a write', async () => {
    const card = new Uicc({ pin, readPin: 0x01 });
    const { problems, odf, dodf } = await conduct(readCard({ depth: 'whole' }), card);
    expect(odf).toBeDefined();
    expect(dodf).toBeUndefined();
    expect(new Set(problems.map(({ fault }) => fault.code))).toEqual(new Set(['CARD_PIN_NEEDED']));
    card.reset();
    await expect(conduct(readCard(), card)).rejects.toThrow('PIN');
  });

  it('because the card is gone is never taken for an answer', async () => {
    const card = new FaultyCard(new Uicc(), [{ at: 8, fault: { kind: 'pull', moment: 'before' } }]);
    await expect(conduct(readCard({ depth: 'whole' }), card)).rejects.toThrow('taken out');
  });
});
