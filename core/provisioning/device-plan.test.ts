import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isPlanUnderWay, outcomeUnderWay, type PlanSource, planOutcomes, planWorkOf } from './device-plan.ts';
import { devicePlansCsv } from './device-plan-report.ts';
import { readProfile } from './profile.ts';

const example = JSON.parse(
  readFileSync(new URL('../../examples/gateway.profile.json', import.meta.url), 'utf8'),
);
const gateway = 'urn:oma:mo:example-gateway:1.0/gateway';
const row = { imei: '352099001761408', serial: 'S/1', site: 'Hall 3', model: 'GW', fw: '1', apn: '' };

function sourceOf(sessionPlan: readonly object[], steps: readonly string[] = []): PlanSource {
  const configurations = {
    ...example.configurations,
    hall: { target: `${gateway}/Site/Name`, data: { Name: '{{site}}' } },
  };
  const reading = readProfile(JSON.stringify({ ...example, configurations, sessionPlan }), 'x');
  if (reading.kind === 'faults') throw new Error(JSON.stringify(reading.faults));
  return { kind: 'profile', profile: reading.profile, plan: 'sessionPlan', steps };
}
const codeOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return (error as { fault: { code: string } }).fault.code;
  }
  return undefined;
};

describe('a plan as queued work of a device', () => {
  it('has the values of its row in ClientURIs, data and what is expected', () => {
    const steps = planWorkOf(
      sourceOf([
        { step: 'Write', commands: [{ command: 'HGET', configuration: 'hall' }] },
        {
          ...{ step: 'Check', onFailure: { retry: 1 } },
          commands: [
            {
              command: 'GET',
              target: `${gateway}/{{serial}}/Name`,
              expect: { values: { Name: '{{site}}' } },
            },
            { command: 'EXEC', target: `${gateway}/Go`, asynchronous: true },
          ],
          wait: { resultCodes: [200, 201] },
        },
      ]),
      row,
    );
    expect(steps).toMatchObject([
      { name: 'Write', works: [{ kind: 'place', target: `${gateway}/Site/Name`, data: { Name: 'Hall 3' } }] },
      {
        ...{ name: 'Check', onFailure: { kind: 'retry', times: 1 }, resultCodes: [200, 201] },
        outcomeSeconds: 600,
        works: [{ targets: [`${gateway}/S%2F1/Name`] }, { kind: 'EXEC', asynchronous: true }],
        expectations: [
          { statuses: [200], values: [{ path: ['Name'], value: 'Hall 3' }] },
          { statuses: [202] },
        ],
      },
    ]);
    expect(JSON.parse(JSON.stringify(steps))).toEqual(steps);
  });

  it('can be some of its steps', () => {
    const plan = ['A', 'B', 'C'].map((step) => ({
      step,
      commands: [{ command: 'DELETE', target: `${gateway}/${step}` }],
    }));
    expect(planWorkOf(sourceOf(plan, ['C', 'A']), row).map(({ name }) => name)).toEqual(['A', 'C']);
    expect(codeOf(() => planWorkOf(sourceOf(plan, ['D']), row))).toBe('PLAN_STEP_UNKNOWN');
  });

  it.each([
    ['a column that the row has not', [{ command: 'DELETE', target: `${gateway}/{{iccid}}` }]],
    ['an empty value in a ClientURI', [{ command: 'DELETE', target: `${gateway}/{{apn}}` }]],
  ])('is refused for %s', (_what, commands) => {
    expect(codeOf(() => planWorkOf(sourceOf([{ step: 'S', commands }]), row))).toBe(
      'BULK_PLAN_VARIABLE_MISSING',
    );
  });

  it.each([
    ['an alert of another kind', { command: 'EXEC', asynchronous: true }, { alert: 'urn:x:done' }],
    ['an operation that answers at once', { command: 'EXEC' }, {}],
    [
      'one that may have answered at once',
      { command: 'EXEC', asynchronous: true, expect: { status: [200, 202] } },
      {},
    ],
  ])('is refused where a step waits for %s: nobody could say that it is done', (_what, command, wait) => {
    const commands = [{ ...command, target: `${gateway}/Go` }];
    expect(codeOf(() => planWorkOf(sourceOf([{ step: 'S', commands, wait }]), row))).toBe(
      'BULK_PLAN_STEP_UNSUPPORTED',
    );
  });

  it.each([
    ['new credentials', { command: 'HGET', credentials: 'renew' }],
    ['another server', { command: 'CONT', serverUri: 'http://other/dm' }],
    ['a resource of somebody else', { command: 'HGET', source: 'http://other/x', target: `${gateway}/Site` }],
    ['a page of somebody else', { command: 'SHOW', page: 'http://other/page' }],
  ])('is refused for %s', (_what, command) => {
    expect(codeOf(() => planWorkOf(sourceOf([{ step: 'S', commands: [command] }]), row))).toBe(
      'BULK_PLAN_STEP_UNSUPPORTED',
    );
  });

  it('is done only when the device says so', () => {
    expect(outcomeUnderWay([], false)).toBe('begun');
    expect(outcomeUnderWay(['waiting'], false)).toBe('queued');
    expect(outcomeUnderWay(['waiting'], true)).toBe('away');
    expect(outcomeUnderWay(['waiting', 'sent'], true)).toBe('inSession');
    expect(outcomeUnderWay(['sent', 'unreported'], false)).toBe('unreported');
    expect(outcomeUnderWay(['waiting', 'cancelled'], false)).toBe('cancelled');
    expect(planOutcomes.filter((kind) => !isPlanUnderWay(kind))).toEqual([
      ...['done', 'refused', 'unreported', 'cancelled'],
    ]);
  });

  it('is reported in a file in which nothing can run', () => {
    const text = devicePlansCsv([
      {
        ...{ deviceId: 'IMEI:1', label: '=HYPERLINK("x")', outcome: 'done', step: 1, steps: 2 },
        ...{ stepName: 'Check', passedOver: [], changedAt: 0 },
      },
    ]);
    expect(text).toContain('"\'=HYPERLINK(""x"")"');
    expect(text).toContain('"done","2","2"');
  });
});
