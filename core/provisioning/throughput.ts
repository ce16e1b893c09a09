/** The intervals that rows are counted by, the shortest first; milliseconds. */
const intervals = {
  minute: 60_000,
  fiveMinutes: 5 * 60_000,
  quarterHour: 15 * 60_000,
  hour: 60 * 60_000,
  day: 24 * 60 * 60_000,
} as const;

export type IntervalName = keyof typeof intervals;

/** As many bars as can be told apart; more only where even days are more. */
const mostIntervals = 120;
/** Beyond, days without a row are left out, and then the oldest ones. */
const mostDays = 400;

/** Rows that were done, and attempts that failed. */
export interface Ends {
  readonly done: number;
  readonly failed: number;
}

export interface ThroughputInterval extends Ends {
  /** Milliseconds since 1970. */
  readonly from: number;
  /** Whether nothing happened in all of it, as in a pause or at night. */
  readonly still: boolean;
  /** By station, in the order of `stations`; missing where nothing ended. */
  readonly byStation?: readonly Ends[];
}

export interface Throughput {
  readonly interval: IntervalName;
  readonly stations: readonly string[];
  readonly intervals: readonly ThroughputInterval[];
  /** What lies before the first interval that is listed. */
  readonly earlier: Ends;
  /** Times in which nothing happened, the longest of them, in their order; milliseconds since 1970. */
  readonly stills: readonly Still[];
}

export interface Still {
  readonly from: number;
  readonly until: number;
}

/** How far the clock on the wall is ahead of UTC at a time; milliseconds. */
export type ZoneOffset = (at: number) => number;

/** Counts by the minute what ended at which station. */
export interface ThroughputCount {
  end(kind: keyof Ends, at: number, station: string): void;
  still(still: Still): void;
  view(zoneOffset: ZoneOffset): Throughput;
}

type Counted = { done: number; failed: number };

/** So many stills are told at most, and so many are remembered. */
const mostStills = 20;
const keptStills = 200;

/** Begins to count. */
export function countThroughput(): ThroughputCount {
  const minutes = new Map<number, Map<string, Counted>>();
  const stations = new Set<string>();
  let stills: Still[] = [];
  return {
    end(kind, at, station) {
      const minute = Math.floor(at / intervals.minute);
      const ends = minutes.get(minute) ?? new Map<string, Counted>();
      minutes.set(minute, ends);
      stations.add(station);
      const counted = ends.get(station) ?? { done: 0, failed: 0 };
      ends.set(station, counted);
      counted[kind]++;
    },
    still(still) {
      stills.push(still);
      if (stills.length > 2 * keptStills) stills = longest(stills, keptStills);
    },
    view: (zoneOffset) => ({
      ...viewOf(minutes, [...stations].sort(), { stills, zoneOffset }),
      stills: longest(stills, mostStills),
    }),
  };
}

function viewOf(
  minutes: ReadonlyMap<number, ReadonlyMap<string, Counted>>,
  stations: readonly string[],
  { stills, zoneOffset }: { readonly stills: readonly Still[]; readonly zoneOffset: ZoneOffset },
): Omit<Throughput, 'stills'> {
  const nothing = { done: 0, failed: 0 };
  const times = [...minutes.keys()].sort((one, other) => one - other).map((each) => each * intervals.minute);
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined)
    return { interval: 'minute', stations, intervals: [], earlier: nothing };
  const interval = intervalFor(last - first);
  const length = intervals[interval];
  // Days begin at midnight on the wall, whatever the time of the year made of it.
  const placeOf = (at: number) => Math.floor((at + zoneOffset(at)) / length);
  const places = new Map<number, Counted[]>();
  for (const [minute, ends] of minutes) {
    const place = placeOf(minute * intervals.minute);
    const sums = places.get(place) ?? stations.map(() => ({ done: 0, failed: 0 }));
    places.set(place, sums);
    for (const [index, station] of stations.entries()) {
      const [sum, counted] = [sums[index], ends.get(station)];
      if (sum === undefined || counted === undefined) continue;
      sum.done += counted.done;
      sum.failed += counted.failed;
    }
  }
  const fromOf = (place: number) => place * length - zoneOffset(place * length - zoneOffset(place * length));
  const isStill = (from: number) => stills.some((each) => each.from <= from && each.until >= from + length);
  const all = listedPlaces([...places.keys()], placeOf(first), placeOf(last)).map((place) => {
    const byStation = places.get(place);
    const from = fromOf(place);
    return byStation === undefined
      ? { from, ...nothing, still: isStill(from) }
      : { from, ...sumOf(byStation), still: false, byStation };
  });
  const left = Math.max(0, all.length - mostDays);
  return { interval, stations, intervals: all.slice(left), earlier: sumOf(all.slice(0, left)) };
}

/** The shortest interval of which there are not too many. */
function intervalFor(span: number): IntervalName {
  const names: readonly IntervalName[] = ['minute', 'fiveMinutes', 'quarterHour', 'hour'];
  return names.find((name) => span / intervals[name] < mostIntervals) ?? 'day';
}

/** One after the other, empty ones too; only those with something in them where the others would be too many. */
function listedPlaces(filled: readonly number[], first: number, last: number): readonly number[] {
  if (last - first >= mostDays) return filled.toSorted((one, other) => one - other);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function sumOf(ends: readonly Ends[]): Ends {
  return ends.reduce<Ends>(
    (sum, each) => ({ done: sum.done + each.done, failed: sum.failed + each.failed }),
    { done: 0, failed: 0 },
  );
}

/** The longest ones, in their order. */
function longest(stills: readonly Still[], most: number): Still[] {
  return stills
    .toSorted((one, other) => other.until - other.from - (one.until - one.from))
    .slice(0, most)
    .sort((one, other) => one.from - other.from);
}
