import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultOf } from '../errors.ts';
import { leaf } from '../mo/node.ts';
import { parseClientUri } from './client-uri.ts';
import type { ServerCommand } from './commands.ts';
import { nodeAddress } from './node-address.ts';
import {
  newServerSession,
  type PlanTurn,
  type ServerEvent,
  type ServerSession,
  type SessionPlanner,
  stepServerSession,
} from './server-session.ts';

const commands: readonly ServerCommand[] = [
  { kind: 'GET', targets: [parseClientUri('urn:a:b//')] },
  { kind: 'DELETE', target: parseClientUri('urn:a:b/i/') },
];
const outcome = { kind: 'fulfilled', passedOver: [] } as const;
const end = { kind: 'sendPackage2', commands: [{ kind: 'END' }] };
/** Sends its commands so many times, then ends. */
const planner = (rounds: number): SessionPlanner<number> => {
  const turn = (done: number): PlanTurn<number> =>
    done < rounds ? { kind: 'commands', commands, progress: done } : { kind: 'finished', outcome };
  return { serverUri: 'https://h/dm', begin: () => turn(0), next: (done) => turn(done + 1) };
};
/** The commands of a round after one that had as many. */
const marked = [{ kind: 'CONT', serverUri: 'https://h/dm' }, ...commands];
const package1 = (digest = 'first'): ServerEvent => ({ kind: 'package1', package: { alerts: [] }, digest });
const package3 = (digest: string, codes: readonly number[] = [200, 200]): ServerEvent => ({
  kind: 'package3',
  package: { statuses: codes.map((code) => ({ code })), alerts: [] },
  digest,
});
const run = (events: readonly ServerEvent[], plan = planner(2)) => {
  let session: ServerSession<number> = newServerSession();
  const all = events.map((event) => {
    const step = stepServerSession(session, event, plan);
    session = step.session;
    return step.effects;
  });
  return { session, effects: all.at(-1) ?? [] };
};
const fault = faultOf('SESSION_TIMEOUT', { seconds: 30 });
const refused = [{ kind: 'refuse', code: 'DM_PACKAGE_OUT_OF_ORDER' }];

