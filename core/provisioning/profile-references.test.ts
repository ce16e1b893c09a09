import { describe, expect, it } from 'vitest';
import { dmAccountMoid } from '../mo/standard-objects.ts';
import { readProfile } from './profile.ts';
import { profileJson } from './test-profile.ts';

const moid = 'urn:oma:mo:example-gateway:1.0';
const target = `${moid}/g1/`;
const remove = { command: 'DELETE', target };
const steps = (...commands: readonly object[]) => [{ step: 'S', commands }];
const plan = (next: string) => ({ steps: steps(remove), next });

function faultsOf(over: Readonly<Record<string, unknown>>) {
  const reading = readProfile(JSON.stringify(profileJson(over), null, 1), 'p.json');
  return reading.kind === 'faults' ? reading.faults : [];
}
const said = (over: Readonly<Record<string, unknown>>) =>
  faultsOf(over).map(({ code, message }) => [code, message]);

describe('a profile may name', () => {
  it('its columns, and what the server says of itself, anywhere', () => {
    const faults = faultsOf({
      device: { id: 'IMEI:{{ imei }}', label: '{{site}} {{server.id}}' },
      sessionPlan: steps(
        { command: 'HGET', source: '{{server.shared}}/{{site}}.bin' },
        { command: 'CONT', serverUri: '{{server.dm}}' },
        { command: 'SHOW', page: '{{server.repository}}/x' },
        {
          command: 'GET',
          target: `${moid}/(x)/?nv=(x)/Site/Name:{{site}}`,
          expect: { values: { A: '{{imei}}' } },
        },
      ),
    });
    expect(faults).toEqual([]);
  });

  it('its configurations, in each of the places', () => {
    const faults = faultsOf({
      bootstrap: ['site'],
      sessionPlan: steps(
        { command: 'HGET', configuration: 'site' },
        { command: 'DEFAULT', configuration: 'site' },
        { command: 'GET', target, expect: { configuration: 'site' } },
      ),
    });
    expect(faults).toEqual([]);
  });

  it('plans that come to an end', () => {
    expect(
      faultsOf({
        sessionPlan: plan('a'),
        plans: { a: plan('b'), b: steps(remove), c: plan('b'), d: plan('sessionPlan') },
      }),
    ).toEqual([]);
  });
});

describe('a profile that renews credentials', () => {
  const renew = { command: 'HGET', credentials: 'renew' };

  it('permits the DM Account, where they go', () => {
    expect(faultsOf({ permits: [moid, dmAccountMoid], sessionPlan: steps(renew) })).toEqual([]);
  });

  it('says so with its place where it does not', () => {
    expect(said({ sessionPlan: steps(remove), plans: { a: { steps: steps(remove, renew) } } })).toEqual([
      [
        'PROFILE_WRONG',
        `At plans.a.steps.0.commands.1.credentials: permits has to name ${dmAccountMoid}, where they go.`,
      ],
    ]);
  });
});

