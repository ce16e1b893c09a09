import { afterEach, describe, expect, it } from 'vitest';
import { instancesOf } from '../../core/mo/device-objects.ts';
import { printNode } from '../../core/mo/serialization.ts';
import type { QueuedWork } from '../../core/provisioning/queued-work.ts';
import { createQueueHandlers } from '../../main/api/queue-handlers.ts';
import type { SimulatedDevice } from '../../main/device/simulated-device.ts';
import { exampleFile, startTestBench, type TestBench } from '../support/bench.ts';
import { bootedDevice } from '../support/devices.ts';
import { scriptedPerson } from '../support/scripted-person.ts';

const deviceId = 'IMEI:352099001761408';
const gatewayMoid = 'urn:oma:mo:example-gateway:1.0';
const gateway = `${gatewayMoid}/gateway`;

describe('commands that people queue for a device', () => {
  let started: TestBench | undefined;
  let device: SimulatedDevice | undefined;
  afterEach(async () => {
    await device?.off();
    await started?.close();
    [started, device] = [undefined, undefined];
  });

  const begin = async (profile = 'gateway.profile.json') => {
    const order = { profile: exampleFile(profile), list: exampleFile('devices-3.csv') };
    const bench = await startTestBench(order);
    const person = scriptedPerson({
      'Where is it?': { place: 'indoors', note: '' },
      'Done?': { safe: 'yes' },
    });
    const devInfo = { DevID: deviceId, Mod: 'GW-200', FwV: '2.4.1' };
    const booted = bootedDevice(bench.messages.get(deviceId)!, devInfo, person);
    [started, device] = [bench, booted.device];
    return { ...bench, ...booted, person };
  };
  const queue = ({ bench }: TestBench, ...works: readonly QueuedWork[]) =>
    bench.commands.queue(deviceId, works, false);
  const states = ({ bench }: TestBench) =>
    bench.commands
      .ofDevice(deviceId)
      .toReversed()
      .map(({ state }) => (state.kind === 'reported' ? (state.resultCode ?? state.status) : state.kind));
  const commandsSent = ({ events }: TestBench) =>
    events.flatMap((event) => (event.kind === 'command' ? [event.command[0]] : []));

  it('go with the next session, are read back, and do not begin the plan again', async () => {
    const run = await begin();
    await run.device.bootstrapComplete();
    const before = commandsSent(run).length;
    await queue(
      run,
      { kind: 'place', target: `${gateway}/Site/Name`, data: { Name: 'Hall 9 <b>' } },
      { kind: 'GET', targets: [`${gateway}/Site/Name`] },
      { kind: 'DELETE', target: `${gateway}/Reporting` },
      { kind: 'GET', targets: [`${gateway}/Reporting`] },
      { kind: 'HPUT', targets: [`${gateway}/`], resource: 'gateway-copy' },
      { kind: 'SUB', target: `${gateway}/Site`, resource: 'gateway-site' },
      { kind: 'UNSUB', target: `${gateway}/Site` },
    );
    expect(states(run)).toEqual(Array.from({ length: 7 }, () => 'waiting'));
    await run.device.session([]);
    expect(states(run)).toEqual([200, 200, 200, 404, 200, 200, 200]);
    expect(
      commandsSent(run)
        .slice(before)
        .filter((name) => name !== 'CONT'),
    ).toEqual([...['HGET', 'GET', 'DELETE', 'GET', 'HPUT', 'SUB', 'UNSUB']]);
    const root = printNode(instancesOf(run.device.state.objects, gatewayMoid).get('gateway')!);
    expect(root).toMatchObject({ Site: { Name: 'Hall 9 <b>' } });
    expect(root).not.toHaveProperty('Reporting');
    const known = run.bench.store.objects.get(deviceId, gatewayMoid, 'gateway');
    expect(known?.root).toMatchObject({ Site: { Name: 'Hall 9 <b>' } });
    // The session of a plan that was fulfilled before is fulfilled, and the next one runs the plan as ever.
    await run.device.session([]);
    expect(commandsSent(run).slice(-3)).toContain('HGET');
  });

  it('go with the first session, after its plan', async () => {
    const run = await begin();
    await queue(run, { kind: 'GET', targets: ['urn:oma:mo:oma-dm-devinfo:1.0//FwV'] });
    await run.device.bootstrapComplete();
    expect(states(run)).toEqual([200]);
    expect(run.events.filter((event) => event.kind === 'sessionEnded')).toMatchObject([
      { outcome: 'fulfilled' },
    ]);
  });

  it('are refused by the device one by one, and what cannot be sent is said', async () => {
    const run = await begin();
    await run.device.bootstrapComplete();
    await queue(
      run,
      { kind: 'EXEC', target: 'urn:oma:mo:oma-dm-devinfo:1.0//DevID', asynchronous: false },
      { kind: 'GET', targets: ['urn:oma:mo:nobody:1.0//'] },
      { kind: 'DELETE', target: 'urn:oma:mo:oma-dm-devinfo:1.0//DevID' },
    );
    await run.device.session([]);
    expect(states(run)).toEqual([405, 403, 405]);
    await expect(queue(run, { kind: 'SHOW', form: 'none', seconds: 60 })).rejects.toMatchObject({
      fault: { code: 'FORM_UNKNOWN' },
    });
    await expect(run.bench.commands.queue('IMEI:0', [], false)).rejects.toMatchObject({
      fault: { code: 'DEVICE_UNKNOWN' },
    });
  });

  it('can show a form', async () => {
    const run = await begin('installation.profile.json');
    await run.device.bootstrapComplete();
    await run.device.left();
    await queue(run, { kind: 'SHOW', form: 'installation', seconds: 60 });
    await run.device.session([]);
    await run.device.left();
    expect(states(run)).toEqual([200]);
    expect(run.person.pages).toHaveLength(2);
    const ended = run.events.filter((event) => event.kind === 'interaction' && event.told.what === 'ended');
    expect(ended).toMatchObject([{ told: { outcome: 'completed' } }, { told: { outcome: 'completed' } }]);
  });

  it('are followed to the outcome of what they began', async () => {
    const run = await begin();
    run.enrolAll(
      {
        name: 'scomo.json',
        text: JSON.stringify({
          ...JSON.parse(exampleFile('gateway.profile.json').text),
          permits: [
            'urn:oma:mo:oma-dm-devinfo:1.0',
            'urn:oma:mo:oma-dm-dmacc:1.2',
            gatewayMoid,
            'urn:oma:mo:oma-fumo:1.0',
          ],
        }),
      },
      exampleFile('devices-3.csv'),
    );
    await run.device.off();
    const booted = bootedDevice(run.messages.get(deviceId)!, {
      DevID: deviceId,
      Mod: 'GW-200',
      FwV: '2.4.1',
    });
    device = booted.device;
    await booted.device.bootstrapComplete();
    const firmware = 'urn:oma:mo:oma-fumo:1.0/f1';
    await run.bench.commands.queue(
      deviceId,
      [
        {
          kind: 'place',
          target: `${firmware}/`,
          data: {
            FUMO: { DownloadAndUpdate: { PkgURL: `${run.bench.server.http.repository}/shared/none.bin` } },
          },
        },
        { kind: 'EXEC', target: `${firmware}/DownloadAndUpdate`, asynchronous: true },
      ],
      false,
    );
    await booted.device.session([]);
    await booted.device.settled();
    const [placed, outcome] = states(run);
    expect(placed).toBe(200);
    // There is no such image: the device says so, later.
    expect(outcome).toBeGreaterThanOrEqual(400);
    expect(run.bench.commands.ofDevice(deviceId)[0]?.state).toMatchObject({ kind: 'reported', status: 202 });
  });

  it('are unreported where the device was gone before it answered', async () => {
    const run = await begin();
    await run.device.bootstrapComplete();
    await queue(run, { kind: 'GET', targets: [`${gateway}/`] });
    const opened = JSON.stringify({ Alert: [{ AlertType: 'urn:oma:at:dm:2.0:ClientInitiatedMgmt' }] });
    await run.post(deviceId, opened);
    expect(states(run)).toEqual(['sent']);
    run.bench.server.abandon(deviceId, { code: 'STOPPED', message: 'Gone.', remedy: '' });
    expect(states(run)).toEqual(['unreported']);
  });

  it('may be what a file of branches comes to', async () => {
    const run = await begin();
    await run.device.bootstrapComplete();
    const text = JSON.stringify([
      { ClientURI: `${gateway}/Site`, MOData: { Site: { Name: 'From a file', Floor: 2 } } },
    ]);
    const { inspection } = run.bench;
    const { importId } = inspection.readBranch(deviceId, { name: 'branch.json', text });
    const handlers = createQueueHandlers(run.bench);
    await handlers.queueBranch({ deviceId, importId, notify: false });
    await run.device.session([]);
    expect(states(run)).toEqual([200]);
    const root = printNode(instancesOf(run.device.state.objects, gatewayMoid).get('gateway')!);
    expect(root).toMatchObject({ Site: { Name: 'From a file', Floor: 2 } });
    expect(() => handlers.queueBranch({ deviceId, importId: 'none', notify: false })).toThrow(/not held/);
  });

  it('wait until they are sent, and can be cancelled until then', async () => {
    const run = await begin();
    const { commands } = await queue(run, { kind: 'GET', targets: [`${gateway}/`] });
    const [{ commandId } = { commandId: '' }] = commands;
    run.bench.commands.cancel(commandId);
    await run.device.bootstrapComplete();
    expect(states(run)).toEqual(['cancelled']);
    expect(() => run.bench.commands.cancel(commandId)).toThrow(/was sent/);
  });
});
