import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeSegment } from '../dm/uri-segments.ts';
import { type CommandToPlan, planStepOf, stepExpectations, variableOffers } from './plan-step.ts';
import { namingOf, planOutlines, stepPath, withStep } from './plan-steps-text.ts';
import { readProfile } from './profile.ts';
import { checkProfileText } from './profile-check.ts';
import { readTree, valueAt } from './profile-text.ts';
import { plansOf } from './session-plan.ts';

const text = readFileSync(new URL('../../examples/gateway.profile.json', import.meta.url), 'utf8');
const gateway = 'urn:oma:mo:example-gateway:1.0/gateway';
const row = { imei: '352099001761408', iccid: '8988303000000000017', serial: 'BX04100-C', site: 'Hall 3' };
const all = { expected: new Set<string>(), variables: [] };

const commands: readonly CommandToPlan[] = [
  {
    work: { kind: 'GET', targets: [`${gateway}/Site`] },
    status: 200,
    values: [
      { path: 'Site/Serial', value: 'BX04100-C' },
      { path: 'Site/Floor', value: 2 },
    ],
  },
  { work: { kind: 'place', target: `${gateway}/Site/Serial`, data: { Serial: 'BX04100-C' } } },
  { work: { kind: 'DELETE', target: `${gateway}/Old/BX04100-C` }, status: 404 },
  { work: { kind: 'EXEC', target: `${gateway}/Restart`, asynchronous: true } },
];

describe('commands saved as a step of a plan', () => {
  it('offer what came back, and the values that are the row’s', () => {
    expect(stepExpectations(commands).map(({ id }) => id)).toEqual([
      '0/status',
      '0/value/Site/Serial',
      '0/value/Site/Floor',
      '2/status',
    ]);
    const offers = variableOffers(commands, row, namingOf(text));
    expect(offers).toContainEqual({ value: 'BX04100-C', template: '{{serial}}', places: 3 });
  });

  it('make a profile that passes its check, with nothing else in it changed', () => {
    const chosen = {
      expected: new Set(['0/value/Site/Serial', '2/status']),
      variables: variableOffers(commands, row, namingOf(text)),
    };
    const step = planStepOf('Look at the site', commands, chosen, namingOf(text).configurations);
    const { steps } = planOutlines(text)[0] ?? { steps: [] };
    const changed = withStep(text, { plan: 'sessionPlan', after: 1 }, step);
    const reading = checkProfileText(changed, 'x');
    if (reading.kind === 'faults') throw new Error(JSON.stringify(reading.faults));
    expect(planOutlines(changed)[0]?.steps).toEqual([steps[0], 'Look at the site', ...steps.slice(1)]);
    const tree = readTree(changed);
    const path = stepPath(changed, 'sessionPlan', 1) ?? [];
    expect(tree && valueAt(tree, path)).toEqual({
      step: 'Look at the site',
      commands: [
        {
          ...{ command: 'GET', target: `${gateway}/Site` },
          expect: { values: { 'Site/Serial': '{{serial}}' } },
        },
        { command: 'HGET', configuration: 'look-at-the-site' },
        { command: 'DELETE', target: `${gateway}/Old/{{serial}}`, expect: { status: 404 } },
        { command: 'EXEC', target: `${gateway}/Restart`, asynchronous: true },
      ],
      wait: { seconds: 600 },
    });
    expect(reading.profile.configurations['look-at-the-site']).toEqual({
      target: `${gateway}/Site/Serial`,
      data: { Serial: '{{serial}}' },
    });
    // Every line that was there is still there as it was written.
    const lines = new Set(changed.split('\n').map((line) => line.replace(/,$/, '')));
    expect(text.split('\n').filter((line) => !lines.has(line.replace(/,$/, '')))).toEqual([]);
  });

  it('write in place of a value what becomes that value again, whatever it holds', () => {
    const reading = readProfile(text, 'x');
    if (reading.kind === 'faults') throw new Error('the example has faults');
    const value = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .filter((each) => !each.includes('{{'));
    fc.assert(
      fc.property(value, (serial) => {
        const target = `${gateway}/Old/${encodeSegment(serial)}`;
        const own: readonly CommandToPlan[] = [{ work: { kind: 'DELETE', target } }];
        const ownRow = { ...row, serial };
        const variables = variableOffers(own, ownRow, namingOf(text));
        expect(variables).toHaveLength(1);
        const step = planStepOf('S', own, { ...all, variables }, new Set());
        const changed = withStep(text, { plan: 'sessionPlan', after: 0 }, step);
        const read = readProfile(changed, 'x');
        if (read.kind === 'faults') throw new Error(JSON.stringify(read.faults));
        const plan = plansOf(read.profile, ownRow, { dm: 'http://h/', resource: (name) => name }).plan(
          'sessionPlan',
        );
        expect(plan?.steps[0]?.commands[0]?.command).toMatchObject({
          target: { path: [{ name: 'Old' }, { name: serial }] },
        });
      }),
    );
  });

  it('leave what only looks like a variable what it is', () => {
    const step = planStepOf(
      'S',
      [{ work: { kind: 'DELETE', target: `${gateway}/{{nobody}}` } }],
      all,
      new Set(),
    );
    const changed = withStep(text, { plan: 'sessionPlan', after: 99 }, step);
    expect(checkProfileText(changed, 'x').kind).toBe('profile');
    expect(changed).toContain('%7B%7Bnobody%7D%7D');
  });

  it('refuse a plan that is not there, and a text that cannot be changed', () => {
    const step = planStepOf('S', commands, all, new Set());
    expect(() => withStep(text, { plan: 'other', after: 0 }, step)).toThrow(/no plan "other"/);
    expect(() => withStep(`${text}{`, { plan: 'sessionPlan', after: 0 }, step)).toThrow(/not valid JSON/);
  });

  it('give configurations names that are free', () => {
    const two = [commands[1], commands[1]].flatMap((each) => each ?? []);
    const { configurations } = planStepOf('Größe: 1!', two, all, new Set(['gro-e-1']));
    expect(Object.keys(configurations)).toHaveLength(2);
    for (const name of Object.keys(configurations)) expect(name).toMatch(/^[\w-]+$/);
    expect(new Set([...Object.keys(configurations), 'gro-e-1']).size).toBe(3);
  });
});
