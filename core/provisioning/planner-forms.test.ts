import { describe, expect, it } from 'vitest';
import type { PlanTurn } from '../dm/server-session.ts';
import { faultOf } from '../errors.ts';
import { overdue, type PlanProgress, plannerOf } from './planner.ts';
import type { PlanSet } from './session-plan.ts';
import { placeForm, type TestInteractions, testInteractions } from './test-forms.ts';
import { plansWith } from './test-profile.ts';

type Turn = PlanTurn<PlanProgress>;
const site = 'urn:oma:mo:example-gateway:1.0/g1/Site';
const ask = (show: object = {}, step: object = {}) => ({
  step: 'Ask',
  commands: [{ command: 'SHOW', form: 'place', seconds: 100, ...show }],
  ...step,
});
const remove = (node: string, more: object = {}) => ({
  step: `Remove ${node}`,
  commands: [{ command: 'DELETE', target: `urn:a:b/i/${node}` }],
  ...more,
});
const over = { forms: { place: placeForm } };
const plansOf = (...steps: readonly object[]) => plansWith(steps, over);

const begin = (plans: PlanSet, desk: TestInteractions, now = 0): Turn =>
  plannerOf(plans, now, undefined, desk).begin({ alerts: [] });
function reported(plans: PlanSet, desk: TestInteractions, turn: Turn, code = 200, now = 0): Turn {
  if (turn.kind !== 'commands') throw new Error(`the plan is ${turn.kind}`);
  const results = turn.commands.map((command) => ({ command, status: { code } }));
  return plannerOf(plans, now, undefined, desk).next(turn.progress, results, []);
}
/** A plan that was suspended in a later session, kept as text between. */
function resumed(plans: PlanSet, desk: TestInteractions, turn: Turn, now = 0): Turn {
  if (turn.kind !== 'suspended') throw new Error(`the plan is ${turn.kind}`);
  return plannerOf(plans, now, JSON.parse(JSON.stringify(turn.progress)), desk).begin({ alerts: [] });
}
const told = (turn: Turn) => {
  if (turn.kind === 'commands')
    return turn.commands.map((each) => ('target' in each ? each.target?.path.at(-1)?.toString() : each.kind));
  return turn.kind === 'finished' ? turn.outcome.kind : turn.kind;
};
const faultIn = (turn: Turn) =>
  turn.kind === 'finished' && turn.outcome.kind === 'failed' ? turn.outcome.fault : undefined;
const nodes = (turn: Turn) =>
  turn.kind === 'commands'
    ? turn.commands.map((each) => JSON.stringify('target' in each ? each.target : each)).join()
    : '';

