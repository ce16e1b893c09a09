import { describe, expect, it } from 'vitest';
import { toFault } from '../errors.ts';
import { fromHex } from '../octets.ts';
import { cardLayoutSchema, usualLayout } from './layout-schema.ts';
import { requireAtr } from './read-options.ts';

describe('a card layout', () => {
  it('that says nothing is a prepared UICC that every reader measured can read', () => {
    expect(usualLayout).toMatchObject({
      encoding: 'both',
      admReference: 0x0a,
      create: 'never',
      directory: 'list',
      private: false,
      channel: 'auto',
      files: { dodf: { identifier: '6430', size: 256 }, message: { identifier: '6431', size: 4096 } },
      access: { format: 'expanded' },
    });
  });

  it('read twice is the same', () => {
    expect(cardLayoutSchema.parse(usualLayout)).toEqual(usualLayout);
  });

  it.each([
    { encoding: 'other' },
    { admReference: 256 },
    { files: { message: { identifier: '643' } } },
    { files: { message: { size: 40_000 } } },
    { access: { format: 'octets', application: '0', files: '' } },
    { atrs: ['3B0'] },
    { unknown: true },
  ])('%j is refused', (value) => {
    expect(cardLayoutSchema.safeParse(value).success).toBe(false);
  });

  it.each([
    [[], true],
    [['3b9f96'], false],
    [['3B9F96'], false],
    [['3B9F96..FF'], true],
    [['3B00', '3b9f9600ff'], true],
  ])('for the ATRs %j', (atrs, fits) => {
    const check = () => requireAtr(fromHex('3B9F9600FF')!, { ...usualLayout, atrs });
    if (fits) expect(check).not.toThrow();
    else
      try {
        check();
        expect.unreachable();
      } catch (error) {
        expect(toFault(error).code).toBe('CARD_ATR_UNEXPECTED');
      }
  });
});
