import { afterEach, describe, expect, it } from 'vitest';
import { parseBootstrapMessage } from '../../core/bootstrap/bootstrap-message.ts';
import type { Authentication } from '../../core/provisioning/profile-server.ts';
import { bootstrappedState } from '../../main/device/bootstrapped-state.ts';
import { SimulatedDevice } from '../../main/device/simulated-device.ts';
import { presharedKeySuites } from '../../main/server/auth/preshared-keys.ts';
import { exampleFile, startTestBench, type TestBench } from '../support/bench.ts';
import { profileWith } from '../support/certificates.ts';

const list = exampleFile('devices-3.csv');

describe('a device that proves itself by its connection', () => {
  const benches: TestBench[] = [];
  const devices: SimulatedDevice[] = [];
  afterEach(async () => {
    await Promise.all(devices.splice(0).map((device) => device.off()));
    await Promise.all(benches.splice(0).map((bench) => bench.close()));
  });
  const bench = async (authentication: Authentication) => {
    const running = await startTestBench({ profile: exampleFile('gateway.profile.json'), list });
    benches.push(running);
    for (const deviceId of running.messages.keys())
      await running.bench.server.deviceCredentials.prepare(authentication, deviceId);
    running.enrolAll(profileWith(authentication), list);
    return running;
  };
  const deviceOf = ({ messages }: TestBench, deviceId: string) => {
    const device = new SimulatedDevice({
      deviceId,
      state: bootstrappedState(messages.get(deviceId)!, {
        ...{ DevID: deviceId, Man: 'Boxx', Mod: 'GW-200', DmV: '2.0', Lang: 'en', FwV: '2.4.1' },
      }),
      now: Date.now,
    });
    devices.push(device);
    return device;
  };

  it('holds its sessions with a client certificate, and fetches from the Data Repository with it', async () => {
    const running = await bench('certificate');
    const [deviceId] = running.messages.keys();
    const { accounts } = parseBootstrapMessage(running.messages.get(deviceId!)!);
    expect(accounts[0].credentials.kind).toBe('certificate');
    expect(accounts[0].serverUri).toBe(running.bench.server.https.dm);
    const session = await deviceOf(running, deviceId!).bootstrapComplete();
    expect(session).not.toHaveProperty('fault');
    expect(running.events.filter(({ kind }) => kind === 'refused')).toEqual([]);
    expect(await running.event('sessionEnded')).toMatchObject({ deviceId, outcome: 'fulfilled' });
    expect(running.events.filter(({ kind }) => kind === 'repository')).not.toEqual([]);
  });

  it.skipIf(presharedKeySuites().length === 0)('holds its sessions with a pre-shared key', async () => {
    const running = await bench('presharedKey');
    const [deviceId] = running.messages.keys();
    const { accounts } = parseBootstrapMessage(running.messages.get(deviceId!)!);
    expect(accounts[0].credentials.kind).toBe('presharedKey');
    const session = await deviceOf(running, deviceId!).bootstrapComplete();
    expect(session).not.toHaveProperty('fault');
    expect(await running.event('sessionEnded')).toMatchObject({ deviceId, outcome: 'fulfilled' });
  });
});
