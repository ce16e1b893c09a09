import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DmAccount } from '../bootstrap/dm-account.ts';
import { notificationWindow } from './choices.ts';
import { encodeNotification, type Notification } from './notification.ts';
import { checkNotification, type SeenNotification } from './notification-check.ts';
import { sealNotification } from './notification-digest.ts';

const sha256 = (octets: Uint8Array) => new Uint8Array(createHash('sha256').update(octets).digest());
const credentials = { secret: 'Z2VoZWlt', data: 'AP7/' };
const open: DmAccount = {
  instance: 'open',
  serverId: 'open',
  serverUri: 'https://open.example/dm',
  name: 'Open',
  permittedMoids: [],
  credentials: { kind: 'password', userName: 'u', password: 'p' },
};
const proved: DmAccount = { ...open, instance: 'proved', serverId: 'proved', notification: credentials };
const broken: DmAccount = { ...proved, serverId: 'broken', notification: { ...credentials, secret: '?' } };
const now = 1_795_600_000_000;
const plain: Notification = { version: 1, serverId: 'proved', requestMos: false };

const sealed = (over: Partial<Notification> = {}, by = credentials) =>
  sealNotification({ ...plain, ...over }, by, sha256);
const check = (octets: Uint8Array, at = now, seen: readonly SeenNotification[] = []) =>
  checkNotification(octets, { accounts: [open, proved, broken], now: at, seen, sha256 });
const reasonOf = (octets: Uint8Array, at?: number, seen?: readonly SeenNotification[]) => {
  const { verdict } = check(octets, at, seen);
  return verdict.kind === 'ignored' ? verdict.reason : 'accepted';
};

describe('a device that gets a notification', () => {
  it('accepts a proved one, and knows which account it is about and what it asks for', () => {
    const { verdict, seen } = check(sealed({ notificationId: 7, timestamp: now / 1000, requestMos: true }));
    expect(verdict).toMatchObject({
      kind: 'accepted',
      account: { instance: 'proved' },
      notification: { notificationId: 7, requestMos: true },
    });
    expect(seen).toEqual([{ serverId: 'proved', notificationId: 7, until: now + notificationWindow }]);
  });

  it('accepts one without digest, time and id where the account asks for none', () => {
    const { verdict, seen } = check(encodeNotification({ ...plain, serverId: 'open' }));
    expect(verdict).toMatchObject({ kind: 'accepted', account: { instance: 'open' } });
    expect(seen).toEqual([]);
  });

  it.each([
    ['malformed', Uint8Array.of(0x10)],
    ['unknownServer', sealed({ serverId: 'other' })],
    ['digestMissing', encodeNotification(plain)],
    ['digestUnexpected', sealed({ serverId: 'open' })],
    ['wrongDigest', sealed({}, { ...credentials, secret: 'AAAA' })],
    ['stale', sealed({ timestamp: now / 1000 - 301 })],
    ['stale', sealed({ timestamp: now / 1000 + 301 })],
    ['accepted', sealed({ timestamp: now / 1000 - 300 })],
    ['accepted', sealed({ timestamp: now / 1000 + 300 })],
  ] as const)('is %s', (reason, octets) => {
    expect(reasonOf(octets)).toBe(reason);
  });

  it('says what is malformed', () => {
    expect(check(Uint8Array.of(0x10)).verdict).toMatchObject({ fault: { code: 'DM_NOTIFICATION_CUT_OFF' } });
  });

  it('takes no digest for right where its own credentials are broken, and says so', () => {
    expect(check(sealed({ serverId: 'broken' })).verdict).toMatchObject({
      reason: 'wrongDigest',
      fault: { code: 'DM_NOTIFICATION_CREDENTIALS' },
    });
  });

  it('takes the same one only once, and the same id of another server', () => {
    const octets = sealed({ notificationId: 7, timestamp: now / 1000 });
    const { seen } = check(octets);
    expect(reasonOf(octets, now + 1, seen)).toBe('duplicate');
    expect(reasonOf(sealed({ notificationId: 7 }), now + 1, seen)).toBe('duplicate');
    expect(reasonOf(sealed({ notificationId: 8 }), now + 1, seen)).toBe('accepted');
    const other = encodeNotification({ ...plain, serverId: 'open', notificationId: 7 });
    expect(reasonOf(other, now + 1, seen)).toBe('accepted');
  });

  it('remembers no id of one that it ignored', () => {
    const forged = sealed({ notificationId: 7 }, { ...credentials, secret: 'AAAA' });
    expect(check(forged).seen).toEqual([]);
  });

  it('forgets an id when its time has passed', () => {
    const { seen } = check(sealed({ notificationId: 7, timestamp: now / 1000 }));
    const at = now + notificationWindow;
    expect(check(sealed({ notificationId: 8 }), at, seen).seen).toHaveLength(2);
    expect(check(Uint8Array.of(), at + 1, seen).seen).toEqual([]);
  });

  it('never takes one with a time twice, whenever it is sent again', () => {
    const offsets = fc.integer({ min: -400, max: 400 });
    fc.assert(
      fc.property(offsets, fc.array(fc.nat(700_000), { maxLength: 6 }), (ahead, times) => {
        const octets = sealed({ notificationId: 7, timestamp: now / 1000 + ahead });
        let seen: readonly SeenNotification[] = [];
        let accepted = 0;
        for (const later of [0, ...times.toSorted((left, right) => left - right)]) {
          const result = check(octets, now + later, seen);
          seen = result.seen;
          if (result.verdict.kind === 'accepted') accepted++;
        }
        expect(accepted).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('has a verdict on any octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
        expect(['accepted', 'ignored']).toContain(check(octets).verdict.kind);
      }),
    );
  });
});
