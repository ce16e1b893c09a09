import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../octets.ts';
import { abilitiesOf, readAtr } from './atr.ts';

const atr = (digits: string) => fromHex(digits)!;

describe('an ATR', () => {
  it.each([
    // The virtual card of this project, T=1; the same with extended length; and T=0.
    ['3B9E95811FC78031E073FE211366D001444D424E0E', [1], false, 4],
    ['3B9E95811FC78031E073FE215366D001444D424E4E', [1], true, 4],
    ['3B9E95801FC78031E073FE211366D001444D424E0F', [0], false, 4],
    // A UICC with T=0 and T=15: two logical channels, no extended length.
    ['3B9F96801FC78031A073BE21136743200718000001A5', [0], false, 4],
    // Without interface octets: T=0 alone, no check octet, and historical octets of another form.
    ['3B0412345678', [0], false, 1],
    ['3B00', [0], false, 1],
    // A card with T=1 and capabilities of two octets only: extended length is not told.
    ['3B848001807212D035', [0, 1], false, 1],
  ])('%s', (digits, protocols, extendedLength, channels) => {
    expect(readAtr(atr(digits))).toMatchObject({
      understood: true,
      protocols,
      extendedLength,
      channels,
    });
  });

  it.each([
    ['nothing', ''],
    ['another convention', '3C00'],
    ['a wrong check octet', '3B9E95811FC78031E073FE211366D001444D424E00'],
    ['the end cut off', '3B9E95811FC78031E073FE2113'],
    ['something after it', '3B041234567890'],
  ])('with %s is not understood, and says nothing', (_name, digits) => {
    expect(readAtr(atr(digits))).toMatchObject({
      understood: false,
      protocols: [],
      extendedLength: false,
      channels: 1,
    });
  });

  it('of any octets does no harm', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (octets) => {
        const facts = readAtr(octets);
        expect(facts.channels).toBeGreaterThan(0);
        expect(toHex(facts.historical).length % 2).toBe(0);
      }),
    );
  });
});

describe('what a card may be asked to do', () => {
  const extended = atr('3B9E95811FC78031E073FE215366D001444D424E4E');
  it.each([
    ['T=1', 'auto', 2000],
    ['T=0', 'auto', 255],
    [undefined, 'auto', 255],
    ['T=1', 'off', 255],
  ] as const)('with %s and %s', (protocol, setting, block) => {
    expect(abilitiesOf(extended, protocol, setting)).toEqual({ readBlock: block, updateBlock: block });
  });
  it('is little where the ATR is not understood', () => {
    expect(abilitiesOf(atr('00'), 'T=1').readBlock).toBe(255);
  });
});
