import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPattern } from './text-pattern.ts';

const matches = (pattern: string, text: string) => {
  const read = readPattern(pattern);
  return 'detail' in read ? read.detail : read.matches(text);
};

describe('a pattern', () => {
  it.each([
    ['a|ab', 'ab', true],
    ['[A-Z]{2}-\\d{4}', 'AB-1234', true],
    ['[A-Z]{2}-\\d{4}', 'xAB-1234', false],
    ['\\p{Lu}\\p{L}*', 'Ägypten', true],
    ['[\\w-]+', 'a-b_c', true],
    ['.', '🛰', true],
    ['', 'a', false],
  ])('%s fits the whole of %s: %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  it.each(['(', 'a{2,1}', '(?=a)', '(a)\\1', '[z-a]', '((a{1000}){1000})', '\\'])(
    'cannot be %s',
    (pattern) => {
      expect(readPattern(pattern)).toEqual({ detail: expect.stringMatching(/\w/) });
    },
  );

  it('means what it means elsewhere', () => {
    const texts = fc.stringMatching(/^[ab1-]{0,12}$/);
    const patterns = ['a+b*', '(a|b)*1', '[^a]?-?', '(?:ab)+|1{2,3}', '(a*)*b', 'a.b', '(a|ab)(1|b1)?'];
    fc.assert(
      fc.property(fc.constantFrom(...patterns), texts, (pattern, text) => {
        expect(matches(pattern, text)).toBe(new RegExp(`^(?:${pattern})$`, 'u').test(text));
      }),
    );
  });
});
