import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardConnection } from '../../../core/card/apdu.ts';
import { conduct } from '../../../core/card/dialog.ts';
import { readCard } from '../../../core/card/read-card.ts';
import { writeCard } from '../../../core/card/write-card.ts';
import { type CardLayout, planWrite } from '../../../core/card/write-plan.ts';
import { codedError, toFault } from '../../../core/errors.ts';
import { Uicc, type UiccOptions, virtualAdmKey } from './uicc.ts';

const layout: CardLayout = { encoding: 'both', admReference: 0x0a };
const messageOf = (text: string, length: number) => new TextEncoder().encode(`[${text.padEnd(length, '.')}]`);
const text = (octets: Uint8Array | undefined) => octets && new TextDecoder().decode(octets);

/** Counts commands, and takes the card out at one of them: before it runs, half-way through an UPDATE, or after. */
class Watched implements CardConnection {
  readonly commands: string[] = [];
  readonly #card: Uicc;
  readonly #pullAt: number;
  readonly #manner: 'before' | 'torn' | 'after';

  constructor(card: Uicc, pullAt = -1, manner: 'before' | 'torn' | 'after' = 'before') {
    this.#card = card;
    this.#pullAt = pullAt;
    this.#manner = manner;
  }

  async transmit(command: Uint8Array): Promise<Uint8Array> {
    const ins = command[1] ?? 0;
    this.commands.push(ins.toString(16));
    if (this.commands.length - 1 === this.#pullAt) {
      if (this.#manner === 'after') this.#card.answer(command);
      if (this.#manner === 'torn' && (ins === 0xd6 || ins === 0xdc)) {
        const half = Math.floor((command.length - 5) / 2);
        this.#card.answer(Uint8Array.of(...command.subarray(0, 4), half, ...command.subarray(5, 5 + half)));
      }
      throw codedError('CARD_PULLED', {});
    }
    return this.#card.answer(command);
  }

  get updates(): number {
    return this.commands.filter((ins) => ins === 'd6' || ins === 'dc').length;
  }
}

async function write(
  connection: CardConnection,
  message: Uint8Array,
  options: { layout?: CardLayout; key?: Uint8Array | undefined } = { key: virtualAdmKey },
) {
  const contents = await conduct(readCard(), connection);
  return conduct(writeCard(planWrite(contents, message, options.layout ?? layout), options.key), connection);
}

const readAnew = (card: Uicc) => {
  card.reset();
  return conduct(readCard(), card);
};

describe('writing a card', () => {
  it.each(['both', 'opaque', 'oid'] as const)('is found again by its own reader (%s)', async (encoding) => {
    const card = new Uicc({ iccid: '8944500000000700001' });
    const message = messageOf('first', 900);
    await write(card, message, { layout: { ...layout, encoding }, key: virtualAdmKey });
    const contents = await readAnew(card);
    expect(text(contents.message)).toBe(text(message));
    expect(contents.iccid).toBe('8944500000000700001');
    expect(contents.messagePath).toEqual({ file: 0x6431, index: 0, length: message.length });
  });

  it('sends no UPDATE and no VERIFY the second time', async () => {
    const card = new Uicc();
    await write(card, messageOf('same', 700));
    card.reset();
    const watched = new Watched(card);
    expect(await write(watched, messageOf('same', 700))).toEqual({ updates: 0, readBacks: 0 });
    expect(watched.commands).not.toContain('d6');
    expect(watched.commands).not.toContain('20');
  });

  it('leaves FF behind a shorter message', async () => {
    const card = new Uicc();
    await write(card, messageOf('long', 2000));
    card.reset();
    await write(card, messageOf('short', 100));
    const { messageFile, message } = await readAnew(card);
    expect(text(message)).toBe(text(messageOf('short', 100)));
    expect(messageFile?.octets.subarray(102).every((octet) => octet === 0xff)).toBe(true);
  });

  it('comes out as it went in, for any message', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ minLength: 1, maxLength: 1500 }), { minLength: 1, maxLength: 3 }),
        async (texts) => {
          const card = new Uicc({ messageFileSize: 8192 });
          for (const each of texts) {
            const message = messageOf(each, 0);
            await write(card, message);
            expect(text((await readAnew(card)).message)).toBe(text(message));
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  /** Every command of a write, on a card in each of these conditions, pulled in each manner. */
  const conditions: readonly [string, (card: Uicc) => Promise<void>][] = [
    ['prepared and empty', async () => {}],
    ['written before, other content', async (card) => void (await write(card, messageOf('old', 1300)))],
    [
      'written before, other encoding',
      async (card) =>
        void (await write(card, messageOf('old', 300), {
          layout: { ...layout, encoding: 'oid' },
          key: virtualAdmKey,
        })),
    ],
    [
      'left half-written',
      async (card) => {
        await write(card, messageOf('old', 1300));
        card.reset();
        await expect(write(new Watched(card, 45), messageOf('other', 1400))).rejects.toThrow();
      },
    ],
  ];
  it.each(conditions)('never leaves half a message: %s', async (_name, prepare) => {
    const message = messageOf('new', 1200);
    const fresh = async () => {
      const card = new Uicc();
      await prepare(card);
      card.reset();
      return card;
    };
    const whole = new Watched(await fresh());
    await write(whole, message);
    const before = text((await readAnew(await fresh())).message);
    let cases = 0;
    for (let index = 0; index < whole.commands.length; index++)
      for (const manner of ['before', 'torn', 'after'] as const) {
        const card = await fresh();
        await expect(write(new Watched(card, index, manner), message)).rejects.toThrow('taken out');
        const after = text((await readAnew(card)).message);
        expect([before, undefined, text(message)], `command ${index}, ${manner}`).toContain(after);
        card.reset();
        await write(card, message);
        expect(text((await readAnew(card)).message)).toBe(text(message));
        cases++;
      }
    expect(cases).toBe(whole.commands.length * 3);
  });
});

describe('a card that does not let itself be written', () => {
  const failure = async (
    options: UiccOptions,
    message: Uint8Array,
    key: Uint8Array | undefined = virtualAdmKey,
  ) => {
    const card = new Uicc(options);
    const watched = new Watched(card);
    try {
      await write(watched, message, { key });
      return { code: 'written', updates: watched.updates, card };
    } catch (error) {
      return { code: toFault(error).code, updates: watched.updates, card };
    }
  };

  it('of another kind', async () => {
    expect(await failure({ kind: 'plain' }, messageOf('x', 1))).toMatchObject({
      code: 'CARD_NOT_PKCS15',
      updates: 0,
    });
  });

  it('with a file that is too small, known before the first UPDATE', async () => {
    expect(await failure({ messageFileSize: 512 }, messageOf('x', 600))).toMatchObject({
      code: 'CARD_FILE_TOO_SMALL',
      updates: 0,
    });
  });

  it('a message larger than any card may hold', async () => {
    expect(await failure({}, messageOf('x', 40_000))).toMatchObject({
      code: 'CARD_MESSAGE_TOO_LARGE',
      updates: 0,
    });
  });

  it('without the issuer key', async () => {
    const card = new Uicc();
    await expect(write(card, messageOf('x', 1), { key: undefined })).rejects.toThrow(/issuer key/);
  });

  it('with a wrong issuer key: one try, then the last try is never spent', async () => {
    const wrong = new Uint8Array(8).fill(0x31);
    const { code, card } = await failure({}, messageOf('x', 1), wrong);
    expect(code).toBe('CARD_ADM_REFUSED');
    card.reset();
    await expect(write(card, messageOf('x', 1), { key: wrong })).rejects.toThrow(/1 tries are left/);
    for (let again = 0; again < 3; again++) {
      card.reset();
      await expect(write(card, messageOf('x', 1), { key: wrong })).rejects.toThrow(/was not tried/);
    }
    card.reset();
    expect(await conduct(readCard(), card)).toBeDefined();
  });

  it('that drops a write silently', async () => {
    const card = new Uicc();
    const dropping: CardConnection = {
      transmit: async (command) =>
        command[1] === 0xd6 && command.length > 100 ? Uint8Array.of(0x90, 0) : card.answer(command),
    };
    await expect(write(dropping, messageOf('x', 600))).rejects.toThrow(/read back/);
    expect((await readAnew(card)).message).toBeUndefined();
  });

  it.each([
    [0x6581, 'CARD_MEMORY_FAILURE'],
    [0x6982, 'CARD_ACCESS_REFUSED'],
    [0x6f00, 'CARD_PROTOCOL'],
  ])('that answers an UPDATE with %i', async (statusWord, code) => {
    const card = new Uicc();
    const failing: CardConnection = {
      transmit: async (command) =>
        command[1] === 0xd6 ? Uint8Array.of(statusWord >> 8, statusWord & 0xff) : card.answer(command),
    };
    await expect(write(failing, messageOf('x', 600))).rejects.toThrow(
      expect.objectContaining({ name: code }),
    );
  });
});

describe('61xx and 6Cxx', () => {
  it('are followed to the end, and a card that never ends is given up', async () => {
    const card = new Uicc();
    const waiting: Uint8Array[] = [];
    const t0: CardConnection = {
      transmit: async (command) => {
        if (command[1] === 0xc0) return waiting.shift() ?? Uint8Array.of(0x6f, 0);
        const answer = card.answer(command);
        if (command[1] !== 0xa4) return answer;
        waiting.push(answer);
        return Uint8Array.of(0x61, answer.length - 2);
      },
    };
    await write(t0, messageOf('t0', 300));
    expect(text((await readAnew(card)).message)).toBe(text(messageOf('t0', 300)));
    const endless: CardConnection = { transmit: async () => Uint8Array.of(0x61, 0x10) };
    await expect(conduct(readCard(), endless)).rejects.toThrow(/again and again/);
  });

  it('an answer that is cut short is a pulled card', async () => {
    await expect(conduct(readCard(), { transmit: async () => new Uint8Array(1) })).rejects.toThrow(
      /taken out/,
    );
  });

  it('garbage in every file is no bootstrap data, and no crash', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 64, maxLength: 64 }), async (garbage) => {
        const card = new Uicc();
        const lying: CardConnection = {
          transmit: async (command) => {
            const answer = card.answer(command);
            if (command[1] === 0xb0) answer.set(garbage.subarray(0, Math.min(64, answer.length - 2)));
            return answer;
          },
        };
        const contents = await conduct(readCard(), lying);
        expect(contents.odf.octets).toHaveLength(64);
      }),
    );
  });
});
