import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toFault } from '../errors.ts';
import { concatenate, fromHex, toHex } from '../octets.ts';
import { decodeNotification } from './notification.ts';
import { sealNotification, verifyNotification } from './notification-digest.ts';

const sha256 = (octets: Uint8Array) => new Uint8Array(createHash('sha256').update(octets).digest());
/** "geheim", and 00 FE FF. */
const credentials = { secret: 'Z2VoZWlt', data: 'AP7/' };
const notification = {
  version: 1,
  serverId: 'dm-bench',
  preferredConnection: 'wlan',
  notificationId: 4711,
  timestamp: 1_795_600_000,
  requestMos: true,
} as const;
const before = '130018646D2D62656E6368110212' + '12671F11';
/** Of 67656865696D, the notification with 32 octets 00, and 00FEFF, by `openssl dgst -sha256`. */
const digest = '62EA64A7E545E401318666C6C1C1DE42C0D1778175716D1A9DD0CC64CB49ACD4';
const sealed = fromHex(`${before}${digest}146B06AE8010`)!;

describe('the digest of a notification', () => {
  it('is over secret, notification with zeros, and data', () => {
    expect(toHex(sealNotification(notification, credentials, sha256))).toBe(toHex(sealed));
    expect(verifyNotification(decodeNotification(sealed), credentials, sha256)).toBe(true);
  });

  it('takes credentials in the other alphabet of base64, and without padding', () => {
    expect(verifyNotification(decodeNotification(sealed), { ...credentials, data: 'AP7_' }, sha256)).toBe(
      true,
    );
    const odd = { secret: 'Z2VoZQ==', data: 'AA==' };
    const octets = sealNotification(notification, odd, sha256);
    const received = decodeNotification(octets);
    expect(verifyNotification(received, { secret: 'Z2VoZQ', data: 'AA' }, sha256)).toBe(true);
  });

  it('is of the octets as they came: options that are not known, and reserved bits, are in it', () => {
    const zeroed = fromHex(`137F18646D2D62656E6368110212${'12671F11'}${'00'.repeat(32)}146B06AE8031AA`)!;
    const octets = zeroed.slice();
    octets.set(sha256(concatenate(fromHex('67656865696D')!, zeroed, fromHex('00FEFF')!)), 18);
    const received = decodeNotification(octets);
    expect(received.unknownOptions).toEqual([8]);
    expect(verifyNotification(received, credentials, sha256)).toBe(true);
    octets[1]! ^= 1;
    expect(verifyNotification(decodeNotification(octets), credentials, sha256)).toBe(false);
  });

  it('is wrong when one bit is, anywhere', () => {
    fc.assert(
      fc.property(fc.nat(sealed.length * 8 - 1), (bit) => {
        const octets = sealed.slice();
        octets[bit >> 3]! ^= 1 << (bit & 7);
        try {
          expect(verifyNotification(decodeNotification(octets), credentials, sha256)).toBe(false);
        } catch (error) {
          expect(toFault(error).code).toMatch(/^DM_NOTIFICATION_/);
        }
      }),
    );
  });

  it('is wrong with another secret, other data, or none there', () => {
    const received = decodeNotification(sealed);
    expect(verifyNotification(received, { ...credentials, secret: 'Z2VoZWlv' }, sha256)).toBe(false);
    expect(verifyNotification(received, { ...credentials, data: '' }, sha256)).toBe(false);
    const without = decodeNotification(fromHex('1080 13 737276')!);
    expect(verifyNotification(without, credentials, sha256)).toBe(false);
  });

  it('cannot be made with credentials that are no base64, which nobody gets to see', () => {
    const wrong = { ...credentials, secret: 'geheimes Wort!' };
    for (const work of [
      () => sealNotification(notification, wrong, sha256),
      () => verifyNotification(decodeNotification(sealed), wrong, sha256),
    ]) {
      let thrown: unknown;
      try {
        work();
      } catch (error) {
        thrown = error;
      }
      const fault = toFault(thrown);
      expect(fault.code).toBe('DM_NOTIFICATION_CREDENTIALS');
      expect(JSON.stringify(fault)).not.toContain('geheim');
      expect((thrown as Error).cause).toBeUndefined();
    }
  });
});
