import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { instancesOf } from '../../core/mo/device-objects.ts';
import { printNode } from '../../core/mo/serialization.ts';
import { createAutomaticBrowser } from '../../main/device/automatic-browser.ts';
import { exampleFile, startTestBench, type TestBench } from '../support/bench.ts';
import { examples, runCli } from '../support/cli.ts';
import { bootedDevice } from '../support/devices.ts';

const deviceId = 'IMEI:352099001761408';

describe('forms that are answered without a person', () => {
  let started: TestBench | undefined;
  afterEach(async () => {
    await started?.close();
    started = undefined;
  });

  it.each(['http', 'https'] as const)('go on over %s, with what was given', async (transport) => {
    const profile = JSON.parse(exampleFile('installation.profile.json').text);
    profile.server.transport = transport;
    const bench = await startTestBench({
      profile: { name: 'installation.profile.json', text: JSON.stringify(profile) },
      list: exampleFile('devices-3.csv'),
    });
    started = bench;
    const browser = createAutomaticBrowser({
      given: { place: 'mast', height: 12.5 },
      now: () => Date.now(),
    });
    const devInfo = { DevID: deviceId, Mod: 'GW-200', FwV: '2.4.1' };
    const { device } = bootedDevice(bench.messages.get(deviceId)!, devInfo, browser);
    await device.bootstrapComplete();
    await device.left();
    const outcomes = bench.events.flatMap((event) => (event.kind === 'sessionEnded' ? [event.outcome] : []));
    expect(outcomes).toEqual(['suspended', 'fulfilled']);
    const gateway = instancesOf(device.state.objects, 'urn:oma:mo:example-gateway:1.0').get('gateway')!;
    expect(printNode(gateway)).toMatchObject({ Site: { Place: 'mast', Height: 12.5 } });
    await device.off();
  });

  it('go on in a batch from the command line', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'automatic-'));
    const answers = path.join(folder, 'answers.json');
    writeFileSync(answers, '{ "place": "wall", "note": "By itself" }');
    const order = [
      ...['--profile', path.join(examples, 'installation.profile.json')],
      ...['--devices', path.join(examples, 'devices-3.csv')],
    ];
    const data = ['--data', path.join(folder, 'data')];
    const report = path.join(folder, 'report.json');
    const done = await runCli(
      ...['provision', ...data, ...order, '--port', '0', '--report', report],
      ...['--browser', 'auto', '--answers', answers],
    );
    expect(done.code).toBe(0);
    writeFileSync(answers, '{ "place": { "no": 1 } }');
    const wrong = await runCli('provision', ...data, ...order, '--browser', 'auto', '--answers', answers);
    expect(wrong.code).toBe(1);
    expect(JSON.stringify(wrong)).toContain('ANSWERS_FILE_WRONG');
    const usage = await runCli('provision', ...data, ...order, '--browser', 'some');
    expect(usage.code).toBe(2);
  });
});
