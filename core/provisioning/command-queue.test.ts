import { describe, expect, it } from 'vitest';
import type { CommandResult, PlanTurn } from '../dm/server-session.ts';
import { type CommandQueue, type QueuedProgress, withQueue } from './command-queue.ts';
import { plannerOf } from './planner.ts';
import { type QueuedWork, queuedCommand } from './queued-work.ts';
import { plansWith } from './test-profile.ts';

const addresses = {
  resource: (name: string) => `https://h/repository/d/${name}`,
  dm: 'https://h/dm',
  showForm: (form: string) => `https://h:1/interaction/${form}`,
};
const step = { step: 'A', commands: [{ command: 'DELETE', target: 'urn:a:b/i/plan' }] };

/** A queue in memory: works by their ids, two at a time. */
function queueOf(...works: readonly QueuedWork[]) {
  const waiting = works.map((work, index) => ({ id: `c${index + 1}`, work }));
  const reported: (readonly [string, number | undefined])[] = [];
  const queue: CommandQueue = {
    take: () =>
      waiting.splice(0, 2).map(({ id, work }) => ({ id, command: queuedCommand(id, work, addresses) })),
    reported: (results) => {
      for (const { id, result } of results) reported.push([id, result.status?.code]);
    },
  };
  return { queue, reported, add: (id: string, work: QueuedWork) => waiting.push({ id, work }) };
}
const remove = (node: string): QueuedWork => ({ kind: 'DELETE', target: `urn:a:b/i/${node}` });
const told = (turn: PlanTurn<QueuedProgress>) => {
  if (turn.kind === 'commands')
    return turn.commands
      .map((each) => ('target' in each ? each.target?.path.length : 0) && kindOf(each))
      .join();
  return turn.kind === 'finished' ? turn.outcome.kind : turn.kind;
};
const kindOf = (command: { readonly kind: string }) => `${command.kind}`;

function run(planner: ReturnType<typeof withQueue>, statuses: (turn: number) => number | undefined) {
  const turns: string[] = [];
  let turn = planner.begin({ alerts: [] });
  for (let index = 0; turn.kind === 'commands'; index++) {
    turns.push(told(turn));
    const code = statuses(index);
    const results = turn.commands.map(
      (command): CommandResult => (code === undefined ? { command } : { command, status: { code } }),
    );
    // Kept as text between packages, as sessions are.
    turn = planner.next(JSON.parse(JSON.stringify(turn.progress)), results, []);
  }
  return [...turns, told(turn)];
}

describe('the queue of a device', () => {
  it('is worked through when the plan was fulfilled, a few commands at a time', () => {
    const { queue, reported } = queueOf(remove('a'), remove('b'), remove('c'));
    const planner = withQueue(plannerOf(plansWith([step]), 0), queue);
    expect(run(planner, () => 200)).toEqual(['DELETE', 'DELETE,DELETE', 'DELETE', 'fulfilled']);
    expect(reported).toEqual([
      ['c1', 200],
      ['c2', 200],
      ['c3', 200],
    ]);
  });

  it('is worked through also where the plan has failed, which stays failed', () => {
    const { queue, reported } = queueOf(remove('a'));
    const planner = withQueue(plannerOf(plansWith([step]), 0), queue);
    expect(run(planner, (turn) => (turn === 0 ? 500 : 200))).toEqual(['DELETE', 'DELETE', 'failed']);
    expect(reported).toEqual([['c1', 200]]);
  });

  it('is worked through before a plan waits, and refusals change nothing of the plan', () => {
    const { queue, reported } = queueOf(remove('a'), remove('b'));
    const wait = {
      step: 'Run',
      commands: [{ command: 'EXEC', target: 'urn:a:b/i/run', asynchronous: true }],
      wait: { alert: 'urn:x', seconds: 60 },
    };
    const planner = withQueue(plannerOf(plansWith([wait]), 0), queue);
    expect(run(planner, (turn) => (turn === 0 ? 202 : undefined))).toEqual([
      'EXEC',
      'DELETE,DELETE',
      'suspended',
    ]);
    expect(reported).toEqual([
      ['c1', undefined],
      ['c2', undefined],
    ]);
  });

  it('takes what is queued meanwhile into the same session', () => {
    const { queue, add } = queueOf(remove('a'));
    const planner = withQueue(plannerOf(plansWith([step]), 0), queue);
    const turns = run(planner, (turn) => {
      if (turn === 1) add('late', remove('z'));
      return 200;
    });
    expect(turns).toEqual(['DELETE', 'DELETE', 'DELETE', 'fulfilled']);
  });

  it('changes nothing where it is empty', () => {
    const { queue } = queueOf();
    expect(run(withQueue(plannerOf(plansWith([step]), 0), queue), () => 200)).toEqual([
      'DELETE',
      'fulfilled',
    ]);
  });
});