describe('a profile may not name', () => {
  it.each([
    [{ device: { id: '{{imie}}', label: 'x' } }, 'device.id', '{{imie}}'],
    [{ device: { id: '{{imei}}', label: '{{server.name}}' } }, 'device.label', '{{server.name}}'],
    [{ device: { id: '{{imei}}', label: '{{constructor}}' } }, 'device.label', '{{constructor}}'],
    [
      { sessionPlan: steps({ command: 'DELETE', target: `${moid}/{{gate}}/` }) },
      'sessionPlan.0.commands.0.target',
      '{{gate}}',
    ],
    [{ plans: { a: { steps: [{ step: '{{no}}', commands: [remove] }] } } }, 'plans.a.steps.0.step', '{{no}}'],
    [
      { configurations: { site: { target, data: { G: { A: { B: 'x {{no}}' } } } } } },
      'configurations.site.data.G.A.B',
      '{{no}}',
    ],
    [{ simulatedDevice: { DevID: '{{no}}' } }, 'simulatedDevice.DevID', '{{no}}'],
    [{ card: { iccid: '{{iccid}}' } }, 'card.iccid', '{{iccid}}'],
  ])('%#: a variable that is none of its columns', (over, path, variable) => {
    expect(said(over)).toEqual([
      ['PROFILE_VARIABLE_UNKNOWN', `At ${path}: the variable ${variable} is not a column of this profile.`],
    ]);
  });

  it.each([
    [{ bootstrap: ['site', 'sites'] }, 'bootstrap.1'],
    [
      { sessionPlan: steps(remove, { command: 'HGET', configuration: 'sites' }) },
      'sessionPlan.0.commands.1.configuration',
    ],
    [
      { sessionPlan: steps({ command: 'DEFAULT', configuration: 'sites' }) },
      'sessionPlan.0.commands.0.configuration',
    ],
    [
      { sessionPlan: { steps: steps({ command: 'GET', target, expect: { configuration: 'sites' } }) } },
      'sessionPlan.steps.0.commands.0.expect.configuration',
    ],
    [
      { plans: { a: steps({ command: 'HGET', configuration: 'sites' }) } },
      'plans.a.0.commands.0.configuration',
    ],
  ])('%#: a configuration that is not there', (over, path) => {
    expect(said(over)).toEqual([
      ['PROFILE_CONFIGURATION_UNKNOWN', `At ${path}: there is no configuration "sites" in this profile.`],
    ]);
  });

  it('a configuration by what every object has', () => {
    expect(said({ bootstrap: ['constructor'] })).toMatchObject([
      ['PROFILE_CONFIGURATION_UNKNOWN', expect.any(String)],
    ]);
  });

  it.each([
    [{ sessionPlan: plan('a') }, 'At sessionPlan.next: there is no plan "a".'],
    [{ plans: { a: plan('toString') } }, 'At plans.a.next: there is no plan "toString".'],
    [{ plans: { a: plan('a') } }, 'At plans.a.next: the plan "a" leads back to this one, without end.'],
    [
      { sessionPlan: plan('sessionPlan') },
      'At sessionPlan.next: the plan "sessionPlan" leads back to this one, without end.',
    ],
    [
      { plans: { sessionPlan: steps(remove) } },
      'At plans.sessionPlan: "sessionPlan" is the name of the profile\'s own plan.',
    ],
  ])('%#: a plan that is not there, or that leads back', (over, message) => {
    expect(said(over)).toEqual([['PROFILE_WRONG', message]]);
  });

  it('plans in a circle, each of which is named', () => {
    const faults = said({
      sessionPlan: plan('a'),
      plans: { a: plan('b'), b: plan('sessionPlan'), c: plan('a') },
    });
    expect(faults.map(([, message]) => message)).toEqual([
      'At sessionPlan.next: the plan "a" leads back to this one, without end.',
      'At plans.a.next: the plan "b" leads back to this one, without end.',
      'At plans.b.next: the plan "sessionPlan" leads back to this one, without end.',
    ]);
  });

  it('an outcome to wait for where nothing is executed and no alert is named', () => {
    const waits = (...commands: readonly object[]) => [{ step: 'S', commands, wait: {} }];
    const words = 'the step executes nothing, so the alert that it waits for has to be named.';
    expect(said({ sessionPlan: waits(remove) })).toEqual([
      ['PROFILE_WRONG', `At sessionPlan.0.wait: ${words}`],
    ]);
    expect(said({ plans: { a: { steps: waits(remove) } } })).toEqual([
      ['PROFILE_WRONG', `At plans.a.steps.0.wait: ${words}`],
    ]);
    expect(said({ sessionPlan: waits(remove, { command: 'EXEC', target }) })).toEqual([]);
    expect(said({ sessionPlan: [{ step: 'S', commands: [remove], wait: { alert: 'urn:a' } }] })).toEqual([]);
  });

  it('several root nodes, or none, in the data of a configuration', () => {
    const words = 'At configurations.site.data: exactly one member, the name of the root node, is expected.';
    for (const data of [{}, { A: 1, B: 2 }])
      expect(said({ configurations: { site: { target, data } } })).toEqual([['PROFILE_WRONG', words]]);
  });

  it('a pattern that is no regular expression', () => {
    const [fault] = faultsOf({ columns: { imei: { type: 'imei' }, site: { pattern: '[A-' } } });
    expect(fault).toMatchObject({
      code: 'PROFILE_WRONG',
      message: expect.stringContaining('At columns.site.pattern: Invalid regular expression'),
    });
  });

  it('anything without its line and column', () => {
    const text = JSON.stringify(profileJson({ bootstrap: ['none'], sessionPlan: plan('none') }), null, 1);
    const lines = text.split('\n');
    const placeOf = (found: string) => {
      const line = lines.findIndex((each) => each.includes(found));
      return { file: 'p.json', line: line + 1, column: lines[line]!.indexOf('"none"') + 1 };
    };
    expect(faultsOf({ bootstrap: ['none'], sessionPlan: plan('none') }).map(({ place }) => place)).toEqual([
      placeOf('  "none"'),
      placeOf('"next": "none"'),
    ]);
  });
});
