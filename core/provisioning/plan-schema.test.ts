import { describe, expect, it } from 'vitest';
import { partsOf, planCommandSchema, planSchema } from './plan-schema.ts';
import { readProfile } from './profile.ts';
import { profileJson } from './test-profile.ts';

const target = 'urn:oma:mo:example-gateway:1.0/g1/';
const pattern = 'urn:a:b/(x)/*?nv=(x)/ID:{{site}}';
const status = { expect: { status: [200, 404] } };

describe('a command of a session plan', () => {
  it.each([
    [{ command: 'GET', target }],
    [
      {
        command: 'GET',
        target: [target, pattern],
        expect: { status: 200, values: { 'A/B': 'x', C: 1, D: true }, configuration: 'site' },
      },
    ],
    [{ command: 'HGET', configuration: 'site' }],
    [{ command: 'HGET', configuration: 'site', target: pattern, ...status }],
    [{ command: 'HGET', configuration: 'site', deviceChooses: true }],
    [{ command: 'HGET', source: '{{server.shared}}/x' }],
    [{ command: 'HGET', source: 'https://h/x', target }],
    [{ command: 'HPUT', targets: [target], resource: 'state' }],
    [{ command: 'HPOST', targets: [target, pattern], resource: 'state-1.json', ...status }],
    [{ command: 'DELETE', target: pattern, ...status }],
    [{ command: 'EXEC', target }],
    [{ command: 'EXEC', target, asynchronous: true, expect: { status: 202 } }],
    [{ command: 'SHOW', page: 'http://h/ui', ...status }],
    [{ command: 'CONT', serverUri: '{{server.dm}}?session=1', ...status }],
    [{ command: 'DEFAULT', configuration: 'site', ...status }],
    [{ command: 'SUB', target, resource: 'state', ...status }],
    [{ command: 'UNSUB', target, ...status }],
  ])('%j is one', (command) => {
    expect(planCommandSchema.safeParse(command).error?.issues).toBeUndefined();
  });

  it('has what is not written: HGET goes to its target, EXEC is waited for', () => {
    expect(planCommandSchema.parse({ command: 'HGET', configuration: 'site' })).toMatchObject({
      deviceChooses: false,
    });
    expect(planCommandSchema.parse({ command: 'EXEC', target })).toMatchObject({ asynchronous: false });
  });
});

/** The faults of a profile with this session plan: place and detail, the way they are shown. */
function faultsOf(sessionPlan: unknown, over: object = {}): readonly string[] {
  const reading = readProfile(JSON.stringify(profileJson({ sessionPlan, ...over })), 'p.json');
  return reading.kind === 'faults' ? reading.faults.map(({ message }) => message) : [];
}
const commands = (...all: readonly unknown[]) => [{ step: 'S', commands: all }];
const at = 'At sessionPlan.0.commands.0';

