import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isKeepable, lossOf, whyNotJson } from './json.ts';

describe('a value that can be kept as it came', () => {
  it.each([
    'null',
    '0',
    '-1.5e300',
    '"text"',
    '"\\ud83d\\ude42"',
    '[]',
    '{"a":[{"b":null}]}',
    '{"__proto__":1}',
  ])('%s is one', (text) => {
    expect(isKeepable(JSON.parse(text))).toBe(true);
  });

  it.each(['1e999', '-1e999', '"\\ud800"', '["\\udc00\\ud800"]', '{"a":{"b":1e400}}', '{"\\ud800":1}'])(
    '%s is none',
    (text) => {
      expect(isKeepable(JSON.parse(text))).toBe(false);
    },
  );

  it('is nested no deeper than asked', () => {
    const nested = (depth: number) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) as unknown;
    expect(isKeepable(nested(3), 3)).toBe(true);
    expect(isKeepable(nested(4), 3)).toBe(false);
    expect(isKeepable(nested(200_000))).toBe(false);
  });

  it('comes back the same', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: unknown = JSON.parse(text);
        if (!isKeepable(value)) return;
        const kept = new TextDecoder().decode(new TextEncoder().encode(JSON.stringify(value)));
        expect(JSON.parse(kept)).toEqual(value);
      }),
    );
  });

  it('is told why it is none', () => {
    expect([lossOf(1), lossOf('a'), lossOf(null)]).toEqual([undefined, undefined, undefined]);
    expect(lossOf(Number.POSITIVE_INFINITY)).toContain('too large');
    expect(lossOf('\ud800')).toContain('half a character');
  });
});

describe('why a text is not JSON', () => {
  const why = (text: string) => {
    try {
      JSON.parse(text);
      return undefined;
    } catch (error) {
      return whyNotJson(error);
    }
  };

  it('is told without the text', () => {
    expect(why('{"a": secret}')).toBe('Unexpected character');
    expect(why('{"secret":1 1}')).toMatch(/^Expected ',' or '}' after property value in JSON at position 12/);
    expect(why('')).toBe('Unexpected end of JSON input');
    fc.assert(
      fc.property(fc.string(), fc.nat(40), (before, length) => {
        const told = why(`{"a":"${before.replaceAll(/["\\]/g, '')}" ${'SECRET'.repeat(length)}`);
        expect(told ?? '').not.toContain('SECRET');
      }),
    );
  });
});
