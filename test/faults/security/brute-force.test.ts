import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mediaTypes } from '../../../core/dm/choices.ts';
import { startTestBench, type TestBench } from '../../support/bench.ts';
import { bootedDevice, type TestDevice } from '../../support/devices.ts';
import { type RawAnswer, rawExchange, rawRequest } from '../../support/raw-http.ts';

const devInfoMoid = 'urn:oma:mo:oma-dm-devinfo:1.0';
const deviceId = 'UUID:1';
const profile = {
  name: 'profile.json',
  text: JSON.stringify({
    name: 'test',
    device: { id: 'UUID:{{number}}', label: 'Device {{number}}' },
    columns: { number: {} },
    server: { id: 'dm-bench', name: 'DM Bench' },
    permits: [devInfoMoid],
    configurations: {},
    bootstrap: [],
    sessionPlan: [{ step: 'Look', commands: [{ command: 'GET', target: `${devInfoMoid}//` }] }],
    simulatedDevice: { DevID: 'UUID:{{number}}' },
  }),
};
const list = { name: 'list.csv', text: 'number\n1\n2\n' };

describe('somebody who tries passwords', () => {
  let started: TestBench;
  let devices: readonly TestDevice[];
  beforeEach(async () => {
    started = await startTestBench({ profile, list });
    devices = ['UUID:1', 'UUID:2'].map((id) => bootedDevice(started.messages.get(id)!, { DevID: id }));
  });
  afterEach(async () => {
    await Promise.all(devices.map(({ device }) => device.off()));
    await started.close();
  });

  const wrong = (index: number, id = deviceId) =>
    rawRequest(
      'POST',
      '/dm',
      [
        ['omadm-devid', id],
        ['content-type', mediaTypes.package1],
        ['authorization', `Basic ${btoa(`dm-1:guess-${index}`)}`],
      ],
      '{}',
    );
  const many = 10_000;
  const atOnce = 100;
  const slowed = () => started.events.filter(({ kind }) => kind === 'authenticationSlowed');

  it(`gets in with none of ${many}, while the device itself and another one are let in each time`, {
    timeout: 120_000,
  }, async () => {
    const attack = Promise.all(
      Array.from({ length: many / atOnce }, (_, connection) => {
        // On each connection all that it tries at once, so that no answer is waited for.
        const tries = Array.from({ length: atOnce }, (_each, index) => wrong(connection * atOnce + index));
        return rawExchange(started.bench.server.port, tries.join(''), atOnce);
      }),
    );
    let under = true;
    void attack.then(() => {
      under = false;
    });
    let held = 0;
    do
      for (const { device } of devices) {
        expect(
          await device.session([{ alertType: 'urn:oma:at:dm:2.0:ClientInitiatedMgmt' }]),
        ).not.toHaveProperty('fault');
        held++;
      }
    while (under);
    const answers: RawAnswer[] = (await attack).flat();
    expect(answers).toHaveLength(many);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 429]));
    for (const { status, head } of answers) if (status === 429) expect(head).toMatch(/^retry-after: 5\r?$/im);
    expect(held).toBeGreaterThan(1);
    // Each row of them is told of once, in place of each try.
    expect(slowed()).toMatchObject([
      { deviceId, fault: { code: 'DM_AUTHENTICATION_SLOWED' } },
      { address: '127.0.0.1', fault: { code: 'DM_AUTHENTICATION_SLOWED' } },
    ]);
    expect(started.events.filter(({ kind }) => kind === 'refused')).toHaveLength(10);
    expect(started.bench.refusals.list().map(({ fault }) => fault.code)).toEqual([
      'DM_AUTHENTICATION_SLOWED',
      'DM_AUTHENTICATION_SLOWED',
      ...Array(10).fill('DM_NOT_AUTHENTICATED'),
    ]);
    expect(started.bench.store.sessions.ofDevice(deviceId).every(({ state }) => state === 'fulfilled')).toBe(
      true,
    );
  });

  it('learns nothing of whether a device is known, also from how it is slowed', async () => {
    const told = async (id: string) => {
      const answers: unknown[] = [];
      const before = started.events.length;
      for (let index = 0; index < 12; index++) {
        const [answer] = await rawExchange(started.bench.server.port, wrong(index, id));
        answers.push([
          answer?.status,
          answer?.head.replace(/nonce="[^"]+"|date: [^\r]+/gi, ''),
          answer?.body,
        ]);
      }
      return [answers, started.events.slice(before).map(({ kind }) => kind)];
    };
    expect(await told('UUID:unknown')).toEqual(await told(deviceId));
  });

  it('keeps nobody out who comes with what is right, from the same address and in the same name', async () => {
    for (let index = 0; index < 15; index++) void rawExchange(started.bench.server.port, wrong(index));
    await started.event('authenticationSlowed');
    const right = await started.post(
      deviceId,
      '{"Alert":[{"AlertType":"urn:oma:at:dm:2.0:ClientInitiatedMgmt"}]}',
    );
    expect(right.status).toBe(200);
    // Who has nothing to show yet is asked at once.
    const asked = await fetch(started.bench.server.http.dm, {
      method: 'POST',
      headers: { 'omadm-devid': deviceId },
    });
    expect(asked.status).toBe(401);
  });

  it('moves no cursor of who reads of it', async () => {
    for (let index = 0; index < 12; index++)
      await rawExchange(started.bench.server.port, wrong(index, '\x9b2J\x9d0;x\xad'));
    const text = JSON.stringify([started.events, started.bench.refusals.list()]);
    expect(text).toContain('DM_AUTHENTICATION_SLOWED');
    expect(text).not.toMatch(/[\x80-\xff]/);
  });
});
