import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { faultOf } from '../errors.ts';
import { type ReportSource, reportJson, reportOf } from './report.ts';
import { reportCsv } from './report-csv.ts';

const head = {
  batchId: 'b1',
  name: 'Order 4471',
  profile: { name: 'GW-200', version: 7 },
  list: 'devices.csv',
  createdAt: 0,
};
const message = { digest: 'ab'.repeat(32), octets: 700 };
const card = { atr: '3B00', iccid: '8944500000000700001' };
const source = (over: Partial<ReportSource>): ReportSource => ({
  line: 2,
  deviceId: 'IMEI:1',
  label: 'x',
  variables: {},
  state: { kind: 'waiting' },
  attempts: 0,
  reported: {},
  ...over,
});

describe('a report', () => {
  it('names a card only where it was read back', () => {
    const writing = source({ state: { kind: 'writing', station: 's', message, card } });
    const verified = source({ state: { kind: 'verified', station: 's', message, card }, verifiedAt: 1000 });
    const [first, second] = reportOf(head, [writing, verified]).rows;
    expect(first).not.toHaveProperty('card');
    expect(second?.card).toMatchObject({ sha256: message.digest, verifiedAt: '1970-01-01T00:00:01.000Z' });
    expect(second?.state).toBe('in work');
  });

  it('counts every row once', () => {
    const failed = {
      kind: 'failed',
      station: 's',
      fault: faultOf('CARD_PULLED', {}),
      reached: 'nothing',
    } as const;
    const done = { kind: 'done', station: 's', message, card, session: 'z' } as const;
    const report = reportOf(head, [
      source({}),
      source({ state: failed }),
      source({ state: done }),
      source({ state: done }),
    ]);
    expect(report.totals).toEqual({ rows: 4, done: 2, failed: 1, left: 1 });
  });

  it('is the same for the same data', () => {
    const sources = [source({}), source({ line: 3 })];
    expect(reportJson(reportOf(head, sources))).toBe(reportJson(reportOf(head, sources)));
  });

  it('as CSV keeps quotes and line ends, and lets no formula run', () => {
    const csv = reportCsv(
      reportOf(head, [
        source({
          label: '=HYPERLINK("http://x")',
          variables: { site: 'Köln "Nord"', fw: '=2+5', n: '-3', t: 'a\nb' },
        }),
      ]),
    );
    expect(csv.startsWith('\uFEFF')).toBe(true);
    const [row] = parse(csv, { bom: true, columns: true }) as Record<string, string>[];
    expect(row).toMatchObject({
      label: '\'=HYPERLINK("http://x")',
      'row site': 'Köln "Nord"',
      'row fw': "'=2+5",
      'row n': '-3',
      'row t': 'a\nb',
    });
  });

  it('as CSV lets no formula run where cells are parted at semicolons or tabs either', () => {
    const site = 'a;=cmd|x!A1\t@sum\n+1-1;-3;\uFF1D1+1';
    const csv = reportCsv(reportOf(head, [source({ variables: { site, 'x;=1': '' } })]));
    const [row] = parse(csv, { bom: true, columns: true }) as Record<string, string>[];
    expect(row?.['row site']).toBe("a;'=cmd|x!A1\t'@sum\n'+1-1;-3;'\uFF1D1+1");
    expect(Object.keys(row ?? {})).toContain("row x;'=1");
    // Whatever a program takes for the end of a cell, none begins with a sign of a formula.
    for (const cell of csv.split(/[,;\t\r\n"]+/)) expect(cell).not.toMatch(/^[=@\uFF1D]|^[+-](?!\d+$)/);
  });

  it('carries its proof at the end of each line, and of the whole', () => {
    const proof = { first: 3, last: 9, head: 'a', content: 'b', key: 'c', signature: 'd' };
    const audit = { sequence: 7, digest: 'ef' };
    const report = reportOf(head, [source({ audit }), source({ line: 3 })]);
    const [first, second] = parse(reportCsv(report, proof), { bom: true, columns: true }) as Record<
      string,
      string
    >[];
    expect(first).toMatchObject({ 'audit entry': '7', 'audit digest': 'ef', 'proof last entry': '9' });
    expect(second).toMatchObject({ 'audit entry': '', 'proof batch': 'b1', 'proof signature': 'd' });
    expect(JSON.parse(reportJson(report, proof))).toEqual({ ...report, proof });
  });
});
