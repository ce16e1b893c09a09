import { describe, expect, it } from 'vitest';
import { printCommand } from '../dm/commands.ts';
import { printNodeAddress } from '../dm/node-address.ts';
import { printMoData } from '../mo/serialization.ts';
import { dmAccountMoid } from '../mo/standard-objects.ts';
import { configurationOf, fetchedConfigurations, plansOf } from './session-plan.ts';
import { addresses, plansWith, profileWith, variables } from './test-profile.ts';

const moid = 'urn:oma:mo:example-gateway:1.0';
const target = `${moid}/g1/`;
const stepsOf = (steps: unknown, over: object = {}) =>
  plansWith(steps, { ...over }).plan('sessionPlan')!.steps;
const commandOf = (command: object) => {
  const permits = [moid, dmAccountMoid];
  const planned = stepsOf([{ step: 'S', commands: [command] }], { permits })[0]!.commands[0]!;
  return { ...planned, array: printCommand(planned.command) };
};
const resource = (name: string) => `https://bench.example/repository/IMEI:1/${name}`;

describe('a command of a profile becomes one of the protocol:', () => {
  it.each([
    [{ command: 'GET', target }, ['GET', target]],
    [{ command: 'GET', target: [target, `${moid}/*/APN`] }, ['GET', target, `${moid}/*/APN`]],
    [{ command: 'HGET', configuration: 'site' }, ['HGET', resource('site'), target]],
    [
      { command: 'HGET', configuration: 'site', target: `${moid}/g2/` },
      ['HGET', resource('site'), `${moid}/g2/`],
    ],
    [{ command: 'HGET', configuration: 'site', deviceChooses: true }, ['HGET', resource('site')]],
    [{ command: 'HGET', configuration: 'site', target, deviceChooses: true }, ['HGET', resource('site')]],
    [
      { command: 'HGET', source: '{{server.shared}}/x' },
      ['HGET', 'https://bench.example/repository/shared/x'],
    ],
    [
      { command: 'HGET', source: 'https://h/{{imei}}', target },
      ['HGET', 'https://h/352099001761408', target],
    ],
    [
      { command: 'HGET', credentials: 'renew' },
      ['HGET', resource('account/credentials'), `${dmAccountMoid}/bench/Auth/Trsp`],
    ],
    [{ command: 'HPUT', targets: [target], resource: 'state' }, ['HPUT', resource('state'), target]],
    [
      { command: 'HPOST', targets: [target, `${target}APN`], resource: 'a' },
      ['HPOST', resource('a'), target, `${target}APN`],
    ],
    [{ command: 'DELETE', target: `${target}Site` }, ['DELETE', `${target}Site`]],
    [{ command: 'EXEC', target: `${target}Run` }, ['EXEC', `${target}Run`]],
    [
      { command: 'EXEC', target: `${target}Run`, asynchronous: true },
      ['EXEC', `${target}Run`, 'https://bench.example/dm'],
    ],
    [{ command: 'SHOW', page: 'https://h/{{site}}' }, ['SHOW', 'https://h/Hall 3']],
    [{ command: 'CONT', serverUri: '{{server.dm}}?s=1' }, ['CONT', 'https://bench.example/dm?s=1']],
    [{ command: 'DEFAULT', configuration: 'site' }, ['DEFAULT', resource('site'), moid]],
    [{ command: 'SUB', target, resource: 'state' }, ['SUB', resource('state'), target]],
    [{ command: 'UNSUB', target }, ['UNSUB', target]],
    [
      { command: 'GET', target: `${moid}/(x)/?nv=(x)/Site/Name:{{site}}` },
      ['GET', `${moid}/(x)/?nv=(x)/Site/Name:Hall%203`],
    ],
  ])('%j as %j', (command, array) => {
    expect(commandOf(command).array).toEqual(array);
  });

  it.each([
    [{ command: 'GET', target }, [200]],
    [{ command: 'EXEC', target }, [200]],
    [{ command: 'EXEC', target, asynchronous: true }, [202]],
    [{ command: 'EXEC', target, asynchronous: true, expect: { status: 200 } }, [200]],
    [{ command: 'DELETE', target, expect: { status: [200, 404] } }, [200, 404]],
    [{ command: 'HGET', configuration: 'site', expect: { status: 304 } }, [304]],
  ])('%j is done with %j', (command, statuses) => {
    expect(commandOf(command).statuses).toEqual(statuses);
  });

  it('with the values that have to come back, a row’s put in, each with its text', () => {
    const values = { 'Gateway/Site/Name': '{{site}}', 'Gateway/Site/Level': 2, 'Gateway/Open': false };
    expect(commandOf({ command: 'GET', target, expect: { values } }).expected).toEqual([
      { path: ['Gateway', 'Site', 'Name'], value: 'Hall 3', text: 'Hall 3' },
      { path: ['Gateway', 'Site', 'Level'], value: 2, text: '2' },
      { path: ['Gateway', 'Open'], value: false, text: 'false' },
    ]);
    expect(
      commandOf({ command: 'GET', target, expect: { values: { A: 1 }, configuration: 'site' } }).expected,
    ).toEqual([
      { path: ['A'], value: 1, text: '1' },
      { path: ['Gateway', 'APN'], value: 'm2m.example', text: 'm2m.example' },
      { path: ['Gateway', 'Site', 'Name'], value: 'Hall 3', text: 'Hall 3' },
      { path: ['Gateway', 'Site', 'Level'], value: 2, text: '2' },
    ]);
    expect(commandOf({ command: 'DELETE', target }).expected).toEqual([]);
  });
});

