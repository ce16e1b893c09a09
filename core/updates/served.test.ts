import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { servedOctets, withServed } from './served.ts';

const part = fc
  .record({ first: fc.nat(300), length: fc.nat(60) })
  .map(({ first, length }) => ({ first, last: first + length - 1 }));

describe('what was served of an image', () => {
  it('counts each octet once, in whatever pieces and order it went', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const octets = new Set<number>();
        for (const { first, last } of parts) for (let at = first; at <= last; at++) octets.add(at);
        const served = parts.reduce(withServed, []);
        expect(servedOctets(served)).toBe(octets.size);
        for (const [index, { first }] of served.entries())
          expect(first).toBeGreaterThan((served[index - 1]?.last ?? -2) + 1);
      }),
    );
  });

  it('is kept in so many pieces at most', () => {
    const apart = Array.from({ length: 2000 }, (_, index) => ({ first: index * 2, last: index * 2 }));
    expect(apart.reduce(withServed, [])).toHaveLength(500);
  });
});
