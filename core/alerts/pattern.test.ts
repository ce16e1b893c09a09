import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPattern } from './pattern.ts';

/** The same by its meaning: slow, and plainly right. */
function matchesSlowly(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern[0] !== '*') return pattern[0] === text[0] && matchesSlowly(pattern.slice(1), text.slice(1));
  for (let cut = 0; cut <= text.length; cut++)
    if (matchesSlowly(pattern.slice(1), text.slice(cut))) return true;
  return false;
}

describe('a pattern', () => {
  it.each([
    ['urn:oma:at:*', 'urn:oma:at:fumo:1.0:OperationComplete', true],
    ['*:OperationComplete', 'urn:oma:at:fumo:1.0:OperationComplete', true],
    ['*FUMO*', 'urn:oma:at:fumo:1.0:OperationComplete', true],
    ['a*a', 'a', false],
    ['a*b*c', 'a-b-b-c', true],
    ['abc', 'abcd', false],
    ['*', '', true],
    ['.*', 'x', false],
  ])('%j is the whole of %j: %j', (pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected);
  });

  it('matches as it should, whatever it is', () => {
    const few = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    fc.assert(
      fc.property(few, text, (pattern, whole) => {
        expect(matchesPattern(pattern, whole)).toBe(
          pattern !== '' ? matchesSlowly(pattern, whole) : whole === '',
        );
      }),
      { numRuns: 2000 },
    );
  });
});
