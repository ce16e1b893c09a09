import path from 'node:path';
import type { Alert } from '../../core/dm/alerts.ts';
import { openStore } from '../../main/store/store.ts';

const large = { deviceId: 'IMEI:352099001761408', label: 'BX04100-C' };
const odd = { deviceId: 'IMEI:352099001762141', label: 'BX04102-G' };
/** The devices of the sample that have alerts, and how many each has. */
export const seededAlerts = { large, odd, many: 900, oddOnes: 5 } as const;

/** Alerts that nobody expects: markup, turns of the writing direction, a megabyte of data, no words at all. */
const oddAlerts: readonly Alert[] = [
  {
    alertType: 'urn:oma:at:<img src=x onerror=alert(1)>:1.0:\u202Eterces\u202C',
    sourceUri: 'urn:oma:mo:odd:1.0/x/<script>alert(2)</script>/\u05E9\u05DC\u05D5\u05DD',
    mark: '<b>critical</b>',
    data: { '<i>': '<script>alert(3)</script>', '\u202Eright': 'left\u2066\u200B', nested: [[{ a: 1 }]] },
  },
  { alertType: 'urn:oma:at:x:1.0:Large', mark: 'warning', data: { text: 'long '.repeat(200_000) } },
  { alertType: '', mark: 'critical' },
  { alertType: `urn:oma:at:${'very-long-'.repeat(60)}`, mark: 'minor', data: 'x'.repeat(9000) },
  {
    alertType: 'urn:oma:at:example:1.0:DoorOpen',
    sourceUri: 'urn:oma:mo:oma-dm-devinfo:1.0/main/',
    targetUri: 'urn:oma:mo:example-gateway:1.0/gateway/Site',
    mark: 'fatal',
    dataType: 'application/json',
    data: { Door: 'north', Open: true, Since: 1_764_000_000, ResultCode: 500 },
  },
];

/** Puts alerts into the store of a bench that has provisioned its sample and is closed. */
export function seedAlerts(folder: string): void {
  const store = openStore(path.join(folder, 'data'), () => Date.now());
  const now = Date.now();
  const keep = (deviceId: string, at: number, alerts: readonly Alert[]) => {
    const sessionId = store.sessions.ofDevice(deviceId)[0]?.sessionId ?? '';
    store.transaction(() => store.alerts.keep({ deviceId, sessionId, at }, alerts));
  };
  for (let number = 0; number < seededAlerts.many; number++)
    keep(large.deviceId, now - (seededAlerts.many - number) * 60_000, [
      {
        alertType: 'urn:oma:at:example:1.0:BatteryLow',
        sourceUri: 'urn:oma:mo:example-gateway:1.0/gateway/Battery',
        mark: number % 3 === 0 ? 'informational' : 'warning',
        data: { Level: number % 100 },
      },
    ]);
  keep(odd.deviceId, now, oddAlerts);
  store.close();
}
