import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Alert } from '../dm/alerts.ts';
import type { ServerCommand } from '../dm/commands.ts';
import { nodeAddress } from '../dm/node-address.ts';
import type { CommandStatus } from '../dm/packages.ts';
import type { CommandResult } from '../dm/server-session.ts';
import { parseMoData, type SerializedMo } from '../mo/serialization.ts';
import { type PlanProgress, plannerOf } from './planner.ts';
import { plansWith } from './test-profile.ts';

const gateway = 'urn:oma:mo:example-gateway:1.0';
const failure = fc.oneof(
  fc.constantFrom('stop', 'goOn'),
  fc.integer({ min: 1, max: 3 }).map((retry) => ({ retry })),
);
const wait = fc.option(
  fc.record({ seconds: fc.constantFrom(1, 600), resultCodes: fc.constant([200, 201]) }),
  {
    nil: undefined,
  },
);
const step = fc
  .record({ onFailure: failure, wait, reads: fc.integer({ min: 1, max: 3 }) })
  .map(({ onFailure, wait: each, reads }) => ({
    step: 'S',
    commands: [
      { command: 'EXEC', target: `${gateway}/g1/Run`, asynchronous: true },
      ...Array.from({ length: reads }, () => ({
        command: 'GET',
        target: `${gateway}/g1/`,
        expect: { values: { 'Gateway/APN': 'x' } },
      })),
    ],
    onFailure,
    ...(each ? { wait: each } : {}),
  }));
const steps = fc.array(step, { minLength: 1, maxLength: 3 });

const asExpected: SerializedMo = {
  clientUri: nodeAddress(gateway, 'g1'),
  data: parseMoData({ Gateway: { APN: 'x' } }),
};
const odd: fc.Arbitrary<CommandStatus | undefined> = fc.option(
  fc.record({
    code: fc.constantFrom(200, 202, 304, 404, 500),
    data: fc.constantFrom<readonly SerializedMo[]>(
      [],
      [asExpected],
      [{ clientUri: nodeAddress('urn:a:b', ''), data: parseMoData({ Gateway: 1 }) }],
      [{ clientUri: nodeAddress(gateway, ''), data: parseMoData({ Gateway: { APN: {} } }) }],
    ),
  }),
  { nil: undefined },
);
/** What a device says of a command: mostly that it went as expected. */
const reply = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.constant(({ kind }: ServerCommand): CommandStatus | undefined =>
      kind === 'EXEC' ? { code: 202 } : { code: 200, data: [asExpected] },
    ),
  },
  { weight: 1, arbitrary: odd.map((status) => () => status) },
);
const alert: fc.Arbitrary<Alert> = fc.record(
  {
    alertType: fc.constantFrom('urn:oma:at:example-gateway:1.0:OperationComplete', 'urn:a'),
    sourceUri: fc.constantFrom(`${gateway}/g1/Run`, `${gateway}//Run`, 'nonsense', 'urn:a:b/(x)/'),
    data: fc.constantFrom({ ResultCode: 200 }, { ResultCode: 201 }, { ResultCode: 500 }, null, 'x'),
  },
  { requiredKeys: ['alertType'] },
);
const round = fc.record({
  replies: fc.array(reply, { minLength: 4, maxLength: 4 }),
  alerts: fc.array(alert, { maxLength: 3 }),
  later: fc.integer({ min: 0, max: 400_000 }),
});

it('whatever a device says, no plan throws, and each ends within its steps times their attempts', () => {
  const ends = new Map<string, number>();
  const count = (kind: string) => ends.set(kind, (ends.get(kind) ?? 0) + 1);
  fc.assert(
    fc.property(steps, steps, fc.infiniteStream(round), (first, second, rounds) => {
      const plans = plansWith({ steps: first, next: 'second' }, { plans: { second } });
      const attempts = [...first, ...second].reduce(
        (sum, { onFailure }) => sum + (typeof onFailure === 'object' ? onFailure.retry + 1 : 1),
        0,
      );
      let now = 0;
      let sent = 0;
      let turn = plannerOf(plans, now).begin({ alerts: [] });
      while (turn.kind !== 'finished') {
        count(turn.kind);
        const { replies, alerts, later } = rounds.next().value;
        // Time goes on: a device that never tells is overdue after a while.
        now += later + 1;
        if (turn.kind === 'suspended') {
          const resumed: PlanProgress = JSON.parse(JSON.stringify(turn.progress));
          turn = plannerOf(plans, now, resumed).begin({ alerts });
          continue;
        }
        expect(++sent).toBeLessThanOrEqual(attempts);
        const results = turn.commands.map((command, index): CommandResult => {
          const status = replies[index]?.(command);
          return status ? { command, status } : { command };
        });
        turn = plannerOf(plans, now).next(turn.progress, results, alerts);
      }
      count(turn.outcome.kind);
    }),
    { numRuns: 500 },
  );
  for (const kind of ['commands', 'suspended', 'failed', 'fulfilled'])
    expect(ends.get(kind)).toBeGreaterThan(20);
});
