import { cpSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { accountsOf } from '../../../core/dm/client/accounts.ts';
import type { DeviceState } from '../../../core/dm/client/device-state.ts';
import { devInfoMoid, dmAccountMoid } from '../../../core/mo/standard-objects.ts';
import { SimulatedDevice } from '../../../main/device/simulated-device.ts';
import { startTestBench, type TestBench } from '../../support/bench.ts';
import { bootedDevice } from '../../support/devices.ts';

const deviceId = 'UUID:1';
const package1 = '{"Alert":[{"AlertType":"urn:oma:at:dm:2.0:ClientInitiatedMgmt"}]}';
const order = {
  profile: {
    name: 'profile.json',
    text: JSON.stringify({
      name: 'test',
      device: { id: 'UUID:{{number}}', label: 'Device {{number}}' },
      columns: { number: {} },
      server: { id: 'dm-bench', name: 'DM Bench' },
      permits: [devInfoMoid, dmAccountMoid],
      configurations: {},
      bootstrap: [],
      sessionPlan: [
        { step: 'Renew', commands: [{ command: 'HGET', credentials: 'renew' }] },
        { step: 'Look', commands: [{ command: 'GET', target: `${dmAccountMoid}//Auth/Trsp/Data` }] },
      ],
      simulatedDevice: { DevID: 'UUID:{{number}}' },
    }),
  },
  list: { name: 'list.csv', text: 'number\n1\n' },
};

const passwordIn = ({ objects }: DeviceState): string => {
  const [{ credentials } = expect.unreachable()] = accountsOf(objects);
  return credentials.kind === 'password' ? credentials.password : expect.unreachable();
};

/** What would be on the disk, had the process been killed now. */
function killedNow(dataFolder: string): string {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'dm-bench-killed-'));
  cpSync(dataFolder, copy, { recursive: true });
  return copy;
}

