import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitsFormat, formatWords, type LeafFormat } from './leaf-formats.ts';
import type { LeafValue } from './node.ts';
import { nodeFormats } from './object-schema.ts';

const accepted: readonly (readonly [LeafFormat, readonly LeafValue[]])[] = [
  ['chr', ['', 'text', ' a\nb ', '12']],
  ['xml', ['', '<a/>', 'no XML']],
  ['int', [0, -7, '0', '+12', '-3', '007', 2 ** 53 - 1, `${2 ** 53 - 1}`, -(2 ** 53 - 1)]],
  ['float', [0, -1.5, 2 ** 80, '0', '-1.5', '.5', '5.', '1e3', '1E-3', '+2.5e+10']],
  ['bool', [true, false, 'true', 'false']],
  ['null', [null, '']],
  ['bin', ['', 'AAAA', 'AAA=', 'AA==', '+/9z']],
  ['b64', ['', 'SGVsbG8=']],
  ['date', ['2026-11-25', '20261125', '2024-02-29', '2000-02-29', '0001-01-01', '2026-12-31']],
  [
    'time',
    [
      ...[
        '10:35:00',
        '103500',
        '10:35',
        '1035',
        '00:00:00',
        '23:59:60',
        '24:00:00',
        '24:00:00.0',
        '10:35:00.125',
      ],
      ...['10:35:00,5', 'T10:35:00', '10:35:00Z', '10:35:00+01:00', '10:35:00-0530', '10:35:00+01'],
      ...['20261125T103500Z', '2026-11-25T10:35:00Z', '2026-11-25T10:35:00.5+01:00'],
    ],
  ],
];

const refused: readonly (readonly [LeafFormat, readonly LeafValue[]])[] = [
  ['chr', [1, true, null]],
  ['xml', [1, null]],
  ['int', ['', ' 1', '1 ', '1.0', '1e3', '0x10', 'one', '--1', 1.5, 2 ** 53, `${2 ** 53}`, true, null]],
  ['float', ['', '.', 'e3', '1e', '1,5', ' 1', 'NaN', 'Infinity', '1e999', true, null]],
  ['bool', ['', 'True', 'TRUE', 'yes', '1', 1, 0, null]],
  ['null', ['null', 0, false, ' ']],
  ['bin', ['A', 'AAA', 'A===', '=AAA', 'AA=A', 'AA A', 'AA-_', 'AAAA\n', 0, null]],
  ['b64', ['SGVsbG8']],
  [
    'date',
    [
      ...['', '2026-11', '2026-13-01', '2026-00-10', '2026-11-31', '2026-02-29', '1900-02-29', '2026-1125'],
      ...['25.11.2026', '2026-11-25T00:00:00', '026-11-25', 20261125, null],
    ],
  ],
  [
    'time',
    [
      ...['', '10', '10:35:', '25:00:00', '10:60:00', '10:35:61', '23:58:60', '24:00:01', '24:30', '10:3500'],
      ...['10:35:00+25:00', '10:35:00+01:60', '10:35:00X', '2026-02-30T10:35:00Z', '2026-11-25', 1035, null],
    ],
  ],
];

describe('values of leaves', () => {
  it.each(accepted)('of the format %s are taken', (format, values) => {
    for (const value of values) expect([value, fitsFormat(format, value)]).toEqual([value, true]);
  });

  it.each(refused)('that the format %s has not are not taken', (format, values) => {
    for (const value of values) expect([value, fitsFormat(format, value)]).toEqual([value, false]);
  });

  it('are whole numbers, numbers, dates and times as JavaScript writes them', () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }),
        fc.uint8Array({ maxLength: 12 }),
        (whole, number, date, octets) => {
          const iso = date.toISOString();
          return (
            [whole, String(whole)].every((value) => fitsFormat('int', value) && fitsFormat('float', value)) &&
            [number, String(number)].every((value) => fitsFormat('float', value)) &&
            fitsFormat('date', iso.slice(0, 10)) &&
            fitsFormat('time', iso) &&
            fitsFormat('time', iso.replaceAll(/[-:]/g, '')) &&
            fitsFormat('bin', Buffer.from(octets).toString('base64'))
          );
        },
      ),
    );
  });

  it('have words in every format', () => {
    for (const format of nodeFormats) if (format !== 'node') expect(formatWords(format)).toMatch(/^[a-z]/);
  });
});