describe('a step that shows a form', () => {
  it('sends the address of an interaction of its own, and waits for the answers in a later session', () => {
    const [desk, plans] = [testInteractions(), plansOf(ask(), remove('A'))];
    const shown = begin(plans, desk);
    expect(shown).toMatchObject({
      commands: [{ kind: 'SHOW', page: 'https://bench.example:8444/interaction/i1' }],
      progress: { shown: { place: 'i1' } },
    });
    expect(desk.begun[0]?.form).toMatchObject({ name: 'place', seconds: 100, waits: true });
    expect(desk.begun[0]?.form.values.site).toBe('Hall 3');
    const waiting = reported(plans, desk, shown, 200, 5000);
    expect(waiting).toMatchObject({ kind: 'suspended', progress: { waitingUntil: 165_000 } });
    desk.set('i1', { kind: 'opened' });
    const still = resumed(plans, desk, waiting, 20_000);
    expect(still).toMatchObject({ kind: 'suspended', progress: { waitingUntil: 165_000 } });
    desk.complete('i1', { where: 'mast' });
    const after = resumed(plans, desk, still, 30_000);
    expect(nodes(after)).toContain('A');
    expect(after).toMatchObject({ progress: { answers: { place: { where: 'mast' } } } });
    // None yet, and then those.
    expect(desk.told).toEqual([{}, { place: { where: 'mast' } }]);
  });

  it('goes on at once where it was answered before the device reported', () => {
    const [desk, plans] = [testInteractions(), plansOf(ask(), remove('A'))];
    const shown = begin(plans, desk);
    desk.complete('i1', {});
    expect(nodes(reported(plans, desk, shown))).toContain('A');
  });

  it.each([
    [{ kind: 'closed' } as const, 'SESSION_FORM_CLOSED'],
    [{ kind: 'expired' } as const, 'SESSION_FORM_EXPIRED'],
    [{ kind: 'failed', fault: faultOf('STOPPED', {}) } as const, 'SESSION_FORM_FAILED'],
  ])('fails where it was %o', (state, code) => {
    const [desk, plans] = [testInteractions(), plansOf(ask(), remove('A'))];
    const shown = begin(plans, desk);
    desk.set('i1', state);
    expect(faultIn(reported(plans, desk, shown))).toMatchObject({ code });
  });

  it('fails where the interaction is not known any more', () => {
    const plans = plansOf(ask());
    const shown = begin(plans, testInteractions());
    expect(faultIn(reported(plans, testInteractions(), shown))?.code).toBe('SESSION_FORM_FAILED');
  });

  it('is shown again at another address where the step is retried', () => {
    const [desk, plans] = [testInteractions(), plansOf(ask({}, { onFailure: { retry: 1 } }))];
    const waiting = reported(plans, desk, begin(plans, desk));
    desk.set('i1', { kind: 'closed' });
    const again = resumed(plans, desk, waiting, 7000);
    expect(again).toMatchObject({
      commands: [{ page: expect.stringContaining('i2') }],
      progress: { attempt: 2 },
    });
    const second = reported(plans, desk, again, 200, 10_000);
    expect(second).toMatchObject({ progress: { waitingUntil: 170_000 } });
    desk.set('i2', { kind: 'closed' });
    expect(faultIn(resumed(plans, desk, second))?.code).toBe('SESSION_FORM_CLOSED');
  });

  it('is left out where the plan says so, without answers', () => {
    const left = { when: { form: 'place', field: 'where', answered: false } };
    const [desk, plans] = [testInteractions(), plansOf(ask({}, { onFailure: 'goOn' }), remove('A', left))];
    const waiting = reported(plans, desk, begin(plans, desk));
    desk.set('i1', { kind: 'closed' });
    const after = resumed(plans, desk, waiting);
    expect(nodes(after)).toContain('A');
    expect(after).toMatchObject({ progress: { passedOver: [{ step: 'Ask' }] } });
  });

  it('needs a device with a browser, or a workstation that shows it instead', () => {
    const plans = plansOf(ask());
    for (const [showsForDevices, expected] of [
      [false, 'failed'],
      [true, 'suspended'],
    ] as const) {
      const desk = testInteractions(showsForDevices);
      const turn = reported(plans, desk, begin(plans, desk), 501);
      expect(told(turn)).toBe(expected);
      if (!showsForDevices) expect(faultIn(turn)?.message).toContain('place');
    }
  });

  it('goes on beside the plan where the plan does not wait; what is answered later is taken', () => {
    const when = { form: 'place', field: 'where', is: 'mast' };
    const [desk, plans] = [
      testInteractions(),
      plansOf(ask({ answers: 'goOn' }), remove('A'), remove('B', { when }), remove('C')),
    ];
    const first = reported(plans, desk, begin(plans, desk));
    expect(nodes(first)).toContain('"A"');
    // Nobody has answered: B is left out.
    expect(nodes(reported(plans, desk, first))).toContain('"C"');
    desk.complete('i1', { where: 'mast' });
    expect(nodes(reported(plans, desk, first))).toContain('"B"');
  });

  it('is overdue when its time and that of the report are over', () => {
    const [desk, plans] = [testInteractions(), plansOf(ask())];
    const waiting = reported(plans, desk, begin(plans, desk));
    if (waiting.kind !== 'suspended') throw new Error('the plan does not wait');
    expect(overdue(plans, waiting.progress, 160_000)).toBeUndefined();
    expect(overdue(plans, waiting.progress, 160_001)).toMatchObject({
      code: 'SESSION_FORM_EXPIRED',
      message: expect.stringContaining('100 s'),
    });
  });

  it('cannot be shown where nothing begins interactions', () => {
    expect(() => plannerOf(plansOf(ask()), 0).begin({ alerts: [] })).toThrow('nothing begins');
  });
});

