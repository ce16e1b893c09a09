import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorsOf, textOf } from '../provisioning/device-list.ts';
import { readProfile } from '../provisioning/profile.ts';
import { profileWith } from '../provisioning/test-profile.ts';
import { readText } from './test-lists.ts';

const reading = readProfile(
  readFileSync(new URL('../../examples/gateway.profile.json', import.meta.url), 'utf8'),
  'gateway.profile.json',
);
if (reading.kind === 'faults') throw new Error(JSON.stringify(reading.faults));
const { profile } = reading;

const heading = 'imei,serial,model,apn,site,iccid,fw';
const good = '352099001761408,BX04100-C,GW-200,meter.example,Hall 3,8944500000000700001,2.4.1';
const read = (text: string) => readText(text, profile);
const problemsOf = (text: string) =>
  read(text).problems.map(({ severity, fault }) => [
    severity,
    fault.place?.line,
    fault.place?.column,
    fault.code,
  ]);

describe('a device list', () => {
  it('is read with quotes, other scripts, and its line numbers', () => {
    const list = read(
      `${heading}\n${good.replace('Hall 3', '"Köln ""Nord"""')}\n\n${good.replaceAll('1408', '1770').replace('BX04100-C', 'x').replace('0700001', '0700134')}\n`,
    );
    expect(list.problems).toEqual([]);
    expect(list.rows.map((row) => row.line)).toEqual([2, 4]);
    expect(list.rows[0]?.variables.site).toBe('Köln "Nord"');
  });

  it('is the same with semicolons, CRLF and a byte order mark', () => {
    const list = read(`\uFEFF${heading.replaceAll(',', ';')}\r\n${good.replaceAll(',', ';')}\r\n`);
    expect(list.rows).toEqual(read(`${heading}\n${good}\n`).rows);
    expect(list.problems).toEqual([]);
  });

  it.each([
    ['', [['error', 1, undefined, 'LIST_COLUMN_MISSING']], 7],
    [`${heading}\n`, [['error', 1, undefined, 'LIST_EMPTY']], 1],
    [`${heading},imei\n`, [['error', 1, 8, 'LIST_COLUMN_TWICE']], 1],
    [`${heading}\n${good},x\n`, [['error', 2, 8, 'LIST_TOO_MANY_COLUMNS']], 1],
    [`${heading}\n${good.slice(0, -6)}\n`, [['error', 2, 7, 'LIST_TOO_FEW_COLUMNS']], 1],
    [`${heading}\n"${good}\n${good}\n`, [['error', 2, 1, 'LIST_QUOTE_UNCLOSED']], 1],
    [`${heading}\n${good.replace('Hall', 'H"l"')}\n`, [['error', 2, 5, 'LIST_QUOTE_MISPLACED']], 1],
    [`${heading}\n${good.replace('meter.example', 'a b')}\n`, [['error', 2, 4, 'LIST_VALUE_PATTERN']], 1],
    [`${heading}\n${good.replace('Hall 3', 'x'.repeat(65))}\n`, [['error', 2, 5, 'LIST_VALUE_TOO_LONG']], 1],
    [`${heading}\n${good.replace('0700001', '0700002')}\n`, [['error', 2, 6, 'LIST_ICCID_CHECK_DIGIT']], 1],
    [`${heading}\n${good.replace('8944', 'x944')}\n`, [['error', 2, 6, 'LIST_ICCID_DIGITS']], 1],
  ])('%#: names every fault', (text, first, count) => {
    const problems = problemsOf(text);
    expect(problems).toHaveLength(count);
    expect(problems.slice(0, 1)).toEqual(first);
  });

  it('keeps a formula as text and warns', () => {
    const list = read(`${heading}\n${good.replace('2.4.1', '=2+5')}\n`);
    expect(errorsOf(list)).toEqual([]);
    expect(list.problems[0]?.fault.code).toBe('LIST_VALUE_FORMULA');
    expect(list.rows[0]?.variables.fw).toBe('=2+5');
  });

  it('refuses what is not UTF-8 and says where', () => {
    const octets = new Uint8Array([0x61, 0x0a, 0x62, 0xff]);
    expect(() => textOf(octets, 'list.csv')).toThrow(/octet 3/);
  });
});

describe('a column whose values become parts of ClientURIs', () => {
  it('needs a value in every row, also where it may be empty otherwise', () => {
    const profile = profileWith({
      device: { id: 'UUID:{{number}}', label: '{{number}}' },
      columns: { number: {}, room: { required: false }, note: { required: false } },
      configurations: {},
      simulatedDevice: { DevID: 'UUID:{{number}}' },
      sessionPlan: [
        { step: 'Look', commands: [{ command: 'GET', target: 'urn:oma:mo:x:1.0/{{room}}/Name' }] },
      ],
    });
    const list = readText('number,room,note\n1,a,\n2,,b\n', profile);
    expect(errorsOf(list)).toMatchObject([
      { fault: { code: 'LIST_VALUE_REQUIRED', place: { line: 3, columnName: 'room' } } },
    ]);
  });
});
