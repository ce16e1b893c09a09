import { collectDurations, type DurationSummary, type Durations, type TimedRow } from './durations.ts';
import type { JobState } from './job.ts';
import { countOutcomes, type Outcome } from './outcomes.ts';
import { type Finish, type Outlook, stillAfter, watchPace } from './pace.ts';
import { type RowPhase, rowPhase, type TimedStep, timedSteps } from './row-phase.ts';
import { countThroughput, type Throughput, type ZoneOffset } from './throughput.ts';

/** One transition of a row, as it was recorded; in the order in which they were. */
export interface RowTransition {
  readonly batchId: string;
  readonly jobId: string;
  readonly line: number;
  readonly label: string;
  /** Milliseconds since 1970, by a clock that somebody may have set meanwhile. */
  readonly at: number;
  readonly state: JobState['kind'];
  readonly station?: string;
  /** How often the row had been claimed by then. */
  readonly attempt: number;
  /** The code of the fault, where it failed. */
  readonly code?: string;
}

/** How long a step took at a station, or at all of them where none is named. */
export interface StepTimes extends DurationSummary {
  readonly step: TimedStep;
  readonly station?: string;
}

/** Rows by how often they were claimed until they were done, or failed last. */
export interface AttemptCount {
  readonly attempts: number;
  readonly done: number;
  readonly failed: number;
}

/** What became of rows, and how quickly. */
export interface Figures {
  /** Rows of which anything was recorded. */
  readonly rows: number;
  readonly done: number;
  /** Rows that failed last, and were not taken up again. */
  readonly failed: number;
  /** First-pass yield: of the rows that came to an end at all, those that were done at the first attempt. */
  readonly firstPass: { readonly ended: number; readonly done: number };
  readonly attempts: readonly AttemptCount[];
  readonly outcomes: readonly Outcome[];
  readonly steps: readonly StepTimes[];
  /** Times that were left out, because the clock was set back in them or they are longer than a day. */
  readonly leftOut: number;
  readonly throughput: Throughput;
  /** Rows done an hour, in the time at work; missing until it can be told. */
  readonly perHour?: number;
  /** Time in which something went on; milliseconds. */
  readonly working: number;
  /** When the rest will be through; only of what was asked for with an outlook. */
  readonly finish?: Finish;
}

/** Figures that are kept up to date: each transition is taken once, in its order. */
export interface FiguresCount {
  take(transition: RowTransition): void;
  view(zoneOffset: ZoneOffset, outlook?: Outlook): Figures;
}

/** What is longer is no step of a row, but a clock that was set; milliseconds. */
const longestStep = 24 * 60 * 60_000;

/** A row that is not done yet. */
interface OpenRow {
  phase: RowPhase;
  /** When it came into the step that it is in. */
  since: number;
  station: string | undefined;
  attempt: number;
  ended: boolean;
  readonly codes: Set<string>;
}

