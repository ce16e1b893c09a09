import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ErrorCode, toFault } from '../errors.ts';
import { concatenate, fromHex, toHex } from '../octets.ts';
import { shortBlocks } from './atr.ts';
import type { CardContents, TransparentFile } from './card-contents.ts';
import { nothingSelected } from './card-cursor.ts';
import { type FileAddress, inApplication, sameAddress } from './file-address.ts';
import { type CardLayout, cardLayoutSchema, usualLayout } from './layout-schema.ts';
import { planDelete, planErase } from './plan-erase.ts';
import { type CardPlan, type CardStep, changesCard } from './plan-steps.ts';
import { planWrite } from './plan-write.ts';

const messageOf = (length: number, filling = 'x') =>
  new TextEncoder().encode(`[${filling.repeat(length - 2)}]`);
const file = (identifier: number, size: number, content = '', unread?: TransparentFile['unread']) => {
  const octets = new Uint8Array(size).fill(0xff);
  octets.set(fromHex(content) ?? new Uint8Array());
  return { address: inApplication(identifier), octets, ...(unread ? { unread } : {}) };
};
const listed = fromHex('61174F0CA000000063504B43532D31355007504B43532D3135FF')!;

/** A prepared card, as it was read; what is given stands in place of what it usually has. */
const prepared = (changes: Partial<CardContents> = {}): CardContents => ({
  selection: nothingSelected,
  abilities: shortBlocks,
  iccid: '8944500000000700001',
  directory: { kind: 'records', records: [listed, new Uint8Array(26).fill(0xff)] },
  hasApplication: true,
  odf: file(0x5031, 64),
  tokenInfo: file(0x5032, 64),
  dodf: file(0x6430, 256),
  dodfListed: false,
  messageFile: file(0x6431, 1024),
  problems: [],
  ...changes,
});
const blank: CardContents = {
  selection: nothingSelected,
  abilities: shortBlocks,
  directory: { kind: 'missing' },
  hasApplication: false,
  dodfListed: false,
  problems: [],
};
const creating = cardLayoutSchema.parse({ create: 'missing' });

/** What a card reads as after a plan, as far as the plan knows: files by their addresses. */
function applied(contents: CardContents, steps: readonly CardStep[]): CardContents {
  const files = new Map<string, Uint8Array>();
  const key = ({ identifier }: FileAddress) => identifier.toString(16);
  for (const each of [contents.odf, contents.tokenInfo, contents.dodf, contents.messageFile])
    if (each) files.set(key(each.address), Uint8Array.from(each.octets));
  for (const step of steps)
    if (step.kind === 'update') files.get(key(step.address))?.set(step.octets, step.offset);
  const now = (each: TransparentFile | undefined) =>
    each && { address: each.address, octets: files.get(key(each.address))! };
  const message = files.get('6431')!;
  const path = { file: 0x6431, index: 0, length: contents.messageFile!.octets.length };
  return {
    ...contents,
    odf: now(contents.odf)!,
    tokenInfo: now(contents.tokenInfo)!,
    dodf: now(contents.dodf)!,
    messageFile: now(contents.messageFile)!,
    dodfListed: true,
    messagePath: path,
    message: message.filter((octet) => octet !== 0xff),
  };
}

const told = (plan: CardPlan) =>
  plan.steps.map((step) => {
    const identifier = 'address' in step ? step.address.identifier : step.identifier;
    const at = 'offset' in step ? `+${step.offset}` : '';
    return `${step.kind} ${identifier.toString(16)}${at}`;
  });

const codeOf = (work: () => unknown): ErrorCode | 'planned' => {
  try {
    work();
    return 'planned';
  } catch (error) {
    return toFault(error).code;
  }
};

