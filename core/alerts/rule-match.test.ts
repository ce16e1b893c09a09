import { describe, expect, it } from 'vitest';
import { alertsToKeep } from './kept-alert.ts';
import type { AlertCondition } from './rule.ts';
import { meetsCondition, type RuledAlert, ruledAlert, sourceMoid } from './rule-match.ts';

const device = { deviceId: 'IMEI:1', label: 'BX04101-F', tags: ['field', 'Hall 9'] };
const alert: RuledAlert = {
  alertType: 'urn:oma:at:fumo:1.0:OperationComplete',
  sourceUri: 'urn:oma:mo:oma-fumo:1.0/f1/DownloadAndUpdate',
  severity: 'critical',
  data: { ResultCode: 404, Battery: { Level: 7.5, Low: true, Cells: ['a', 'b'] }, None: null, Text: '404' },
};
const meets = (when: AlertCondition, own: Partial<RuledAlert> = {}) =>
  meetsCondition(when, { ...alert, ...own }, device);
const data = (member: string, equals: string) => meets({ data: { member, equals } });

describe('a condition', () => {
  it('that names nothing is always met', () => {
    expect(meets({})).toBe(true);
  });

  it('is met where all that it names is so', () => {
    const all: AlertCondition = {
      type: '*:operationcomplete',
      severityAtLeast: 'minor',
      tag: 'hall *',
      label: 'bx*',
      deviceId: 'IMEI:*',
      moid: 'urn:oma:mo:oma-fumo:*',
      data: { member: 'ResultCode', equals: '404' },
    };
    expect(meets(all)).toBe(true);
    const others: AlertCondition = {
      type: '*:other',
      severityAtLeast: 'fatal',
      tag: 'bench',
      label: 'AX*',
      deviceId: 'ESN:*',
      moid: 'urn:oma:mo:oma-scomo:*',
      data: { member: 'ResultCode', equals: '405' },
    };
    for (const [name, value] of Object.entries(others)) expect(meets({ ...all, [name]: value })).toBe(false);
  });

  it('looks into data by the names on the way', () => {
    expect(data('Battery/Level', '7.5')).toBe(true);
    expect(data('Battery/Low', 'true')).toBe(true);
    expect(data('Battery/Cells/1', 'b')).toBe(true);
    expect(data('None', 'null')).toBe(true);
    expect(data('Text', '404')).toBe(true);
    expect(data('Battery', '[object Object]')).toBe(false);
    expect(data('Text/length', '3')).toBe(false);
    for (const member of ['constructor', '__proto__', 'toString', 'Battery/Cells/length'])
      expect(data(member, 'x')).toBe(false);
    expect(meets({ data: { member: 'ResultCode', equals: 'undefined' } }, { data: undefined })).toBe(false);
  });

  it('knows the MOID of the node that an alert is about', () => {
    expect(sourceMoid('urn:oma:mo:oma-fumo:1.0/f1/')).toBe('urn:oma:mo:oma-fumo:1.0');
    expect([sourceMoid(undefined), sourceMoid('./FUMO'), sourceMoid('')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(meets({ moid: 'urn:*' }, { sourceUri: undefined })).toBe(false);
  });

  it('is not met by data of which only the beginning is kept', () => {
    const [long] = alertsToKeep([{ alertType: 'urn:x:y', data: { A: '1', B: 'x'.repeat(20_000) } }]);
    const when = { data: { member: 'A', equals: '1' } };
    expect(meetsCondition(when, ruledAlert(long!), device)).toBe(false);
    const [short] = alertsToKeep([{ alertType: 'urn:x:y', data: { A: '1' } }]);
    expect(meetsCondition(when, ruledAlert(short!), device)).toBe(true);
  });
});
