import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noIssuerKeys } from '../../core/card/issuer-keys.ts';
import type { BatchMode } from '../../core/provisioning/batch-mode.ts';
import { defaultStationSettings } from '../../core/provisioning/station-settings.ts';
import { parseBootstrapAccess } from '../../main/device/bootstrap-access.ts';
import { fetchBootstrap } from '../../main/device/bootstrap-over-https.ts';
import { bootstrappedState } from '../../main/device/bootstrapped-state.ts';
import { SimulatedDevice } from '../../main/device/simulated-device.ts';
import { newId } from '../../main/ids.ts';
import { batchReport } from '../../main/provisioning/batch-report.ts';
import { issueBootstrapAccess } from '../../main/provisioning/bootstrap-access-file.ts';
import { checkOrder, keepOrder } from '../../main/provisioning/orders.ts';
import { takeScan } from '../../main/provisioning/scans.ts';
import { exampleFile, startTestBench, type TestBench } from '../support/bench.ts';

const order = { profile: exampleFile('gateway.profile.json'), list: exampleFile('devices-3.csv') };
const deviceId = 'IMEI:352099001761408';

describe('a batch in each of its modes', () => {
  let started: TestBench;
  beforeEach(async () => {
    started = await startTestBench(order, undefined, { known: true });
  });
  afterEach(() => started.close());

  const keep = (mode: BatchMode, stopAfter?: number) =>
    keepOrder(
      started.bench.store,
      checkOrder(order.profile, order.list),
      { name: mode, mode, stopAfter },
      { audit: started.bench.audit, now: () => Date.now(), newId },
    );
  const run = (batchId: string, stations = ['virtual']) =>
    started.bench.runner.run({
      ...{ batchId, overwrite: false, issuerKeys: noIssuerKeys },
      readers: stations.map((name) => started.bench.readers.get(name)),
    });
  const counts = (batchId: string) => started.bench.store.batches.counts(batchId);
  const job = (batchId: string, id = deviceId) =>
    started.bench.store.jobs.each(batchId).find((each) => each.deviceId === id)!;

  /** A device elsewhere: it fetches its bootstrap over HTTPS, as one in another process would. */
  const realDevice = async (firmware = '2.4.1') => {
    const { bench } = started;
    const access = parseBootstrapAccess(await issueBootstrapAccess(bench, deviceId), 'access');
    const octets = await fetchBootstrap(access, { signal: AbortSignal.timeout(10_000) });
    const information = { DevID: deviceId, Man: 'M', Mod: 'GW-200', DmV: '2.0', Lang: 'en', FwV: firmware };
    const state = bootstrappedState(octets, information);
    return new SimulatedDevice({ deviceId, state, now: () => Date.now() });
  };
  const held = async (device: SimulatedDevice) => {
    await device.bootstrapComplete();
    await device.settled();
    await started.bench.awaited.idle();
  };

  it('cards only, and cards with simulated devices, are done when they were before', async () => {
    for (const mode of ['cardsOnly', 'cardThenSimulatedDevice'] as const) {
      const batchId = keep(mode);
      await run(batchId);
      expect(counts(batchId)).toMatchObject({ total: 3, done: 3 });
      expect('session' in job(batchId).state).toBe(mode === 'cardThenSimulatedDevice');
    }
  });

  it('simulated devices alone bootstrap over HTTPS, and call in where they were bootstrapped before', async () => {
    const first = keep('simulatedDeviceOnly');
    await run(first, ['virtual', 'virtual-2']);
    expect(counts(first)).toMatchObject({ total: 3, done: 3 });
    expect(job(first).state).not.toHaveProperty('card');
    expect(started.events.filter(({ kind }) => kind === 'bootstrapFetched')).toHaveLength(3);
    expect(batchReport(started.bench.store, first).rows[0]).toMatchObject({
      session: { state: 'fulfilled', commandsDone: 3 },
    });
    const second = keep('simulatedDeviceOnly');
    await run(second);
    expect(counts(second)).toMatchObject({ done: 3 });
    expect(started.events.filter(({ kind }) => kind === 'bootstrapFetched')).toHaveLength(3);
  });

  it('a device elsewhere is awaited, and makes its row done whenever it comes, also after a restart', async () => {
    const batchId = keep('cardThenDevice');
    await run(batchId);
    expect(counts(batchId)).toMatchObject({ awaited: 3, done: 0, failed: 0 });
    expect(started.bench.awaited.list(batchId)).toHaveLength(3);
    const device = await realDevice();
    const { port } = started.bench.server;
    await started.close();
    started = await startTestBench(order, started.dataFolder, { known: true, port });
    expect(counts(batchId)).toMatchObject({ awaited: 3 });
    await held(device);
    await device.off();
    expect(counts(batchId)).toMatchObject({ awaited: 2, done: 1 });
    expect(job(batchId).state).toMatchObject({ kind: 'done', card: { atr: expect.any(String) } });
    const [row] = batchReport(started.bench.store, batchId).rows;
    expect(row).toMatchObject({ state: 'done', session: { commandsDone: 3 } });
    expect(row?.card).toBeDefined();
  });

  it('devices without cards are awaited; who was bootstrapped before is handed nothing anew', async () => {
    const handed: string[] = [];
    const options = { overwrite: false, issuerKeys: noIssuerKeys };
    const go = (batchId: string) =>
      started.bench.runner.run({
        ...options,
        batchId,
        readers: [started.bench.readers.get('virtual')],
        handOut: async (id) => void handed.push(id),
      });
    const first = keep('deviceOnly');
    await go(first);
    expect(handed).toHaveLength(3);
    const device = await realDevice();
    await held(device);
    expect(counts(first)).toMatchObject({ done: 1, awaited: 2 });
    handed.length = 0;
    const second = keep('deviceOnly');
    await go(second);
    expect(handed).toHaveLength(2);
    expect(handed).not.toContain(deviceId);
    await device.session([{ alertType: 'urn:oma:at:dm:2.0:ClientInitiatedMgmt' }]);
    await started.bench.awaited.idle();
    expect(job(second).state.kind).toBe('done');
    await device.off();
  });

  it('a device that failed and comes again is done; one that was never awaited stays failed', async () => {
    const batchId = keep('cardThenDevice');
    await run(batchId);
    const { bench } = started;
    await bench.awaited.decide(job(batchId).jobId, 'giveUp');
    expect(job(batchId).state).toMatchObject({
      ...{ kind: 'failed', reached: 'verified', awaited: true },
      fault: { code: 'DEVICE_GIVEN_UP' },
    });
    await expect(bench.awaited.decide(job(batchId).jobId, 'giveUp')).rejects.toMatchObject({
      fault: { code: 'AWAITED_ROW_NOT' },
    });
    const device = await realDevice();
    await held(device);
    await device.off();
    expect(job(batchId).state.kind).toBe('done');
    const events = bench.store.jobs.events(job(batchId).jobId).map(({ event }) => event);
    expect(events.slice(-3)).toEqual(['fail', 'awaitDevice', 'finish']);

    const other = job(batchId, 'IMEI:352099001761770');
    await bench.awaited.decide(other.jobId, 'again');
    expect(job(batchId, other.deviceId).state.kind).toBe('waiting');
  });

  it('a plan that failed fails the row; the device that comes again and fulfils it makes the row done', async () => {
    const batchId = keep('cardThenDevice');
    await run(batchId);
    const wrong = await realDevice('0.0.1');
    await held(wrong);
    await wrong.off();
    expect(job(batchId).state).toMatchObject({
      ...{ kind: 'failed', reached: 'verified', awaited: true },
      fault: { code: 'SESSION_VALUE_DIFFERS' },
    });
    expect(counts(batchId)).toMatchObject({ failed: 1, awaited: 2 });
    const mended = await realDevice();
    await held(mended);
    await mended.off();
    expect(job(batchId).state.kind).toBe('done');
    expect(batchReport(started.bench.store, batchId).rows[0]).toMatchObject({
      ...{ state: 'done', attempts: 1 },
      session: { state: 'fulfilled', commandsDone: 3 },
    });
  });

  it('stops by itself after so many failures in a row, and says why until somebody goes on', async () => {
    const batchId = keep('cardsOnly', 2);
    const { bench } = started;
    const broken = { ...bench.readers.get('virtual'), name: 'Broken' };
    const bad = {
      ...broken,
      insertedCard: async (...args: Parameters<typeof broken.insertedCard>) => {
        const card = await broken.insertedCard(...args);
        return { ...card, transmit: async () => new Uint8Array([0x6f, 0x00]) };
      },
    };
    await bench.runner.run({ batchId, readers: [bad], overwrite: false, issuerKeys: noIssuerKeys });
    const { stop, failed, waiting } = bench.runner.summary(batchId);
    expect({ failed, waiting }).toEqual({ failed: 2, waiting: 1 });
    expect(stop).toMatchObject({ failures: 2, causes: [{ labels: ['BX04100-C', 'BX04101-F'] }] });
    const { dataFolder } = started;
    await started.close();
    started = await startTestBench(order, dataFolder, { known: true });
    expect(started.bench.runner.summary(batchId)).toMatchObject({ state: 'paused', stop: { failures: 2 } });
    await run(batchId);
    expect(started.bench.runner.summary(batchId).stop).toBeUndefined();
    expect(counts(batchId)).toMatchObject({ done: 3 });
  });

  it('a station takes the row that was scanned for it, another one nothing', async () => {
    const { bench } = started;
    const { runner, store, books, rowDesk, readers } = bench;
    await bench.stationSettings.save('Virtual station', { ...defaultStationSettings, autoAdvance: false });
    const batchId = keep('cardsOnly');
    const ready = () =>
      new Promise<void>((resolve) =>
        bench.listen({ station: ({ activity }) => void (activity.kind === 'ready' && resolve()) }),
      );
    const first = ready();
    const running = run(batchId, ['Virtual station']);
    await first;
    const stationNames = () => readers.list().map(({ name }) => name);
    const context = { store, rowDesk, runner, stationNames };
    const scan = (code: string) => takeScan(context, { code });
    expect(await scan('352099001761408')).toMatchObject({ kind: 'refused', standing: 'done' });
    expect(await scan('nothing')).toEqual({ kind: 'none' });
    expect(await scan('m2m.example')).toEqual({ kind: 'several', rows: 2 });
    expect(await scan('virtual STATION')).toEqual({ kind: 'station', station: 'Virtual station' });
    await books
      .of(batchId)
      .step(job(batchId, 'IMEI:352099001761770').jobId, { kind: 'hold', reason: 'r' }, 1);
    expect(await scan('352099001761770')).toMatchObject({ kind: 'refused', standing: 'held' });
    expect(counts(batchId)).toMatchObject({ done: 1, waiting: 1, held: 1, inWork: 0 });
    expect(await scan('BX04102-G')).toMatchObject({ kind: 'chosen', station: 'Virtual station' });
    await running;
    expect(counts(batchId)).toMatchObject({ done: 2, held: 1 });
    expect(await runner.letGo('Virtual station')).toBeUndefined();
  });
});
