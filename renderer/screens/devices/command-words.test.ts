import { describe, expect, it } from 'vitest';
import type { QueuedState } from '../../../core/provisioning/queued-work.ts';
import { commandName, commandSubject, outcomeOf } from './command-words.ts';

const reported = { kind: 'reported', sessionId: 's', at: 1 } as const;

describe('what became of a command', () => {
  it.each<[QueuedState, string]>([
    [{ kind: 'waiting' }, 'awaited'],
    [{ kind: 'sent', sessionId: 's', at: 1 }, 'awaited'],
    [{ ...reported, status: 200 }, 'ok'],
    [{ ...reported, status: 304 }, 'ok'],
    [{ ...reported, status: 404 }, 'failed'],
    [{ ...reported, status: 202 }, 'pending'],
    [{ ...reported, status: 202, resultCode: 200 }, 'ok'],
    [{ ...reported, status: 202, resultCode: 411 }, 'failed'],
    [{ kind: 'unreported', sessionId: 's', at: 1 }, 'failed'],
    [{ kind: 'cancelled', at: 1 }, 'none'],
  ])('%o is %s', (state, outcome) => {
    expect(outcomeOf({ state })).toMatchObject({ outcome, words: expect.stringMatching(/\S/) });
  });
});

describe('a command in words', () => {
  it('has the name that the protocol gives it', () => {
    const place = { kind: 'place', target: 'urn:a:b/i/n', data: { n: 1 } } as const;
    expect(commandName(place)).toBe('HGET');
    expect(commandSubject(place)).toBe('urn:a:b/i/n ← {"n":1}');
    expect(commandSubject({ kind: 'GET', targets: ['urn:a:b/i/', 'urn:c:d/i/'] })).toBe(
      'urn:a:b/i/, urn:c:d/i/',
    );
  });
});
