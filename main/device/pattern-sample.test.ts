import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleOf } from './pattern-sample.ts';

const takes = (pattern: string, text: string) => new RegExp(`^(?:${pattern})$`, 'u').test(text);

describe('a sample of a pattern', () => {
  it.each([
    '[A-Z]{2}-\\d{4}',
    '\\d{6}',
    '[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}',
    '(?:AT|DE|CH)\\d+',
    '(?<year>\\d{4})-(0[1-9]|1[0-2])',
    '^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$',
    'a+b*c?d{2,3}?e{0}f{1,}',
    '[^A-Za-z]',
    '[g-m]\\.\\x41\\u00e9\\u{1F600}',
    '\\p{Lu}\\p{Nd}',
    'x|y|z',
    '(a|b)(c(d|e)){2}',
    '[\\]\\-]{2}',
    'é.',
    '\\bword\\b',
    '',
  ])('fits %s', (pattern) => {
    const sample = sampleOf(pattern);
    expect(sample).toBeTypeOf('string');
    expect(takes(pattern, sample!), sample).toBe(true);
  });

  it('is as long as it has to be, where the pattern lets it', () => {
    expect(sampleOf('[A-Z]+', 7)).toBe('SSSSSSS');
    expect(sampleOf('\\d{2,}', 5)).toBe('11111');
    expect(sampleOf('\\d{2,4}', 9)).toBe('1111');
    expect(sampleOf('ab', 9)).toBe('ab');
  });

  it.each([
    '(?=.*\\d).+',
    '(a)\\1',
    '(?<!x)y',
    '[',
    ')',
    'a)',
    '(a',
    '*',
    '[^\\s\\S]',
    '\\p{Nonsense}',
    'a{99999}',
    '((a{1000}){1000}){1000}',
    '\\',
    `${'('.repeat(5000)}${')'.repeat(5000)}`,
  ])('is none where the pattern holds what is not understood: %s', (pattern) => {
    expect(sampleOf(pattern)).toBeUndefined();
  });

  it('fits whatever is understood of patterns that are made up', () => {
    const atom = fc.constantFrom('a', '[a-c]', '[^a]', '\\d', '\\w', '.', '-', '\\.', '(x|y)', '(?:zz)');
    const quantifier = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,3}', '{2,}');
    const part = fc.tuple(atom, quantifier).map((both) => both.join(''));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.nat({ max: 20 }), (parts, length) => {
        const pattern = parts.join('');
        expect(takes(pattern, sampleOf(pattern, length)!)).toBe(true);
      }),
    );
  });

  it('ends with any text for a pattern', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab01()[]{}|?*+^$\\.-,:<>pdwu') }), (pattern) => {
        const sample = sampleOf(pattern);
        expect(['string', 'undefined']).toContain(typeof sample);
      }),
    );
  });
});
