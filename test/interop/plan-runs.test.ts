import { afterEach, describe, expect, it } from 'vitest';
import type { SimulatedDevice } from '../../main/device/simulated-device.ts';
import { newId } from '../../main/ids.ts';
import type { PlanOrder } from '../../main/provisioning/plan-runs.ts';
import { planOfText } from '../../main/provisioning/plan-sources.ts';
import { createPlanSteps } from '../../main/provisioning/plan-steps.ts';
import { createProfileLibrary } from '../../main/provisioning/profile-library.ts';
import { readWorks } from '../../main/works-file.ts';
import { exampleFile, startTestBench, type TestBench } from '../support/bench.ts';
import { bootedDevice } from '../support/devices.ts';

const first = 'IMEI:352099001761408';
const second = 'IMEI:352099001761770';
const firmware = 'urn:oma:mo:oma-fumo:1.0';
const gateway = 'urn:oma:mo:example-gateway:1.0/gateway';
const example = JSON.parse(exampleFile('gateway.profile.json').text);

/** A profile whose plan writes a row's site, reads it back, and then reads what is not there. */
const profileText = (steps: readonly object[]) => JSON.stringify({ ...example, sessionPlan: steps });
const write = { step: 'Write', commands: [{ command: 'HGET', configuration: 'hall' }] };
const check = {
  step: 'Check',
  commands: [
    { command: 'GET', target: `${gateway}/Site/Name`, expect: { values: { Name: 'Now {{site}}' } } },
  ],
};
const missing = { step: 'Missing', commands: [{ command: 'GET', target: `${gateway}/Nowhere` }] };
example.configurations.hall = { target: `${gateway}/Site/Name`, data: { Name: 'Now {{site}}' } };

