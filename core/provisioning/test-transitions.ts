import type { ErrorCode } from '../errors.ts';
import type { RowTransition } from './figures.ts';
import { type JobEvent, type JobState, stepJob } from './job.ts';

const message = { digest: 'ab', octets: 2 };
const card = { atr: '3B' };

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