describe('the plan of a write', () => {
  it('writes the message but for its first octet, what leads to it, and that octet last and alone', () => {
    const plan = planWrite(prepared(), messageOf(300), usualLayout);
    expect(told(plan)).toEqual([
      'update 6431+1',
      'update 6431+255',
      'readBack 6431+0',
      'readBack 6431+255',
      'update 5032+0',
      'readBack 5032+0',
      'update 5031+0',
      'readBack 5031+0',
      'update 6430+0',
      'readBack 6430+0',
      'update 6431+0',
      'readBack 6431+0',
    ]);
    const [hidden, reveal] = plan.steps
      .filter((step) => step.kind === 'readBack' && step.offset === 0)
      .slice(-2);
    expect(reveal).toMatchObject({ expected: Uint8Array.of(0x5b), before: Uint8Array.of(0xff) });
    expect(hidden).toBeDefined();
  });

  it('hides a message that can be found before anything else changes', () => {
    const before = applied(prepared(), planWrite(prepared(), messageOf(300, 'a'), usualLayout).steps);
    const plan = planWrite(before, messageOf(300, 'b'), usualLayout);
    expect(plan.steps[0]).toMatchObject({ kind: 'update', offset: 0, octets: Uint8Array.of(0xff) });
    expect(plan.steps[1]).toMatchObject({ kind: 'readBack', offset: 0, expected: Uint8Array.of(0xff) });
    expect(told(plan).filter((step) => step.includes('5031'))).toEqual([]);
  });

  it('has no steps where the card is as wanted', () => {
    const message = messageOf(300);
    const written = applied(prepared(), planWrite(prepared(), message, usualLayout).steps);
    expect(planWrite(written, message, usualLayout).steps).toEqual([]);
  });

  it('hides the message also where only what leads to it changes', () => {
    const message = messageOf(300);
    const written = applied(prepared(), planWrite(prepared(), message, usualLayout).steps);
    const plan = planWrite(written, message, { ...usualLayout, encoding: 'opaque' });
    expect(told(plan)).toEqual([
      'update 6431+0',
      'readBack 6431+0',
      'update 6430+53',
      'readBack 6430+0',
      'update 6431+0',
      'readBack 6431+0',
    ]);
  });

  it('sends no more octets than differ', () => {
    const message = messageOf(300);
    const written = applied(prepared(), planWrite(prepared(), message, usualLayout).steps);
    const other = Uint8Array.from(message);
    other[120] = 0x79;
    const updates = planWrite(written, other, usualLayout).steps.filter((step) => step.kind === 'update');
    expect(updates.map(({ offset, octets }) => [offset, toHex(octets)])).toEqual([
      [0, 'FF'],
      [120, '79'],
      [0, '5B'],
    ]);
  });

  it('corrects a path to a later part of the file before it writes that part', () => {
    const messagePath = { file: 0x6431, index: 100, length: 50 };
    const messageFile = file(0x6431, 1024);
    messageFile.octets.fill(0x41, 100, 150);
    const steps = told(
      planWrite(prepared({ messagePath, messageFile, dodfListed: true }), messageOf(300), usualLayout),
    );
    expect(steps[0]).toBe('update 6431+100');
    expect(steps.indexOf('readBack 6430+0')).toBeLessThan(steps.indexOf('update 6431+1'));
  });

  it('reads back what was not read before, and updates it where it is something else', () => {
    const messageFile = file(0x6431, 1024, '', { start: 255, end: 765 });
    const plan = planWrite(prepared({ messageFile }), messageOf(300), usualLayout);
    expect(told(plan).slice(0, 5)).toEqual([
      'update 6431+1',
      'update 6431+255',
      'readBack 6431+0',
      'readBack 6431+255',
      'ensure 6431+510',
    ]);
  });

  it('makes what a blank card lacks, the largest first', () => {
    const plan = planWrite(blank, messageOf(100), creating);
    expect(told(plan).filter((step) => step.startsWith('create'))).toEqual([
      'create 2f00',
      'createApplication 5015',
      'create 6431',
      'create 6430',
      'create 5031',
      'create 5032',
    ]);
    expect(told(plan).at(-1)).toBe('readBack 6431+0');
  });

  it('uses a record of EF.DIR that is free, or was left half-written', () => {
    for (const record of ['FF'.repeat(40), '00'.repeat(40), `61174F0CA00000${'FF'.repeat(33)}`]) {
      const directory = { kind: 'records', records: [fromHex(record)!] } as const;
      const plan = planWrite(prepared({ directory }), messageOf(100), usualLayout);
      const step = plan.steps.find((each) => each.kind === 'updateRecord');
      expect(step).toMatchObject({ record: 1 });
    }
  });

  it('comes to the wanted content from any other, in blocks of any size', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 1024 }),
        fc.integer({ min: 2, max: 1000 }),
        fc.constantFrom(1, 16, 255, 2000),
        (octets, length, block) => {
          const messageFile = file(0x6431, 1024, toHex(octets));
          const abilities = { readBlock: block, updateBlock: block };
          const contents = prepared({ messageFile, abilities });
          const message = messageOf(length);
          const plan = planWrite(contents, message, usualLayout);
          const written = applied(contents, plan.steps).messageFile!.octets;
          const padding = new Uint8Array(1024 - length).fill(0xff);
          expect(toHex(written)).toBe(toHex(concatenate(message, padding)));
          for (const step of plan.steps)
            if (step.kind === 'update') expect(step.octets.length).toBeLessThanOrEqual(block);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a write that cannot be', () => {
  const full = { kind: 'records', records: [fromHex('61034F0141')!] } as const;
  it.each<[ErrorCode, CardContents, Uint8Array, CardLayout]>([
    ['CARD_NOT_PKCS15', blank, messageOf(10), usualLayout],
    ['CARD_MESSAGE_TOO_LARGE', prepared(), messageOf(32_769), usualLayout],
    ['CARD_MESSAGE_UNFIT', prepared(), new Uint8Array(), usualLayout],
    ['CARD_MESSAGE_UNFIT', prepared(), Uint8Array.of(0x5b, 0xff), usualLayout],
    ['CARD_MESSAGE_UNFIT', prepared(), Uint8Array.of(0x00, 0x5d), usualLayout],
    ['CARD_FILE_TOO_SMALL', prepared(), messageOf(1025), usualLayout],
    ['CARD_FILE_TOO_SMALL', prepared({ dodf: file(0x6430, 100) }), messageOf(10), usualLayout],
    ['CARD_FILE_TOO_SMALL', prepared({ odf: file(0x5031, 7) }), messageOf(10), usualLayout],
    [
      'CARD_FILE_TOO_SMALL',
      prepared({ directory: { kind: 'records', records: [new Uint8Array(10)] } }),
      messageOf(10),
      usualLayout,
    ],
    ['CARD_DIRECTORY_FULL', prepared({ directory: full }), messageOf(10), usualLayout],
    ['CARD_FILE_MISSING', prepared({ directory: { kind: 'missing' } }), messageOf(10), usualLayout],
    ['CARD_NO_ROOM', { ...blank, freeMemory: 4000 }, messageOf(10), creating],
    ['CARD_FILE_TOO_SMALL', blank, messageOf(5000), creating],
  ])('%s is known before the first command', (code, contents, message, layout) => {
    expect(codeOf(() => planWrite(contents, message, layout))).toBe(code);
  });

  it.each(['odf', 'tokenInfo', 'dodf', 'messageFile'] as const)('without its %s', (missing) => {
    const { [missing]: _, ...contents } = prepared();
    expect(codeOf(() => planWrite(contents, messageOf(10), usualLayout))).toBe('CARD_FILE_MISSING');
    expect(codeOf(() => planWrite(contents, messageOf(10), creating))).toBe('planned');
  });

  it('but may be where EF.DIR is to be left as it is', () => {
    const layout = { ...usualLayout, directory: 'leave' } as const;
    expect(codeOf(() => planWrite(prepared({ directory: full }), messageOf(10), layout))).toBe('planned');
  });
});

