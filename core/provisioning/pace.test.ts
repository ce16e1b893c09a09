import { describe, expect, it } from 'vitest';
import { watchPace } from './pace.ts';

const start = 1_764_000_000_000;

/** Rows that end one after the other, so many milliseconds apart. */
function paceOf(rows: number, apart: number) {
  const pace = watchPace();
  for (let row = 1; row <= rows; row++) pace.note({ at: start + row * apart, idle: false, ended: true });
  return { pace, last: start + rows * apart };
}

describe('the estimate of the end', () => {
  it('is the rest at the pace of the last rows', () => {
    const { pace, last } = paceOf(20, 10_000);
    expect(pace.finish({ running: true, left: 6, now: last })).toEqual({
      ...{ kind: 'expected', at: last + 60_000 },
    });
  });

  it('says nothing where nobody is at work, rows are few or too quick to tell, or nothing has happened lately', () => {
    const { pace, last } = paceOf(20, 10_000);
    const why = (of: typeof pace, outlook: { running?: boolean; now?: number } = {}) =>
      of.finish({ running: true, left: 6, now: last, ...outlook });
    expect(why(pace, { running: false })).toEqual({ kind: 'unknown', why: 'notRunning' });
    expect(why(paceOf(4, 10_000).pace)).toEqual({ kind: 'unknown', why: 'tooFewRows' });
    expect(why(paceOf(20, 100).pace, { now: start + 2000 })).toEqual({ kind: 'unknown', why: 'tooFewRows' });
    expect(why(pace, { now: last + 600_000 })).toEqual({ kind: 'unknown', why: 'standsStill' });
  });

  it('becomes later while no row comes', () => {
    const { pace, last } = paceOf(20, 10_000);
    const later = pace.finish({ running: true, left: 6, now: last + 190_000 });
    expect(later).toEqual({ kind: 'expected', at: last + 190_000 + 120_000 });
  });

  it('begins anew after a pause, and where the clock was set back', () => {
    const { pace, last } = paceOf(20, 10_000);
    pace.note({ at: last + 3_600_000, idle: true, ended: false });
    expect(pace.finish({ running: true, left: 6, now: last + 3_600_000 })).toMatchObject({
      why: 'tooFewRows',
    });
    const other = paceOf(20, 10_000);
    other.pace.note({ at: start, idle: false, ended: true });
    expect(other.pace.finish({ running: true, left: 6, now: start })).toMatchObject({ why: 'tooFewRows' });
  });

  it('is the last end where nothing is left', () => {
    const { pace, last } = paceOf(2, 10_000);
    expect(pace.finish({ running: false, left: 0, now: last + 1 })).toEqual({ kind: 'finished', at: last });
  });
});

it('rows an hour are told of a minute at work and more', () => {
  expect(paceOf(5, 10_000).pace.perHour(5)).toBeUndefined();
  expect(paceOf(7, 10_000).pace.perHour(7)).toBe(420);
});
