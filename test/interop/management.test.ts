import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { instancesOf, withInstance } from '../../core/mo/device-objects.ts';
import { leaf, withNodeAt } from '../../core/mo/node.ts';
import type { SimulatedDevice } from '../../main/device/simulated-device.ts';
import { startTestBench, type TestBench } from '../support/bench.ts';
import { bootedDevice } from '../support/devices.ts';

const devInfoMoid = 'urn:oma:mo:oma-dm-devinfo:1.0';
const siteMoid = 'urn:oma:mo:example-site:1.0';
const fumoMoid = 'urn:oma:mo:oma-fumo:1.0';
const scomoMoid = 'urn:oma:mo:oma-scomo:1.0';
const deviceId = 'UUID:1';

const list = { name: 'list.csv', text: 'number\n1\n2\n' };
const profileOf = (over: object) => ({
  name: 'profile.json',
  text: JSON.stringify({
    name: 'test',
    device: { id: 'UUID:{{number}}', label: 'Device {{number}}' },
    columns: { number: {} },
    server: { id: 'dm-bench', name: 'DM Bench' },
    permits: [devInfoMoid, siteMoid, fumoMoid, scomoMoid],
    configurations: {
      site: { target: `${siteMoid}/s/`, data: { Site: { Name: 'Site {{number}}', Floor: 3 } } },
      firmware: {
        target: `${fumoMoid}/f1/`,
        data: {
          FUMO: { PkgVersion: '2.0', DownloadAndUpdate: { PkgURL: '{{server.shared}}/firmware.bin' } },
        },
      },
    },
    bootstrap: [],
    simulatedDevice: { DevID: 'UUID:{{number}}' },
    ...over,
  }),
});
const step = (name: string, ...commands: object[]) => ({ step: name, commands });

