import { devInfoMoid, dmAccountMoid } from '../mo/standard-objects.ts';

/**
 * The text of a new profile: what nearly every profile needs. It has a fault until somebody has said what a device
 * goes through in its first session.
 */
export function newProfileText(name: string): string {
  const profile = {
    $schema: './profile.schema.json',
    name,
    version: 1,
    device: { id: 'IMEI:{{imei}}', label: '{{serial}}' },
    columns: { imei: { type: 'imei', unique: true }, serial: { unique: true, maxLength: 32 } },
    server: { id: 'dm-bench', name: 'DM Bench', instance: 'bench' },
    permits: [devInfoMoid, dmAccountMoid],
    configurations: {},
    bootstrap: [],
    card: {},
    sessionPlan: [],
    simulatedDevice: {
      DevID: 'IMEI:{{imei}}',
      Man: 'Example',
      Mod: 'Example',
      DmV: '2.0',
      Lang: 'en',
      DevType: 'gateway',
      FwV: '1.0',
      HwV: '1',
    },
  };
  return `${JSON.stringify(profile, undefined, 2)}\n`;
}
