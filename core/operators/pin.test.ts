import { describe, expect, it } from 'vitest';
import { isBadgeCode, isOperatorName, isPin } from './pin.ts';

describe('a PIN', () => {
  it.each(['2580', '1357', '0042', '135790246813', '1123'])('may be %s', (pin) =>
    expect(isPin(pin)).toBe(true),
  );
  it.each(['', '123', '1111', '1234', '9876', '0123456789', '12a4', '1234567890123', ' 2580', '٢٥٨٠'])(
    'may not be "%s"',
    (pin) => expect(isPin(pin)).toBe(false),
  );
});

describe('the code of a badge', () => {
  it('has at least six characters, and is what a scanner types', () => {
    for (const code of ['A4711B', '0041-7788/x', 'x'.repeat(200)]) expect(isBadgeCode(code)).toBe(true);
    for (const code of ['', '12345', ' A4711B', 'A4711B\n', 'A4\u00001B7', 'x'.repeat(201)])
      expect(isBadgeCode(code)).toBe(false);
  });
});

describe('the name of a person', () => {
  it('is a text that people can read', () => {
    for (const name of ['Jo', 'Ana María Núñez', '李雷']) expect(isOperatorName(name)).toBe(true);
    for (const name of ['', ' ', ' Jo', 'Jo\n', 'a'.repeat(61)]) expect(isOperatorName(name)).toBe(false);
  });
});
