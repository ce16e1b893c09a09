import { describe, expect, it } from 'vitest';
import { deviceIdWords, headlineOf, iccidGroups, iccidShort, moidShort } from './identity.ts';
import { formatSeconds } from './numbers.ts';
import { expectedEnd, formatAgo, formatClock, formatExpectedEnd, formatMoment } from './times.ts';

const english = new Intl.RelativeTimeFormat('en', { style: 'short', numeric: 'auto' });
const now = new Date(2026, 10, 12, 14, 30).getTime();

describe('identities', () => {
  it('groups an IMEI as it is printed, and nothing else', () => {
    expect(deviceIdWords('IMEI:352099001761408')).toBe('IMEI 352099 00 176140 8');
    expect(deviceIdWords('IMEI:35209900176140')).toBe('IMEI:35209900176140');
    expect(deviceIdWords('MAC:00-11')).toBe('MAC:00-11');
  });

  it('groups and shortens an ICCID', () => {
    expect(iccidGroups('8944500000000700001')).toBe('8944 5000 0000 0700 001');
    expect(iccidShort('8944500000000700001')).toBe('8944…0001');
    expect(iccidShort('8944')).toBe('8944');
  });

  it('leaves out what all MOIDs begin with', () => {
    expect(moidShort('urn:oma:mo:oma-dm-devinfo:1.0')).toBe('oma-dm-devinfo:1.0');
    expect(moidShort('urn:example:x')).toBe('urn:example:x');
  });
});

describe('the headline of a fault', () => {
  it('is its first sentence, and the rest is kept', () => {
    expect(headlineOf('Wrong issuer key for this card; 2 tries are left. Nothing was written.')).toEqual({
      headline: 'Wrong issuer key for this card',
      rest: '2 tries are left. Nothing was written.',
    });
    expect(headlineOf('The card was taken out before it was finished.')).toEqual({
      headline: 'The card was taken out before it was finished',
      rest: '',
    });
  });

  it.each([
    'There is no reader "A; B". Known: C; D.',
    'A. B.',
    '',
    'Something unexpected happened: a very long tale that nobody has shortened, with (brackets; and more) in it.',
  ])('of %j loses no word', (message) => {
    const { headline, rest } = headlineOf(message);
    const words = (text: string) => text.toLowerCase().match(/\w+/g) ?? [];
    expect([...words(headline), ...words(rest)]).toEqual(words(message));
  });
});

describe('times', () => {
  it.each([
    [0, 'now'],
    [40_000, '40 sec. ago'],
    [-5_000, 'now'],
    [3 * 60_000, '3 min. ago'],
    [2 * 3_600_000, '2 hr. ago'],
    [24 * 3_600_000, 'yesterday'],
  ])('%d ms ago is %s', (before, words) => {
    expect(formatAgo(now - before, now, english)).toBe(words);
  });

  it('foretells the end from the rate, and nothing without one', () => {
    expect(expectedEnd(94, 9.4, now)).toBe(now + 10 * 60_000);
    expect(expectedEnd(94, undefined, now)).toBeUndefined();
    expect(expectedEnd(94, 0, now)).toBeUndefined();
    expect(expectedEnd(0, 9.4, now)).toBeUndefined();
  });

  it('names the day only where the time alone would mislead', () => {
    const soon = now + 80 * 60_000;
    expect(formatExpectedEnd(soon, now)).toBe(formatClock(soon));
    const far = now + 30 * 3_600_000;
    expect(formatExpectedEnd(far, now)).not.toBe(formatClock(far));
    expect(formatMoment(now - 48 * 3_600_000, now)).toContain('2026');
    expect(formatMoment(now, now)).not.toContain('2026');
  });

  it('says seconds as people do', () => {
    expect(formatSeconds(0.044)).toBe('44 ms');
    expect(formatSeconds(0.0996)).toBe('100 ms');
    expect(formatSeconds(6.2)).toMatch(/^6[.,]2 s$/);
    expect(formatSeconds(125)).toBe('2 min 5 s');
  });
});
