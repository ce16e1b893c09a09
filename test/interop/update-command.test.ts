import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { listenForNotifications } from '../../main/device/notification-listener.ts';
import type { SimulatedDevice } from '../../main/device/simulated-device.ts';
import { exampleFile, startTestBench, type TestBench } from '../support/bench.ts';
import { endRunning, runCli, startCli, temporaryFolder } from '../support/cli.ts';
import { bootedDevice } from '../support/devices.ts';
import { updatableProfile } from '../support/updates.ts';

const deviceId = 'IMEI:352099001761408';

describe('updates at the command line', () => {
  let run: TestBench | undefined;
  let device: SimulatedDevice | undefined;
  let listener: Awaited<ReturnType<typeof listenForNotifications>> | undefined;
  afterEach(async () => {
    await endRunning();
    await listener?.close();
    await device?.off();
    await run?.close();
    [run, device, listener] = [undefined, undefined, undefined];
  });

  const begin = async () => {
    const bench = await startTestBench({ profile: updatableProfile(), list: exampleFile('devices-3.csv') });
    const booted = bootedDevice(bench.messages.get(deviceId)!, {
      DevID: deviceId,
      Mod: 'GW-200',
      FwV: '2.4.1',
    });
    [run, device] = [bench, booted.device];
    await booted.device.bootstrapComplete();
    const file = path.join(temporaryFolder('image'), 'fw-2.5.bin');
    writeFileSync(file, Buffer.alloc(300_000, 'x'));
    await runCli('repository', 'put', file, '--data', bench.dataFolder);
    return { ...bench, ...booted };
  };
  const arguments_ = (folder: string, version = '2.5') => [
    ...['update', 'start', 'fw-2.5.bin', '--data', folder, '--device', deviceId, '--version', version],
  ];

  it('are started, followed to the end, and end with 0 where they are done', async () => {
    const bench = await begin();
    listener = await listenForNotifications({
      httpPort: 0,
      received: (_id, octets) => void bench.device.notified(octets),
      failed: () => {},
    });
    await bench.bench.notifications.notify(deviceId, {
      address: listener.addressOf(deviceId),
      requestMos: false,
    });
    await bench.event('notification', ({ state }) => state.kind === 'answered');
    const { code, lines } = await runCli(...arguments_(bench.dataFolder), '--notify', '--wait', '20');
    expect(lines.at(-1)).toMatchObject({ event: 'update', phase: 'done', served: 300_000, octets: 300_000 });
    expect(code).toBe(0);
    const listed = await runCli('update', 'list', '--data', bench.dataFolder, '--device', deviceId);
    expect(listed.lines).toMatchObject([{ phase: 'done', attempt: 1 }]);
    const shown = await runCli('update', 'show', String(lines[0]?.id), '--data', bench.dataFolder);
    expect(shown.lines[0]).toMatchObject({ attempt: { course: { kind: 'done', version: '2.5' } } });
  });

  it('end with 1 where they are not done in time, are aborted and tried again', async () => {
    const bench = await begin();
    const { code, lines, errors } = await runCli(...arguments_(bench.dataFolder), '--notify', '--wait', '1');
    expect(code).toBe(1);
    expect(errors).toContain('cannot be asked for a session');
    const id = String(lines[0]?.id);
    const refused = await runCli(...arguments_(bench.dataFolder));
    expect(refused).toMatchObject({ code: 1, lines: [{ event: 'error', code: 'UPDATE_UNDER_WAY' }] });
    const aborted = await runCli('update', 'abort', id, '--data', bench.dataFolder);
    expect(aborted).toMatchObject({ code: 0, lines: [{ phase: 'aborted' }] });
    const again = startCli('update', 'retry', id, '--data', bench.dataFolder, '--wait', '20');
    await again.line(({ phase }) => phase === 'asked');
    await bench.device.session([]);
    await bench.device.settled();
    expect(await again.exit).toBe(0);
    expect(again.lines.at(-1)).toMatchObject({ phase: 'done', attempt: 2 });
  });

  it('are refused with what is wrong', async () => {
    const bench = await begin();
    const own = ['--data', bench.dataFolder];
    expect((await runCli('update', ...own)).code).toBe(2);
    expect((await runCli(...arguments_(bench.dataFolder), '--kind', 'software')).code).toBe(2);
    expect((await runCli(...arguments_(bench.dataFolder), '--kind', 'radio')).code).toBe(2);
    expect((await runCli('update', 'show', 'none', ...own)).lines).toMatchObject([
      { code: 'UPDATE_UNKNOWN' },
    ]);
    expect((await runCli('update', 'abort', 'none', ...own)).code).toBe(1);
  });
});
