import { afterEach, describe, expect, it } from 'vitest';
import type { Firing } from '../../core/alerts/firing.ts';
import { alertBounds } from '../../core/alerts/kept-alert.ts';
import type { AlertRule } from '../../core/alerts/rule.ts';
import { testRule } from '../../core/alerts/test-rule.ts';
import type { AlertTold } from '../../core/api-alerts.ts';
import { type Alert, alertTypes, interactionEndAlert } from '../../core/dm/alerts.ts';
import { printPackage1 } from '../../core/dm/packages.ts';
import type { SimulatedDevice } from '../../main/device/simulated-device.ts';
import { exampleFile, startTestBench, type TestBench } from '../support/bench.ts';
import { bootedDevice } from '../support/devices.ts';

const deviceId = 'IMEI:352099001761408';
const other = 'IMEI:352099001761770';
const everything = { severityAtLeast: 'indeterminate', type: '', search: '', open: false } as const;
const page = { offset: 0, limit: 500 };
const devInfo = { DevID: deviceId, Mod: 'GW-200', FwV: '2.4.1' };
const firmware = 'urn:oma:mo:oma-fumo:1.0/f1';
const permits = ['urn:oma:mo:oma-dm-devinfo:1.0', 'urn:oma:mo:oma-dm-dmacc:1.2', 'urn:oma:mo:oma-fumo:1.0'];
const order = {
  profile: {
    name: 'alerts.json',
    text: JSON.stringify({
      ...JSON.parse(exampleFile('gateway.profile.json').text),
      ...{ permits, configurations: {}, bootstrap: [] },
      sessionPlan: [
        { step: 'Identify', commands: [{ command: 'GET', target: 'urn:oma:mo:oma-dm-devinfo:1.0//' }] },
      ],
    }),
  },
  list: exampleFile('devices-3.csv'),
};

