import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { abilitiesOf } from '../../../core/card/atr.ts';
import { type CardKeys, pinValue } from '../../../core/card/card-keys.ts';
import { conduct } from '../../../core/card/dialog.ts';
import { type CardLayout, cardLayoutSchema, usualLayout } from '../../../core/card/layout-schema.ts';
import { planDelete, planErase } from '../../../core/card/plan-erase.ts';
import { planWrite } from '../../../core/card/plan-write.ts';
import { readCard } from '../../../core/card/read-card.ts';
import { readOptions } from '../../../core/card/read-options.ts';
import { carryOut } from '../../../core/card/run-plan.ts';
import { fromHex, toHex } from '../../../core/octets.ts';
import { FaultyCard } from './faulty-card.ts';
import { elementaryFiles } from './file-system.ts';
import { Uicc, type UiccOptions, virtualAdmKey } from './uicc.ts';
import type { VirtualCard } from './virtual-card.ts';

const layout = (value: object = {}) => cardLayoutSchema.parse(value);
const pin = { reference: 0x01, value: pinValue('1234')! };
const keys: CardKeys = {
  adm: { kind: 'adm', reference: 0x0a, value: virtualAdmKey },
  pin: { kind: 'pin', ...pin },
};
const messageOf = (text: string, length: number) => new TextEncoder().encode(`[${text.padEnd(length, '.')}]`);
const text = (octets: Uint8Array | undefined) => octets && new TextDecoder().decode(octets);

const read = (card: VirtualCard, chosen: CardLayout = usualLayout, depth: 'needed' | 'whole' = 'needed') =>
  conduct(
    readCard({ ...readOptions(chosen, abilitiesOf(card.atr, card.protocol), () => keys.pin), depth }),
    card,
  );

async function write(card: VirtualCard, message: Uint8Array, chosen: CardLayout = usualLayout) {
  const contents = await read(card, chosen);
  return conduct(carryOut(planWrite(contents, message, chosen), keys), card);
}

async function readAnew(card: VirtualCard, chosen?: CardLayout) {
  card.reset();
  return read(card, chosen);
}