describe('a row’s value in a ClientURI', () => {
  it('names one node, whatever it holds', () => {
    const plans = (site: string) =>
      plansOf(
        profileWith({
          sessionPlan: [{ step: 'S', commands: [{ command: 'DELETE', target: `${moid}/{{site}}/` }] }],
        }),
        { ...variables, site },
        addresses,
      );
    for (const site of ['*', '(x)', 'a/b', '50%', 'x?nv=(x)/a:b', '#', '../..'])
      expect(plans(site).plan('sessionPlan')?.steps[0]?.commands[0]?.command).toMatchObject({
        target: { instance: { kind: 'name', name: site }, path: [], conditions: [] },
      });
  });
});

describe('a step', () => {
  const exec = { command: 'EXEC', target: 'urn:oma:mo:oma-fumo:1.0/f1/Update', asynchronous: true };
  const stepOf = (over: object) => stepsOf([{ step: 'Update {{site}}', commands: [exec], ...over }])[0]!;

  it('has its name with a row’s values, and what follows where it fails', () => {
    expect(stepOf({})).toMatchObject({ name: 'Update Hall 3', onFailure: { kind: 'stop' } });
    expect(stepOf({})).not.toHaveProperty('wait');
    expect(stepOf({ onFailure: 'goOn' }).onFailure).toEqual({ kind: 'goOn' });
    expect(stepOf({ onFailure: { retry: 3 } }).onFailure).toEqual({ kind: 'retry', times: 3 });
  });

  it('waits for the outcome of the node that it executes', () => {
    expect(stepOf({ wait: {} }).wait).toEqual({
      alertType: 'urn:oma:at:fumo:1.0:OperationComplete',
      source: { moid: 'urn:oma:mo:oma-fumo:1.0', instance: 'f1', path: ['Update'] },
      resultCodes: [200],
      seconds: 600,
    });
    expect(stepOf({ wait: { alert: 'urn:a', resultCodes: [1], seconds: 5 } }).wait).toMatchObject({
      alertType: 'urn:a',
      source: { instance: 'f1' },
      resultCodes: [1],
      seconds: 5,
    });
  });

  it('waits for the outcome of any node where it executes a pattern, or nothing', () => {
    const pattern = { ...exec, target: 'urn:oma:mo:oma-fumo:1.0/*/Update' };
    expect(stepOf({ commands: [pattern], wait: {} }).wait).not.toHaveProperty('source');
    const shown = stepOf({ commands: [{ command: 'SHOW', page: 'https://h/' }], wait: { alert: 'urn:a' } });
    expect(shown.wait).toEqual({ alertType: 'urn:a', resultCodes: [200], seconds: 600 });
  });
});

describe('the plans of a row', () => {
  const steps = [{ step: 'S', commands: [{ command: 'DELETE', target }] }];
  const plans = plansWith({ steps, next: 'second' }, { plans: { second: steps } });

  it('begin with the profile’s own, and are made once', () => {
    expect(plans).toMatchObject({ first: 'sessionPlan', serverUri: 'https://bench.example/dm' });
    expect(plans.plan('sessionPlan')).toMatchObject({ next: 'second', steps: [{ name: 'S' }] });
    expect(plans.plan('sessionPlan')).toBe(plans.plan('sessionPlan'));
    expect(plans.plan('second')).not.toHaveProperty('next');
  });

  it.each(['third', 'constructor', 'toString', '__proto__', ''])('have none called %j', (name) => {
    expect(plans.plan(name)).toBeUndefined();
  });
});

describe('a configuration', () => {
  const profile = profileWith({
    configurations: {
      site: { target: `${moid}/{{site}}/`, data: { Gateway: { Name: '{{site}}', Level: 2, Off: null } } },
      other: { target, data: { Gateway: 1 } },
    },
    bootstrap: ['other'],
    sessionPlan: [
      {
        step: 'S',
        commands: [
          { command: 'HGET', configuration: 'site' },
          { command: 'HGET', configuration: 'site' },
        ],
      },
    ],
    plans: {
      a: [
        {
          step: 'S',
          commands: [
            { command: 'DEFAULT', configuration: 'other' },
            { command: 'HGET', source: 'https://h/' },
          ],
        },
      ],
    },
  });

  it('has a row’s values in its place and its data', () => {
    const { target: place, data } = configurationOf(profile, 'site', { ...variables, site: 'Hall/3' });
    expect(printNodeAddress(place)).toBe(`${moid}/Hall%2F3/`);
    expect(printMoData(data)).toEqual({ Gateway: { Name: 'Hall/3', Level: 2, Off: null } });
    expect(() => configurationOf(profile, 'none', variables)).toThrow('none is not in it');
  });

  it('is put into the Data Repository where a plan lets the device fetch it', () => {
    expect(fetchedConfigurations(profile)).toEqual(['site', 'other']);
    expect(fetchedConfigurations(profileWith({ bootstrap: ['site'] }))).toEqual([]);
  });
});
