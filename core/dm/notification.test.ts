import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toFault } from '../errors.ts';
import { fromHex, toHex } from '../octets.ts';
import { decodeNotification, encodeNotification, type Notification } from './notification.ts';

const octetsOf = (hex: string) => fromHex(hex)!;
const faultOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return toFault(error);
  }
  return undefined;
};
const plain: Notification = { version: 1, serverId: 'srv', requestMos: false };
const digest = Uint8Array.from({ length: 32 }, (_, index) => index);
/** Version 1, one option: SERVER-ID "srv". */
const header = '1080';
const serverId = '13 737276';

/** Each option by hand: VER 4 bits, OC 5 bits, 7 reserved; then delta and length in 4 bits each, and the value. */
const vectors: readonly (readonly [string, Notification, string])[] = [
  ['the server alone', plain, `${header} ${serverId}`],
  ['any connection', { ...plain, preferredConnection: 'any' }, `1100 ${serverId} 11 00`],
  ['cellular', { ...plain, preferredConnection: 'cellular' }, `1100 ${serverId} 11 01`],
  ['WLAN', { ...plain, preferredConnection: 'wlan' }, `1100 ${serverId} 11 02`],
  ['a wire', { ...plain, preferredConnection: 'wireline' }, `1100 ${serverId} 11 03`],
  ['an unknown connection', { ...plain, preferredConnection: '0x7F01' }, `1100 ${serverId} 12 7F01`],
  ['an id', { ...plain, notificationId: 4711 }, `1100 ${serverId} 22 1267`],
  ['the least id', { ...plain, notificationId: 0 }, `1100 ${serverId} 22 0000`],
  ['a digest', { ...plain, digest }, `1100 ${serverId} 3F 11 ${toHex(digest)}`],
  ['a time', { ...plain, timestamp: 1_795_600_000 }, `1100 ${serverId} 44 6B06AE80`],
  ['a time after 2106', { ...plain, timestamp: 2 ** 32 }, `1100 ${serverId} 45 0100000000`],
  ['the objects asked for', { ...plain, requestMos: true }, `1100 ${serverId} 50`],
  [
    'all of it',
    {
      version: 1,
      serverId: 'srv',
      preferredConnection: 'wlan',
      notificationId: 4711,
      digest,
      timestamp: 1_795_600_000,
      requestMos: true,
    },
    `1300 ${serverId} 11 02 12 1267 1F 11 ${toHex(digest)} 14 6B06AE80 10`,
  ],
  [
    'a server of 14 octets',
    { ...plain, serverId: 'fourteen-octet' },
    `${header} 1E ${ascii('fourteen-octet')}`,
  ],
  [
    'a server of 15 octets',
    { ...plain, serverId: 'fifteen-octets-' },
    `${header} 1F 00 ${ascii('fifteen-octets-')}`,
  ],
  ['a server of 270 octets', { ...plain, serverId: 's'.repeat(270) }, `${header} 1F FF ${'73'.repeat(270)}`],
  ['a server beyond ASCII', { ...plain, serverId: '﻿Prüfstand' }, `${header} 1D EFBBBF 5072C3BC66 7374616E64`],
  ['another version', { ...plain, version: 0 }, `0080 ${serverId}`],
];

function ascii(text: string): string {
  return toHex(new TextEncoder().encode(text));
}

