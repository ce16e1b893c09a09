import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../errors.ts';
import { readText } from '../order/test-lists.ts';
import { errorsOf } from './device-list.ts';
import type { JobState } from './job.ts';
import { decisionFault, eventOf, readReason } from './row-decisions.ts';
import {
  changedColumns,
  deviceColumns,
  listTextOf,
  takenProblems,
  takenValues,
  valuesOfRow,
} from './row-values.ts';
import { profileWith } from './test-profile.ts';

const imei = '352099001761408';
const profile = profileWith();

describe('the values of one row', () => {
  it('are read as a list of one line, whatever stands in them', () => {
    // What a list never keeps: blanks around a value, and characters that do not show.
    const value = fc
      .string({ unit: 'grapheme' })
      .filter((text) => text.trim() === text && !/\p{Cc}|\p{Cf}|[\u2028\u2029]/u.test(text));
    fc.assert(
      fc.property(value, value, (site, other) => {
        const variables = { imei, site: site || 'x', other };
        const list = readText(listTextOf(variables), profile);
        expect(errorsOf(list)).toEqual([]);
        expect(list.rows.map((row) => row.variables)).toEqual([variables]);
      }),
    );
  });

  it('are refused at their field, as in a list', () => {
    const codes = (variables: Record<string, string>) =>
      errorsOf(readText(listTextOf(variables), profile)).map(({ fault }) => [
        fault.code,
        fault.place?.columnName,
      ]);
    expect(codes({ imei: '352099001761409', site: 'x' })).toEqual([['LIST_IMEI_CHECK_DIGIT', 'imei']]);
    expect(codes({ imei, site: '' })).toEqual([['LIST_VALUE_REQUIRED', 'site']]);
    expect(codes({ imei, site: 'a\nb' })).toEqual([['LIST_VALUE_HIDDEN', 'site']]);
  });

  it('become the device, its name and its card as the profile says', () => {
    expect(valuesOfRow(profile, { imei, site: 'Hall 3' })).toEqual({
      deviceId: `IMEI:${imei}`,
      label: 'Hall 3',
      variables: { imei, site: 'Hall 3' },
    });
    const bound = profileWith({ card: { iccid: '{{site}}' } });
    expect(valuesOfRow(bound, { imei, site: '8944' }).iccid).toBe('8944');
    expect(deviceColumns(profile)).toEqual(['imei']);
  });

  it('may be in a batch once, with the line that has them already', () => {
    const taken = takenValues(profile, [{ line: 7, variables: { imei, site: 'Hall 3' } }]);
    const rows = [
      { line: 2, variables: { imei, site: 'Hall 9' } },
      { line: 3, variables: { imei: '352099001761770', site: 'Hall 3' } },
    ];
    expect(takenProblems(profile, rows, taken, 'more.csv')).toEqual([
      {
        severity: 'error',
        value: imei,
        fault: expect.objectContaining({
          code: 'ROW_VALUE_TAKEN',
          message: expect.stringContaining('line 7'),
          place: { file: 'more.csv', line: 2, columnName: 'imei' },
        }),
      },
    ]);
  });

  it('are compared by column', () => {
    expect(changedColumns({ a: '1', b: '2' }, { a: '1', b: '3', c: '4' })).toEqual([
      { column: 'b', before: '2', after: '3' },
      { column: 'c', before: '', after: '4' },
    ]);
  });
});

describe('a decision about a row', () => {
  it('has a reason of one line', () => {
    expect(readReason('  wrong delivery ')).toBe('wrong delivery');
    expect(readReason('ü'.repeat(200))).toHaveLength(200);
    for (const text of ['', '   ', 'x'.repeat(201), 'a\nb', 'a\u202eb']) {
      expect(() => readReason(text)).toThrow(CodedError);
    }
  });

  it('is refused with what the row is now', () => {
    const row = (state: JobState) => ({ line: 4, label: 'GW-4', state });
    expect(decisionFault(row({ kind: 'waiting' }), 'hold')).toBeUndefined();
    expect(decisionFault(row({ kind: 'waiting' }), 'retry')?.code).toBe('ROW_STATE');
    expect(decisionFault(row({ kind: 'claimed', station: 's' }), 'cancel')?.message).toBe(
      'Line 4 (GW-4) is being worked on at a station: it cannot be cancelled.',
    );
    expect(decisionFault(row({ kind: 'cancelled', reason: 'r' }), 'hold')?.message).toBe(
      'Line 4 (GW-4) is cancelled: it cannot be held back.',
    );
    expect(eventOf('retry', 'r')).toEqual({ kind: 'reinstate', reason: 'r' });
  });
});