describe('the plan of an erasure', () => {
  const message = messageOf(300);
  const written = applied(prepared(), planWrite(prepared(), message, usualLayout).steps);

  it('hides the message, takes its entries away, and leaves FF', () => {
    const plan = planErase(written, usualLayout);
    expect(told(plan).slice(0, 2)).toEqual(['update 6431+0', 'readBack 6431+0']);
    const erased = applied(written, plan.steps);
    expect(erased.messageFile?.octets.every((octet) => octet === 0xff)).toBe(true);
    expect(erased.dodf?.octets.every((octet) => octet === 0xff)).toBe(true);
    expect(
      planErase({ ...erased, message: undefined } as unknown as CardContents, usualLayout).steps,
    ).toEqual([]);
  });

  it('has no steps on a card without the application', () => {
    expect(planErase(blank, usualLayout).steps).toEqual([]);
    expect(planDelete(blank, usualLayout).steps).toEqual([]);
  });

  it('deletes the application, unless others have something in it', () => {
    const plan = planDelete(written, creating);
    expect(plan.steps.at(-1)).toMatchObject({ kind: 'deleteDirectory', identifier: 0x5015 });
    expect(plan.steps.filter(changesCard).some((step) => step.kind === 'updateRecord')).toBe(true);
    const odf = file(0x5031, 64, 'A006300404025034A706300404026430');
    expect(codeOf(() => planDelete({ ...written, odf }, creating))).toBe('CARD_SHARED');
    const dodf = file(0x6430, 256, '30043000 3000'.replace(' ', ''));
    expect(codeOf(() => planDelete({ ...written, dodf }, creating))).toBe('CARD_SHARED');
  });
});

it('an address is the same as another of the same file', () => {
  expect(sameAddress(inApplication(0x6431), inApplication(0x6431))).toBe(true);
  expect(
    sameAddress(inApplication(0x6431), {
      directory: { from: 'application', path: [1] },
      identifier: 0x6431,
    }),
  ).toBe(false);
});
