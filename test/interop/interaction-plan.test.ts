import { afterEach, describe, expect, it } from 'vitest';
import { faultOf } from '../../core/errors.ts';
import { instancesOf } from '../../core/mo/device-objects.ts';
import { printNode } from '../../core/mo/serialization.ts';
import type { SimulatedDevice } from '../../main/device/simulated-device.ts';
import type { WebBrowser } from '../../main/device/web-browser.ts';
import { exampleFile, startTestBench, type TestBench } from '../support/bench.ts';
import { bootedDevice } from '../support/devices.ts';
import { type Script, scriptedPerson } from '../support/scripted-person.ts';

const deviceId = 'IMEI:352099001761408';
const gatewayMoid = 'urn:oma:mo:example-gateway:1.0';
const order = { profile: exampleFile('installation.profile.json'), list: exampleFile('devices-3.csv') };
const onMast: Script = {
  'Where is it?': { place: 'mast', note: 'Mind <b>the</b> dog' },
  'On the mast': { height: '12.5' },
  'Done?': { safe: 'yes' },
};
const indoors: Script = { 'Where is it?': { place: 'indoors', note: '' }, 'Done?': { safe: 'yes' } };

/** The sample with another plan. */
function orderWith(change: (profile: Record<string, unknown>) => void) {
  const profile = JSON.parse(order.profile.text) as Record<string, unknown>;
  change(profile);
  return { ...order, profile: { ...order.profile, text: JSON.stringify(profile) } };
}