describe('what was answered', () => {
  const answered = (answers: Parameters<TestInteractions['complete']>[1], ...steps: readonly object[]) => {
    const [desk, plans] = [testInteractions(), plansOf(ask(), ...steps)];
    const shown = begin(plans, desk);
    desk.complete('i1', answers);
    return { desk, plans, turn: reported(plans, desk, shown) };
  };

  it.each([
    ['mast', { is: 'mast' }, 'B'],
    ['mast', { is: ['indoors', 'mast'] }, 'B'],
    ['indoors', { is: 'mast' }, 'C'],
    ['indoors', { isNot: 'mast' }, 'B'],
  ])('%s decides on a step that asks for %o', (where, condition, next) => {
    const { turn } = answered(
      { where },
      remove('B', { when: { form: 'place', field: 'where', ...condition } }),
      remove('C'),
    );
    expect(nodes(turn)).toContain(`"${next}"`);
  });

  it('of several conditions, all must hold', () => {
    const when = [
      { form: 'place', field: 'where', is: 'mast' },
      { form: 'place', field: 'inputs', least: 4 },
    ];
    const next = (inputs: number) =>
      nodes(answered({ where: 'mast', inputs }, remove('B', { when }), remove('C')).turn);
    expect(next(4)).toContain('"B"');
    expect(next(3)).toContain('"C"');
  });

  it('stands in names of steps, ClientURIs and what is expected', () => {
    const step = {
      step: 'Check {{answers.place.where}}',
      commands: [
        {
          command: 'GET',
          target: `${site}/{{answers.place.where}}`,
          expect: { values: { Where: '{{answers.place.where}}' } },
        },
      ],
    };
    const { plans, turn } = answered({ where: 'a/b' }, step);
    if (turn.kind !== 'commands') throw new Error(`the plan is ${turn.kind}`);
    expect(nodes(turn)).toContain('"GET"');
    const planned = plans.plan('sessionPlan', turn.progress.answers)?.steps[1];
    expect(planned).toMatchObject({ name: 'Check a/b', commands: [{ expected: [{ value: 'a/b' }] }] });
    // A step before it was answered cannot be sent.
    expect(plans.plan('sessionPlan')?.steps[1]).toMatchObject({
      missing: 'answers.place.where',
      commands: [],
    });
  });

  it('that a ClientURI needs and that is not there fails its step', () => {
    const step = remove('{{answers.place.where}}');
    const [desk, plans] = [testInteractions(), plansOf(ask({}, { onFailure: 'goOn' }), step)];
    const waiting = reported(plans, desk, begin(plans, desk));
    desk.set('i1', { kind: 'closed' });
    expect(faultIn(resumed(plans, desk, waiting))).toMatchObject({ code: 'SESSION_ANSWER_MISSING' });
  });

  it('is forgotten when the form is shown again, and goes on into the next plan', () => {
    const plans = plansWith(
      { steps: [ask()], next: 'again' },
      { ...over, plans: { again: [ask(), remove('A')] } },
    );
    const desk = testInteractions();
    const shown = begin(plans, desk);
    desk.complete('i1', { where: 'mast' });
    const again = reported(plans, desk, shown);
    expect(again).toMatchObject({ progress: { plan: 'again', shown: { place: 'i2' }, answers: {} } });
    expect(told(reported(plans, desk, again))).toBe('suspended');
  });
});