describe('new credentials by a session plan', () => {
  const ending: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ending.splice(0).toReversed()) await end();
  });

  const bench = async (dataFolder?: string): Promise<TestBench> => {
    const started = await startTestBench(order, dataFolder);
    ending.push(() => started.close());
    return started;
  };
  const deviceWith = (state: DeviceState) => {
    const device = new SimulatedDevice({ deviceId, state, now: Date.now });
    ending.push(() => device.off());
    return device;
  };
  const booted = ({ messages }: TestBench) => {
    const { device } = bootedDevice(messages.get(deviceId)!, { DevID: deviceId, FwV: '1.0' });
    ending.push(() => device.off());
    return device;
  };
  /** The statuses that these passwords get. */
  const statuses = async (started: TestBench, passwords: readonly string[]) => {
    const { userName } = started.bench.store.devices.get(deviceId)!;
    const answers: number[] = [];
    for (const password of passwords) {
      const authorization = `Basic ${btoa(`${userName}:${password}`)}`;
      answers.push((await started.post(deviceId, package1, 1, { authorization })).status);
    }
    return answers;
  };

  it('are in place of the old ones once the device reported and showed them', async () => {
    const started = await bench();
    const device = booted(started);
    const old = passwordIn(device.state);
    started.bench.server.events.listen((event) => {
      if (event.kind === 'command' && event.command[0] === 'HGET')
        expect(started.bench.store.devices.get(deviceId)?.renewal).toMatchObject({ reported: true });
    });
    expect(await device.session([])).not.toHaveProperty('fault');
    const renewed = passwordIn(device.state);
    expect(renewed).not.toBe(old);
    expect(started.events).toContainEqual({ kind: 'credentialsRenewed', deviceId });
    expect(await statuses(started, [old, renewed])).toEqual([401, 200]);
    // By its other name or from its card, the device is still the one that it was.
    expect(await device.session([])).not.toHaveProperty('fault');
  });

  it('lock no device out, whenever the workstation is killed', { timeout: 60_000 }, async () => {
    const started = await bench();
    const device = booted(started);
    const old = passwordIn(device.state);
    const kills = new Map([['before', killedNow(started.dataFolder)]]);
    const states = new Map([['before', device.state]]);
    const killAt = (moment: string) => {
      if (kills.has(moment)) return;
      kills.set(moment, killedNow(started.dataFolder));
      states.set(moment, device.state);
    };
    started.bench.server.events.listen((event) => {
      if (event.kind === 'package' && event.package === 2) killAt('sent');
      if (event.kind === 'repository') killAt('fetched');
      if (event.kind === 'command' && event.command[0] === 'HGET') killAt('reported');
      if (event.kind === 'credentialsRenewed') killAt('renewed');
    });
    await device.session([]);
    const renewed = passwordIn(device.state);
    const after = device.state;
    expect([...kills.keys()]).toEqual(['before', 'sent', 'fetched', 'reported', 'renewed']);

    for (const [moment, folder] of kills) {
      const restarted = await bench(killedNow(folder));
      const found = await statuses(restarted, [old, renewed]);
      const expected = { before: [200, 401], renewed: [401, 200] }[moment] ?? [200, 200];
      expect(found, moment).toEqual(expected);
    }
    // And with what the device had then, and with what it took only after that, it goes on to new ones.
    for (const moment of ['sent', 'fetched', 'reported'])
      for (const state of [states.get(moment)!, after]) {
        const restarted = await bench(killedNow(kills.get(moment)!));
        const returning = deviceWith(state);
        const serverUri = restarted.bench.server.http.dm;
        expect(await returning.session([], { serverUri }), moment).not.toHaveProperty('fault');
        expect(restarted.events, moment).toContainEqual({ kind: 'credentialsRenewed', deviceId });
        expect(await statuses(restarted, [old])).toEqual([401]);
      }
  });

  it('are in no file, transcript or event that is not sealed', async () => {
    const started = await bench();
    const device = booted(started);
    const passwords = [passwordIn(device.state)];
    for (let round = 0; round < 3; round++) {
      await device.session([]);
      passwords.push(passwordIn(device.state));
    }
    const { sessions } = started.bench.store;
    const transcripts = sessions.ofDevice(deviceId).map(({ sessionId }) => sessions.transcript(sessionId));
    expect(JSON.stringify(transcripts)).toContain('account/credentials');
    const told = [JSON.stringify(transcripts), JSON.stringify(started.events)];
    for (const end of ending.splice(0).toReversed()) await end();
    const files = readdirSync(started.dataFolder, { recursive: true, encoding: 'utf8' })
      .map((name) => path.join(started.dataFolder, name))
      .filter((file) => statSync(file).isFile());
    expect(files.length).toBeGreaterThan(3);
    expect(new Set(passwords).size).toBeGreaterThan(2);
    for (const password of passwords) {
      for (const text of told) expect(text).not.toContain(password);
      for (const file of files) expect(readFileSync(file).includes(password), file).toBe(false);
    }
  });

  it('are given to the device alone, and only while it is to get them', async () => {
    const started = await bench();
    const device = booted(started);
    const uri = `${started.bench.server.http.repository}/${encodeURIComponent(deviceId)}/account/credentials`;
    const ask = (method = 'GET') =>
      fetch(uri, {
        method,
        headers: { 'omadm-devid': deviceId, authorization: started.authorization(deviceId) },
        ...(method === 'PUT' ? { body: '[]' } : {}),
      });
    expect((await ask()).status).toBe(404);
    const given: Promise<unknown>[] = [];
    const tried: number[] = [];
    started.bench.server.events.listen((event) => {
      if (event.kind !== 'package' || event.package !== 2 || given.length > 0) return;
      const asked = async () => {
        const answer = await ask();
        expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
        tried.push((await fetch(uri)).status);
        for (const method of ['PUT', 'POST', 'DELETE', 'HEAD']) tried.push((await ask(method)).status);
      };
      given.push(asked());
    });
    // The package alone: what comes after it would end the renewal.
    expect((await started.post(deviceId, package1)).status).toBe(200);
    await Promise.all(given);
    expect(tried).toEqual([401, 405, 405, 405, 405]);
    await device.session([]);
    expect((await ask()).status).toBe(404);
    expect(started.bench.repository.list({ search: 'credentials', offset: 0, limit: 9 }).total).toBe(0);
  });
});