describe('the server’s side of a session', () => {
  it('pairs statuses with commands in order; what is missing was not reported, what is too much is nothing', () => {
    const resultsOf = (codes: readonly number[]) => {
      const [reported] = run([package1(), package3('a', codes)]).effects;
      return reported?.kind === 'commandsReported' ? reported.results.map(({ status }) => status?.code) : [];
    };
    expect(resultsOf([404, 200])).toEqual([404, 200]);
    expect(resultsOf([404])).toEqual([404, undefined]);
    expect(resultsOf([])).toEqual([undefined, undefined]);
    expect(resultsOf([200, 200, 500])).toEqual([200, 200]);
  });

  it('reports no objects of statuses that have no command', () => {
    const entry = { clientUri: nodeAddress('urn:a:b', 'i'), data: { name: 'R', node: leaf(1) } };
    const statuses = [{ code: 200 }, { code: 200 }, { code: 200, data: [entry] }];
    const event = { kind: 'package3', package: { statuses, alerts: [] }, digest: 'a' } as const;
    expect(run([package1(), event]).effects.map(({ kind }) => kind)).toEqual([
      'commandsReported',
      'sendPackage2',
    ]);
  });

  it('sends END in a package of its own, and then is over', () => {
    const { session, effects } = run([package1(), package3('a'), package3('b')]);
    expect(effects.slice(1)).toEqual([end, { kind: 'ended', outcome }]);
    expect(session.phase).toEqual({ kind: 'ended', outcome });
    expect(run([package1()], planner(0)).effects).toEqual([end, { kind: 'ended', outcome }]);
  });

  it('ends with END where the plan is suspended', () => {
    const waiting: SessionPlanner<number> = {
      ...planner(1),
      next: () => ({ kind: 'suspended', progress: 7 }),
    };
    const { session, effects } = run([package1(), package3('a')], waiting);
    expect(effects.slice(1)).toEqual([end, { kind: 'ended', outcome: { kind: 'suspended', progress: 7 } }]);
    expect(session.phase).toEqual({ kind: 'ended', outcome: { kind: 'suspended', progress: 7 } });
  });

  it('that ended at its #1, because the plan still waits, is not held up to the next one', () => {
    const waiting: SessionPlanner<number> = {
      ...planner(1),
      begin: () => ({ kind: 'suspended', progress: 7 }),
    };
    const { session, effects } = run([package1()], waiting);
    expect(effects).toEqual([end, { kind: 'ended', outcome: { kind: 'suspended', progress: 7 } }]);
    // Who keeps sessions opens a new one for a #1 that is no repeated one.
    expect(session.lastExchange).toBeUndefined();
    expect(run([package1(), package1()], waiting).effects).toEqual(refused);
  });

  it.each([
    ['#3 before #1', [package3('a')]],
    ['a second #1', [package1(), package1('other')]],
    ['a #1 in the middle', [package1(), package3('a'), package1('other')]],
    ['a #3 after END', [package1(), package3('a'), package3('b'), package3('c')]],
    ['a #1 after END', [package1(), package3('a'), package3('b'), package1('other')]],
    ['a #3 from before the last', [package1(), package3('a'), package3('b'), package3('a')]],
  ])('refuses what is out of order, and stays as it was: %s', (_what, events) => {
    const { session, effects } = run(events);
    expect(effects).toEqual(refused);
    expect(session).toBe(stepServerSession(session, events.at(-1)!, planner(2)).session);
  });

  it.each([
    ['#1', [package1(), package1()], { kind: 'sendPackage2', commands }],
    [
      '#3',
      [package1(), package3('a'), package3('a'), package3('a')],
      { kind: 'sendPackage2', commands: marked },
    ],
    ['the last #3, after END', [package1(), package3('a'), package3('b'), package3('b')], end],
  ])('answers %s again where it comes again, and does nothing else', (_what, events, answer) => {
    expect(run(events).effects).toEqual([answer]);
  });

  it('refuses what comes again without end: the client does not understand the answer', () => {
    const again = (times: number) => [package1(), ...Array.from({ length: times }, () => package3('a'))];
    expect(run(again(21)).effects).toEqual([{ kind: 'sendPackage2', commands: marked }]);
    expect(run(again(22)).effects).toEqual(refused);
    expect(run([...again(22), package3('b')]).effects.map(({ kind }) => kind)).toContain('ended');
  });

  it('tells a #3 from the one before by the number of its statuses, with a CONT that says nothing new', () => {
    const sentIn = (events: readonly ServerEvent[], plan = planner(9)) =>
      run(events, plan).effects.flatMap((effect) => (effect.kind === 'sendPackage2' ? effect.commands : []));
    expect(sentIn([package1()])).toEqual(commands);
    expect(sentIn([package1(), package3('a')])).toEqual(marked);
    expect(sentIn([package1(), package3('a'), package3('b', [200, 200, 200])])).toEqual(commands);
    const four = sentIn([package1(), package3('a'), package3('b', [200, 200, 200]), package3('c')]);
    expect(four).toEqual(marked);
  });

  it('keeps that CONT from the plan, whatever the device says of it', () => {
    for (const code of [200, 501]) {
      const [reported] = run(
        [package1(), package3('a'), package3('b', [code, 200, 404])],
        planner(9),
      ).effects;
      expect(reported).toEqual({
        kind: 'commandsReported',
        results: commands.map((command, index) => ({ command, status: { code: index === 0 ? 200 : 404 } })),
      });
    }
  });

  it('never takes a session back from where a CONT of the plan moved it to', () => {
    const move: readonly ServerCommand[] = [
      { kind: 'CONT', serverUri: 'https://h/1' },
      { kind: 'CONT', serverUri: 'https://h/2' },
    ];
    const moving: SessionPlanner<number> = {
      ...planner(9),
      begin: () => ({ kind: 'commands', commands: move, progress: 0 }),
    };
    const markAfter = (codes: readonly number[]) => {
      const [first] = run([package1(), package3('a', codes)], moving).effects.flatMap((effect) =>
        effect.kind === 'sendPackage2' ? effect.commands : [],
      );
      return first?.kind === 'CONT' ? first.serverUri : first?.kind;
    };
    expect(markAfter([200, 200])).toBe('https://h/2');
    expect(markAfter([200, 400])).toBe('https://h/1');
    expect(markAfter([400, 400])).toBe('https://h/dm');
    const events = [package1(), package3('a'), package3('b', [200, 200, 200]), package3('c')];
    expect(run(events, moving).effects.at(-1)).toMatchObject({
      commands: [{ serverUri: 'https://h/2' }, ...commands],
    });
  });

  it.each([
    ['before #1', []],
    ['in the middle', [package1(), package3('a')]],
  ])('is abandoned with its fault %s, once', (_when, events) => {
    const abandon = { kind: 'abandon', fault } as const;
    const { session, effects } = run([...events, abandon]);
    expect(effects).toEqual([{ kind: 'ended', outcome: { kind: 'abandoned', fault } }]);
    expect(session.phase).toEqual({ kind: 'ended', outcome: { kind: 'abandoned', fault } });
    expect(run([...events, abandon, abandon]).effects).toEqual([]);
  });

  it('that was abandoned answers nothing any more, not even what comes again', () => {
    const abandon = { kind: 'abandon', fault } as const;
    expect(run([package1(), abandon, package1()]).effects).toEqual(refused);
    expect(run([package1(), package3('a'), abandon, package3('a')]).effects).toEqual(refused);
    expect(run([package1(), abandon, package3('b')]).effects).toEqual(refused);
  });

  it('that ended is not abandoned any more', () => {
    const { session, effects } = run([package1(), package3('a'), package3('b'), { kind: 'abandon', fault }]);
    expect(effects).toEqual([]);
    expect(session.phase).toEqual({ kind: 'ended', outcome });
  });

  it('ends once, and sends nothing but the same END after that, whatever comes', () => {
    const event = fc.oneof(
      fc.constantFrom('first', 'other').map(package1),
      fc.constantFrom('a', 'b', 'c', 'd', 'e').map((digest) => package3(digest)),
      fc.constant<ServerEvent>({ kind: 'abandon', fault }),
    );
    let ended = 0;
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        let session: ServerSession<number> = newServerSession();
        let endings = 0;
        for (const each of events) {
          const { session: next, effects } = stepServerSession(session, each, planner(2));
          const answers = effects.filter(({ kind }) => kind === 'sendPackage2' || kind === 'refuse');
          expect(answers).toHaveLength(each.kind === 'abandon' ? 0 : 1);
          if (session.phase.kind === 'ended') {
            expect(next.phase).toBe(session.phase);
            expect(
              effects.length === 0 ||
                effects.every((effect) => effect.kind === 'refuse') ||
                effects.every(
                  (effect) => effect.kind === 'sendPackage2' && effect.commands[0]?.kind === 'END',
                ),
            ).toBe(true);
          }
          endings += effects.filter(({ kind }) => kind === 'ended').length;
          session = next;
        }
        expect(endings).toBe(session.phase.kind === 'ended' ? 1 : 0);
        ended += endings;
      }),
      { numRuns: 1000 },
    );
    expect(ended).toBeGreaterThan(100);
  });
});