describe('a command that is wrong is named with its place:', () => {
  it.each<readonly [unknown, string]>([
    [{ command: 'FLY' }, `${at}.command: Invalid discriminator value`],
    [{ command: 'END' }, `${at}.command: Invalid discriminator value`],
    [{ command: 'get', target }, `${at}.command: Invalid discriminator value`],
    [{ target }, `${at}.command: Invalid discriminator value`],
    ['GET', `${at}: Invalid input: expected object`],
    [{ command: 'GET' }, `${at}.target: string or array is expected.`],
    [{ command: 'GET', target: [] }, `${at}.target: Too small`],
    [{ command: 'GET', target: 'x' }, `${at}.target: "x" is not a ClientURI: it does not begin with a MOID.`],
    [
      { command: 'GET', target: [target, 'urn:a:b'] },
      `${at}.target.1: "urn:a:b" is not a ClientURI: the instance is missing.`,
    ],
    [
      { command: 'GET', target: 'urn:a:b/(x)/' },
      `${at}.target: "urn:a:b/(x)/" is not a ClientURI: no nv field says what (x) is.`,
    ],
    [{ command: 'GET', target, expect: { status: 99 } }, `${at}.expect.status: Too small`],
    [{ command: 'GET', target, expect: { status: [] } }, `${at}.expect.status: Too small`],
    [
      { command: 'GET', target, expect: { status: '200' } },
      `${at}.expect.status: number or array is expected.`,
    ],
    [
      { command: 'GET', target, expect: { values: { 'A/B': {} } } },
      `${at}.expect.values.A/B: string or number or boolean is expected.`,
    ],
    [{ command: 'GET', target, expect: { state: 200 } }, `${at}.expect: Unrecognized key: "state"`],
    [{ command: 'HGET' }, `${at}: either a configuration, a source or credentials are expected.`],
    [
      { command: 'HGET', configuration: 'site', source: 'https://h/x' },
      `${at}: either a configuration, a source or credentials are expected.`,
    ],
    [
      { command: 'HGET', configuration: 'site', credentials: 'renew' },
      `${at}: either a configuration, a source or credentials are expected.`,
    ],
    [{ command: 'HGET', credentials: 'new' }, `${at}.credentials: Invalid input: expected "renew"`],
    [
      { command: 'HGET', credentials: 'renew', target },
      `${at}.credentials: credentials go into the device's DM Account, and have no target.`,
    ],
    [
      { command: 'HGET', credentials: 'renew', deviceChooses: true },
      `${at}.credentials: credentials go into the device's DM Account, and have no target.`,
    ],
    [
      { command: 'HGET', source: 'ftp://h/x' },
      `${at}.source: an address of http or https is expected, or one of {{server.…}}.`,
    ],
    [
      { command: 'HGET', configuration: 'site', expect: { values: {} } },
      `${at}.expect: Unrecognized key: "values"`,
    ],
    [{ command: 'HPUT', targets: [], resource: 'x' }, `${at}.targets: Too small`],
    [{ command: 'HPUT', targets: target, resource: 'x' }, `${at}.targets: Invalid input: expected array`],
    [
      { command: 'HPOST', targets: [target], resource: 'a/b' },
      `${at}.resource: letters, digits, "_", "-" and "." are expected.`,
    ],
    [{ command: 'HPOST', targets: [target] }, `${at}.resource: Invalid input: expected string`],
    [{ command: 'DELETE' }, `${at}.target: Invalid input: expected string`],
    [{ command: 'EXEC', target, asynchronous: 'yes' }, `${at}.asynchronous: Invalid input: expected boolean`],
    [{ command: 'SHOW' }, `${at}: either a form or a page is expected`],
    [{ command: 'SHOW', form: 'place', page: 'http://h/ui' }, `${at}: either a form or a page is expected`],
    [{ command: 'SHOW', form: 'place', seconds: 0 }, `${at}.seconds: Too small`],
    [{ command: 'CONT', serverUri: 'h' }, `${at}.serverUri: an address of http or https is expected`],
    [{ command: 'DEFAULT' }, `${at}.configuration: Invalid input: expected string`],
    [{ command: 'SUB', target }, `${at}.resource: Invalid input: expected string`],
    [
      { command: 'UNSUB', target: 'urn:a:b/i/%' },
      `${at}.target: "urn:a:b/i/%" is not a ClientURI: bad percent-encoding in "%".`,
    ],
    [{ command: 'DELETE', target, more: 1 }, `${at}: Unrecognized key: "more"`],
  ])('%j', (command, words) => {
    const faults = faultsOf(commands(command));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(words);
    expect(faults[0]).not.toContain('..');
  });

  it('each of several', () => {
    expect(
      faultsOf([
        ...commands({ command: 'DELETE' }),
        ...commands({ command: 'SHOW' }, { command: 'FLY' }),
      ]).map((fault) => fault.split(':')[0]),
    ).toEqual([
      'At sessionPlan.0.commands.0.target',
      'At sessionPlan.1.commands.0',
      'At sessionPlan.1.commands.1.command',
    ]);
  });

  it('also in a plan that is written with its steps and what follows, and in further plans', () => {
    const wrong = { steps: commands({ command: 'DELETE' }) };
    expect(faultsOf(wrong)[0]).toContain('At sessionPlan.steps.0.commands.0.target:');
    expect(
      faultsOf(commands({ command: 'DELETE', target }), { plans: { second: wrong, third: [] } }).map(
        (fault) => fault.split(':')[0],
      ),
    ).toEqual(['At plans.second.steps.0.commands.0.target', 'At plans.third']);
  });
});

