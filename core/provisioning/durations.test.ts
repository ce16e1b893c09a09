import fc from 'fast-check';
import { expect, it } from 'vitest';
import { collectDurations } from './durations.ts';

const row = { batchId: 'b', jobId: 'j', line: 1, label: 'x', at: 1 };

it('tells median and ninetieth to the hundredth part, and the worst exactly', () => {
  const times = fc.array(fc.oneof(fc.nat(200), fc.nat(86_400_000)), { minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(times, (milliseconds) => {
      const durations = collectDurations();
      for (const [index, each] of milliseconds.entries()) durations.add(each, { ...row, line: index });
      const sorted = milliseconds.toSorted((one, other) => one - other);
      const exact = (share: number) => sorted[Math.ceil(sorted.length * share) - 1]!;
      const summary = durations.summary()!;
      expect(summary.count).toBe(milliseconds.length);
      expect(Math.abs(summary.median - exact(0.5))).toBeLessThanOrEqual(exact(0.5) / 100);
      expect(Math.abs(summary.ninetieth - exact(0.9))).toBeLessThanOrEqual(exact(0.9) / 100);
      expect(summary.worst.milliseconds).toBe(sorted.at(-1));
      expect(milliseconds[summary.worst.line]).toBe(sorted.at(-1));
    }),
  );
});

it('says nothing of no time', () => {
  expect(collectDurations().summary()).toBeUndefined();
});
