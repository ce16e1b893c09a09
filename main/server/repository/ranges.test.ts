import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentRange, lengthOf, rangeOf } from './ranges.ts';

const part = (first: number, last: number) => ({ kind: 'part', range: { first, last } });
const whole = { kind: 'whole' };
const outside = { kind: 'outside' };

describe('a Range header', () => {
  // RFC 9110, 14.1.2: the examples, of 10,000 octets.
  it.each([
    ['bytes=0-499', 10_000, part(0, 499)],
    ['bytes=500-999', 10_000, part(500, 999)],
    ['bytes=-500', 10_000, part(9500, 9999)],
    ['bytes=9500-', 10_000, part(9500, 9999)],
    ['bytes=0-0', 10_000, part(0, 0)],
    ['bytes=0-0', 1, part(0, 0)],
    ['BYTES= 5-', 10, part(5, 9)],
    ['bytes=5-100', 10, part(5, 9)],
    ['bytes=-100', 10, part(0, 9)],
    [`bytes=5-${'9'.repeat(400)}`, 10, part(5, 9)],
    ['bytes=10-', 10, outside],
    ['bytes=10-20', 10, outside],
    [`bytes=${'9'.repeat(400)}-`, 10, outside],
    ['bytes=-0', 10, outside],
    ['bytes=0-', 0, outside],
    ['bytes=-5', 0, whole],
    ['bytes=5-4', 10, whole],
    ['bytes=-', 10, whole],
    ['bytes=', 10, whole],
    ['bytes=a-b', 10, whole],
    ['bytes=1-2-3', 10, whole],
    ['bytes=+1-2', 10, whole],
    ['bytes=0x1-2', 10, whole],
    ['lines=1-2', 10, whole],
    ['bytes=0-0,-1', 10, whole],
    ['', 10, whole],
    [undefined, 10, whole],
  ])('%s of %i', (header, size, expected) => {
    expect(rangeOf(header, size)).toEqual(expected);
  });

  it('is never answered with what is not there', () => {
    const number = fc.option(fc.nat(30), { nil: undefined });
    fc.assert(
      fc.property(number, number, fc.nat(20), (from, to, size) => {
        const outcome = rangeOf(`bytes=${from ?? ''}-${to ?? ''}`, size);
        if (outcome.kind !== 'part') return;
        const { first, last } = outcome.range;
        expect(0 <= first && first <= last && last < size).toBe(true);
        const octets = Array.from({ length: size }, (_, index) => index);
        const expected = from === undefined ? octets.slice(-(to ?? 0)) : octets.slice(from, (to ?? size) + 1);
        expect(octets.slice(first, last + 1)).toEqual(expected);
        expect(lengthOf(outcome.range)).toBe(expected.length);
      }),
    );
  });

  it('is answered with what it came to', () => {
    expect(contentRange({ first: 2, last: 5 }, 10)).toBe('bytes 2-5/10');
    expect(contentRange(undefined, 10)).toBe('bytes */10');
  });
});
