import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorTable, type Fault, faultOf } from '../errors.ts';
import { countFigures, type Figures, type RowTransition } from './figures.ts';
import type { JobEvent } from './job.ts';
import { TestRows } from './test-transitions.ts';

const morning = Date.UTC(2026, 10, 25, 8);
const outlook = { running: true, left: 3, now: morning + 3_600_000 };
const utc = () => 0;

function figuresOf(transitions: readonly RowTransition[]): Figures {
  const count = countFigures();
  for (const each of transitions) count.take(each);
  return count.view(utc, outlook);
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);

/** The rows of transitions, each with its own, in their order. */
function byRow(transitions: readonly RowTransition[]): readonly (readonly RowTransition[])[] {
  return [...Map.groupBy(transitions, ({ jobId }) => jobId).values()];
}

const message = { digest: 'ab', octets: 2 };
const card = { atr: '3B' };
const faults: readonly Fault[] = [
  faultOf('CARD_NOT_PKCS15', {}),
  faultOf('SESSION_VALUE_MISSING', { step: 'Check', path: './Secret', expected: 'hunter2' }),
  faultOf('STOPPED', {}),
];

const event: fc.Arbitrary<JobEvent> = fc.oneof(
  fc.constantFrom('left', 'right', 'third').map((station) => ({ kind: 'claim', station }) as const),
  fc.constant({ kind: 'prepare', message } as const),
  fc.constant({ kind: 'startWriting', card } as const),
  fc.constant({ kind: 'verify' } as const),
  fc.constant({ kind: 'openSession' } as const),
  fc.constantFrom<JobEvent>({ kind: 'finish' }, { kind: 'finish', session: 's' }),
  fc.constantFrom(...faults).map((fault) => ({ kind: 'fail', fault }) as const),
  fc.constant({ kind: 'release' } as const),
);

/** Whatever can happen to a few rows at a few stations, with pauses, and with a clock that is set back now and then. */
const anyTransitions: fc.Arbitrary<readonly RowTransition[]> = fc
  .array(
    fc.record({
      line: fc.integer({ min: 1, max: 6 }),
      event,
      passed: fc.oneof(
        { weight: 20, arbitrary: fc.integer({ min: 0, max: 90_000 }) },
        { weight: 2, arbitrary: fc.integer({ min: 600_000, max: 200_000_000 }) },
        { weight: 1, arbitrary: fc.integer({ min: -5_000_000, max: -1 }) },
      ),
    }),
    { maxLength: 150, size: 'max' },
  )
  .map((wanted) => {
    const rows = new TestRows();
    let at = Date.UTC(2026, 10, 25, 8);
    for (const each of wanted) {
      at += each.passed;
      rows.step(each.line, at, each.event);
    }
    return rows.transitions;
  });

