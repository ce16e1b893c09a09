import { describe, expect, it } from 'vitest';
import type { Alert } from '../dm/alerts.ts';
import { nodeAddress } from '../dm/node-address.ts';
import type { CommandStatus } from '../dm/packages.ts';
import type { CommandResult, PlanTurn } from '../dm/server-session.ts';
import type { MoJson, SerializedMo } from '../mo/serialization.ts';
import { parseMoData } from '../mo/serialization.ts';
import { type PlanProgress, plannerOf } from './planner.ts';
import type { PlanSet } from './session-plan.ts';
import { plansWith } from './test-profile.ts';

type Turn = PlanTurn<PlanProgress>;
const gateway = 'urn:oma:mo:example-gateway:1.0';
const remove = (name: string) => ({ command: 'DELETE', target: `${gateway}/g1/${name}` });
const get = (target: string, expected: object) => ({
  command: 'GET',
  target: `${gateway}/${target}`,
  expect: expected,
});
const step = (name: string, over: object = {}) => ({ step: name, commands: [remove(name)], ...over });

/** Goes on with a turn: the statuses of its commands, and the alerts beside them. */
function goOn(
  plans: PlanSet,
  turn: Turn,
  statuses: readonly (number | CommandStatus | undefined)[],
  alerts: readonly Alert[] = [],
): Turn {
  if (turn.kind !== 'commands') throw new Error(`the plan is ${turn.kind}`);
  const results = turn.commands.map((command, index): CommandResult => {
    const status = statuses[index];
    if (status === undefined) return { command };
    return { command, status: typeof status === 'number' ? { code: status } : status };
  });
  return plannerOf(plans, 0).next(turn.progress, results, alerts);
}
const begin = (plans: PlanSet): Turn => plannerOf(plans, 0).begin({ alerts: [] });
/** The names of the nodes that a turn deletes, or how the plan ended. */
const told = (turn: Turn) =>
  turn.kind === 'commands'
    ? turn.commands
        .map((command) =>
          command.kind === 'DELETE'
            ? command.target.path.map((each) => (each.kind === 'name' ? each.name : each.kind)).join('/')
            : command.kind,
        )
        .join(' ')
    : turn.kind === 'finished'
      ? turn.outcome.kind
      : turn.kind;
/** What a plan of single commands does while the device answers with these codes. */
function run(plans: PlanSet, codes: readonly number[]): readonly string[] {
  let turn = begin(plans);
  const all = [told(turn)];
  for (const code of codes) {
    turn = goOn(plans, turn, [code]);
    all.push(told(turn));
  }
  return all;
}
const faultOf = (turn: Turn) =>
  turn.kind === 'finished' && turn.outcome.kind === 'failed' ? turn.outcome.fault : undefined;

