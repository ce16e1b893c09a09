import { type ErrorCode, errorTable } from '../errors.ts';

/** A failure as it happened to rows: what it is, what to do, and how often it was. */
export interface Outcome {
  readonly code: string;
  /** From the table of errors, without what was particular to one row: `…` stands there. */
  readonly cause: string;
  readonly remedy: string;
  readonly occurrences: number;
  /** Rows that it happened to. */
  readonly rows: number;
  /** Of these, the rows that were done later. */
  readonly doneLater: number;
  /** Milliseconds since 1970. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** Where it happened, most often first. */
  readonly stations: readonly { readonly station: string; readonly occurrences: number }[];
  /** How much of all failures it and those before it are, from 0 to 1. */
  readonly cumulative: number;
}

/** Counts failures by their codes. */
export interface OutcomeCount {
  /** A row failed; `first` where it never failed so before. */
  fail(code: string, at: number, station: string | undefined, first: boolean): void;
  /** A row was done that had failed so before. */
  doneLater(code: string): void;
  /** The most frequent first. */
  list(): readonly Outcome[];
}

interface Counted {
  occurrences: number;
  rows: number;
  doneLater: number;
  firstAt: number;
  lastAt: number;
  readonly stations: Map<string, number>;
}

/** Begins to count failures. */
export function countOutcomes(): OutcomeCount {
  const counted = new Map<string, Counted>();
  return {
    fail(code, at, station, first) {
      const outcome = counted.get(code) ?? {
        ...{ occurrences: 0, rows: 0, doneLater: 0, firstAt: at, lastAt: at, stations: new Map() },
      };
      counted.set(code, outcome);
      outcome.occurrences++;
      if (first) outcome.rows++;
      outcome.firstAt = Math.min(outcome.firstAt, at);
      outcome.lastAt = Math.max(outcome.lastAt, at);
      if (station !== undefined) outcome.stations.set(station, (outcome.stations.get(station) ?? 0) + 1);
    },
    doneLater(code) {
      const outcome = counted.get(code);
      if (outcome !== undefined) outcome.doneLater++;
    },
    list() {
      const sorted = [...counted].sort(
        ([oneCode, one], [otherCode, other]) =>
          other.occurrences - one.occurrences || (oneCode < otherCode ? -1 : 1),
      );
      const all = sorted.reduce((sum, [, { occurrences }]) => sum + occurrences, 0);
      let before = 0;
      return sorted.map(([code, { stations, ...outcome }]) => {
        before += outcome.occurrences;
        return {
          ...{ code, ...wordsOf(code), ...outcome },
          stations: [...stations]
            .map(([station, occurrences]) => ({ station, occurrences }))
            .sort(
              (one, other) => other.occurrences - one.occurrences || (one.station < other.station ? -1 : 1),
            ),
          cumulative: before / all,
        };
      });
    },
  };
}

/** Cause and remedy of a code; a later version may have codes that this one does not know. */
function wordsOf(code: string): { readonly cause: string; readonly remedy: string } {
  if (!isErrorCode(code)) return { cause: code, remedy: '' };
  const { cause, remedy } = errorTable[code];
  return { cause: cause.replaceAll(/"?\{\w+\}"?\.?/g, '…'), remedy };
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorTable, code);
}
