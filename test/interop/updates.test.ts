import { afterEach, describe, expect, it } from 'vitest';
import type { CallRequest } from '../../core/api-requests.ts';
import { interruptedOperations } from '../../core/device/behaviours.ts';
import { withValue } from '../../core/device/node-values.ts';
import { alertTypes } from '../../core/dm/alerts.ts';
import { devInfoMoid, firmwareMoid } from '../../core/mo/standard-objects.ts';
import { hasEnded } from '../../core/updates/update.ts';
import { SimulatedDevice } from '../../main/device/simulated-device.ts';
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
  const lines = (run: TestBench, updateId: string) =>
    view(run, updateId).attempt.lines.map(({ kind }) => kind);
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
    const acts = run.bench.store.audit
      .page({ search: '', offset: 0, limit: 100 })
      .rows.map(({ text }) => JSON.parse(text).act.kind);
    expect(acts).toContain('updateStarted');
  });

  it('of its software is done when the component tells the new version', async () => {
    const run = await begin();
    await put(run, octets, 'meter-3.2.pkg');
    const updateId = await start(run, software());
    await session(run);
    expect(view(run, updateId)).toMatchObject({
      phase: 'done',
      attempt: { versionBefore: '3.1', course: { kind: 'done', version: '3.2' } },
    });
  });

  it('shows beforehand what it sends, and what can be updated', async () => {
    const run = await begin();
    const { firmware, software: components, images } = run.bench.updates.choices(deviceId);
    expect(firmware).toMatchObject({ kind: 'possible', isKnown: true, objects: [{ instance: 'f1' }] });
    expect(components).toMatchObject({ kind: 'possible', objects: [{ instance: 's1' }] });
    expect(images).toMatchObject([{ name: image, octets: octets.length }]);
    const preview = await run.bench.updates.check(wish());
    expect(preview.steps.map(({ step }) => step)).toEqual(['look', 'name', 'download', 'install', 'verify']);
    expect(preview.steps.flatMap(({ works }) => works.flatMap(({ problems }) => problems))).toEqual([]);
    expect(run.bench.commands.ofDevice(deviceId)).toEqual([]);
  });

  it('is refused beforehand where it cannot be', async () => {
    const run = await begin();
    const refusal = (request: Start) =>
      run.bench.updates.start(request).then(
        () => 'none',
        (error) => error.fault.code,
      );
    expect(await refusal(wish({ image: 'none.bin' }))).toBe('UPDATE_IMAGE_UNKNOWN');
    expect(await refusal(wish({ deviceId: 'IMEI:0' }))).toBe('DEVICE_UNKNOWN');
    expect(await refusal(wish({ target: { kind: 'firmware', instance: 'f9' } }))).toBe(
      'UPDATE_INSTANCE_UNKNOWN',
    );
    await put(run, new Uint8Array(), 'empty.bin');
    expect(await refusal(wish({ image: 'empty.bin' }))).toBe('UPDATE_IMAGE_EMPTY');
    await start(run);
    expect(await refusal(wish())).toBe('UPDATE_UNDER_WAY');
    // A device that lists its objects, and has no FUMO among them.
    const bare = 'IMEI:352099001761770';
    const mos = [{ MOID: devInfoMoid, MIID: ['main'] }];
    await run.post(bare, JSON.stringify({ MOS: mos, Alert: [{ AlertType: alertTypes.clientInitiated }] }));
    expect(await refusal(wish({ deviceId: bare }))).toBe('UPDATE_NO_OBJECT');
    run.enrolAll(exampleFile('gateway.profile.json'), exampleFile('devices-3.csv'));
    expect(await refusal(wish({ deviceId: bare }))).toBe('UPDATE_NOT_PERMITTED');
  });

  it('fails where the device reports another version than was expected', async () => {
    const run = await begin();
    const updateId = await start(run, wish({ version: '2.5.1' }));
    // The device writes its version in its own way.
    run.bench.server.events.listen((event) => {
      if (event.kind === 'sessionOpened' && event.alerts.some(({ data }) => data !== undefined))
        void run.device.change((objects) =>
          withValue(objects, { moid: firmwareMoid, instance: 'f1' }, ['PkgVersion'], '2.5'),
        );
    });
    await session(run);
    expect(fault(run, updateId)).toBe('UPDATE_VERSION_DIFFERS');
    expect(run.bench.updates.ofDevice(deviceId)[0]?.phase).toBe('failed');
  });

  it('fails with the result that the device told, and is tried again with its history', async () => {
    const run = await begin();
    const updateId = await start(run);
    // Somebody gives the device another address meanwhile.
    await run.bench.commands.queue(deviceId, [], false);
    const wrong = { moid: firmwareMoid, instance: 'f1' };
    const stop = run.bench.server.events.listen((event) => {
      if (event.kind === 'command' && event.command[0] === 'SUB')
        void run.device.change((objects) =>
          withValue(objects, wrong, ['Download', 'PkgURL'], `${run.bench.server.http.repository}/shared/no`),
        );
    });
    await session(run);
    stop();
    expect(fault(run, updateId)).toBe('UPDATE_RESULT');
    expect(view(run, updateId).attempt.course).toMatchObject({
      fault: { message: expect.stringContaining('result 411: there is nothing at the address') },
    });
    await run.bench.updates.retry(updateId);
    await session(run);
    expect(view(run, updateId)).toMatchObject({
      phase: 'done',
      attempt: { number: 2 },
      earlier: [{ number: 1, course: { kind: 'failed' } }],
    });
    await expect(run.bench.updates.retry(updateId)).rejects.toMatchObject({ fault: { code: 'UPDATE_DONE' } });
  });

  it('ends with an image that was deleted or changed before it was fetched', async () => {
    const run = await begin();
    const first = await start(run);
    await run.bench.repository.delete({ kind: 'shared' }, image);
    expect(fault(run, first)).toBe('UPDATE_IMAGE_GONE');
    await expect(run.bench.updates.retry(first)).rejects.toMatchObject({
      fault: { code: 'UPDATE_IMAGE_GONE' },
    });
    await session(run);
    expect(view(run, first).attempt.lines).toHaveLength(1);
    await put(run);
    await run.bench.updates.retry(first);
    await put(run, Buffer.from('another one'));
    expect(fault(run, first)).toBe('UPDATE_IMAGE_CHANGED');
    expect(run.bench.commands.ofDevice(deviceId).map(({ state }) => state.kind)).toEqual([
      'cancelled',
      'cancelled',
    ]);
  });

  it('is aborted at once where the device has got nothing, and can be begun anew', async () => {
    const run = await begin();
    const updateId = await start(run);
    await run.bench.updates.abort(updateId);
    expect(view(run, updateId)).toMatchObject({ phase: 'aborted', waitsForSession: false });
    await expect(run.bench.updates.abort(updateId)).rejects.toMatchObject({
      fault: { code: 'UPDATE_ENDED' },
    });
    await session(run);
    expect(run.told.filter(({ kind }) => kind === 'operationBegun')).toEqual([]);
    await start(run);
  });

  it('that is downloading is not installed once it is aborted', async () => {
    const run = await begin();
    const updateId = await start(run);
    const stop = run.bench.updates.listen(() => {
      if (view(run, updateId).attempt.course.kind === 'work' && !view(run, updateId).attempt.isAborting)
        void run.bench.updates.abort(updateId);
    });
    await session(run);
    stop();
    expect(view(run, updateId).phase).toBe('aborted');
    expect(fault(run, updateId)).toBe('UPDATE_NOT_INSTALLED');
    expect(run.told.filter(({ kind }) => kind === 'operationBegun')).toHaveLength(1);
  });

  it('of software is given up by the device when it is aborted', async () => {
    const run = await begin();
    await put(run, octets, 'meter-3.2.pkg');
    const updateId = await start(run, software());
    await run.device.session([{ alertType: alertTypes.clientInitiated }]);
    await run.bench.updates.abort(updateId);
    await session(run);
    expect(view(run, updateId).phase).toBe('aborted');
  });

  it('whose device was gone before it answered goes on with the next session', async () => {
    const run = await begin();
    const updateId = await start(run);
    await run.post(deviceId, JSON.stringify({ Alert: [{ AlertType: alertTypes.clientInitiated }] }));
    expect(run.bench.commands.ofDevice(deviceId)[0]?.state.kind).toBe('sent');
    run.bench.server.abandon(deviceId, { code: 'STOPPED', message: 'Gone.', remedy: '' });
    expect(view(run, updateId)).toMatchObject({ phase: 'asked', waitsForSession: true });
    await session(run);
    expect(view(run, updateId).phase).toBe('done');
  });

  it('goes on after the bench was started again, and ends as failed where the device has given it up', async () => {
    const run = await begin();
    const updateId = await start(run);
    await run.device.session([{ alertType: alertTypes.clientInitiated }]);
    expect(view(run, updateId).attempt.course.kind).toBe('work');
    // Both are switched off in the middle of the download.
    await run.device.off();
    const { state } = run.device;
    await run.close();
    const again = await startTestBench(order, run.dataFolder, { known: true, port: 0 });
    started = again;
    expect(again.bench.updates.detail(updateId).attempt.course.kind).toBe('inquire');
    const interrupted = interruptedOperations(state.objects);
    device = new SimulatedDevice({
      deviceId,
      state: { ...state, objects: interrupted },
      now: () => Date.now(),
    });
    const serverUri = again.bench.server.http.dm;
    await device.session([{ alertType: alertTypes.clientInitiated }], { serverUri });
    expect(again.bench.updates.detail(updateId).attempt.course).toMatchObject({
      kind: 'failed',
      fault: { code: 'UPDATE_STATE_FAILED' },
    });
  });

  it('fails where the device does not tell the outcome in time', async () => {
    const run = await begin();
    const updateId = await start(run, wish({ seconds: 1 }));
    await run.device.session([{ alertType: alertTypes.clientInitiated }]);
    await run.device.off();
    await expect.poll(() => fault(run, updateId), { timeout: 10_000 }).toBe('UPDATE_NOT_TOLD');
  });

  it('is begun for many devices at once, and says of each that it could not be', async () => {
    const run = await begin();
    await start(run);
    const ids = [deviceId, 'IMEI:352099001761770', 'IMEI:0'];
    const { bulk } = run.bench.inspection;
    bulk.begin({ kind: 'update', image, version: '2.5.0' }, ids);
    await expect.poll(() => bulk.current()?.state, { timeout: 10_000 }).toBe('done');
    expect(bulk.current()).toMatchObject({ action: 'update', done: 1, failed: 2 });
    expect(bulk.current()?.failures.map((each) => each.fault.code)).toEqual([
      'UPDATE_UNDER_WAY',
      'DEVICE_UNKNOWN',
    ]);
    expect(run.bench.store.updates.underWay('IMEI:352099001761770')).toBeDefined();
  });

  it.each(['look', 'name', 'begin', 'work', 'verify'] as const)(
    'comes to an end after the bench was closed at the step "%s", and nothing is done twice',
    async (step) => {
      const run = await begin();
      const { port } = run.bench.server;
      const updateId = await start(run);
      const reached = new Promise<void>((resolve) =>
        run.bench.updates.listen(() => {
          if (view(run, updateId).attempt.course.kind === step) resolve();
        }),
      );
      const held = session(run);
      if (step !== 'look') await reached;
      await run.close();
      await held;
      const again = await startTestBench(order, run.dataFolder, { known: true, port });
      started = again;
      const detail = () => again.bench.updates.detail(updateId);
      for (let sessions = 0; sessions < 4 && !hasEnded(detail().attempt); sessions++) await session(run);
      if (detail().phase === 'failed') {
        // The device could not fetch the image while nobody served it.
        expect(['begin', 'work']).toContain(step);
        await again.bench.updates.retry(updateId);
        await session(run);
      }
      expect(detail().phase).toBe('done');
      const begun = run.told.flatMap((each) => (each.kind === 'operationBegun' ? [each.node] : []));
      expect(begun.filter((node) => node.endsWith('/Update'))).toHaveLength(1);
    },
  );
});
