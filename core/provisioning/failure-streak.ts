import type { Fault } from '../errors.ts';

/** A row that failed, as far as a person wants to know when the work stops for it. */
export interface FailedRow {
  readonly jobId: string;
  readonly label: string;
  readonly fault: Fault;
}

/** The rows that failed one after the other, with no row done between them; the oldest first. */
export type FailureStreak = readonly FailedRow[];

/** How a row ended: a device that is awaited has neither succeeded nor failed. */
export type RowEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'awaited' }
  | ({ readonly kind: 'failed' } & FailedRow);

/** The streak after a row's end. A row that fails again counts again, for it is one failure more. */
export function stepStreak(streak: FailureStreak, end: RowEnd): FailureStreak {
  switch (end.kind) {
    case 'done':
      return [];
    case 'awaited':
      return streak;
    case 'failed':
      return [...streak, { jobId: end.jobId, label: end.label, fault: end.fault }];
  }
}

/** Rows that failed for the same reason. */
export interface FailureCause {
  /** That of the row that failed last. */
  readonly fault: Fault;
  /** The rows by their labels, the oldest first; each once. */
  readonly labels: readonly string[];
}

/** Why work stopped by itself: so many rows failed in a row. */
export interface FailureStop {
  readonly failures: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly causes: readonly FailureCause[];
}

/** What a streak comes to; undefined while it is shorter than `stopAfter` rows (0: however long it is). */
export function stopOf(streak: FailureStreak, stopAfter: number, at: number): FailureStop | undefined {
  if (stopAfter === 0 || streak.length < stopAfter) return undefined;
  return { failures: streak.length, at, causes: causesOf(streak) };
}

/** The causes of a streak by their codes, the most frequent first. */
export function causesOf(streak: FailureStreak): readonly FailureCause[] {
  const byCode = Map.groupBy(streak, ({ fault }) => fault.code);
  return [...byCode.values()]
    .toSorted((one, other) => other.length - one.length)
    .map((rows) => ({
      fault: (rows.at(-1) as FailedRow).fault,
      labels: [...new Set(rows.map(({ label }) => label))],
    }));
}