describe('a session plan', () => {
  it('goes step by step, each when the one before came back as expected', () => {
    const plans = plansWith([step('A'), { step: 'B', commands: [remove('B1'), remove('B2')] }]);
    const first = begin(plans);
    expect(told(first)).toBe('A');
    const second = goOn(plans, first, [200]);
    expect(told(second)).toBe('B1 B2');
    expect(goOn(plans, second, [200, 200])).toEqual({
      kind: 'finished',
      outcome: { kind: 'fulfilled', passedOver: [] },
    });
  });

  it('stops at a step that fails, and names the step, the command and the status', () => {
    const turn = goOn(plansWith([step('A'), step('B')]), begin(plansWith([step('A'), step('B')])), [404]);
    expect(turn).toMatchObject({ kind: 'finished', outcome: { kind: 'failed', step: 'A' } });
    expect(faultOf(turn)?.message).toBe(`DELETE ${gateway}/g1/A answered 404 in the step "A".`);
  });

  it('names the first command that failed', () => {
    const plans = plansWith([{ step: 'A', commands: [remove('A1'), remove('A2'), remove('A3')] }]);
    expect(faultOf(goOn(plans, begin(plans), [200, 405, 404]))?.message).toContain('g1/A2 answered 405');
    expect(faultOf(goOn(plans, begin(plans), [200, undefined, 404]))).toMatchObject({
      code: 'SESSION_COMMAND_UNREPORTED',
      message: `The device reported no status for DELETE ${gateway}/g1/A2 in the step "A".`,
    });
  });

  it('leaves a step out that may fail (goOn), and says so at the end', () => {
    const plans = plansWith([step('A', { onFailure: 'goOn' }), step('B'), step('C', { onFailure: 'goOn' })]);
    expect(run(plans, [404, 200, 200])).toEqual(['A', 'B', 'C', 'fulfilled']);
    const ended = goOn(plans, goOn(plans, goOn(plans, begin(plans), [404]), [200]), [500]);
    expect(ended).toMatchObject({
      outcome: {
        kind: 'fulfilled',
        passedOver: [
          { step: 'A', fault: { code: 'SESSION_COMMAND_FAILED' } },
          { step: 'C', fault: { message: expect.stringContaining('answered 500') } },
        ],
      },
    });
    expect(run(plans, [404, 404])).toEqual(['A', 'B', 'failed']);
  });

  it('tries a step again as often as it says (retry), then ends', () => {
    const plans = plansWith([step('A', { onFailure: { retry: 2 } }), step('B', { onFailure: { retry: 1 } })]);
    expect(run(plans, [404, 404, 404])).toEqual(['A', 'A', 'A', 'failed']);
    // The next step has attempts of its own.
    expect(run(plans, [404, 404, 200, 404, 200])).toEqual(['A', 'A', 'A', 'B', 'B', 'fulfilled']);
    expect(run(plans, [404, 404, 200, 404, 404])).toEqual(['A', 'A', 'A', 'B', 'B', 'failed']);
  });

  it('goes on with the plan that follows, and so forth', () => {
    const plans = plansWith(
      { steps: [step('A', { onFailure: 'goOn' })], next: 'second' },
      { plans: { second: { steps: [step('B')], next: 'third' }, third: [step('C')], unused: [step('D')] } },
    );
    expect(run(plans, [404, 200, 200])).toEqual(['A', 'B', 'C', 'fulfilled']);
    const second = goOn(plans, begin(plans), [404]);
    expect(second).toMatchObject({
      progress: { plan: 'second', step: 0, attempt: 1, passedOver: [{ step: 'A' }] },
    });
    expect(goOn(plans, goOn(plans, second, [200]), [200])).toMatchObject({
      outcome: { passedOver: [{ step: 'A' }] },
    });
    expect(run(plans, [200, 404])).toEqual(['A', 'B', 'failed']);
  });

  it.each([
    [undefined, [200], [202, 304, 404]],
    [404, [404], [200]],
    [[200, 404], [200, 404], [405]],
  ])('takes the statuses that it expects as done: %j', (status, good, bad) => {
    const expected = status === undefined ? {} : { expect: { status } };
    const plans = plansWith([{ step: 'A', commands: [{ ...remove('A'), ...expected }] }]);
    for (const code of good) expect(run(plans, [code])).toEqual(['A', 'fulfilled']);
    for (const code of bad) expect(run(plans, [code])).toEqual(['A', 'failed']);
  });

  it('takes 202 for an asynchronous EXEC, and 200 for another', () => {
    const exec = { command: 'EXEC', target: `${gateway}/g1/Run` };
    for (const [asynchronous, good, bad] of [
      [true, 202, 200],
      [false, 200, 202],
    ] as const) {
      const plans = plansWith([{ step: 'A', commands: [{ ...exec, asynchronous }] }]);
      expect(run(plans, [good])[1]).toBe('fulfilled');
      expect(run(plans, [bad])[1]).toBe('failed');
    }
  });

  it('has to be in the profile', () => {
    const plans = { ...plansWith([step('A')]), first: 'none' };
    expect(() => begin(plans)).toThrow('the plan none is not in it');
    const progress = { plan: 'sessionPlan', step: 7, attempt: 1, passedOver: [] };
    expect(() => plannerOf(plansWith([step('A')]), 0).next(progress, [], [])).toThrow('not in the plan');
  });

  it('is opened at the server’s address', () => {
    expect(plannerOf(plansWith([step('A')]), 0).serverUri).toBe('https://bench.example/dm');
  });
});

