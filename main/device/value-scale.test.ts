import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaleOf, type ValueScale, withinLimits } from './value-scale.ts';

const none = { min: '', max: '', step: '' };
const scale = (type: string): ValueScale => scaleOf(type)!;
/** Wednesday, 14:03:27. */
const moment = Date.UTC(2026, 10, 25, 14, 3, 27);

describe('the values of inputs that have an order', () => {
  it.each([
    ['date', '2026-11-25'],
    ['month', '2026-11'],
    ['week', '2026-W48'],
    ['time', '14:03'],
    ['datetime-local', '2026-11-25T14:03'],
  ])('are now, as %s writes it: %s', (type, text) => {
    expect(withinLimits(scale(type), scale(type).at!(moment), none)).toBe(text);
    expect(scale(type).write(scale(type).read(text)!)).toBe(text);
  });

  it.each([
    ['date', ['2026-11-25x', '25.11.2026', '2026-13-01']],
    ['month', ['2026-13', '2026', '2026-1']],
    ['week', ['2026-W54', '2026-W00', '2026-48']],
    ['time', ['24:61', '7:00', '']],
    ['datetime-local', ['2026-11-25', '2026-11-25T', '']],
    ['number', ['', '1,5', '0x10', '1e999', ' 1', '+1']],
  ])('are none where they are written otherwise: %s', (type, texts) => {
    for (const text of texts) expect(scale(type).read(text), text).toBeUndefined();
  });

  it('have no order in inputs of other types', () => {
    for (const type of ['text', 'email', 'color', 'tel']) expect(scaleOf(type)).toBeUndefined();
  });

  // 2020 and 2026 have 53 weeks; the last days of a year may belong to the next one's first week.
  it.each([
    ['2020-12-31', '2020-W53'],
    ['2021-01-03', '2020-W53'],
    ['2021-01-04', '2021-W01'],
    ['2024-12-30', '2025-W01'],
    ['1969-12-29', '1970-W01'],
  ])('count weeks as ISO 8601 does: %s is in %s', (date, week) => {
    const days = scale('date').read(date)!;
    expect(scale('week').write(scale('week').at!(days * 86_400_000))).toBe(week);
  });

  it.each([
    ['number', 1, { min: '-120', max: '0', step: '0.5' }, '0'],
    ['number', 1, { min: '0', max: '', step: '5' }, '0'],
    ['number', 3, { min: '0', max: '', step: '5' }, '5'],
    ['number', 9, { min: '0', max: '9', step: '5' }, '5'],
    ['number', 0.3, { min: '0', max: '1', step: '0.1' }, '0.3'],
    ['number', 1, { min: '1e-7', max: '1', step: 'any' }, '1'],
    ['number', 0, { min: '1e-7', max: '1', step: 'any' }, '0.0000001'],
    ['number', 7, { min: '9', max: '8', step: '' }, '9'],
    ['number', 1.4, { min: '', max: '', step: '-3' }, '1'],
    ['number', 1, { min: 'low', max: 'high', step: 'x' }, '1'],
    ['date', 20_782, { min: '2027-01-01', max: '', step: '' }, '2027-01-01'],
    ['date', 20_782, { min: '1950-01-01', max: '1960-12-31', step: '' }, '1960-12-31'],
    ['date', 20_782, { min: '2026-11-23', max: '', step: '7' }, '2026-11-23'],
    ['time', 50_580, { min: '08:00', max: '12:00', step: '900' }, '12:00'],
    ['time', 50_585, { min: '', max: '', step: '1' }, '14:03:05'],
  ])('keep to the limits that a page names: %s %d within %o', (type, wanted, limits, text) => {
    expect(withinLimits(scale(type), wanted, limits)).toBe(text);
  });

  it('keep to any limits that leave room for a value', () => {
    const number = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => value / 100);
    fc.assert(
      fc.property(number, number, fc.integer({ min: 1, max: 500 }), number, (one, other, steps, wanted) => {
        const [min, max, step] = [Math.min(one, other), Math.max(one, other), steps / 100];
        const value = Number(
          withinLimits(scale('number'), wanted, { min: String(min), max: String(max), step: String(step) }),
        );
        expect(value).toBeGreaterThanOrEqual(min);
        expect(value).toBeLessThanOrEqual(max);
        const counted = (value - min) / step;
        expect(Math.abs(counted - Math.round(counted))).toBeLessThan(1e-6);
      }),
    );
  });
});
