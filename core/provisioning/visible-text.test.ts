import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visibleText } from './visible-text.ts';

describe('a text on paper', () => {
  it('shows what would be invisible, or would turn others around', () => {
    expect(visibleText('a\u202Eb\u200B\u0007\u2066\uFEFF')).toBe(
      'a‹U+202E›b‹U+200B›‹U+0007›‹U+2066›‹U+FEFF›',
    );
    expect(visibleText('a\nb\tc\u2028')).toBe('a‹U+000A›b‹U+0009›c‹U+2028›');
    expect(visibleText('e\u0301 \u00a0x')).toBe('é  x');
    expect(visibleText('Ñandú Đặng 東京 \u{1F600}')).toBe('Ñandú Đặng 東京 \u{1F600}');
  });

  it('has no end that is not told', () => {
    expect(visibleText('x'.repeat(10_000))).toMatch(/^x{4000}…$/);
  });

  it('holds nothing unseen, whatever was in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visibleText(text)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e]/u);
      }),
    );
  });
});
