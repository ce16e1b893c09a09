import { describe, expect, it } from 'vitest';
import type { Alert } from '../dm/alerts.ts';
import type { PlanTurn } from '../dm/server-session.ts';
import { overdue, type PlanProgress, plannerOf } from './planner.ts';
import type { PlanSet } from './session-plan.ts';
import { plansWith } from './test-profile.ts';

type Turn = PlanTurn<PlanProgress>;
const target = 'urn:oma:mo:oma-fumo:1.0/f1/Update';
const alertType = 'urn:oma:at:fumo:1.0:OperationComplete';
const wait = (over: object = {}, more: object = {}) => ({
  step: 'Update',
  commands: [{ command: 'EXEC', target, asynchronous: true }],
  wait: { seconds: 60, ...over },
  ...more,
});
const check = { step: 'Check', commands: [{ command: 'DELETE', target: 'urn:a:b/i/' }] };
const complete = (data: Alert['data'] = { ResultCode: 200 }, over: Partial<Alert> = {}): Alert => ({
  alertType,
  sourceUri: target,
  ...(data === undefined ? {} : { data }),
  ...over,
});

/** The turn after the EXEC was answered with 202, at this time and with these alerts. */
function executed(plans: PlanSet, alerts: readonly Alert[] = [], now = 0): Turn {
  const turn = plannerOf(plans, now).begin({ alerts: [] });
  if (turn.kind !== 'commands') throw new Error(`the plan is ${turn.kind}`);
  const results = turn.commands.map((command) => ({ command, status: { code: 202 } }));
  return plannerOf(plans, now).next(turn.progress, results, alerts);
}
/** Where a plan that was suspended goes on, kept as text between. */
function resumed(plans: PlanSet, turn: Turn, alerts: readonly Alert[], now: number): Turn {
  if (turn.kind !== 'suspended') throw new Error(`the plan is ${turn.kind}`);
  return plannerOf(plans, now, JSON.parse(JSON.stringify(turn.progress))).begin({ alerts });
}
const told = (turn: Turn) =>
  turn.kind === 'commands'
    ? turn.commands.map(({ kind }) => kind).join(' ')
    : turn.kind === 'finished'
      ? turn.outcome.kind
      : turn.kind;
const faultOf = (turn: Turn) =>
  turn.kind === 'finished' && turn.outcome.kind === 'failed' ? turn.outcome.fault : undefined;
const plans = plansWith([wait(), check]);

describe('an outcome that is waited for', () => {
  it('may come with the status', () => {
    expect(told(executed(plans, [{ alertType: 'urn:a' }, complete()]))).toBe('DELETE');
  });

  it('may come in a later session, until its time is over', () => {
    const suspended = executed(plans, [], 5000);
    expect(suspended).toEqual({
      kind: 'suspended',
      progress: { plan: 'sessionPlan', step: 0, attempt: 1, waitingUntil: 65_000, passedOver: [] },
    });
    expect(told(resumed(plans, suspended, [complete()], 65_000))).toBe('DELETE');
    // What came counts, also where it came late.
    expect(told(resumed(plans, suspended, [complete()], 99_000))).toBe('DELETE');
  });

  it('is waited for on, to the same time, in a session that tells something else', () => {
    const suspended = executed(plans);
    const again = resumed(plans, suspended, [{ alertType: 'urn:a' }], 30_000);
    expect(again).toEqual(suspended);
    expect(told(resumed(plans, again, [complete()], 59_000))).toBe('DELETE');
  });

  it.each<readonly [string, Alert]>([
    ['of another operation', complete(undefined, { alertType: 'urn:oma:at:scomo:1.0:OperationComplete' })],
    ['of another node', complete(undefined, { sourceUri: 'urn:oma:mo:oma-fumo:1.0/f1/Download' })],
    ['of another instance', complete(undefined, { sourceUri: 'urn:oma:mo:oma-fumo:1.0/f2/Update' })],
    ['of another object', complete(undefined, { sourceUri: 'urn:oma:mo:oma-scomo:1.0/f1/Update' })],
    ['of the whole object', complete(undefined, { sourceUri: 'urn:oma:mo:oma-fumo:1.0/f1/' })],
    ['of nothing that can be read', complete(undefined, { sourceUri: 'nonsense' })],
    ['of a pattern', complete(undefined, { sourceUri: 'urn:oma:mo:oma-fumo:1.0/*/Update' })],
  ])('is not one %s', (_what, alert) => {
    expect(told(executed(plans, [alert]))).toBe('suspended');
    expect(told(executed(plans, [alert, complete()]))).toBe('DELETE');
  });

  it.each<readonly [string, string, Partial<Alert>]>([
    ['that does not say of which node', target, { sourceUri: undefined as never }],
    ['of the node as it was addressed', target, { sourceUri: `${target}/` }],
    ['of the only instance by its name', 'urn:oma:mo:oma-fumo:1.0//Update', { sourceUri: target }],
    ['of any match of a pattern', 'urn:oma:mo:oma-fumo:1.0/*/Update', { sourceUri: target }],
  ])('is one %s', (_what, executes, over) => {
    const each = plansWith([
      { ...wait(), commands: [{ command: 'EXEC', target: executes, asynchronous: true }] },
      check,
    ]);
    const { sourceUri, ...rest } = complete(undefined, { data: { ResultCode: 200 }, ...over });
    const alert = sourceUri === undefined ? rest : { ...rest, sourceUri };
    expect(told(executed(each, [alert]))).toBe('DELETE');
  });

  it('may have an alert type and result codes of its own', () => {
    const own = plansWith([wait({ alert: 'urn:vendor:done', resultCodes: [0, 7] }), check]);
    expect(told(executed(own, [complete()]))).toBe('suspended');
    expect(told(executed(own, [complete({ ResultCode: 7 }, { alertType: 'urn:vendor:done' })]))).toBe(
      'DELETE',
    );
    expect(told(executed(own, [complete({ ResultCode: 200 }, { alertType: 'urn:vendor:done' })]))).toBe(
      'failed',
    );
  });
});