describe('figures', () => {
  it('agree with a count that knows nothing of theirs', () => {
    fc.assert(
      fc.property(anyTransitions, (transitions) => {
        const figures = figuresOf(transitions);
        const rows = byRow(transitions);
        const lastOf = (row: readonly RowTransition[]) => row.at(-1)?.state;
        const fails = transitions.filter(({ state }) => state === 'failed');
        expect(figures.rows).toBe(rows.length);
        expect(figures.done).toBe(rows.filter((row) => lastOf(row) === 'done').length);
        expect(figures.failed).toBe(rows.filter((row) => lastOf(row) === 'failed').length);
        const ended = rows.filter((row) => row.some(({ state }) => state === 'done' || state === 'failed'));
        const atOnce = rows.filter((row) =>
          row.some(({ state, attempt }) => state === 'done' && attempt === 1),
        );
        expect(figures.firstPass).toEqual({ ended: ended.length, done: atOnce.length });
        expect(sum(figures.attempts.map(({ done }) => done))).toBe(figures.done);
        expect(sum(figures.attempts.map(({ failed }) => failed))).toBe(figures.failed);

        expect(sum(figures.outcomes.map(({ occurrences }) => occurrences))).toBe(fails.length);
        for (const outcome of figures.outcomes) {
          const own = fails.filter(({ code }) => code === outcome.code);
          const times = own.map(({ at }) => at);
          const its = rows.filter((row) => row.some(({ code }) => code === outcome.code));
          expect(outcome).toMatchObject({
            occurrences: own.length,
            rows: its.length,
            doneLater: its.filter((row) => lastOf(row) === 'done').length,
            firstAt: Math.min(...times),
            lastAt: Math.max(...times),
          });
          expect(sum(outcome.stations.map(({ occurrences }) => occurrences))).toBe(own.length);
        }
        const frequencies = figures.outcomes.map(({ occurrences }) => occurrences);
        expect(frequencies).toEqual(frequencies.toSorted((one, other) => other - one));
        if (fails.length > 0) expect(figures.outcomes.at(-1)?.cumulative).toBe(1);

        const { intervals, earlier, stations } = figures.throughput;
        expect(earlier.done + sum(intervals.map(({ done }) => done))).toBe(figures.done);
        expect(earlier.failed + sum(intervals.map(({ failed }) => failed))).toBe(fails.length);
        for (const { done, failed, byStation } of intervals) {
          expect(sum(byStation?.map((each) => each.done) ?? [])).toBe(done);
          expect(sum(byStation?.map((each) => each.failed) ?? [])).toBe(failed);
          expect(byStation?.length ?? stations.length).toBe(stations.length);
        }
        const starts = intervals.map(({ from }) => from);
        expect(starts).toEqual([...new Set(starts)].toSorted((one, other) => one - other));
      }),
      { numRuns: 200 },
    );
  });

  it('have each step that was gone through once, or say that its time was left out', () => {
    fc.assert(
      fc.property(anyTransitions, (transitions) => {
        const figures = figuresOf(transitions);
        const steps = { prepared: 'prepare', verified: 'write', done: 'session' } as const;
        const gone = byRow(transitions).flatMap((row) =>
          row.flatMap(({ state }, index) => {
            const before = row[index - 1]?.state;
            if (state === 'writing' || (state === 'inSession' && before === 'prepared')) return ['prepare'];
            if (state === 'verified') return [steps.verified];
            return state === 'done' && before === 'inSession' ? [steps.done] : [];
          }),
        );
        const all = figures.steps.filter(({ station }) => station === undefined);
        const timed = all.filter(({ step }) => step !== 'waiting');
        const told = sum(timed.map(({ count }) => count));
        expect(told).toBeLessThanOrEqual(gone.length);
        expect(gone.length - told).toBeLessThanOrEqual(figures.leftOut);
        for (const { step, count, median, ninetieth, worst } of all) {
          const stations = figures.steps.filter((each) => each.step === step && each.station !== undefined);
          expect(sum(stations.map((each) => each.count))).toBe(count);
          expect(0).toBeLessThanOrEqual(median);
          expect(median).toBeLessThanOrEqual(ninetieth);
          expect(ninetieth).toBeLessThanOrEqual(worst.milliseconds);
          expect(worst.milliseconds).toBeLessThanOrEqual(86_400_000);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are the same whether they were looked at in between or not, and leave nothing that changes later', () => {
    fc.assert(
      fc.property(anyTransitions, fc.array(fc.nat(150)), (transitions, looks) => {
        const count = countFigures();
        const seen: [Figures, string][] = [];
        for (const [index, each] of transitions.entries()) {
          if (looks.includes(index)) {
            const figures = count.view(utc, outlook);
            seen.push([figures, JSON.stringify(figures)]);
          }
          count.take(each);
        }
        expect(count.view(utc, outlook)).toEqual(figuresOf(transitions));
        for (const [figures, text] of seen) expect(JSON.stringify(figures)).toBe(text);
      }),
      { numRuns: 100 },
    );
  });

  it('tell the steps of a row, each at its station, and the row that took longest', () => {
    const rows = new TestRows();
    rows.row(1, 'left', morning, { prepare: 50, write: 1000, session: 400 });
    rows.row(2, 'left', morning + 5000, { prepare: 60, write: 7000, session: 400 });
    rows.row(3, 'right', morning + 20_000, { prepare: 70, write: 90, session: 400 });
    const { steps, leftOut } = figuresOf(rows.transitions);
    expect(leftOut).toBe(0);
    expect(steps.find(({ step, station }) => step === 'write' && station === undefined)).toMatchObject({
      ...{ count: 3, median: 1003, ninetieth: 7000 },
      worst: { line: 2, label: 'Row 2', milliseconds: 7000, at: morning + 5000 + 60 + 7000 },
    });
    expect(steps.find(({ step, station }) => step === 'write' && station === 'right')).toMatchObject({
      ...{ count: 1, median: 90 },
    });
    // Between the end of the first row and the claim of the second.
    expect(
      steps.find(({ step, station }) => step === 'waiting' && station === 'left')?.worst.milliseconds,
    ).toBe(5000 - (50 + 1000 + 10 + 400));
  });

  it('leave out and count what a clock that was set has made of a time', () => {
    const rows = new TestRows();
    rows.step(1, morning, { kind: 'claim', station: 's' });
    rows.step(1, morning - 60_000, { kind: 'prepare', message: { digest: '', octets: 1 } });
    rows.step(1, morning - 59_000, { kind: 'startWriting', card: { atr: '3B' } });
    rows.step(1, morning + 400 * 86_400_000, { kind: 'verify' });
    const { steps, leftOut } = figuresOf(rows.transitions);
    expect(steps).toEqual([]);
    expect(leftOut).toBe(2);
  });

  it('do not take a night for waiting, and show it as a time in which nothing happened', () => {
    const rows = new TestRows();
    const evening = rows.row(1, 's', morning);
    rows.row(2, 's', evening + 50_000_000);
    const { steps, throughput, working } = figuresOf(rows.transitions);
    expect(steps.filter(({ step }) => step === 'waiting')).toEqual([]);
    expect(throughput.stills).toEqual([{ from: evening, until: evening + 50_000_000 }]);
    expect(throughput.intervals.filter(({ still }) => still).length).toBeGreaterThan(40);
    expect(working).toBe(2 * (100 + 1000 + 10 + 500));
  });

  it('take a long session for work, and what a process left that is gone for none', () => {
    const rows = new TestRows();
    rows.row(1, 's', morning, { session: 1_800_000 });
    expect(figuresOf(rows.transitions)).toMatchObject({ working: 1_801_110, throughput: { stills: [] } });
    rows.step(2, morning + 1_801_110, { kind: 'claim', station: 's' });
    rows.step(2, morning + 9_000_000, { kind: 'release' });
    expect(figuresOf(rows.transitions)).toMatchObject({
      working: 1_801_110,
      throughput: { stills: [{ until: morning + 9_000_000 }] },
    });
  });

  it('say what a failure is in the words of the table, and nothing that is one row’s', () => {
    const rows = new TestRows();
    rows.row(1, 's', morning, { fails: 'SESSION_VALUE_MISSING' });
    const [outcome] = figuresOf(rows.transitions).outcomes;
    expect(outcome?.remedy).toBe(errorTable.SESSION_VALUE_MISSING.remedy);
    expect(outcome?.cause).toContain('…');
    expect(outcome?.cause).not.toMatch(/[{}]/);
  });

  it('tell a code that this version does not know as it is', () => {
    const [transition] = new TestRows().transitions;
    expect(transition).toBeUndefined();
    const failed = { batchId: 'b', jobId: 'j', line: 1, label: 'x', at: morning, attempt: 1, station: 's' };
    const { outcomes } = figuresOf([{ ...failed, state: 'failed', code: 'LATER_CODE' }]);
    expect(outcomes).toMatchObject([{ code: 'LATER_CODE', cause: 'LATER_CODE', remedy: '' }]);
  });

  it('begin with nothing', () => {
    expect(figuresOf([])).toMatchObject({
      ...{ rows: 0, done: 0, outcomes: [], steps: [], attempts: [] },
      throughput: { intervals: [], stations: [] },
      finish: { kind: 'unknown', why: 'tooFewRows' },
    });
    expect(figuresOf([])).not.toHaveProperty('perHour');
  });
});