describe('writing a card', () => {
  const create = { create: 'missing' } as const;
  it.each<[string, UiccOptions, CardLayout]>([
    ['both encodings', {}, layout()],
    ['opaqueDO', {}, layout({ encoding: 'opaque' })],
    ['oidDO', {}, layout({ encoding: 'oid' })],
    ['T=0', { protocol: 'T=0' }, layout()],
    ['a logical channel', { applicationsOn: 'logical channels' }, layout()],
    ['padding of 00', { padding: 0x00 }, layout()],
    ['a PIN', { pin, readPin: 0x01 }, layout({ private: true })],
    ['a transparent EF.DIR', { directory: 'transparent' }, layout()],
    ['extended length', { extendedLength: true }, layout()],
    [
      'extended length that the layout turns off',
      { extendedLength: true },
      layout({ extendedLength: 'off' }),
    ],
    ['blank', { kind: 'blank' }, layout(create)],
    ['blank, T=0', { kind: 'blank', protocol: 'T=0' }, layout(create)],
    ['blank, compact access', { kind: 'blank' }, layout({ ...create, access: { format: 'compact' } })],
    [
      'blank, with identifiers of its own',
      { kind: 'blank' },
      layout({
        ...create,
        application: { identifier: '7F10' },
        files: { dodf: { identifier: '4401' }, message: { identifier: '4402', size: 2048 } },
      }),
    ],
  ])('with %s is found again by its own reader', async (_name, options, chosen) => {
    const card = new Uicc({ iccid: '8944500000000700001', ...options });
    const message = messageOf('first', 900);
    await write(card, message, chosen);
    const contents = await readAnew(card, chosen);
    expect(text(contents.message)).toBe(text(message));
    expect(contents.iccid).toBe('8944500000000700001');
    expect(contents.messagePath).toMatchObject({ index: 0, length: message.length });
    expect(contents.problems).toEqual([]);
  });

  it('sends no UPDATE and no VERIFY the second time', async () => {
    const card = new Uicc();
    await write(card, messageOf('same', 700));
    card.reset();
    const watched = new FaultyCard(card);
    expect(await write(watched, messageOf('same', 700))).toEqual({ updates: 0, readBacks: 0 });
    expect(watched.count('D6', 'DC', '20')).toBe(0);
  });

  it('moves more at once with extended length, and less where the card refuses it after all', async () => {
    const commands = async (options: UiccOptions, refusing: boolean) => {
      const card = new FaultyCard(new Uicc(options));
      const watched: VirtualCard = {
        atr: card.atr,
        protocol: card.protocol,
        reset: () => card.reset(),
        transmit: async (command) =>
          refusing && command.length > 261 ? Uint8Array.of(0x67, 0) : card.transmit(command),
      };
      await write(watched, messageOf('x', 1500));
      expect(text((await readAnew(card)).message)).toBe(text(messageOf('x', 1500)));
      return card.commands.length;
    };
    const [extended, short, refused] = [
      await commands({ extendedLength: true }, false),
      await commands({}, false),
      await commands({ extendedLength: true }, true),
    ];
    expect(extended).toBeLessThan(short - 15);
    expect(refused).toBeGreaterThan(extended);
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

  it('keeps what others have in the application, through writing and erasing', async () => {
    const card = new Uicc();
    const others = {
      20529: 'A006300404025034',
      25648: '300C 3002 0C00 3000 A104 3002 0400'.replaceAll(' ', ''),
    };
    const contentOf = (identifier: number) =>
      toHex(elementaryFiles(card.masterFile).find((file) => file.identifier === identifier)!.octets);
    for (const file of elementaryFiles(card.masterFile))
      if (file.identifier in others) file.octets.set(fromHex(others[file.identifier as 0x5031])!);
    await write(card, messageOf('x', 10));
    expect(contentOf(0x5031)).toContain(others[0x5031]);
    expect(contentOf(0x6430)).toContain(others[0x6430]);
    await conduct(carryOut(planErase(await readAnew(card), usualLayout), keys), card);
    expect(contentOf(0x5031)).toContain(others[0x5031]);
    expect(contentOf(0x6430).replace(/(FF)+$/, '')).toBe(others[0x6430]);
  });

  it('comes out as it went in, for any message', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ minLength: 1, maxLength: 1500 }), { minLength: 1, maxLength: 3 }),
        fc.constantFrom<UiccOptions>({}, { protocol: 'T=0' }, { extendedLength: true }),
        async (texts, options) => {
          const card = new Uicc({ messageFileSize: 8192, ...options });
          for (const each of texts) {
            const message = messageOf(each, 0);
            card.reset();
            await write(card, message);
            expect(text((await readAnew(card)).message)).toBe(text(message));
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('takes a message as large as a card may hold', async () => {
    const card = new Uicc({ messageFileSize: 32_768, extendedLength: true });
    const message = messageOf('x', 32_766);
    await write(card, message);
    expect(text((await readAnew(card)).message)).toBe(text(message));
  });
});

describe('erasing a card', () => {
  it.each(['prepared', 'blank'] as const)(
    'that was %s leaves no message, and no trace of it',
    async (kind) => {
      const chosen = layout({ create: 'missing' });
      const card = new Uicc({ kind });
      await write(card, messageOf('secret', 900), chosen);
      card.reset();
      const contents = await read(card, chosen);
      await conduct(carryOut(planErase(contents, chosen), keys), card);
      const { message, messagePath, messageFile } = await readAnew(card, chosen);
      expect({ message, messagePath }).toEqual({});
      expect(messageFile?.octets.every((octet) => octet === 0xff)).toBe(true);
      card.reset();
      await write(card, messageOf('again', 100), chosen);
      expect(text((await readAnew(card, chosen)).message)).toBe(text(messageOf('again', 100)));
    },
  );

  it('with its files makes a blank card blank again', async () => {
    const chosen = layout({ create: 'missing' });
    const card = new Uicc({ kind: 'blank' });
    await write(card, messageOf('x', 100), chosen);
    card.reset();
    await conduct(carryOut(planDelete(await read(card, chosen), chosen), keys), card);
    const contents = await readAnew(card, chosen);
    expect(contents.hasApplication).toBe(false);
    expect(contents.directory).toMatchObject({ kind: 'records' });
    card.reset();
    await write(card, messageOf('y', 100), chosen);
    expect(text((await readAnew(card, chosen)).message)).toBe(text(messageOf('y', 100)));
  });
});