describe('a session plan that shows a form (flow B.3)', () => {
  let started: TestBench | undefined;
  let device: SimulatedDevice | undefined;
  afterEach(async () => {
    await device?.off();
    await started?.close();
    [started, device] = [undefined, undefined];
  });

  const begin = async (script: Script, from = order, wait?: () => Promise<void>) => {
    const bench = await startTestBench(from);
    const person = scriptedPerson(script, wait);
    const devInfo = { DevID: deviceId, Mod: 'GW-200', FwV: '2.4.1' };
    const booted = bootedDevice(bench.messages.get(deviceId)!, devInfo, person);
    [started, device] = [bench, booted.device];
    return { ...bench, ...booted, person };
  };
  const outcomes = ({ events }: TestBench) =>
    events.flatMap((event) => (event.kind === 'sessionEnded' ? [event.outcome] : []));
  const told = ({ events }: TestBench) =>
    events.flatMap((event) => (event.kind === 'interaction' ? [event.told] : []));
  const gateway = (booted: SimulatedDevice) =>
    printNode(instancesOf(booted.state.objects, gatewayMoid).get('gateway')!) as { readonly Site?: object };

  it('suspends until it was answered, goes on with the answers, and reads back what came of them', async () => {
    const run = await begin(onMast);
    await run.device.bootstrapComplete();
    await run.device.left();
    expect(run.person.seen).toEqual(['200 Where is it?', '200 On the mast', '200 Done?', '200 Thank you']);
    expect(outcomes(run)).toEqual(['suspended', 'fulfilled']);
    expect(gateway(run.device)).toMatchObject({
      Site: { Name: 'Köln "Nord"', Place: 'mast', Height: 12.5, Note: 'Mind <b>the</b> dog' },
      Antenna: { External: true, Height: 12.5 },
    });
    expect(told(run).map(({ what }) => what)).toEqual([
      ...['opened', 'pageShown', 'pagePosted', 'pageShown', 'pagePosted', 'pageShown', 'pagePosted'],
      'ended',
    ]);
    // The second session began with the alert that the interaction is over.
    const second = run.events.findLast((event) => event.kind === 'sessionOpened');
    expect(second?.alerts.map(({ alertType }) => alertType.split(':').at(-1))).toEqual([
      'ClientInitiatedMgmt',
      'UIInteractionEnd',
    ]);
    expect(run.told.filter(({ kind }) => kind === 'pageEnded')).toEqual([
      { kind: 'pageEnded', reason: 'completed' },
    ]);
  });

  it('leaves out what was not answered, and steps that are not called for', async () => {
    const run = await begin(indoors);
    await run.device.bootstrapComplete();
    await run.device.left();
    expect(outcomes(run)).toEqual(['suspended', 'fulfilled']);
    expect(gateway(run.device).Site).toEqual({ Name: 'Köln "Nord"', Serial: 'BX04100-C', Place: 'indoors' });
    expect(gateway(run.device)).not.toHaveProperty('Antenna');
  });

  it('writes no address of a form where it could be read later', async () => {
    const run = await begin(indoors);
    await run.device.bootstrapComplete();
    await run.device.left();
    const [page = ''] = run.person.pages;
    const token = page.slice(page.lastIndexOf('/') + 1);
    expect(token.length).toBeGreaterThan(40);
    const { sessions } = run.bench.store;
    const lines = sessions.ofDevice(deviceId).flatMap(({ sessionId }) => sessions.transcript(sessionId));
    expect(lines.filter(({ kind }) => kind === 'interaction').length).toBeGreaterThan(3);
    expect(JSON.stringify([lines, run.events, run.told])).not.toContain(token);
    expect(JSON.stringify(lines)).toContain('/interaction/…');
  });

  it('shows the form once more when it was closed, and fails when that was closed too', async () => {
    const run = await begin({ 'Where is it?': 'close' });
    await run.device.bootstrapComplete();
    await run.device.left();
    expect(run.person.pages).toHaveLength(2);
    expect(new Set(run.person.pages).size).toBe(2);
    expect(outcomes(run)).toEqual(['suspended', 'suspended', 'failed']);
    expect(run.events.findLast((event) => event.kind === 'sessionEnded')).toMatchObject({
      fault: { code: 'SESSION_FORM_CLOSED' },
    });
    expect(instancesOf(run.device.state.objects, gatewayMoid).get('gateway')).toBeDefined();
    expect(gateway(run.device)).not.toHaveProperty('Site');
  });

  it('gives up a form whose time is over', async () => {
    const never = new Promise<void>(() => {});
    const quick = orderWith((profile) => {
      const [identify, ask] = profile.sessionPlan as Record<string, unknown>[];
      profile.sessionPlan = [
        identify,
        { ...ask, onFailure: 'stop', commands: [{ command: 'SHOW', form: 'installation', seconds: 1 }] },
      ];
    });
    const run = await begin(indoors, quick, () => never);
    await run.device.bootstrapComplete();
    const over = await run.event('interaction', ({ told }) => told.what === 'ended');
    expect(over.told).toMatchObject({ outcome: 'expired' });
    // Nothing closes the window of this device by itself: its next session goes on all the same.
    await run.device.session([]);
    expect(run.events.findLast((event) => event.kind === 'sessionEnded')).toMatchObject({
      outcome: 'failed',
      fault: { code: 'SESSION_FORM_EXPIRED' },
    });
  });

  it('goes on beside a form that it does not wait for; the answers are kept when they come', async () => {
    const gate = Promise.withResolvers<void>();
    const beside = orderWith((profile) => {
      const [identify] = profile.sessionPlan as Record<string, unknown>[];
      profile.sessionPlan = [
        { step: 'Ask', commands: [{ command: 'SHOW', form: 'installation', answers: 'goOn' }] },
        identify,
      ];
    });
    const run = await begin(indoors, beside, () => gate.promise);
    await run.device.bootstrapComplete();
    expect(outcomes(run)).toEqual(['fulfilled']);
    gate.resolve();
    await run.event('interaction', ({ told }) => told.what === 'ended');
    const [session] = run.bench.store.sessions.ofDevice(deviceId);
    const [record] = run.bench.store.interactions.ofSession(session!.sessionId);
    expect(record?.interaction.state).toMatchObject({ kind: 'completed', answers: { place: 'indoors' } });
    await run.device.left();
  });

  it('says so where the device has no browser, and ends the interaction', async () => {
    const bench = await startTestBench(order);
    started = bench;
    const booted = bootedDevice(bench.messages.get(deviceId)!, { DevID: deviceId, Mod: 'GW-200' });
    device = booted.device;
    await booted.device.bootstrapComplete();
    expect(outcomes(bench)).toEqual(['failed']);
    expect(bench.events.find((event) => event.kind === 'sessionEnded')).toMatchObject({
      fault: { code: 'SESSION_COMMAND_FAILED' },
    });
    expect(told(bench)).toEqual([
      expect.objectContaining({ what: 'ended', outcome: 'closed' }),
      expect.objectContaining({ what: 'ended', outcome: 'closed' }),
    ]);
  });

  it('says why the workstation could not show it, for a simulated device as for a real one', async () => {
    const fault = faultOf('INTERACTION_WINDOW_LIMIT', { device: 'BX04100-C', limit: 24 });
    const failing: WebBrowser = { show: async () => ({ kind: 'failed', fault }) };
    const bench = await startTestBench(order, undefined, { browser: failing });
    started = bench;
    // The device has no browser of its own: each SHOW is answered with 501, and fails at the workstation.
    const booted = bootedDevice(bench.messages.get(deviceId)!, { DevID: deviceId, Mod: 'GW-200' });
    device = booted.device;
    await booted.device.bootstrapComplete();
    await bench.event('interaction', ({ told: each }) => each.what === 'ended');
    await booted.device.session([]);
    await bench.event('interaction', ({ told: each }) => each.what === 'ended' && told(bench).length > 1);
    await booted.device.session([]);
    const end = bench.events.findLast((event) => event.kind === 'sessionEnded');
    expect(end).toMatchObject({ outcome: 'failed', fault: { code: 'SESSION_FORM_FAILED' } });
    expect(end?.fault?.message).toContain('24 form windows are open already');
  });

  it('is shown at the workstation for a real device without a browser, which is then asked to go on', async () => {
    const person = scriptedPerson(indoors);
    const bench = await startTestBench(order, undefined, { browser: person });
    started = bench;
    const booted = bootedDevice(bench.messages.get(deviceId)!, { DevID: deviceId, Mod: 'GW-200' });
    device = booted.device;
    await booted.device.bootstrapComplete();
    await bench.event('interaction', ({ told }) => told.what === 'ended' && told.outcome === 'completed');
    expect(outcomes(bench)).toEqual(['suspended']);
    // Whatever opens the next session: the plan goes on.
    await booted.device.session([]);
    expect(outcomes(bench)).toEqual(['suspended', 'fulfilled']);
    expect(gateway(booted.device).Site).toMatchObject({ Place: 'indoors' });
  });

  it('goes on after the workstation was started again in between', async () => {
    const gate = Promise.withResolvers<void>();
    const run = await begin(onMast, order, () => gate.promise);
    await run.device.bootstrapComplete();
    expect(outcomes(run)).toEqual(['suspended']);
    const { port, interactionPort } = run.bench.server;
    await run.close();
    const again = await startTestBench(order, run.dataFolder, { port, known: true });
    started = again;
    expect(again.bench.server.interactionPort).toBe(interactionPort);
    gate.resolve();
    await run.device.left();
    expect(outcomes(again)).toEqual(['fulfilled']);
    expect(gateway(run.device).Site).toMatchObject({ Place: 'mast' });
  });

  it('ends the form of a session that was broken off by the end of the workstation', async () => {
    const run = await begin(onMast, order, () => new Promise(() => {}));
    const { bench } = run;
    await run.device.bootstrapComplete();
    const [session] = bench.store.sessions.ofDevice(deviceId);
    const [record] = bench.store.interactions.ofSession(session!.sessionId);
    // As if the process had ended after #2 and before #3.
    bench.store.sessions.end(session!.sessionId, { state: 'abandoned', at: Date.now(), commandsDone: 0 });
    await run.close();
    const again = await startTestBench(order, run.dataFolder, { known: true });
    started = again;
    expect(again.bench.store.interactions.get(record!.interactionId)?.interaction.state.kind).toBe('closed');
  });

  it('believes no device that a form was completed which was not', async () => {
    const run = await begin(indoors, order, () => new Promise(() => {}));
    await run.device.bootstrapComplete();
    const [page = ''] = run.person.pages;
    const data = { ServerURI: page, Reason: 'completed' };
    const end = { alertType: 'urn:oma:at:dm:2.0:UIInteractionEnd', data };
    await run.device.session([end]);
    expect(told(run).at(-1)).toMatchObject({
      outcome: 'failed',
      fault: { code: 'INTERACTION_NOT_COMPLETED' },
    });
    // Another device's word for it ends nothing.
    const otherId = 'IMEI:352099001761770';
    const other = bootedDevice(run.messages.get(otherId)!, { DevID: otherId, Mod: 'MTR-7' }, run.person);
    const second = run.person.pages.at(-1)!;
    await other.device.session([{ ...end, data: { ...data, ServerURI: second, Reason: 'closed' } }]);
    expect(told(run).filter(({ what }) => what === 'ended')).toHaveLength(1);
    await other.device.off();
  });
});
