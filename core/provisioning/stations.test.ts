import { describe, expect, it } from 'vitest';
import { faultOf } from '../errors.ts';
import { type FailureStreak, stepStreak, stopOf } from './failure-streak.ts';
import { matchesCode, scanStandingOf } from './scan.ts';
import { defaultStationSettings, stationSettingsOf } from './station-settings.ts';

describe('a streak of failures', () => {
  const failed = (label: string, code: 'CARD_NO_MESSAGE' | 'DEVICE_GIVEN_UP') =>
    ({ kind: 'failed', jobId: label, label, fault: faultOf(code, {}) }) as const;

  it('is ended by a row that is done, not by one that is awaited', () => {
    let streak: FailureStreak = [];
    for (const end of [failed('a', 'DEVICE_GIVEN_UP'), { kind: 'awaited' } as const])
      streak = stepStreak(streak, end);
    expect(streak).toHaveLength(1);
    expect(stepStreak(streak, { kind: 'done' })).toEqual([]);
  });

  it('comes to its causes, the most frequent first, each row once', () => {
    let streak: FailureStreak = [];
    for (const end of [
      failed('a', 'DEVICE_GIVEN_UP'),
      failed('b', 'CARD_NO_MESSAGE'),
      failed('c', 'CARD_NO_MESSAGE'),
      failed('c', 'CARD_NO_MESSAGE'),
    ])
      streak = stepStreak(streak, end);
    expect(stopOf(streak, 5, 7)).toBeUndefined();
    expect(stopOf(streak, 0, 7)).toBeUndefined();
    expect(stopOf(streak, 4, 7)).toMatchObject({
      ...{ failures: 4, at: 7 },
      causes: [
        { fault: { code: 'CARD_NO_MESSAGE' }, labels: ['b', 'c'] },
        { fault: { code: 'DEVICE_GIVEN_UP' }, labels: ['a'] },
      ],
    });
  });
});

describe('a scanned code', () => {
  const row = {
    ...{ deviceId: 'IMEI:352099001761408', label: 'BX04100-C', iccid: '8944' },
    variables: { imei: '352099001761408', site: 'Hall 3' },
  };

  it('is a whole value of a row, in either case', () => {
    for (const code of ['352099001761408', 'imei:352099001761408', 'bx04100-c', ' Hall 3 ', '8944'])
      expect(matchesCode(row, code), code).toBe(true);
    for (const code of ['35209900176140', 'Hall', '', '  ']) expect(matchesCode(row, code), code).toBe(false);
  });

  it('takes rows that wait or failed, and no others', () => {
    expect(scanStandingOf('waiting')).toBe('free');
    expect(scanStandingOf('failed')).toBe('again');
    for (const kind of ['claimed', 'prepared', 'writing', 'verified', 'inSession'] as const)
      expect(scanStandingOf(kind)).toBe('inWork');
    for (const kind of ['done', 'held', 'cancelled'] as const) expect(scanStandingOf(kind)).toBe(kind);
    expect(scanStandingOf('awaitingDevice')).toBe('awaited');
  });
});

describe('settings of a station in a file', () => {
  it('have their defaults where they are missing or out of bounds', () => {
    expect(stationSettingsOf(undefined)).toEqual(defaultStationSettings);
    expect(stationSettingsOf({ place: 'Hall 2', volume: 900, mode: 'x', autoAdvance: false })).toEqual({
      ...defaultStationSettings,
      ...{ place: 'Hall 2', autoAdvance: false },
    });
  });
});
