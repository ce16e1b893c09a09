import { describe, expect, it } from 'vitest';
import { nodeWords, serverWords } from './addresses.ts';
import {
  deviceIdWords,
  fingerprintGroups,
  headlineOf,
  iccidGroups,
  iccidShort,
  moidShort,
} from './identity.ts';
import { formatOctets, formatSeconds, formatWholeSeconds } from './numbers.ts';
import { expectedEnd, formatAgo, formatClock, formatExpectedEnd, formatIn, formatMoment } from './times.ts';

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

  it('groups a digest however it is written', () => {
    expect(fingerprintGroups('3f:2a:91:c0:de')).toEqual(['3F2A', '91C0', 'DE']);
    expect(fingerprintGroups('3f2a91c0')).toEqual(['3F2A', '91C0']);
    expect(fingerprintGroups('')).toEqual([]);
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

  it.each([
    [20_000, 'in 20 sec.'],
    [-5_000, 'now'],
    [4 * 60_000, 'in 4 min.'],
    [2 * 3_600_000, 'in 2 hr.'],
  ])('in %d ms is %s', (until, words) => {
    expect(formatIn(now + until, now, english)).toBe(words);
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
    expect([0.9, 12.7, 60.2].map(formatWholeSeconds)).toEqual(['0 s', '12 s', '1 min 0 s']);
  });
});

describe('octets', () => {
  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1024, '1 KB'],
    [1_536, '1.5 KB'],
    [1024 * 1024 - 1, '1 MB'],
    [512 * 1024 * 1024, '512 MB'],
    [32 * 1024 ** 3, '32 GB'],
    [5 * 1024 ** 5, '5,120 TB'],
  ])('%d are %s', (octets, words) => {
    expect(formatOctets(octets)).toBe(words);
  });
});

describe('an address', () => {
  it('of a node leaves out what all begin with, and keeps what tells it from others', () => {
    expect(nodeWords('urn:oma:mo:oma-dm-devinfo:1.0//FwV')).toEqual({
      address: 'oma-dm-devinfo:1.0//FwV',
      conditions: [],
      unlessUnchanged: false,
    });
    expect(
      nodeWords('urn:oma:mo:example-gateway:1.0/gateway/Bearers/Cellular/Profiles/1/Connectivity/APN')
        .address,
    ).toBe('example-gateway:1.0/gateway/…/Connectivity/APN');
  });

  it('of a node says its query in words', () => {
    const uri = 'urn:oma:mo:moid:1.0/(x)/Data/(y)/Value?nv=(x)/ID:GPS&nv=(y)/Date:12%3A2&cv=9f31';
    expect(nodeWords(uri)).toEqual({
      address: 'moid:1.0/(x)/Data/(y)/Value',
      conditions: ['(x)/ID = GPS', '(y)/Date = 12:2'],
      unlessUnchanged: true,
    });
  });

  it('of the Data Repository is the place in it, whoever serves it', () => {
    const own = 'https://bench.local:8443/repository/IMEI%3A352099001761770/site';
    expect(serverWords(own, 'IMEI:352099001761770')).toBe('repository/…/site');
    expect(serverWords(own)).toBe('repository/IMEI:352099001761770/site');
    expect(serverWords('/repository/shared/fw%202.bin')).toBe('repository/shared/fw 2.bin');
  });

  it('of anything else on a server keeps its host', () => {
    expect(serverWords('https://other.example/dm?s=1')).toBe('other.example/dm?s=1');
    expect(serverWords('https://other.example/')).toBe('other.example');
  });

  it.each(['', '?', '%', 'urn:x/%zz', 'https://', '/'])('%j is no trouble', (text) => {
    expect(() => [nodeWords(text), serverWords(text)]).not.toThrow();
  });
});
