import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultOf } from '../errors.ts';
import { type JobEvent, type JobState, statesInWork, stepJob } from './job.ts';

const message = { digest: 'ab', octets: 2 };
const card = { atr: '3B', iccid: '8944500000000700001' };
const fault = faultOf('CARD_PULLED', {});
const path: JobEvent[] = [
  { kind: 'claim', station: 's' },
  { kind: 'prepare', message },
  { kind: 'startWriting', card },
  { kind: 'verify' },
  { kind: 'openSession' },
  { kind: 'finish', session: 'x' },
];
const decisions: JobEvent[] = (['hold', 'cancel', 'reinstate', 'change'] as const).map((kind) => ({
  kind,
  reason: 'r',
}));
const reachedBy = (events: readonly JobEvent[]) =>
  events.reduce<JobState>((state, event) => stepJob(state, event), { kind: 'waiting' });

describe('a job', () => {
  it('goes step by step to done', () => {
    expect(reachedBy(path)).toEqual({ kind: 'done', station: 's', message, card, session: 'x' });
  });

  it('without a device is done when the card was verified', () => {
    expect(reachedBy([...path.slice(0, 4), { kind: 'finish' }])).toEqual({
      kind: 'done',
      station: 's',
      message,
      card,
    });
  });

  it('is never done in any other way', () => {
    const event = fc.constantFrom<JobEvent>(
      ...path,
      { kind: 'finish' },
      { kind: 'awaitDevice' },
      { kind: 'fail', fault },
      { kind: 'release' },
      ...decisions,
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        let state: JobState = { kind: 'waiting' };
        const taken: JobEvent['kind'][] = [];
        for (const each of events)
          try {
            state = stepJob(state, each);
            taken.push(each.kind);
          } catch {}
        if (state.kind !== 'done') return;
        const since = taken.slice(taken.lastIndexOf('claim'));
        const way = state.card
          ? ['claim', 'prepare', 'startWriting', 'verify']
          : ['claim', 'prepare', expect.stringMatching(/^(openSession|awaitDevice)$/)];
        expect(since.slice(0, way.length)).toEqual(way);
        expect(state.card !== undefined || state.session !== undefined).toBe(true);
        expect(since.at(-1)).toBe('finish');
        expect(taken.filter((kind) => kind === 'finish')).toHaveLength(1);
      }),
      { numRuns: 2000 },
    );
  });

  it('that failed with nothing left but its device is awaited again; any other is not', () => {
    const message = { digest: 'd', octets: 1 };
    const awaiting: JobState = { kind: 'awaitingDevice', station: 's', message, card: { atr: 'a' } };
    const failed = stepJob(awaiting, { kind: 'fail', fault });
    expect(failed).toMatchObject({ kind: 'failed', awaited: true });
    expect(stepJob(failed, { kind: 'awaitDevice' })).toEqual(awaiting);
    for (const kind of ['verified', 'writing'] as const) {
      const before = stepJob({ ...awaiting, kind, card: { atr: 'a' } }, { kind: 'fail', fault });
      expect(before).not.toHaveProperty('awaited');
      expect(() => stepJob(before, { kind: 'awaitDevice' })).toThrow();
    }
  });

  it('fails from every state in work, keeps what was verified, and can be claimed again', () => {
    for (let length = 1; length < path.length; length++) {
      const failed = stepJob(reachedBy(path.slice(0, length)), { kind: 'fail', fault });
      expect(failed).toMatchObject({ kind: 'failed', fault, reached: length >= 4 ? 'verified' : 'nothing' });
      expect(stepJob(failed, { kind: 'claim', station: 't' })).toEqual({ kind: 'claimed', station: 't' });
      expect(statesInWork).toContain(reachedBy(path.slice(0, length)).kind);
      expect(stepJob(reachedBy(path.slice(0, length)), { kind: 'release' })).toEqual({ kind: 'waiting' });
    }
  });

  it('is held back and cancelled with a reason, is claimed by nobody then, and waits again', () => {
    const failed = stepJob(reachedBy(path.slice(0, 1)), { kind: 'fail', fault });
    for (const from of [{ kind: 'waiting' }, failed] as JobState[])
      for (const kind of ['hold', 'cancel'] as const) {
        const aside = stepJob(from, { kind, reason: 'no such device' });
        expect(aside).toEqual({ kind: kind === 'hold' ? 'held' : 'cancelled', reason: 'no such device' });
        expect(() => stepJob(aside, { kind: 'claim', station: 's' })).toThrow(/cannot become/);
        expect(stepJob(aside, { kind: 'reinstate', reason: 'found' })).toEqual({ kind: 'waiting' });
      }
  });

  it('is left alone by people while a station works at it', () => {
    for (let length = 1; length < path.length; length++)
      for (const decision of decisions)
        expect(() => stepJob(reachedBy(path.slice(0, length)), decision)).toThrow(/cannot become/);
  });

  it('whose values are changed begins anew, and stays held back where it was', () => {
    const held = stepJob({ kind: 'waiting' }, { kind: 'hold', reason: 'wrong number' });
    expect(stepJob(held, { kind: 'change', reason: 'r' })).toEqual(held);
    const failed = stepJob(reachedBy(path.slice(0, 1)), { kind: 'fail', fault });
    expect(stepJob(failed, { kind: 'change', reason: 'r' })).toEqual({ kind: 'waiting' });
  });

  it('with a device elsewhere awaits it, is done by its session alone, and may be given up', () => {
    const awaiting = stepJob(reachedBy(path.slice(0, 4)), { kind: 'awaitDevice' });
    expect(awaiting).toEqual({ kind: 'awaitingDevice', station: 's', message, card });
    expect(() => stepJob(awaiting, { kind: 'finish' })).toThrow(/cannot become/);
    expect(stepJob(awaiting, { kind: 'finish', session: 'x' })).toMatchObject({ kind: 'done', session: 'x' });
    expect(stepJob(awaiting, { kind: 'fail', fault })).toMatchObject({ kind: 'failed', reached: 'verified' });
    expect(stepJob(awaiting, { kind: 'cancel', reason: 'r' })).toEqual({ kind: 'cancelled', reason: 'r' });
  });

  it('that is done stays done', () => {
    for (const event of [...path, ...decisions, { kind: 'fail', fault }, { kind: 'release' }] as JobEvent[])
      expect(() => stepJob(reachedBy(path), event)).toThrow(/cannot become/);
  });
});
