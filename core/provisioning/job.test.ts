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
      { kind: 'fail', fault },
      { kind: 'release' },
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
        expect(since.slice(0, 4)).toEqual(['claim', 'prepare', 'startWriting', 'verify']);
        expect(since.at(-1)).toBe('finish');
        expect(taken.filter((kind) => kind === 'finish')).toHaveLength(1);
      }),
      { numRuns: 2000 },
    );
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

  it('that is done stays done', () => {
    for (const event of [...path, { kind: 'fail', fault }, { kind: 'release' }] as JobEvent[])
      expect(() => stepJob(reachedBy(path), event)).toThrow(/cannot become/);
  });
});
