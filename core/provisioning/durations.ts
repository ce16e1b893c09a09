/** Half of what two times may be apart and still be told as one: less than one in a hundred. */
const perOctave = 64;

/** The row that took a time. */
export interface TimedRow {
  readonly batchId: string;
  readonly jobId: string;
  readonly line: number;
  readonly label: string;
  /** When it was through; milliseconds since 1970. */
  readonly at: number;
}

/** What is known of many times; milliseconds. */
export interface DurationSummary {
  readonly count: number;
  /** Half of them took no longer, and nine of ten; to the hundredth part. */
  readonly median: number;
  readonly ninetieth: number;
  /** The longest one, exactly. */
  readonly worst: TimedRow & { readonly milliseconds: number };
}

/** Many times, in little room however many they are. */
export interface Durations {
  add(milliseconds: number, row: TimedRow): void;
  /** Undefined where there is none. */
  summary(): DurationSummary | undefined;
}

/** Begins to collect times. */
export function collectDurations(): Durations {
  const counts = new Map<number, number>();
  let count = 0;
  let worst: DurationSummary['worst'] | undefined;
  return {
    add(milliseconds, row) {
      const bucket = bucketOf(milliseconds);
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
      count++;
      if (worst === undefined || milliseconds > worst.milliseconds) worst = { ...row, milliseconds };
    },
    summary() {
      if (worst === undefined) return undefined;
      const buckets = [...counts].sort(([one], [other]) => one - other);
      const { milliseconds: most } = worst;
      const quantile = (share: number) => Math.min(most, timeAt(buckets, Math.ceil(count * share)));
      return { count, median: quantile(0.5), ninetieth: quantile(0.9), worst };
    },
  };
}

/** The time at a place of the order, from 1. */
function timeAt(buckets: readonly (readonly [bucket: number, count: number])[], place: number): number {
  let before = 0;
  for (const [bucket, count] of buckets) {
    before += count;
    if (before >= place) return middleOf(bucket);
  }
  return 0;
}

/** Each millisecond has a bucket of its own at first; from there, each doubling has as many as the one before. */
function bucketOf(milliseconds: number): number {
  const octave = octaveOf(milliseconds);
  return octave * perOctave + Math.floor(milliseconds / 2 ** octave);
}

function octaveOf(milliseconds: number): number {
  let octave = 0;
  while (milliseconds / 2 ** octave >= 2 * perOctave) octave++;
  return octave;
}

function middleOf(bucket: number): number {
  const octave = Math.max(0, Math.floor(bucket / perOctave) - 1);
  const width = 2 ** octave;
  return (bucket - octave * perOctave) * width + Math.floor((width - 1) / 2);
}
