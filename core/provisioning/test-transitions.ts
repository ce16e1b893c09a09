import fc from 'fast-check';
import { type ErrorCode, type Fault, faultOf } from '../errors.ts';
import type { RowTransition } from './figures.ts';
import { type JobEvent, type JobState, stepJob } from './job.ts';

const message = { digest: 'ab', octets: 2 };
const card = { atr: '3B' };
const faults: readonly Fault[] = [
  faultOf('CARD_NOT_PKCS15', {}),
  faultOf('SESSION_VALUE_MISSING', { step: 'Check', path: './Secret', expected: 'hunter2' }),
  faultOf('STOPPED', {}),
];

/** Puts what happens to rows into transitions, with the state machine that says what can. */
export class TestRows {
  readonly transitions: RowTransition[] = [];
  readonly #rows = new Map<number, { state: JobState; attempt: number }>();

  /** @returns whether that can happen to the row now */
  step(line: number, at: number, event: JobEvent): boolean {
    const row = this.#rows.get(line) ?? { state: { kind: 'waiting' }, attempt: 0 };
    try {
      row.state = stepJob(row.state, event);
    } catch {
      return false;
    }
    if (event.kind === 'claim') row.attempt++;
    this.#rows.set(line, row);
    const { state, attempt } = row;
    this.transitions.push({
      ...{ batchId: 'b', jobId: `j${line}`, line, label: `Row ${line}`, at, state: state.kind, attempt },
      ...('station' in state ? { station: state.station } : {}),
      ...(state.kind === 'failed' ? { code: state.fault.code } : {}),
    });
    return true;
  }

  /** A row at one station from its claim to its end, so many milliseconds a step. */
  row(
    line: number,
    station: string,
    from: number,
    steps: { prepare?: number; write?: number; handOver?: number; session?: number; fails?: ErrorCode } = {},
  ): number {
    let at = from;
    const { prepare = 100, write = 1000, handOver = 10, session = 500, fails } = steps;
    this.step(line, at, { kind: 'claim', station });
    this.step(line, at + 1, { kind: 'prepare', message });
    at += prepare;
    this.step(line, at, { kind: 'startWriting', card });
    at += write;
    if (fails !== undefined) {
      this.step(line, at, { kind: 'fail', fault: { code: fails, message: fails, remedy: '' } });
      return at;
    }
    this.step(line, at, { kind: 'verify' });
    at += handOver;
    this.step(line, at, { kind: 'openSession' });
    at += session;
    this.step(line, at, { kind: 'finish', session: 's' });
    return at;
  }
}

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
export const anyTransitions: fc.Arbitrary<readonly RowTransition[]> = fc
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
