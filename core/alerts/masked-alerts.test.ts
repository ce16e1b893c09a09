import { describe, expect, it } from 'vitest';
import type { AlertDetail } from '../api-alerts.ts';
import { maskedAlert, maskedRules } from './masked-alerts.ts';
import { testRule } from './test-rule.ts';

const secret = 'geheim';
const alert: AlertDetail = {
  alertId: 1,
  deviceId: 'IMEI:1',
  label: 'L1',
  sessionId: 's',
  at: 1,
  alertType: 'urn:x:y',
  severity: 'minor',
  firings: [],
};
const withData = (json: unknown, sourceUri?: string): AlertDetail => {
  const data = JSON.stringify(json);
  return { ...alert, data, dataLength: data.length, ...(sourceUri ? { sourceUri } : {}) };
};

describe('alerts while production data is locked', () => {
  it('keep the names of what is secret', () => {
    const shown = maskedAlert(withData({ ResultCode: 500, Net: { WifiPSK: secret } }));
    expect(JSON.parse(shown.data ?? '')).toEqual({ ResultCode: 500, Net: { WifiPSK: '••••••' } });
    expect(shown.dataLength).toBe(shown.data?.length);
  });

  it('are masked by the node that they are about', () => {
    expect(maskedAlert(withData(secret, 'urn:x:gw:1.0/gw/Net/WifiPSK')).data).not.toContain(secret);
    expect(maskedAlert(withData('fine', 'urn:x:gw:1.0/gw/Net/Name')).data).toBe('"fine"');
  });

  it('show nothing of data that are not whole', () => {
    const cut = maskedAlert({ ...alert, data: `{"WifiPSK":"${secret}`, dataLength: 100_000 });
    expect(cut).not.toHaveProperty('data');
    expect(cut.dataLength).toBe(100_000);
    expect(maskedAlert(alert)).toEqual(alert);
  });

  it('have rules that write and compare no secret', () => {
    const rule = testRule({
      when: { data: { member: 'Net/WifiPSK', equals: secret } },
      actions: [
        {
          kind: 'queue',
          works: [
            {
              kind: 'place',
              target: 'urn:x:gw:1.0/gw/Net',
              data: { Net: { WifiPSK: secret, Name: 'fine' } },
            },
            { kind: 'GET', targets: ['urn:x:gw:1.0/gw/'] },
          ],
        },
      ],
    });
    const view = { revision: 1, rules: [rule], standings: {} };
    const text = JSON.stringify(maskedRules(view));
    expect(text).not.toContain(secret);
    expect(text).toContain('fine');
    const plain = { ...view, rules: [testRule({ when: { data: { member: 'ResultCode', equals: '1' } } })] };
    expect(maskedRules(plain)).toEqual(plain);
  });
});