describe('a notification', () => {
  it.each(vectors)('%s is written and read as the standard has it', (_name, notification, hex) => {
    expect(toHex(encodeNotification(notification))).toBe(hex.replaceAll(' ', ''));
    expect(decodeNotification(octetsOf(hex)).notification).toEqual(notification);
  });

  it('says where its digest is', () => {
    expect(decodeNotification(octetsOf(`${header} ${serverId}`)).digestAt).toBeUndefined();
    const received = decodeNotification(encodeNotification({ ...plain, preferredConnection: 'any', digest }));
    expect(received.octets.slice(received.digestAt, received.digestAt! + 32)).toEqual(digest);
  });

  it('may have options that are not known, and reserved bits', () => {
    // OC 5: number 0, the server, 4 beyond the known ones (7, and 22 three times), the last one of 16 octets.
    const received = decodeNotification(octetsOf(`12FF 01AA ${serverId} 61FF F0 0F01 ${'00'.repeat(16)}`));
    expect(received.unknownOptions).toEqual([0, 7, 22, 22]);
    expect(received.notification).toEqual(plain);
  });

  it.each([
    ['1001', 'DM_NOTIFICATION_NO_SERVER', 'octet 2'],
    ['', 'DM_NOTIFICATION_CUT_OFF', 'the header, at octet 0'],
    ['10', 'DM_NOTIFICATION_CUT_OFF', 'the header, at octet 1'],
    ['1080', 'DM_NOTIFICATION_CUT_OFF', 'the list of options, at octet 2'],
    ['1080 13 7372', 'DM_NOTIFICATION_CUT_OFF', 'SERVER-ID, at octet 5'],
    ['1080 1F', 'DM_NOTIFICATION_CUT_OFF', 'the length of SERVER-ID, at octet 3'],
    ['1080 1F FF 73', 'DM_NOTIFICATION_CUT_OFF', 'SERVER-ID, at octet 5'],
    [`1100 ${serverId} F1`, 'DM_NOTIFICATION_CUT_OFF', 'option 16, at octet 7'],
    [`F080 ${serverId}`, 'DM_NOTIFICATION_VERSION', 'version 15 (octet 0)'],
    [`1080 ${serverId} 00`, 'DM_NOTIFICATION_TRAILING', 'octet 6'],
    ['1080 21 00', 'DM_NOTIFICATION_NO_SERVER', 'octet 4'],
    ['1080 10', 'DM_NOTIFICATION_OPTION', 'SERVER-ID of the notification, at octet 2'],
    ['1080 12 C328', 'DM_NOTIFICATION_OPTION', 'not UTF-8'],
    [`1100 ${serverId} 03 737276`, 'DM_NOTIFICATION_OPTION', 'SERVER-ID of the notification, at octet 6'],
    [`1100 ${serverId} 21 01`, 'DM_NOTIFICATION_OPTION', 'NOTIFICATION-ID of the notification, at octet 6'],
    [`1100 ${serverId} 3F 10 ${'00'.repeat(31)}`, 'DM_NOTIFICATION_OPTION', '31 octets, not 32'],
    [`1100 ${serverId} 43 000001`, 'DM_NOTIFICATION_OPTION', '3 octets, not 4 to 8'],
    [`1100 ${serverId} 49 000000000000000001`, 'DM_NOTIFICATION_OPTION', '9 octets, not 4 to 8'],
    [`1100 ${serverId} 48 0020000000000000`, 'DM_NOTIFICATION_OPTION', 'TIMESTAMP'],
    [`1100 ${serverId} 51 01`, 'DM_NOTIFICATION_OPTION', 'REQ-MOS of the notification, at octet 6'],
  ])('%s is refused, and the octet is named', (hex, code, words) => {
    const fault = faultOf(() => decodeNotification(octetsOf(hex)));
    expect(fault?.code).toBe(code);
    expect(fault?.message).toContain(words);
  });

  it.each<readonly [string, Notification]>([
    ['VER', { ...plain, version: 16 }],
    ['SERVER-ID', { ...plain, serverId: '' }],
    ['SERVER-ID', { ...plain, serverId: 'ü'.repeat(136) }],
    ['SERVER-ID', { ...plain, serverId: '\ud800' }],
    ['PREFERRED-CON-TYPE', { ...plain, preferredConnection: '0xF' }],
    ['PREFERRED-CON-TYPE', { ...plain, preferredConnection: `0x${'00'.repeat(271)}` }],
    ['NOTIFICATION-ID', { ...plain, notificationId: 65_536 }],
    ['NOTIFICATION-ID', { ...plain, notificationId: -1 }],
    ['NOTIFICATION-ID', { ...plain, notificationId: 1.5 }],
    ['SHA256-DIGEST', { ...plain, digest: new Uint8Array(31) }],
    ['TIMESTAMP', { ...plain, timestamp: -1 }],
    ['TIMESTAMP', { ...plain, timestamp: 2 ** 53 }],
  ])('carries no wrong %s', (option, notification) => {
    const fault = faultOf(() => encodeNotification(notification));
    expect(fault).toMatchObject({ code: 'DM_NOTIFICATION_VALUE', message: expect.stringContaining(option) });
  });

  const notifications: fc.Arbitrary<Notification> = fc.record(
    {
      version: fc.constantFrom(0, 1, 2),
      serverId: fc
        .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
        .filter((text) => new TextEncoder().encode(text).length <= 270),
      preferredConnection: fc.oneof(
        fc.constantFrom('any', 'cellular', 'wlan', 'wireline'),
        fc
          .uint8Array({ maxLength: 270 })
          .filter((octets) => octets.length !== 1 || octets[0]! > 3)
          .map((octets) => `0x${toHex(octets)}` as const),
      ),
      notificationId: fc.integer({ min: 0, max: 0xffff }),
      digest: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      timestamp: fc.oneof(fc.maxSafeNat(), fc.integer({ min: 0, max: 2 ** 31 - 1 })),
      requestMos: fc.boolean(),
    },
    { requiredKeys: ['version', 'serverId', 'requestMos'] },
  );

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(notifications, (notification) => {
        const received = decodeNotification(encodeNotification(notification));
        expect(received.notification).toEqual(notification);
        expect(received.unknownOptions).toEqual([]);
      }),
    );
  });

  /** A notification with some octets changed, or cut off: closer to real ones than octets at random. */
  const damaged = fc
    .tuple(notifications, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }), fc.nat())
    .map(([notification, changes, cut]) => {
      const octets = encodeNotification(notification);
      for (const [at, octet] of changes) octets[at % octets.length] = octet;
      return cut % 2 === 0 ? octets : octets.slice(0, cut % octets.length);
    });

  it('is read, or refused with a code, whatever the octets are', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), damaged), (octets) => {
        const before = octets.slice();
        const fault = faultOf(() => decodeNotification(octets));
        if (fault) expect(fault.code).toMatch(/^DM_NOTIFICATION_/);
        expect(octets).toEqual(before);
      }),
      { numRuns: 2000 },
    );
  });
});