describe('plans that are queued for many devices', () => {
  let started: TestBench | undefined;
  const devices: SimulatedDevice[] = [];
  afterEach(async () => {
    for (const device of devices.splice(0)) await device.off();
    await started?.close();
    started = undefined;
  });
  const begin = async (permits: readonly string[] = []) => {
    const text = JSON.stringify({ ...example, permits: [...example.permits, ...permits] });
    const bench = await startTestBench({
      profile: { name: 'gateway.profile.json', text },
      list: exampleFile('devices-3.csv'),
    });
    started = bench;
    const boot = async (deviceId: string) => {
      const Mod = deviceId === second ? 'MTR-7' : 'GW-200';
      const devInfo = { DevID: deviceId, Mod, FwV: '2.4.1' };
      const { device } = bootedDevice(bench.messages.get(deviceId) ?? new Uint8Array(), devInfo);
      devices.push(device);
      await device.bootstrapComplete();
      return device;
    };
    return { ...bench, boot };
  };
  const settled = async ({ bench }: TestBench) => {
    await expect
      .poll(() => bench.planRuns.current()?.state, { timeout: 10_000 })
      .toMatch(/done|refused|cancelled/);
    return bench.planRuns.current();
  };
  const order = (steps: readonly object[], more: Partial<PlanOrder> = {}): PlanOrder => ({
    ...planOfText(profileText(steps), 'x.profile.json', { plan: 'sessionPlan', steps: [] }),
    ...{ deviceIds: [first, second], leaveOut: false, notify: false },
    ...more,
  });
  const outcomes = ({ bench }: TestBench) => {
    const [run] = bench.planRuns.list();
    const { rows } = bench.planRuns.devices(run?.runId ?? '', { offset: 0, limit: 10 });
    return rows.map(({ outcome, step }) => [outcome, step]);
  };

  it('go step by step with each device’s next session, and are done when it has reported them', async () => {
    const run = await begin();
    const one = await run.boot(first);
    const two = await run.boot(second);
    run.bench.planRuns.start(order([write, check]), run.bench.audit);
    expect(await settled(run)).toMatchObject({ state: 'done', queued: 2, refused: 0 });
    expect(outcomes(run)).toEqual([
      ['queued', 0],
      ['queued', 0],
    ]);
    await one.session([]);
    expect(outcomes(run)).toEqual([
      ['done', 1],
      ['queued', 0],
    ]);
    await two.session([]);
    expect(outcomes(run).map(([outcome]) => outcome)).toEqual(['done', 'done']);
    // Each has its own row's value.
    const names = [first, second].map((id) => {
      const root = run.bench.store.objects.get(id, 'urn:oma:mo:example-gateway:1.0', 'gateway')?.root;
      return JSON.stringify(root);
    });
    expect(names[0]).toMatch(/Now /);
    expect(names[0]).not.toEqual(names[1]);
  });

  it('stop where something does not come back as expected, go on or try again as the plan says', async () => {
    const run = await begin();
    const device = await run.boot(first);
    const start = async (steps: readonly object[]) => {
      run.bench.planRuns.start(order(steps, { deviceIds: [first] }), run.bench.audit);
      await settled(run);
      await device.session([]);
      const [{ runId } = { runId: '' }] = run.bench.planRuns.list();
      return run.bench.planRuns.devices(runId, { offset: 0, limit: 1 }).rows[0];
    };
    expect(await start([missing, write])).toMatchObject({
      ...{ outcome: 'refused', step: 0, stepName: 'Missing', fault: { code: 'SESSION_COMMAND_FAILED' } },
    });
    expect(await start([{ ...missing, onFailure: 'goOn' }, write, check])).toMatchObject({
      ...{ outcome: 'done', passedOver: ['Missing'] },
    });
    const sent = run.bench.commands.ofDevice(first).length;
    expect(await start([{ ...missing, onFailure: { retry: 2 } }])).toMatchObject({ outcome: 'refused' });
    expect(run.bench.commands.ofDevice(first).length - sent).toBe(3);
    expect(
      await start([
        write,
        { ...check, commands: [{ ...check.commands[0], expect: { values: { Name: 'x' } } }] },
      ]),
    ).toMatchObject({
      ...{ outcome: 'refused', step: 1, fault: { code: 'SESSION_VALUE_DIFFERS' } },
    });
  });

  it('are queued for none where some cannot run them, and for the others when somebody says so', async () => {
    const run = await begin();
    const bad = { deviceIds: [first, 'IMEI:0'] };
    run.bench.planRuns.start(order([write], bad), run.bench.audit);
    expect(await settled(run)).toMatchObject({
      ...{ state: 'refused', queued: 0, refused: 1, refusals: [{ deviceId: 'IMEI:0' }] },
    });
    expect(run.bench.planRuns.list()).toEqual([]);
    run.bench.planRuns.start(order([write], { ...bad, leaveOut: true }), run.bench.audit);
    expect(await settled(run)).toMatchObject({ state: 'done', queued: 1, refused: 1 });
    // What the description of an object forbids, and a variable that the row has not, are found before.
    const works = [
      { kind: 'EXEC', target: 'urn:oma:mo:oma-dm-devinfo:1.0//DevID', asynchronous: false },
      { kind: 'DELETE', target: `${gateway}/{{nothing}}` },
    ];
    for (const [index, code] of ['BULK_PLAN_DESCRIPTION', 'BULK_PLAN_VARIABLE_MISSING'].entries()) {
      const source = {
        kind: 'commands',
        works: readWorks(JSON.stringify([works[index]]), 'x.json'),
      } as const;
      run.bench.planRuns.start(
        order([write], { name: 'x.json', source, deviceIds: [first] }),
        run.bench.audit,
      );
      expect(await settled(run)).toMatchObject({ state: 'refused', refusals: [{ fault: { code } }] });
    }
  });

  it('are never shown done for a device that went before it answered', async () => {
    const run = await begin();
    await run.boot(first);
    run.bench.planRuns.start(order([write], { deviceIds: [first] }), run.bench.audit);
    await settled(run);
    await run.post(
      first,
      JSON.stringify({ Alert: [{ AlertType: 'urn:oma:at:dm:2.0:ClientInitiatedMgmt' }] }),
    );
    expect(outcomes(run)).toEqual([['inSession', 0]]);
    run.bench.server.abandon(first, { code: 'STOPPED', message: 'Gone.', remedy: '' });
    expect(outcomes(run)).toEqual([['unreported', 0]]);
  });

  it('end as refused where a device begins an operation and does not tell the outcome in time', async () => {
    const run = await begin([firmware]);
    await run.boot(first);
    const operate = {
      ...{ step: 'Operate', wait: { seconds: 1 } },
      commands: [{ command: 'EXEC', target: `${firmware}/gateway/Update`, asynchronous: true }],
    };
    run.bench.planRuns.start(order([operate, write], { deviceIds: [first] }), run.bench.audit);
    expect(await settled(run)).toMatchObject({ state: 'done', queued: 1 });
    await run.post(
      first,
      JSON.stringify({ Alert: [{ AlertType: 'urn:oma:at:dm:2.0:ClientInitiatedMgmt' }] }),
    );
    await run.post(first, '{"Status":[{"sc":202}]}', 3);
    expect(outcomes(run)).toEqual([['begun', 0]]);
    await expect.poll(() => outcomes(run), { timeout: 10_000 }).toEqual([['refused', 0]]);
    const [{ runId } = { runId: '' }] = run.bench.planRuns.list();
    expect(run.bench.planRuns.devices(runId, { offset: 0, limit: 1 }).rows[0]).toMatchObject({
      fault: { code: 'SESSION_OUTCOME_MISSING' },
    });
    // Told too late, it changes nothing.
    await run.post(
      first,
      JSON.stringify({
        Alert: [
          {
            ...{
              AlertType: 'urn:oma:at:fumo:1.0:OperationComplete',
              SourceURI: `${firmware}/gateway/Update`,
            },
            Data: { ResultCode: 200 },
          },
        ],
      }),
    );
    expect(run.bench.commands.ofDevice(first)[0]).toMatchObject({ state: { status: 202, resultCode: 200 } });
    expect(outcomes(run)).toEqual([['refused', 0]]);
  });

  it('are cancelled as a whole: what waits is not sent, and what was sent gets no further step', async () => {
    const run = await begin();
    const one = await run.boot(first);
    const two = await run.boot(second);
    const { bench } = run;
    bench.planRuns.start(order([write, check]), bench.audit);
    await settled(run);
    const [{ runId } = { runId: '' }] = bench.planRuns.list();
    let cancelled: Promise<number> | undefined;
    bench.server.events.listen(() => {
      const isSent = bench.commands.ofDevice(first).some(({ state }) => state.kind === 'sent');
      if (isSent) cancelled ??= bench.planRuns.cancelRun(runId, bench.audit);
    });
    await one.session([]);
    // The command of the second device; that of the first was on its way, and carried out.
    expect(await cancelled).toBe(1);
    await two.session([]);
    expect(outcomes(run)).toEqual([
      ['cancelled', 0],
      ['cancelled', 0],
    ]);
    expect(bench.commands.ofDevice(first).map(({ state }) => state.kind)).toEqual(['reported']);
    expect(bench.commands.ofDevice(second).map(({ state }) => state.kind)).toEqual(['cancelled']);
    expect(await bench.planRuns.cancelRun(runId, bench.audit)).toBe(0);
    await expect(bench.planRuns.cancelRun('none', bench.audit)).rejects.toMatchObject({
      fault: { code: 'BULK_PLAN_UNKNOWN' },
    });
  });

  it('say of a device that cannot be asked for a session that it is away', async () => {
    const run = await begin();
    run.bench.planRuns.start(order([write], { deviceIds: [first], notify: true }), run.bench.audit);
    await settled(run);
    expect(outcomes(run)).toEqual([['away', 0]]);
  });

  it('what came back of commands is offered for a step of a profile', async () => {
    const run = await begin();
    const device = await run.boot(first);
    const { store, commands, inspection, audit } = run.bench;
    const queued = await commands.queue(
      first,
      [
        { kind: 'GET', targets: [`${gateway}/Site/Serial`] },
        { kind: 'place', target: `${gateway}/Site/Name`, data: { Name: 'Hall 8' } },
      ],
      false,
    );
    await device.session([]);
    const library = createProfileLibrary(store, {
      now: () => Date.now(),
      newId,
      audit: { record: () => {} },
    });
    const { profileId } = library.keep(exampleFile('gateway.profile.json'));
    const steps = createPlanSteps({ store, library, treeOf: inspection.treeOf });
    const request = {
      ...{ deviceId: first, profileId },
      commands: queued.commands.map(({ commandId }) => ({ kind: 'queued' as const, commandId })),
    };
    const offer = steps.offer(request);
    expect(offer.expectations.map(({ id }) => id)).toEqual(['0/status', '0/value/Serial', '1/status']);
    const added = steps.add(
      {
        ...request,
        plan: 'sessionPlan',
        after: 1,
        name: 'Look',
        expected: ['0/value/Serial'],
        variables: [],
      },
      audit,
    );
    expect(added).toEqual({ plan: 'sessionPlan', index: 1, faults: [] });
    expect(library.detail(profileId).versions).toHaveLength(1);
  });
});