describe('alerts of devices', () => {
  let started: TestBench | undefined;
  let device: SimulatedDevice | undefined;
  afterEach(async () => {
    await device?.off();
    await started?.close();
    [started, device] = [undefined, undefined];
  });

  const begin = async (dataFolder?: string) => {
    started = await startTestBench(order, dataFolder, { known: dataFolder !== undefined });
    return started;
  };
  const withDevice = async () => {
    const bench = await begin();
    device = bootedDevice(bench.messages.get(deviceId)!, devInfo).device;
    await device.bootstrapComplete();
    return { ...bench, device };
  };
  const alertsOf = ({ bench }: TestBench) =>
    bench.alertDesk.page({ ...everything, ...page }).rows.toReversed();
  const detailsOf = (run: TestBench) =>
    alertsOf(run).map(({ alertId }) => run.bench.alertDesk.detail(alertId));
  /** Opens a session with these alerts. */
  const tell = async (run: TestBench, alerts: readonly Alert[], from = deviceId) => {
    const response = await run.post(
      from,
      printPackage1({ alerts: [{ alertType: alertTypes.clientInitiated }, ...alerts] }),
    );
    expect(response.status).toBe(200);
    await run.bench.alertDesk.settled();
  };
  const follow = ({ bench }: TestBench, ...rules: readonly AlertRule[]) =>
    bench.alertDesk.saveRules({ revision: bench.alertDesk.rules().revision, rules });
  const firingsOf = (run: TestBench): readonly (readonly Firing[])[] =>
    detailsOf(run).map(({ firings }) => firings);
  const acts = (run: TestBench) => firingsOf(run).flatMap((firings) => firings.map(({ act }) => act));

  it('are kept with their session, and the protocol’s own are not', async () => {
    const run = await withDevice();
    expect(alertsOf(run)).toEqual([]);
    await run.device.raise({
      alertType: 'urn:oma:at:example:1.0:BatteryLow',
      sourceUri: 'urn:oma:mo:oma-dm-devinfo:1.0/main/',
      mark: 'warning',
      data: { Level: 7, Note: '<img src=x onerror=alert(1)> \u202Ereversed' },
    });
    const [session] = run.bench.store.sessions.ofDevice(deviceId);
    const [alert] = detailsOf(run);
    expect(alert).toMatchObject({
      ...{
        deviceId,
        label: 'BX04100-C',
        sessionId: session?.sessionId,
        severity: 'warning',
        mark: 'warning',
      },
      ...{ alertType: 'urn:oma:at:example:1.0:BatteryLow', sourceUri: 'urn:oma:mo:oma-dm-devinfo:1.0/main/' },
      firings: [],
    });
    expect(JSON.parse(alert?.data ?? '')).toEqual({
      Level: 7,
      Note: '<img src=x onerror=alert(1)> \u202Ereversed',
    });
    const address = `${run.bench.server.http.interaction}/abcdefghijklmnopqrstuvwxyz012345`;
    await tell(run, [interactionEndAlert({ serverUri: address, reason: 'closed' })]);
    expect(alertsOf(run)).toHaveLength(1);
  });

  it('are kept once where their package comes twice, and in bounds where it is a flood', async () => {
    const run = await begin();
    const body = printPackage1({ alerts: [{ alertType: 'urn:x:once' }] });
    await run.post(deviceId, body);
    await run.post(deviceId, body);
    expect(alertsOf(run)).toHaveLength(1);
    const many = Array.from({ length: 30_000 }, () => ({ alertType: 'urn:x:flood' }));
    await tell(run, [...many, { alertType: 'urn:x:last' }], other);
    expect(run.bench.alertDesk.counts().total).toBe(alertBounds.ofDevice + 1);
    const large = { alertType: 'urn:x:large', data: { text: 'x'.repeat(1_000_000) } };
    await tell(run, [large], deviceId);
    const last = detailsOf(run).at(-1);
    expect(last).toMatchObject({ alertType: 'urn:x:large', dataLength: 1_000_011 });
    expect(last?.data).toHaveLength(alertBounds.data);
  });

  it('are acknowledged once, by whoever is there, and the audit log says so', async () => {
    const run = await begin();
    const { alertDesk, store } = run.bench;
    await tell(run, [
      { alertType: 'urn:x:a', mark: 'fatal' },
      { alertType: 'urn:x:b', mark: 'minor' },
    ]);
    await tell(run, [{ alertType: 'urn:x:c', mark: 'critical' }], other);
    expect(alertDesk.counts()).toEqual({ total: 3, open: 3, grave: 2 });
    const [first] = alertsOf(run);
    expect(alertDesk.acknowledge({ kind: 'these', alertIds: [first!.alertId, 4711] })).toBe(1);
    expect(alertDesk.acknowledge({ kind: 'these', alertIds: [first!.alertId] })).toBe(0);
    expect(() => alertDesk.acknowledge({ kind: 'these', alertIds: [4711] })).toThrow(/no alert 4711/);
    expect(alertDesk.detail(first!.alertId).acknowledged?.by).toEqual({ kind: 'bench' });
    // One that came after the list was looked at stays open.
    const upTo = alertsOf(run).at(-1)!.alertId;
    await tell(run, [{ alertType: 'urn:x:later' }], other);
    expect(alertDesk.acknowledge({ kind: 'found', ...everything, upTo })).toBe(2);
    expect(alertDesk.counts()).toEqual({ total: 4, open: 1, grave: 0 });
    const acts = store.audit
      .page({ search: '', offset: 0, limit: 50, kinds: ['alertsAcknowledged'] })
      .rows.map(({ text }) => JSON.parse(text) as { act: object; subject: object });
    expect(acts).toMatchObject([
      { act: { count: 2, first: first!.alertId + 1, last: upTo }, subject: {} },
      { act: { count: 1, first: first!.alertId }, subject: { deviceId } },
    ]);
  });

  it('are marked and told by rules, once a burst', async () => {
    const run = await begin();
    const told: AlertTold[] = [];
    follow(
      run,
      testRule({
        ruleId: 'graver',
        name: 'Graver',
        when: { type: '*:Door*', data: { member: 'Open', equals: 'true' } },
        actions: [{ kind: 'mark', severity: 'critical' }],
      }),
      testRule({ ruleId: 'tell', when: { severityAtLeast: 'critical' }, actions: [{ kind: 'tell' }] }),
    );
    const door = (open: boolean) => ({ alertType: 'urn:x:Door', mark: 'harmless', data: { Open: open } });
    await tell(run, [door(true)]);
    expect(firingsOf(run).flat()).toMatchObject([
      { ruleId: 'graver', ruleName: 'Graver', marked: 'critical' },
      { ruleId: 'tell', told: 'nobody' },
    ]);
    run.bench.alertDesk.listen({ told: (each) => told.push(each) });
    await tell(run, [door(false), door(true)], other);
    expect(alertsOf(run).map(({ severity }) => severity)).toEqual(['critical', 'harmless', 'critical']);
    expect(run.bench.alertDesk.counts().grave).toBe(2);
    // The first found no window; the second is told, and of those that follow closely nobody is told again.
    expect(told).toMatchObject([{ ruleId: 'tell', ruleName: 'Rule', alert: { severity: 'critical' } }]);
    expect(firingsOf(run).at(-1)?.[1]).toMatchObject({ told: 'window' });
    await tell(run, [door(true), door(true)]);
    expect(told).toHaveLength(1);
    expect(firingsOf(run).at(-1)).toMatchObject([
      { ruleId: 'graver' },
      { ruleId: 'tell', told: 'sameBurst' },
    ]);
  });

  it('make rules queue commands, which the device’s next session carries out', async () => {
    const run = await withDevice();
    const work = { kind: 'GET', targets: ['urn:oma:mo:oma-dm-devinfo:1.0//FwV'] } as const;
    follow(
      run,
      testRule({
        actions: [{ kind: 'queue', works: [{ ...work, targets: [...work.targets] }] }, { kind: 'ask' }],
      }),
    );
    await run.device.raise({ alertType: 'urn:x:look' });
    await run.bench.alertDesk.settled();
    const [queued] = run.bench.commands.ofDevice(deviceId);
    // A device that is nowhere listening cannot be asked; what is queued goes with the session that it opens.
    expect(acts(run)).toEqual([{ kind: 'acted', commandIds: [queued?.commandId], asked: 'unknownAddress' }]);
    await run.device.session([]);
    expect(run.bench.commands.ofDevice(deviceId)[0]?.state).toMatchObject({ kind: 'reported', status: 200 });
  });

  it('that their own commands bring about do not make them act again', async () => {
    const run = await withDevice();
    run.bench.devices.adopt(run.device);
    device = undefined;
    follow(
      run,
      testRule({
        when: { type: '*:OperationComplete', severityAtLeast: 'critical' },
        actions: [
          {
            kind: 'queue',
            works: [{ kind: 'EXEC', target: `${firmware}/DownloadAndUpdate`, asynchronous: true }],
          },
          { kind: 'ask' },
        ],
      }),
    );
    // There is no such image: the update fails, the rule begins it again, and it fails again.
    const data = {
      FUMO: { DownloadAndUpdate: { PkgURL: `${run.bench.server.http.repository}/shared/none` } },
    };
    await run.bench.commands.queue(
      deviceId,
      [
        { kind: 'place', target: `${firmware}/`, data },
        { kind: 'EXEC', target: `${firmware}/DownloadAndUpdate`, asynchronous: true },
      ],
      true,
    );
    await expect.poll(() => alertsOf(run).length, { timeout: 15_000 }).toBe(2);
    await run.bench.alertDesk.settled();
    expect(acts(run)).toMatchObject([
      { kind: 'acted', asked: 'asked', commandIds: [expect.any(String)] },
      { kind: 'heldBack', why: 'paused' },
    ]);
    const sent = run.bench.commands.ofDevice(deviceId).filter(({ work }) => work.kind === 'EXEC');
    expect(sent).toHaveLength(2);
    const audited = run.bench.store.audit.page({
      search: '',
      offset: 0,
      limit: 99,
      kinds: ['alertRuleActed'],
    });
    expect(audited.rows.map(({ text }) => JSON.parse(text))).toMatchObject([
      { actor: { kind: 'bench' }, act: { ruleId: 'r1', name: 'Rule' }, subject: { deviceId } },
    ]);
  });

  it('make rules act so often in an hour, for all devices, and say what they could not do', async () => {
    const run = await begin();
    follow(run, testRule({ mostPerHour: 1, pauseSeconds: 60 }));
    await tell(run, [{ alertType: 'urn:x:a' }]);
    await tell(run, [{ alertType: 'urn:x:a' }, { alertType: 'urn:x:b' }], other);
    expect(acts(run)).toMatchObject([
      { kind: 'failed', fault: { code: 'NOTIFICATION_NO_ADDRESS' }, commandIds: [] },
      { kind: 'heldBack', why: 'tooMany' },
      { kind: 'heldBack', why: 'tooMany' },
    ]);
    const rules = run.bench.alertDesk.rules();
    expect(rules.standings.r1).toMatchObject({ matched: 3 });
    expect(run.bench.alertDesk.firings({ ruleId: 'r1', ...page })).toMatchObject({
      total: 3,
      rows: [{ deviceId: other }, { deviceId: other }, { deviceId }],
    });
  });

  it('that came before there was a rule are none of its business, and a preview says which it would match', async () => {
    const run = await begin();
    await tell(run, [{ alertType: 'urn:x:old', mark: 'minor' }, { alertType: 'urn:y:old' }]);
    const mark: AlertRule['actions'] = [{ kind: 'mark', severity: 'fatal' }];
    const rules = [
      testRule({ ruleId: 'mark', when: { severityAtLeast: 'minor' }, actions: mark }),
      testRule({ ruleId: 'fatal', enabled: false, when: { severityAtLeast: 'fatal' } }),
    ];
    expect(run.bench.alertDesk.preview(rules, 'fatal')).toMatchObject({
      ...{ looked: 2, matched: 1, notLookedInto: 0 },
      rows: [{ alertType: 'urn:x:old', severity: 'minor' }],
    });
    follow(run, ...rules);
    await tell(run, [{ alertType: 'urn:x:new', mark: 'minor' }], other);
    expect(alertsOf(run).map(({ severity }) => severity)).toEqual(['minor', 'indeterminate', 'fatal']);
  });

  it('have rules that nobody changes over another’s head', async () => {
    const run = await begin();
    follow(run, testRule({ enabled: false }));
    expect(() => run.bench.alertDesk.saveRules({ revision: 0, rules: [] })).toThrow(/Somebody else/);
    expect(run.bench.alertDesk.rules().rules).toHaveLength(1);
    const changes = run.bench.store.audit.page({
      search: '',
      offset: 0,
      limit: 9,
      kinds: ['alertRulesChanged'],
    });
    expect(changes.rows.map(({ text }) => JSON.parse(text).act)).toMatchObject([
      { rules: 1, added: ['Rule'], removed: [], changed: [], moved: false },
    ]);
  });

  it('go on with a bench that is started again, and what it left in the middle is said to be unknown', async () => {
    const run = await begin();
    follow(run, testRule({ actions: [{ kind: 'mark', severity: 'minor' }] }));
    await tell(run, [{ alertType: 'urn:x:asked' }]);
    const [asked] = alertsOf(run);
    const { store } = run.bench;
    // As a bench that is killed leaves it: one firing in the middle, and one alert that no rule was asked about.
    store.transaction(() => {
      store.alertRules.addFiring(
        { ruleId: 'r9', ruleName: 'Gone', alertId: asked!.alertId, at: 1, act: { kind: 'acting' } },
        1,
      );
      store.alerts.keep({ deviceId, sessionId: asked!.sessionId, at: 2 }, [{ alertType: 'urn:x:unasked' }]);
    });
    await run.close();
    const again = await begin(run.dataFolder);
    await again.bench.alertDesk.settled();
    expect(alertsOf(again).map(({ severity }) => severity)).toEqual(['minor', 'minor']);
    expect(firingsOf(again)[0]?.[1]?.act).toMatchObject({
      kind: 'failed',
      fault: { code: 'ALERT_RULE_INTERRUPTED' },
    });
  });
});
