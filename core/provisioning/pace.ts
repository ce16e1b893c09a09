import type { Still } from './throughput.ts';

/** When nothing happens for so long while no station works at a row, it stands still; milliseconds. */
export const stillAfter = 10 * 60_000;

/** The estimate looks at so many rows that ended last; with fewer than `fewestEnds` it says nothing. */
const recentEnds = 60;
const fewestEnds = 5;
/** Rows that ended within so few milliseconds tell nothing of the next hour. */
const shortestSpan = 20_000;
/** Rows an hour are told once there is so much time at work to divide by; milliseconds. */
const shortestWork = 60_000;

/** When the rest of a batch will be through, or why that cannot be told. */
export type Finish =
  | { readonly kind: 'expected'; readonly at: number }
  | { readonly kind: 'finished'; readonly at: number }
  | { readonly kind: 'unknown'; readonly why: 'notRunning' | 'tooFewRows' | 'standsStill' };

/** What is still to be done, and whether somebody is at it. */
export interface Outlook {
  readonly running: boolean;
  /** Rows that wait or are in work. */
  readonly left: number;
  readonly now: number;
}

/** How quickly rows come to an end. */
export interface Pace {
  /** Something happened; `idle` where no station was at work since the time before, `ended` where it ended a row. */
  note(event: { readonly at: number; readonly idle: boolean; readonly ended: boolean }): Still | undefined;
  /** Time in which something went on; milliseconds. */
  working(): number;
  /** Of rows that came to an end this way, an hour at work; undefined until it can be told. */
  perHour(rows: number): number | undefined;
  finish(outlook: Outlook): Finish;
}

/** Begins to look. */
export function watchPace(): Pace {
  let last: number | undefined;
  let lastEnd: number | undefined;
  let working = 0;
  let ends: number[] = [];
  return {
    note({ at, idle, ended }) {
      const gap = last === undefined ? 0 : at - last;
      const still = idle && gap >= stillAfter && last !== undefined ? { from: last, until: at } : undefined;
      if (still === undefined && gap > 0) working += gap;
      // What was before a pause, or before somebody set the clock, tells nothing of the pace now.
      if (still !== undefined || gap < 0) ends = [];
      if (ended) {
        ends = [...ends.slice(1 - recentEnds), at];
        lastEnd = at;
      }
      last = at;
      return still;
    },
    working: () => working,
    perHour: (rows) => (working < shortestWork ? undefined : (rows / working) * 3_600_000),
    finish({ running, left, now }) {
      if (left === 0 && lastEnd !== undefined) return { kind: 'finished', at: lastEnd };
      if (!running) return { kind: 'unknown', why: 'notRunning' };
      if (last !== undefined && now - last >= stillAfter) return { kind: 'unknown', why: 'standsStill' };
      const [first] = ends;
      if (first === undefined || ends.length < fewestEnds) return { kind: 'unknown', why: 'tooFewRows' };
      // The time since the last row counts: what has slowed down is not told to be as quick as before.
      const span = Math.max(now, ends.at(-1) ?? now) - first;
      if (span < shortestSpan) return { kind: 'unknown', why: 'tooFewRows' };
      return { kind: 'expected', at: now + Math.round((left * span) / (ends.length - 1)) };
    },
  };
}