/** Begins to count. What was counted stays small: rows that are done leave nothing behind but numbers. */
export function countFigures(): FiguresCount {
  const open = new Map<string, OpenRow>();
  const outcomes = countOutcomes();
  const throughput = countThroughput();
  const pace = watchPace();
  const durations = new Map<TimedStep, Map<string, Durations>>();
  const freeSince = new Map<string, number>();
  const attempts = new Map<number, { done: number; failed: number }>();
  const counts = { rows: 0, done: 0, failed: 0, ended: 0, firstPass: 0, leftOut: 0, inWork: 0 };

  const time = (step: TimedStep, station: string | undefined, since: number, row: TimedRow): void => {
    const milliseconds = row.at - since;
    if (milliseconds < 0 || milliseconds > longestStep) {
      counts.leftOut++;
      return;
    }
    const byStation = durations.get(step) ?? new Map<string, Durations>();
    durations.set(step, byStation);
    for (const name of station === undefined ? [everyStation] : [everyStation, station]) {
      const collected = byStation.get(name) ?? collectDurations();
      byStation.set(name, collected);
      collected.add(milliseconds, row);
    }
  };

  const byAttempts = (attempt: number) => {
    const counted = attempts.get(attempt) ?? { done: 0, failed: 0 };
    attempts.set(attempt, counted);
    return counted;
  };

  /** How long the station had no row, unless that was a pause. */
  const claimed = (transition: RowTransition): void => {
    const { station, at } = transition;
    const since = station === undefined ? undefined : freeSince.get(station);
    if (station === undefined || since === undefined) return;
    freeSince.delete(station);
    if (at - since < stillAfter) time('waiting', station, since, timedRow(transition));
  };

  const leave = (row: OpenRow, transition: RowTransition, next: RowPhase): void => {
    switch (row.phase.kind) {
      case 'open':
      case 'done':
        break;
      case 'inWork': {
        const { step } = row.phase;
        const goesOn = next.kind === 'done' || next.kind === 'inWork';
        if (goesOn && step !== undefined) time(step, row.station, row.since, timedRow(transition));
        if (next.kind !== 'inWork') counts.inWork--;
        break;
      }
      case 'failed':
        counts.failed--;
        byAttempts(row.attempt).failed--;
        break;
    }
  };

  const enter = (row: OpenRow, transition: RowTransition, before: RowPhase): void => {
    const { station, at, attempt, code, jobId } = transition;
    switch (row.phase.kind) {
      case 'open':
        break;
      case 'inWork':
        if (before.kind === 'inWork') break;
        counts.inWork++;
        claimed(transition);
        break;
      case 'done':
        counts.done++;
        byAttempts(attempt).done++;
        if (attempt === 1) counts.firstPass++;
        for (const each of row.codes) outcomes.doneLater(each);
        throughput.end('done', at, station ?? '');
        open.delete(jobId);
        break;
      case 'failed':
        counts.failed++;
        byAttempts(attempt).failed++;
        if (code !== undefined) outcomes.fail(code, at, station, !row.codes.has(code));
        if (code !== undefined) row.codes.add(code);
        throughput.end('failed', at, station ?? '');
        break;
    }
    if (row.phase.kind === 'inWork') return;
    if (!row.ended && row.phase.kind !== 'open') {
      row.ended = true;
      counts.ended++;
    }
    // A row that goes back to those that wait says no more where it was.
    const freed = station ?? row.station;
    if (before.kind === 'inWork' && freed !== undefined) freeSince.set(freed, at);
  };

  return {
    take(transition) {
      const { jobId, at, state, station, attempt } = transition;
      const phase = rowPhase(state);
      let row = open.get(jobId);
      if (row === undefined) {
        counts.rows++;
        row = { phase: { kind: 'open' }, since: at, station, attempt, ended: false, codes: new Set() };
        open.set(jobId, row);
      }
      const before = row.phase;
      const ended = phase.kind === 'done' || phase.kind === 'failed';
      const stopped = before.kind === 'inWork' && phase.kind === 'open';
      const still = pace.note({ at, ended, idle: counts.inWork === 0 || stopped });
      if (still !== undefined) throughput.still(still);
      if (sameStep(before, phase)) {
        row.station = station ?? row.station;
        return;
      }
      leave(row, transition, phase);
      row.phase = phase;
      row.attempt = attempt;
      enter(row, transition, before);
      row.since = at;
      row.station = station ?? row.station;
    },
    view(zoneOffset, outlook) {
      const perHour = pace.perHour(counts.done);
      return {
        rows: counts.rows,
        done: counts.done,
        failed: counts.failed,
        firstPass: { ended: counts.ended, done: counts.firstPass },
        attempts: [...attempts]
          .map(([each, ends]) => ({ attempts: each, ...ends }))
          .filter(({ done, failed }) => done + failed > 0)
          .sort((one, other) => one.attempts - other.attempts),
        outcomes: outcomes.list(),
        steps: stepTimes(durations),
        leftOut: counts.leftOut,
        throughput: throughput.view(zoneOffset),
        ...(perHour === undefined ? {} : { perHour }),
        working: pace.working(),
        ...(outlook === undefined ? {} : { finish: pace.finish(outlook) }),
      };
    },
  };
}

/** The key of all stations together: no station is called so. */
const everyStation = '';

function sameStep(one: RowPhase, other: RowPhase): boolean {
  if (one.kind !== 'inWork' || other.kind !== 'inWork') return false;
  return one.step === other.step;
}

function timedRow({ batchId, jobId, line, label, at }: RowTransition): TimedRow {
  return { batchId, jobId, line, label, at };
}

/** In the order of the steps, all stations first, then one by one. */
function stepTimes(durations: ReadonlyMap<TimedStep, ReadonlyMap<string, Durations>>): readonly StepTimes[] {
  return timedSteps.flatMap((step) =>
    [...(durations.get(step) ?? [])]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .flatMap(([station, collected]) => {
        const summary = collected.summary();
        if (summary === undefined) return [];
        return [{ step, ...(station === everyStation ? {} : { station }), ...summary }];
      }),
  );
}
