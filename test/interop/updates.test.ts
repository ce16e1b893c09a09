import { afterEach, describe, expect, it } from 'vitest';
import type { CallRequest } from '../../core/api-requests.ts';
import { withValue } from '../../core/device/node-values.ts';
import { alertTypes } from '../../core/dm/alerts.ts';
import { devInfoMoid, firmwareMoid } from '../../core/mo/standard-objects.ts';
import type { SimulatedDevice } from '../../main/device/simulated-device.ts';
import { exampleFile, startTestBench, type TestBench } from '../support/bench.ts';
import { bootedDevice } from '../support/devices.ts';
import { updatableProfile } from '../support/updates.ts';

const deviceId = 'IMEI:352099001761408';
const devInfo = { DevID: deviceId, Mod: 'GW-200', FwV: '2.4.1' };
const image = 'firmware-2.5.0.bin';
const octets = Buffer.alloc(700_000, 'firmware ');

type Start = CallRequest<'startUpdate'>;

describe('an update of a device', () => {
  let started: TestBench | undefined;
  let device: SimulatedDevice | undefined;
  afterEach(async () => {
    await device?.off();
    await started?.close();
    [started, device] = [undefined, undefined];
  });

  const order = { profile: updatableProfile(), list: exampleFile('devices-3.csv') };
  const put = async ({ bench }: TestBench, content: Uint8Array = octets, name = image) => {
    const upload = { owner: { kind: 'shared' }, name, mediaType: 'application/octet-stream' } as const;
    await bench.repository.put(
      { ...upload, byDevice: false, length: content.length },
      (async function* () {
        yield content;
      })(),
    );
  };
  const begin = async () => {
    const bench = await startTestBench(order);
    const booted = bootedDevice(bench.messages.get(deviceId)!, devInfo);
    [started, device] = [bench, booted.device];
    await booted.device.bootstrapComplete();
    await put(bench);
    return { ...bench, ...booted };
  };
  const wish = (more: Partial<Start> = {}): Start => ({
    deviceId,
    target: { kind: 'firmware', instance: '' },
    image,
    version: '2.5.0',
    seconds: 600,
    notify: false,
    ...more,
  });
  const software = (more: Partial<Start> = {}) =>
    wish({
      target: { kind: 'software', instance: 's1', component: 'meter', name: 'Meter reader' },
      image: 'meter-3.2.pkg',
      version: '3.2',
      ...more,
    });
  const start = async ({ bench }: TestBench, request = wish()) =>
    (await bench.updates.start(request)).update.order.updateId;
  const view = ({ bench }: TestBench, updateId: string) => bench.updates.detail(updateId);
  const fault = (run: TestBench, updateId: string) => {
    const { course } = view(run, updateId).attempt;
    return 'fault' in course ? course.fault?.code : course.kind;
  };
  const lines = (run: TestBench, updateId: string) => view(run, updateId).attempt.lines.map(({ kind }) => kind);
  /** Holds a session and all that comes of it. */
  const session = async ({ device: own }: { device: SimulatedDevice }) => {
    await own.session([{ alertType: alertTypes.clientInitiated }]);
    await own.settled();
  };

  it('of its firmware is done when the device has told the result and the version was read back', async () => {
    const run = await begin();
    const updateId = await start(run);
    expect(view(run, updateId)).toMatchObject({ phase: 'asked', waitsForSession: true });
    await session(run);
    const after = view(run, updateId);
    expect(after).toMatchObject({
      phase: 'done',
      servedOctets: octets.length,
      attempt: { versionBefore: '2.4.1', course: { kind: 'done', version: '2.5.0' }, state: 100 },
    });
    expect(lines(run, updateId)).toEqual(
      expect.arrayContaining(['asked', 'accepted', 'serving', 'served', 'state', 'result', 'version']),
    );
    expect(after.attempt.lines.flatMap((line) => (line.kind === 'result' ? [line.code] : []))).toEqual([
      200, 200,
    ]);
    expect(run.bench.store.updates.underWay(deviceId)).toBeUndefined();
    const acts = run.bench.store.audit.page({ offset: 0, limit: 100 } as never);
    expect(JSON.stringify(acts)).toContain('updateStarted');
  });
});
