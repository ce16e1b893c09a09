import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Attempts, addressRule, afterFailure, deviceRule, type Verdict } from './attempts.ts';

const rules = fc.record({
  free: fc.integer({ min: 1, max: 60 }),
  firstDelay: fc.integer({ min: 1, max: 1000 }),
  longestDelay: fc.integer({ min: 1000, max: 60_000 }),
  forgottenAfter: fc.integer({ min: 1000, max: 1_000_000 }),
});

/** The verdicts on attempts that came with these times between them. */
function verdicts(rule: typeof deviceRule, gaps: readonly number[]): readonly Verdict[] {
  let attempts: Attempts | undefined;
  let now = 1_795_600_000_000;
  return gaps.map((gap) => {
    now += gap;
    const verdict = afterFailure(rule, attempts, now);
    attempts = verdict.attempts;
    return verdict;
  });
}

describe('wrong credentials in a row', () => {
  it('are answered at once ten times for a device, fifty for an address, then slower and slower', () => {
    const delays = verdicts(deviceRule, Array(17).fill(1)).map(({ delay }) => delay);
    expect(delays).toEqual([...Array(10).fill(0), 250, 500, 1000, 2000, 4000, 4000, 4000]);
    expect(verdicts(addressRule, Array(51).fill(1)).findIndex(({ delay }) => delay > 0)).toBe(50);
  });

  it('never wait longer than the longest time, nor shorter than the one before', () => {
    fc.assert(
      fc.property(rules, fc.array(fc.integer({ min: -5, max: 900 }), { maxLength: 300 }), (rule, gaps) => {
        const all = verdicts(rule, gaps);
        for (const [index, { delay }] of all.entries()) {
          expect(delay).toBeLessThanOrEqual(rule.longestDelay);
          expect(delay).toBeGreaterThanOrEqual(all[index - 1]?.delay ?? 0);
          expect(delay === 0).toBe(index < rule.free);
        }
      }),
    );
  });

  it('are told of once in a row, and again in the next', () => {
    fc.assert(
      fc.property(rules, fc.integer({ min: 1, max: 4 }), (rule, rows) => {
        const row = [rule.forgottenAfter, ...Array(rule.free + 5).fill(1)];
        const all = verdicts(rule, Array(rows).fill(row).flat());
        expect(all.filter(({ begins }) => begins)).toHaveLength(rows);
      }),
    );
  });

  it('begin anew after a quiet time, and not before', () => {
    fc.assert(
      fc.property(rules, (rule) => {
        const many = Array(rule.free + 1).fill(1);
        const [quiet, busy] = [rule.forgottenAfter, rule.forgottenAfter - 1];
        expect(verdicts(rule, [...many, quiet]).at(-1)).toMatchObject({ delay: 0, attempts: { count: 1 } });
        expect(verdicts(rule, [...many, busy]).at(-1)?.delay).toBeGreaterThan(0);
      }),
    );
  });

  it('are counted to any number', () => {
    const attempts = { count: 5_000_000, lastAt: 10 };
    expect(afterFailure(deviceRule, attempts, 11)).toMatchObject({
      delay: deviceRule.longestDelay,
      begins: false,
      attempts: { count: 5_000_001 },
    });
  });
});
