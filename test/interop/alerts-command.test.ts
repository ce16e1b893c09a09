import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { testRule } from '../../core/alerts/test-rule.ts';
import { type Alert, alertTypes } from '../../core/dm/alerts.ts';
import { printPackage1 } from '../../core/dm/packages.ts';
import { openDatabase } from '../../main/store/database.ts';
import { exampleFile, startTestBench, type TestBench } from '../support/bench.ts';
import { endRunning, runCli, temporaryFolder } from '../support/cli.ts';

const deviceId = 'IMEI:352099001761408';
const other = 'IMEI:352099001761770';
const order = { profile: exampleFile('gateway.profile.json'), list: exampleFile('devices-3.csv') };

describe('alerts at the command line', () => {
  let run: TestBench | undefined;
  afterEach(async () => {
    await endRunning();
    await run?.close();
    run = undefined;
  });
  const tell = async ({ post }: TestBench, from: string, ...alerts: readonly Alert[]) => {
    const { status } = await post(
      from,
      printPackage1({ alerts: [{ alertType: alertTypes.clientInitiated }, ...alerts] }),
    );
    expect(status).toBe(200);
  };
  const cli = ({ dataFolder }: TestBench, ...args: readonly string[]) =>
    runCli('alerts', ...args, '--data', dataFolder);

  it('are listed, with all that is kept of them, and acknowledged', async () => {
    run = await startTestBench(order);
    await tell(
      run,
      deviceId,
      { alertType: 'urn:x:door', mark: 'fatal', data: { Open: true, Text: '\u202E\n<b>' } },
      { alertType: 'urn:x:battery', mark: 'warning' },
    );
    await tell(run, other, { alertType: 'urn:x:door', mark: 'critical' });
    const all = await cli(run, 'list');
    expect(all.code).toBe(0);
    expect(all.lines).toMatchObject([
      { event: 'alert', alertId: 3, deviceId: other, severity: 'critical' },
      { event: 'alert', alertId: 2, severity: 'warning' },
      { event: 'alert', alertId: 1, label: 'BX04100-C', alertType: 'urn:x:door', severity: 'fatal' },
    ]);
    const whole = await cli(run, 'list', '--severity', 'critical', '--device', 'BX04100', '--whole');
    expect(whole.lines).toMatchObject([
      { alertId: 1, data: '{"Open":true,"Text":"\u202E\\n<b>"}', firings: [] },
    ]);
    expect((await cli(run, 'list', '--type', 'door', '--limit', '1')).lines).toHaveLength(1);

    expect((await cli(run, 'ack', '1', '2')).lines).toEqual([{ event: 'acknowledged', alerts: 2 }]);
    expect((await cli(run, 'ack', '1')).lines).toEqual([{ event: 'acknowledged', alerts: 0 }]);
    expect((await cli(run, 'list', '--open')).lines).toMatchObject([{ alertId: 3 }]);
    expect((await cli(run, 'ack', '--all', '--severity', 'fatal')).lines).toMatchObject([{ alerts: 0 }]);
    expect((await cli(run, 'ack', '--all')).lines).toMatchObject([{ alerts: 1 }]);
    expect(run.bench.alertDesk.detail(1).acknowledged?.by).toMatchObject({ kind: 'commandLine' });
    expect((await cli(run, 'ack', '77')).lines).toMatchObject([{ event: 'error', code: 'ALERT_UNKNOWN' }]);
  });

  it('have rules that are written to a file and saved from one', async () => {
    run = await startTestBench(order);
    const folder = temporaryFolder('alert-rules');
    const file = path.join(folder, 'rules.json');
    const rules = [
      testRule({ name: 'Ask', when: { type: 'urn:x:*' } }),
      testRule({ ruleId: 'r2', enabled: false }),
    ];
    writeFileSync(file, JSON.stringify(rules));
    const saved = await cli(run, 'rules', '--save', file);
    expect(saved.code).toBe(0);
    expect(saved.lines).toMatchObject([
      { event: 'rule', rule: { ruleId: 'r1', name: 'Ask' } },
      { event: 'rule', rule: { ruleId: 'r2' } },
      { event: 'rules', revision: 1, rules: 2 },
    ]);
    await tell(run, deviceId, { alertType: 'urn:x:door' });
    await run.bench.alertDesk.settled();
    const out = path.join(folder, 'out.json');
    expect((await cli(run, 'rules', '--out', out)).lines).toMatchObject([{ matched: 1 }, {}, { rules: 2 }]);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(rules);

    writeFileSync(file, '[{"ruleId": "r1"}]');
    const wrong = await cli(run, 'rules', '--save', file);
    expect(wrong.code).toBe(1);
    expect(wrong.lines).toMatchObject([
      { event: 'error', code: 'ALERT_RULES_FILE_WRONG', place: { file: 'rules.json' } },
    ]);
    writeFileSync(file, '{');
    expect((await cli(run, 'rules', '--save', file)).lines).toMatchObject([
      { code: 'ALERT_RULES_FILE_WRONG' },
    ]);
    expect(run.bench.alertDesk.rules().rules).toHaveLength(2);
  });

  it('say what is wrong with how they are called', async () => {
    run = await startTestBench(order);
    for (const args of [[], ['list', '--severity', 'bad'], ['ack'], ['ack', 'x'], ['ack', '1', '--all']])
      expect(await cli(run, ...args)).toMatchObject({ code: 2, lines: [{ event: 'error', code: 'USAGE' }] });
    const nobody = await runCli('alerts', 'list', '--data', temporaryFolder('nobody'));
    expect(nobody.lines).toMatchObject([{ code: 'BENCH_NOT_RUNNING' }]);
  });

  it('have rules that do not act, and say so, where nobody can read them', async () => {
    run = await startTestBench(order);
    await run.close();
    const database = openDatabase(run.dataFolder);
    database.run(`UPDATE alert_rule_list SET rules_json = '[{"ruleId":"new","later":true}]', revision = 7`);
    database.close();
    run = await startTestBench(order, run.dataFolder, { known: true });
    await tell(run, deviceId, { alertType: 'urn:x:door' });
    await run.bench.alertDesk.settled();
    const told = await cli(run, 'rules');
    expect(told).toMatchObject({ code: 1, lines: [{ rules: 0, fault: { code: 'ALERT_RULES_UNREADABLE' } }] });
    // Saved anew they act again, from then on.
    const saved = run.bench.alertDesk.saveRules({
      revision: 7,
      rules: [testRule({ actions: [{ kind: 'mark', severity: 'minor' }] })],
    });
    expect(saved.fault).toBeUndefined();
    await tell(run, other, { alertType: 'urn:x:door' });
    await run.bench.alertDesk.settled();
    expect(run.bench.alertDesk.rules()).toMatchObject({ revision: 8, standings: { r1: { matched: 1 } } });
  });
});
