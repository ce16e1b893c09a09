import { devInfoMoid, dmAccountMoid } from '../mo/standard-objects.ts';

/**
 * The text of a new profile: what every profile needs, as far as it can be known. It has faults until somebody has
 * said what a device is and what its first session does.
 */
export function newProfileText(name: string): string {
  const profile = {
    $schema: './profile.schema.json',
    name,
    version: 1,
    device: { id: '', label: '' },
    columns: {},
    server: { id: 'dm-bench', name: 'DM Bench', instance: 'bench' },
    permits: [devInfoMoid, dmAccountMoid],
    configurations: {},
    bootstrap: [],
    card: {},
    sessionPlan: [],
    simulatedDevice: {
      DevID: '',
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
