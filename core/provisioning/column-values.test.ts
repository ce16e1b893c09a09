import { describe, expect, it } from 'vitest';
import { hasCheckDigit, looksLikeFormula } from './column-values.ts';

describe('check digits and formulas', () => {
  it.each([
    ['352099001761408', true],
    ['352099001762142', false],
    ['8944500000000700001', true],
  ])('%s', (digits, expected) => {
    expect(hasCheckDigit(digits)).toBe(expected);
  });
  it.each([
    ['=2+5', true],
    ['@SUM(A1)', true],
    ['+49-1', true],
    ['-12.5', false],
    ['Hall', false],
  ])('%s', (value, expected) => {
    expect(looksLikeFormula(value)).toBe(expected);
  });
});