describe('an outcome that is not as expected', () => {
  it.each<readonly [Alert['data'], string]>([
    [{ ResultCode: 401 }, 'result 401'],
    [{ ResultCode: '200' }, 'result none'],
    [{}, 'result none'],
    [null, 'result none'],
  ])('%j fails the step', (data, words) => {
    const turn = executed(plans, [complete(data)]);
    expect(turn).toMatchObject({ kind: 'finished', outcome: { kind: 'failed', step: 'Update' } });
    expect(faultOf(turn)?.code).toBe('SESSION_OUTCOME_FAILED');
    expect(faultOf(turn)?.message).toContain(`${words} (${alertType}); 200 was expected (step "Update")`);
  });

  it('decides with the first alert that tells it', () => {
    expect(told(executed(plans, [complete({ ResultCode: 401 }), complete()]))).toBe('failed');
  });

  it('counts for nothing where the command itself failed', () => {
    const turn = plannerOf(plans, 0).begin({ alerts: [] });
    if (turn.kind !== 'commands') throw new Error(turn.kind);
    const results = turn.commands.map((command) => ({ command, status: { code: 405 } }));
    expect(faultOf(plannerOf(plans, 0).next(turn.progress, results, [complete()]))?.code).toBe(
      'SESSION_COMMAND_FAILED',
    );
  });

  it('that never comes fails the step when its time is over', () => {
    const turn = resumed(plans, executed(plans), [], 60_001);
    expect(faultOf(turn)?.message).toBe(
      `The device did not tell the outcome (${alertType}) within 60 seconds (step "Update").`,
    );
    expect(told(resumed(plans, executed(plans), [], 60_000))).toBe('suspended');
  });

  it('is left out, or tried again with a time of its own', () => {
    const left = plansWith([wait({}, { onFailure: 'goOn' }), check]);
    expect(told(resumed(left, executed(left), [], 60_001))).toBe('DELETE');
    expect(resumed(left, executed(left), [complete({ ResultCode: 401 })], 1)).toMatchObject({
      progress: { step: 1, passedOver: [{ step: 'Update', fault: { code: 'SESSION_OUTCOME_FAILED' } }] },
    });
    const again = plansWith([wait({}, { onFailure: { retry: 1 } }), check]);
    const retried = resumed(again, executed(again), [complete({ ResultCode: 401 })], 30_000);
    expect(retried).toMatchObject({ kind: 'commands', progress: { step: 0, attempt: 2 } });
    expect(retried.kind === 'commands' && retried.progress).not.toHaveProperty('waitingUntil');
    if (retried.kind !== 'commands') throw new Error(retried.kind);
    const results = retried.commands.map((command) => ({ command, status: { code: 202 } }));
    const waiting = plannerOf(again, 40_000).next(retried.progress, results, []);
    expect(waiting).toMatchObject({ kind: 'suspended', progress: { attempt: 2, waitingUntil: 100_000 } });
    expect(told(resumed(again, waiting, [complete({ ResultCode: 401 })], 50_000))).toBe('failed');
  });
});

describe('a plan that was suspended', () => {
  const suspended = executed(plans);
  const progress: PlanProgress = suspended.kind === 'suspended' ? suspended.progress : expect.unreachable();

  it.each<readonly [string, PlanSet, PlanProgress]>([
    ['has fewer steps now', plansWith([check]), { ...progress, step: 3 }],
    ['waits for nothing there now', plansWith([check, wait()]), progress],
    ['is not in the profile now', plansWith([check]), { ...progress, plan: 'second' }],
    ['is called like what every object has', plansWith([check]), { ...progress, plan: 'constructor' }],
  ])('begins anew where it %s', (_what, changed, from) => {
    const turn = plannerOf(changed, 0, from).begin({ alerts: [complete()] });
    expect(turn).toMatchObject({
      kind: 'commands',
      progress: { plan: 'sessionPlan', step: 0, attempt: 1, passedOver: [] },
    });
  });

  it('goes on in a plan that follows, with what was left out before', () => {
    const passed = { step: 'First', fault: { code: 'STOPPED', message: 'x', remedy: 'y' } } as const;
    const several = plansWith({ steps: [check], next: 'second' }, { plans: { second: [wait(), check] } });
    const from: PlanProgress = {
      plan: 'second',
      step: 0,
      attempt: 1,
      waitingUntil: 60_000,
      passedOver: [passed],
    };
    expect(plannerOf(several, 0, from).begin({ alerts: [complete()] })).toMatchObject({
      kind: 'commands',
      progress: { plan: 'second', step: 1, passedOver: [passed] },
    });
  });

  it('is overdue when its time is over, and not before', () => {
    expect(overdue(plans, progress, 60_000)).toBeUndefined();
    expect(overdue(plans, progress, 60_001)).toMatchObject({
      code: 'SESSION_OUTCOME_MISSING',
      message: `The device did not tell the outcome (${alertType}) within 60 seconds (step "Update").`,
    });
  });

  it('is not overdue where it waits for nothing, or is in no profile any more', () => {
    const { waitingUntil: _until, ...never } = progress;
    expect(overdue(plans, never, 1e12)).toBeUndefined();
    expect(overdue(plansWith([check]), progress, 1e12)).toBeUndefined();
    expect(overdue(plans, { ...progress, plan: 'none' }, 1e12)).toBeUndefined();
    expect(overdue(plans, { ...progress, step: 9 }, 1e12)).toBeUndefined();
  });
});
