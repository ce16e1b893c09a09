import { describe, expect, it } from 'vitest';
import type { StationActivity, StationView } from '../../core/api-station-activity.ts';
import { faultOf } from '../../core/errors.ts';
import { outcomeHold, type StationHandle, settleStation, stepStation } from './station-handle.ts';

const card = { atr: '3B' };
const working: StationActivity = { kind: 'working', step: 'write' };

function done(label: string, takeCardOut = false): StationActivity {
  const job = { jobId: label, line: 2, deviceId: label, label };
  return { kind: 'done', job, card, message: { digest: 'd', octets: 1 }, seconds: 1, takeCardOut };
}

function failed(label: string): StationActivity {
  const job = { jobId: label, line: 2, deviceId: label, label };
  return { kind: 'failed', job, fault: faultOf('CARD_PULLED', {}), takeCardOut: false };
}

function run(...steps: readonly (readonly [StationActivity, number])[]): StationHandle {
  let handle: StationHandle | undefined;
  for (const [activity, at] of steps) {
    const view: StationView = { name: 'A', kind: 'virtual', activity };
    handle = stepStation(handle, view, at);
  }
  if (!handle) throw new Error('no step');
  return handle;
}

describe('a station in the window', () => {
  it('shows a tick that needs no hand long enough to be seen', () => {
    const handle = run([working, 0], [done('a'), 10], [working, 20]);
    expect(handle.shown.kind).toBe('done');
    expect(handle.view.activity).toBe(working);
    const settled = settleStation(handle, 10 + outcomeHold);
    expect(settled).toMatchObject({ shown: working, heldUntil: 0 });
  });

  it('shows a failure and a lost reader at once, whatever is held', () => {
    expect(run([done('a'), 0], [failed('b'), 10]).shown.kind).toBe('failed');
    const lost: StationActivity = { kind: 'lost', fault: faultOf('READER_LOST', { reader: 'A' }) };
    expect(run([done('a'), 0], [lost, 10]).shown).toBe(lost);
  });

  it('goes on at once where a person takes the card out', () => {
    expect(run([done('a', true), 0], [working, 10]).shown).toBe(working);
  });

  it('keeps each outcome that main told, once', () => {
    const handle = run([done('a'), 0], [done('a'), 5], [done('b'), 10], [failed('c'), 20], [failed('c'), 30]);
    expect(handle.recent.map(({ kind, label }) => `${label} ${kind}`)).toEqual([
      'c failed',
      'b done',
      'a done',
    ]);
    expect(new Set(handle.recent.map((outcome) => outcome.number)).size).toBe(3);
  });

  it('tells a row that failed twice twice', () => {
    expect(run([failed('a'), 0], [working, 10], [failed('a'), 20]).recent).toHaveLength(2);
  });

  it('never shows a tick that main has not told', () => {
    const shown = run([working, 0], [{ kind: 'finished' }, 10]).shown;
    expect(shown.kind).toBe('finished');
  });

  it('ends the hold of what is still true', () => {
    const handle = run([done('a'), 0]);
    expect(settleStation(handle, outcomeHold)).toMatchObject({ heldUntil: 0, shown: { kind: 'done' } });
  });
});
