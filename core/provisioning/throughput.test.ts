import { describe, expect, it } from 'vitest';
import { countThroughput } from './throughput.ts';

const hour = 3_600_000;
const day = 24 * hour;
const start = Date.UTC(2026, 2, 2, 8);
const utc = () => 0;

function countEvery(span: number, every: number) {
  const count = countThroughput();
  for (let at = start; at <= start + span; at += every) count.end('done', at, 's');
  return count;
}

describe('throughput', () => {
  it.each([
    [hour, 'minute', 61],
    [2 * hour - 60_000, 'minute', 120],
    [9 * hour, 'fiveMinutes', 109],
    [29 * hour, 'quarterHour', 117],
    [4 * day, 'hour', 97],
    [60 * day, 'day', 61],
  ] as const)('over %d ms is counted by the %s', (span, interval, intervals) => {
    const view = countEvery(span, 60_000).view(utc);
    expect(view.interval).toBe(interval);
    expect(view.intervals).toHaveLength(intervals);
  });

  it('has days that begin at midnight on the wall, also where the clocks change', () => {
    // Central Europe: summer time from 29 March 2026, 01:00 UTC.
    const change = Date.UTC(2026, 2, 29, 1);
    const { intervals } = countEvery(40 * day, hour).view((at) => (at < change ? hour : 2 * hour));
    const lengths = intervals.slice(1).map(({ from }, index) => (from - intervals[index]!.from) / hour);
    expect(new Set(lengths)).toEqual(new Set([24, 23]));
    expect(intervals.find(({ from }) => from === Date.UTC(2026, 2, 28, 23))?.done).toBe(23);
    expect(intervals.find(({ from }) => from === Date.UTC(2026, 2, 29, 22))?.done).toBe(24);
  });

  it('stays small where a clock was years off, and loses nothing', () => {
    const count = countThroughput();
    count.end('done', 0, 's');
    for (let at = start; at < start + 500 * day; at += day) count.end('failed', at, 's');
    const { interval, intervals, earlier } = count.view(utc);
    expect(interval).toBe('day');
    expect(intervals).toHaveLength(400);
    expect(earlier).toEqual({ done: 1, failed: 100 });
  });

  it('tells the longest times without anything, in their order', () => {
    const count = countThroughput();
    for (let index = 0; index < 1000; index++)
      count.still({ from: start + index * day, until: start + index * day + (index % 100) * 60_000 });
    const { stills } = count.view(utc);
    expect(stills).toHaveLength(20);
    expect(Math.min(...stills.map(({ from, until }) => until - from))).toBe(98 * 60_000);
    expect(stills).toEqual(stills.toSorted((one, other) => one.from - other.from));
  });
});