describe('a whole DM client against the whole DM server', () => {
  let started: TestBench | undefined;
  let device: SimulatedDevice | undefined;
  afterEach(async () => {
    await device?.off();
    await started?.close();
    [started, device] = [undefined, undefined];
  });

  const begin = async (over: object) => {
    const bench = await startTestBench({ profile: profileOf(over), list });
    const booted = bootedDevice(bench.messages.get(deviceId)!, { DevID: deviceId, FwV: '1.0' });
    [started, device] = [bench, booted.device];
    return { ...bench, ...booted };
  };
  const transcripts = ({ bench }: TestBench) =>
    bench.store.sessions
      .ofDevice(deviceId)
      .toReversed()
      .flatMap(({ sessionId }) => bench.store.sessions.transcript(sessionId));
  const putFirmware = async ({ bench }: TestBench, octets = 200_000) => {
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'firmware-')), 'firmware.bin');
    writeFileSync(file, Buffer.alloc(octets, 7));
    await bench.repository.putFile({ kind: 'shared' }, 'firmware.bin', 'application/octet-stream', file);
  };

  it('works through every command of a plan, each with its status, and END in a package of its own', async () => {
    const run = await begin({
      sessionPlan: [
        step('Look', { command: 'GET', target: `${devInfoMoid}//DevID` }),
        step('Configure', { command: 'HGET', configuration: 'site' }),
        step('Where it likes', { command: 'HGET', configuration: 'site', deviceChooses: true }),
        step('Read', {
          command: 'GET',
          target: [`${siteMoid}/(x)/Floor?nv=(x)/Name:Site%201`, `${siteMoid}/*/Name`],
          expect: { status: [200, 409] },
        }),
        step('Keep', { command: 'HPUT', targets: [`${siteMoid}/s/`], resource: 'site-copy' }),
        step('Add', { command: 'HPOST', targets: [`${scomoMoid}//Inventory`], resource: 'inventory' }),
        step('Subscribe', { command: 'SUB', target: `${siteMoid}/s/`, resource: 'site-now' }),
        step('Unsubscribe', { command: 'UNSUB', target: `${siteMoid}/s/` }),
        step('Default', { command: 'DEFAULT', configuration: 'site' }),
        step('Go on here', { command: 'CONT', serverUri: '{{server.dm}}?round=2' }),
        step('Show', { command: 'SHOW', page: 'http://127.0.0.1:1/page', expect: { status: 501 } }),
        step('Remove', { command: 'DELETE', target: `${siteMoid}/s/` }),
        step('Not executable', { command: 'EXEC', target: `${devInfoMoid}//`, expect: { status: 405 } }),
      ],
    });
    expect(await run.device.bootstrapComplete()).not.toHaveProperty('fault');
    const ended = await run.event('sessionEnded');
    expect(ended).toMatchObject({ outcome: 'fulfilled' });
    expect(ended).not.toHaveProperty('fault');
    const packages = transcripts(run).filter(({ kind }) => kind === 'package2');
    expect(packages.at(-1)!.text).toBe('{"CMD":[["END"]]}');
    // What the device uploaded is in the repository, and known of it.
    const copy = run.bench.repository.info({ kind: 'device', deviceId }, 'site-copy');
    expect(copy).toMatchObject({ uploaded: true });
    expect(run.bench.store.objects.get(deviceId, scomoMoid, 's1')?.root).toMatchObject({
      Inventory: { Deployed: { meter: { Name: 'Meter reader' } } },
    });
    expect(run.events.filter(({ kind }) => kind === 'repository').length).toBeGreaterThan(3);
  });

  it('takes two rounds of the same answers for two rounds, and one package that comes twice for one', async () => {
    const run = await begin({
      sessionPlan: [
        step('One', { command: 'HGET', configuration: 'site' }),
        step('The same', { command: 'HGET', configuration: 'site' }),
        step('And again', { command: 'HGET', configuration: 'site' }),
      ],
    });
    expect(await run.device.bootstrapComplete()).toMatchObject({ rounds: 4 });
    expect(await run.event('sessionEnded')).toMatchObject({ outcome: 'fulfilled', commandsDone: 3 });
  });

  it('updates firmware: begun in one session, told and checked in a later one', async () => {
    const run = await begin({
      sessionPlan: {
        steps: [
          step('Name it', { command: 'HGET', configuration: 'firmware' }),
          {
            ...step('Update', {
              command: 'EXEC',
              target: `${fumoMoid}/f1/DownloadAndUpdate`,
              asynchronous: true,
            }),
            wait: { seconds: 60 },
          },
        ],
        next: 'check',
      },
      plans: {
        check: [
          step('Check', {
            command: 'GET',
            target: `${devInfoMoid}//FwV`,
            expect: { values: { FwV: '2.0' } },
          }),
        ],
      },
    });
    await putFirmware(run);
    await run.device.bootstrapComplete();
    expect(await run.event('sessionEnded')).toMatchObject({ outcome: 'suspended' });
    expect(await run.event('sessionEnded', ({ outcome }) => outcome !== 'suspended')).toMatchObject({
      outcome: 'fulfilled',
    });
    await run.device.settled();
    expect(run.told).toContainEqual(expect.objectContaining({ kind: 'operationEnded', resultCode: 200 }));
    expect(run.bench.store.suspendedPlans.get(deviceId)).toBeUndefined();
    expect(run.events).toContainEqual(
      expect.objectContaining({ kind: 'alert', alertType: 'urn:oma:at:fumo:1.0:OperationComplete' }),
    );
  });

  it('says why a firmware update failed, and does not go on to the check', async () => {
    const run = await begin({
      sessionPlan: {
        steps: [
          step('Name it', { command: 'HGET', configuration: 'firmware' }),
          {
            ...step('Update', {
              command: 'EXEC',
              target: `${fumoMoid}/f1/DownloadAndUpdate`,
              asynchronous: true,
            }),
            wait: {},
          },
        ],
        next: 'check',
      },
      plans: { check: [step('Check', { command: 'GET', target: `${devInfoMoid}//FwV` })] },
    });
    await run.device.bootstrapComplete();
    const ended = await run.event('sessionEnded', ({ outcome }) => outcome !== 'suspended');
    expect(ended).toMatchObject({ outcome: 'failed', fault: { code: 'SESSION_OUTCOME_FAILED' } });
    await run.device.settled();
  });

  it('tells the server of changes that it subscribed to, and of nothing after UNSUB', async () => {
    const run = await begin({
      sessionPlan: [
        step('Configure', { command: 'HGET', configuration: 'site' }),
        step('Subscribe', { command: 'SUB', target: `${siteMoid}/s/`, resource: 'site-now' }),
      ],
    });
    await run.device.bootstrapComplete();
    const own = { kind: 'device', deviceId } as const;
    expect(run.bench.repository.info(own, 'site-now')).toBeUndefined();
    await run.device.change((objects) => {
      const kind = objects.kinds.get(siteMoid)!;
      const root = instancesOf(objects, siteMoid).get('s')!;
      return withInstance(objects, kind, 's', withNodeAt(root, ['Floor'], leaf(4))!);
    });
    expect(run.bench.repository.info(own, 'site-now')).toMatchObject({ uploaded: true });
    expect(run.bench.store.objects.get(deviceId, siteMoid, 's')?.root).toMatchObject({ Floor: 4 });
  });

  it('does not fetch again what the device says is unchanged, and uses what it has', async () => {
    const run = await begin({
      sessionPlan: [
        step('Look', {
          command: 'GET',
          target: `${devInfoMoid}/main/`,
          expect: { values: { 'DevInfo/FwV': '1.0' } },
        }),
      ],
    });
    await run.device.bootstrapComplete();
    await run.device.session([{ alertType: 'urn:oma:at:dm:2.0:ClientInitiatedMgmt' }]);
    const statuses = transcripts(run)
      .filter(({ kind }) => kind === 'package3')
      .map(({ text }) => JSON.parse(text).Status[0].sc);
    expect(statuses).toEqual([200, 304]);
    const outcomes = run.bench.store.sessions.ofDevice(deviceId).map(({ state }) => state);
    expect(outcomes).toEqual(['fulfilled', 'fulfilled']);
  });

  it('fetches a configuration by DEFAULT only once something on the device needs it', async () => {
    const run = await begin({
      sessionPlan: [step('Default', { command: 'DEFAULT', configuration: 'site' })],
    });
    await run.device.bootstrapComplete();
    expect(instancesOf(run.device.state.objects, siteMoid).size).toBe(0);
    expect(await run.device.need(siteMoid)).toBe(200);
    expect(instancesOf(run.device.state.objects, siteMoid).size).toBe(1);
    expect(await run.device.need('urn:oma:mo:nobody-said:1.0')).toBe(404);
  });

  it('is held over TLS, known by the bench’s own certificate, where the profile says so', async () => {
    const run = await begin({
      server: { id: 'dm-bench', name: 'DM Bench', transport: 'https' },
      sessionPlan: [
        step('Configure', { command: 'HGET', configuration: 'site' }),
        step('Keep', { command: 'HPUT', targets: [`${siteMoid}/s/`], resource: 'copy' }),
      ],
    });
    const [account] = run.device.accounts;
    expect(account!.serverUri).toBe(run.bench.server.https.dm);
    expect(await run.device.bootstrapComplete()).not.toHaveProperty('fault');
    expect(transcripts(run).some(({ text }) => text.includes(run.bench.server.https.repository))).toBe(true);
  });

  it('ends the waiting for an outcome that never comes, and begins anew with the next session', async () => {
    const run = await begin({
      sessionPlan: [
        {
          ...step('Update', {
            command: 'EXEC',
            target: `${fumoMoid}/f1/DownloadAndUpdate`,
            asynchronous: true,
          }),
          wait: { seconds: 1 },
        },
      ],
    });
    // A device that begins, and is switched off before it is done.
    await run.post(deviceId, '{"Alert":[]}');
    await run.post(deviceId, '{"Status":[{"sc":202}]}', 3);
    expect(await run.event('sessionEnded')).toMatchObject({ outcome: 'suspended' });
    expect(await run.event('planOverdue')).toMatchObject({ fault: { code: 'SESSION_OUTCOME_MISSING' } });
    expect(transcripts(run).at(-1)).toMatchObject({ kind: 'note' });
    expect(run.bench.store.suspendedPlans.get(deviceId)).toBeUndefined();
  });
});
