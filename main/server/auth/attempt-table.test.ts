import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAttemptTable, networkOf } from './attempt-table.ts';

const now = 1_795_600_000_000;
const address = '192.0.2.1';

describe('attempts with wrong credentials', () => {
  it('are counted in the name of a device, from wherever they come', () => {
    const table = createAttemptTable();
    const delays = Array.from({ length: 12 }, (_, index) =>
      table.failed({ deviceId: 'IMEI:1', address: `192.0.2.${index}`, now }),
    );
    expect(delays.map(({ delay }) => delay)).toEqual([...Array(10).fill(0), 250, 500]);
    expect(delays.flatMap(({ begins }) => begins)).toEqual([{ by: 'device', name: 'IMEI:1', count: 11 }]);
    expect(table.failed({ deviceId: 'IMEI:2', address, now }).delay).toBe(0);
  });

  it('are counted from an address, whatever they name', () => {
    const table = createAttemptTable();
    const verdicts = Array.from({ length: 52 }, (_, index) =>
      table.failed({ deviceId: index % 2 === 0 ? `IMEI:${index}` : undefined, address, now }),
    );
    expect(verdicts.map(({ delay }) => delay)).toEqual([...Array(50).fill(0), 250, 500]);
    expect(verdicts.flatMap(({ begins }) => begins)).toEqual([{ by: 'address', name: address, count: 51 }]);
  });

  it('wait for the longer of both times, and are told of for each', () => {
    const table = createAttemptTable();
    const verdicts = Array.from({ length: 60 }, () => table.failed({ deviceId: 'IMEI:1', address, now }));
    expect(verdicts[50]?.delay).toBe(4000);
    expect(verdicts.flatMap(({ begins }) => begins.map(({ by }) => by))).toEqual(['device', 'address']);
  });

  it('take a bounded memory, whatever they name and wherever they come from', () => {
    const table = createAttemptTable(20);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.ipV6()), { maxLength: 200 }),
        (attempts) => {
          for (const [deviceId, from] of attempts) table.failed({ deviceId, address: from, now });
          expect(table.size()).toBeLessThanOrEqual(40);
        },
      ),
    );
  });

  it('of the busiest are not forgotten because of many others that come once', () => {
    const table = createAttemptTable(20);
    let last = 0;
    for (let index = 0; index < 500; index++) {
      last = table.failed({ deviceId: 'IMEI:1', address, now }).delay;
      table.failed({ deviceId: `IMEI:x${index}`, address: `192.0.3.${index}`, now });
    }
    expect(last).toBe(4000);
  });

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002:ffff::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['', ''],
  ])('of %s are those of %s', (from, network) => {
    expect(networkOf(from)).toBe(network);
  });
});