describe('what a device reports is held against what is expected:', () => {
  const entry = (path: readonly string[], data: MoJson, moid = gateway, instance = 'g1'): SerializedMo => ({
    clientUri: nodeAddress(moid, instance, path),
    data: parseMoData(data),
  });
  const root = { Gateway: { APN: 'm2m.example', Site: { Name: 'Hall 3', Level: 2, Open: true } } };
  const judged = (command: object, data: readonly SerializedMo[] | undefined) => {
    const plans = plansWith([{ step: 'Check', commands: [command] }]);
    return faultOf(goOn(plans, begin(plans), [{ code: 200, ...(data ? { data } : {}) }]));
  };
  const values = (expected: object) => get('g1/', { values: expected });

  it.each([
    [values({ 'Gateway/APN': 'm2m.example' }), [entry([], root)]],
    [
      values({ 'Gateway/Site/Level': 2, 'Gateway/Site/Open': true, 'Gateway/Site/Name': '{{site}}' }),
      [entry([], root)],
    ],
    [get('g1/APN', { values: { APN: 'm2m.example' } }), [entry(['APN'], { APN: 'm2m.example' })]],
    [
      get('g1/', { configuration: 'site' }),
      [entry([], { Gateway: { APN: 'm2m.example', Site: { Name: 'Hall 3', Level: 2, More: 1 } } })],
    ],
    [get('*/APN', { values: { APN: 'x' } }), [entry(['APN'], { APN: 'x' })]],
    // A device in the field sends what was asked for among others.
    [
      values({ 'Gateway/APN': 'm2m.example' }),
      [entry([], { Gateway: { APN: 'no' } }, 'urn:oma:mo:oma-dm-devinfo:1.0'), entry([], root)],
    ],
    [values({ 'Gateway/APN': 'm2m.example' }), [entry(['Site'], { Site: {} }), entry([], root)]],
    // Of several objects, wherever the value is.
    [
      {
        command: 'GET',
        target: ['urn:a:b//', `${gateway}/g1/`],
        expect: { values: { 'Gateway/APN': 'm2m.example' } },
      },
      [entry([], { B: 1 }, 'urn:a:b'), entry([], root)],
    ],
    [get('g1/', {}), undefined],
  ])('%#: as it is', (command, data) => {
    expect(judged(command, data)).toBeUndefined();
  });

  it.each([
    [
      'another value',
      values({ 'Gateway/APN': 'other' }),
      'reports Gateway/APN = m2m.example; the profile expects other',
    ],
    [
      'another type',
      values({ 'Gateway/Site/Level': '2' }),
      'reports Gateway/Site/Level = 2; the profile expects 2',
    ],
    [
      'another truth',
      values({ 'Gateway/Site/Open': false }),
      'reports Gateway/Site/Open = true; the profile expects false',
    ],
    ['a row’s value', values({ 'Gateway/APN': '{{site}}' }), 'the profile expects Hall 3'],
  ])('%s', (_what, command, words) => {
    const fault = judged(command, [entry([], root)]);
    expect(fault?.code).toBe('SESSION_VALUE_DIFFERS');
    expect(fault?.message).toContain(words);
    expect(fault?.message).toContain('(step "Check")');
  });

  it.each([
    ['no data', values({ 'Gateway/APN': 'x' }), undefined],
    [
      'data of another object',
      values({ 'Gateway/APN': 'x' }),
      [entry([], root, 'urn:oma:mo:oma-dm-devinfo:1.0')],
    ],
    ['a node that is not there', values({ 'Gateway/None': 'x' }), [entry([], root)]],
    ['nodes where a value is meant', values({ 'Gateway/Site': 'x' }), [entry([], root)]],
    ['another name around it', values({ 'Gateway/APN': 'x' }), [entry([], { Other: { APN: 'x' } })]],
    [
      'half of a configuration',
      get('g1/', { configuration: 'site' }),
      [entry([], { Gateway: { APN: 'm2m.example' } })],
    ],
  ])('%s', (_what, command, data) => {
    const fault = judged(command, data);
    expect(fault?.code).toBe('SESSION_VALUE_MISSING');
    expect(fault?.message).toContain('(step "Check")');
  });
});
