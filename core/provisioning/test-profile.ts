import { type Profile, readProfile } from './profile.ts';
import { type PlanAddresses, type PlanSet, plansOf } from './session-plan.ts';
import { withBuiltIns } from './variables.ts';

// What the tests of profiles, session plans and sessions share: a profile to change, as a person would write it.

/** The profile as JSON; members given here take the place of its own. */
export function profileJson(over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    name: 'GW-200',
    device: { id: 'IMEI:{{imei}}', label: '{{site}}' },
    columns: { imei: { type: 'imei', unique: true }, site: {} },
    server: { id: 'bench', name: 'DM Bench' },
    permits: ['urn:oma:mo:oma-dm-devinfo:1.0', 'urn:oma:mo:example-gateway:1.0'],
    configurations: {
      site: {
        target: 'urn:oma:mo:example-gateway:1.0/g1/',
        data: { Gateway: { APN: 'm2m.example', Site: { Name: '{{site}}', Level: 2 } } },
      },
    },
    bootstrap: [],
    sessionPlan: [
      { step: 'Identify', commands: [{ command: 'GET', target: 'urn:oma:mo:oma-dm-devinfo:1.0//' }] },
    ],
    simulatedDevice: { DevID: 'IMEI:{{imei}}' },
    ...over,
  };
}

/** The profile, read from its text. */
export function profileWith(over: Readonly<Record<string, unknown>> = {}): Profile {
  const reading = readProfile(JSON.stringify(profileJson(over)), 'test.profile.json');
  if (reading.kind === 'faults') throw new Error(reading.faults.map(({ message }) => message).join('\n'));
  return reading.profile;
}

export const addresses: PlanAddresses = {
  resource: (name) => `https://bench.example/repository/IMEI:1/${name}`,
  dm: 'https://bench.example/dm',
};

/** A row's values together with the server's. */
export const variables = withBuiltIns(
  { imei: '352099001761408', site: 'Hall 3' },
  { id: 'bench', dm: addresses.dm, repository: 'https://bench.example/repository' },
);

/** The plans of a row whose profile has this session plan. */
export function plansWith(sessionPlan: unknown, over: Readonly<Record<string, unknown>> = {}): PlanSet {
  return plansOf(profileWith({ sessionPlan, ...over }), variables, addresses);
}
