import { describe, expect, it } from 'vitest';
import { faultOf } from '../errors.ts';
import { deviceMatcher, searchedText } from './device-filter.ts';
import { type DeviceFacts, nextActionOf, quietAfter, standingOf } from './device-standing.ts';

const now = 1_000_000_000;
const facts = (changes: Partial<DeviceFacts> = {}): DeviceFacts => ({
  ...{ deviceId: 'IMEI:1', label: 'A', job: { state: 'done', batchId: 'b' }, written: true },
  ...changes,
});
const session = (state: NonNullable<DeviceFacts['lastSession']>['state'], openedAt = now - 1000) => ({
  lastSession: { sessionId: 's', openedAt, state },
});
const fault = faultOf('STOPPED', {});

describe('where a device stands', () => {
  it.each([
    ['neverSeen', facts({ written: false, job: { state: 'waiting', batchId: 'b' } }), 'writeCard'],
    ['neverSeen', facts({ written: false, job: { state: 'atStation', batchId: 'b' } }), 'atStation'],
    ['bootstrapped', facts(), 'awaitFirstSession'],
    ['inSession', facts(session('open')), 'endSession'],
    ['online', facts(session('fulfilled')), 'none'],
    ['online', facts({ ...session('suspended'), waitingUntil: now + 1 }), 'awaitOutcome'],
    ['quiet', facts(session('fulfilled', now - quietAfter - 1)), 'none'],
    ['failing', facts(session('failed')), 'lookAtSession'],
    ['failing', facts(session('abandoned')), 'lookAtSession'],
    ['failing', facts({ job: { state: 'failed', batchId: 'b', fault } }), 'mendRow'],
    // A session that is open says more than what failed before it.
    ['inSession', facts({ ...session('open'), job: { state: 'failed', batchId: 'b', fault } }), 'endSession'],
    ['failing', facts({ ...session('failed'), notifiedUntil: now + 1 }), 'awaitAnswer'],
    ['online', facts({ ...session('fulfilled'), notifiedUntil: now - 1 }), 'none'],
  ] as const)('is %s', (standing, known, next) => {
    expect(standingOf(known, now)).toBe(standing);
    expect(nextActionOf(known, now).kind).toBe(next);
  });

  it('names the fault to look at', () => {
    expect(nextActionOf(facts({ job: { state: 'failed', batchId: 'b', fault } }), now)).toEqual({
      kind: 'mendRow',
      fault,
    });
  });
});

describe('a list of devices', () => {
  const device = {
    standing: 'online' as const,
    tags: ['hall 3', 'returned'],
    searched: searchedText(['IMEI:35', 'METER-7', undefined, 'Köln']),
  };
  it.each([
    ['', [], [], true],
    ['meter köln', [], [], true],
    ['KÖLN', ['online'], ['hall 3'], true],
    ['meter berlin', [], [], false],
    ['', ['failing'], [], false],
    ['', [], ['hall 3', 'returned'], true],
    ['', [], ['hall 3', 'sold'], false],
  ] as const)('for %j, %j, %j: %s', (search, standings, tags, expected) => {
    expect(deviceMatcher({ search, standings, tags })(device)).toBe(expected);
  });
});