describe('a step', () => {
  const step = (over: object) => [{ step: 'S', commands: [{ command: 'EXEC', target }], ...over }];

  it.each([
    [{}],
    [{ onFailure: 'stop' }],
    [{ onFailure: 'goOn' }],
    [{ onFailure: { retry: 10 } }],
    [{ wait: {} }],
    [{ wait: { alert: 'urn:a', resultCodes: [0, -1], seconds: 604_800 } }],
  ])('may say %j', (over) => {
    expect(faultsOf(step(over))).toEqual([]);
  });

  it.each<readonly [object, string]>([
    [{ onFailure: 'maybe' }, 'At sessionPlan.0.onFailure: Invalid option: expected one of "stop"|"goOn".'],
    [{ onFailure: { retry: 0 } }, 'At sessionPlan.0.onFailure.retry: Too small'],
    [{ onFailure: { retry: 11 } }, 'At sessionPlan.0.onFailure.retry: Too big'],
    [{ onFailure: { retry: 1.5 } }, 'At sessionPlan.0.onFailure.retry: Invalid input: expected int'],
    [{ wait: { resultCodes: [] } }, 'At sessionPlan.0.wait.resultCodes: Too small'],
    [{ wait: { seconds: 0 } }, 'At sessionPlan.0.wait.seconds: Too small'],
    [{ wait: { seconds: 604_801 } }, 'At sessionPlan.0.wait.seconds: Too big'],
    [{ wait: { alert: '' } }, 'At sessionPlan.0.wait.alert: Too small'],
    [{ step: '' }, 'At sessionPlan.0.step: Too small'],
    [{ commands: [] }, 'At sessionPlan.0.commands: Too small'],
    [{ retry: 2 }, 'At sessionPlan.0: Unrecognized key: "retry"'],
  ])('may not say %j', (over, words) => {
    const faults = faultsOf(step(over));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(words);
  });

  it('waits for 200 within ten minutes and stops where it fails, unless it says otherwise', () => {
    expect(partsOf(planSchema.parse(step({ wait: {} }))).steps[0]).toMatchObject({
      onFailure: 'stop',
      wait: { resultCodes: [200], seconds: 600 },
    });
  });
});

describe('a plan', () => {
  const steps = [{ step: 'S', commands: [{ command: 'DELETE', target }] }];

  it('is its steps, or its steps and the plan that follows', () => {
    expect(partsOf(planSchema.parse(steps))).toMatchObject({ steps });
    expect(partsOf(planSchema.parse({ steps }))).not.toHaveProperty('next');
    expect(partsOf(planSchema.parse({ steps, next: 'b' }))).toMatchObject({ steps, next: 'b' });
  });

  it.each<readonly [unknown, string]>([
    [[], 'At sessionPlan: Too small'],
    [{}, 'At sessionPlan.steps: Invalid input: expected array'],
    [{ steps: [] }, 'At sessionPlan.steps: Too small'],
    [{ steps, after: 'b' }, 'At sessionPlan: Unrecognized key: "after"'],
    [null, 'At sessionPlan: array or object is expected.'],
    ['steps', 'At sessionPlan: array or object is expected.'],
  ])('is not %j', (plan, words) => {
    expect(faultsOf(plan)[0]).toContain(words);
  });
});
