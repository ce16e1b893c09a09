import type { JobState } from './job.ts';

/**
 * The steps whose time is kept: a station without a row; from the claim of a row until its first octet is written;
 * writing with reading back, which go block by block; the device's first session.
 */
export const timedSteps = ['waiting', 'prepare', 'write', 'session'] as const;
export type TimedStep = (typeof timedSteps)[number];

/** What figures make of the state of a row. */
export type RowPhase =
  /** No station works at it. */
  | { readonly kind: 'open' }
  /** A station works at it, in a step whose time is kept or in none of them. */
  | { readonly kind: 'inWork'; readonly step?: Exclude<TimedStep, 'waiting'> }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed' };

/** The one place that says what each state of a row is for figures. */
export function rowPhase(state: JobState['kind']): RowPhase {
  switch (state) {
    case 'waiting':
    case 'held':
    case 'cancelled':
    // The device is switched on elsewhere, in minutes or in days.
    case 'awaitingDevice':
      return { kind: 'open' };
    case 'claimed':
    case 'prepared':
      return { kind: 'inWork', step: 'prepare' };
    case 'writing':
      return { kind: 'inWork', step: 'write' };
    // The card is reset, and goes into the device or to the side.
    case 'verified':
      return { kind: 'inWork' };
    case 'inSession':
      return { kind: 'inWork', step: 'session' };
    case 'done':
      return { kind: 'done' };
    case 'failed':
      return { kind: 'failed' };
  }
}
