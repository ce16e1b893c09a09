import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareCards } from '../../core/card/card-copy.ts';
import { parseIssuerKeys } from '../../core/card/issuer-keys.ts';
import { secretOf } from '../../core/secrets.ts';
import { virtualStation } from '../../main/card/readers.ts';
import { exampleFile, startTestBench, type TestBench } from '../support/bench.ts';

const deviceId = 'IMEI:352099001761408';
const otherId = 'IMEI:352099001761770';
const nothing = { overwriteUnknown: false };

describe('one card by hand, at the virtual station', () => {
  let started: TestBench;
  beforeEach(async () => {
    started = await startTestBench({
      profile: exampleFile('gateway.profile.json'),
      list: exampleFile('devices-3.csv'),
    });
  });
  afterEach(() => started.close());
  const desk = () => started.bench.desk;

  it('is empty at first, and is known after it was written for a device', async () => {
    expect(await desk().read(virtualStation)).toMatchObject({
      holder: { kind: 'nobody' },
      tries: { adm: { kind: 'left', tries: 3 } },
      card: { files: expect.any(Array) },
    });
    const written = await desk().write(virtualStation, deviceId, nothing);
    expect(written.message).toMatchObject({
      octets: started.messages.get(deviceId)!.length,
      accounts: [{ serverId: 'dm-bench' }],
      objects: [{ rootName: 'Gateway' }],
    });
    expect(written.holder).toMatchObject({ kind: 'device', deviceId, label: 'BX04100-C' });
    expect(await desk().read(virtualStation)).toMatchObject({ message: { sha256: written.message!.sha256 } });
    expect(await desk().verify(virtualStation)).toMatchObject({ kind: 'same', asLaidOut: true });
  });

  it('gives the window nothing that is a secret', async () => {
    const { bench } = started;
    await desk().write(virtualStation, deviceId, nothing);
    const text = JSON.stringify(await desk().read(virtualStation));
    const message = new TextDecoder().decode(started.messages.get(deviceId)!);
    const secrets = [...message.matchAll(/"Secret":"([^"]+)"/g)].map(([, secret]) => secret!);
    expect(secrets).toHaveLength(2);
    for (const secret of secrets) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString('hex').toUpperCase());
    }
    expect(text).toContain(bench.store.devices.get(deviceId)!.userName);
  });

  it('is changed for another device only when a person names whose it is', async () => {
    await desk().write(virtualStation, deviceId, nothing);
    await expect(desk().write(virtualStation, otherId, nothing)).rejects.toMatchObject({
      fault: { code: 'CARD_HOLDS_ANOTHER' },
    });
    await expect(desk().erase(virtualStation, nothing)).rejects.toMatchObject({
      fault: { code: 'CARD_HOLDS_ANOTHER' },
    });
    await expect(
      desk().erase(virtualStation, { overwriteUnknown: true, overwriteDevice: otherId }),
    ).rejects.toThrow();
    const view = await desk().write(virtualStation, otherId, { ...nothing, overwriteDevice: deviceId });
    expect(view.message!.octets).toBe(started.messages.get(otherId)!.length);
    const erased = await desk().erase(virtualStation, { ...nothing, overwriteDevice: otherId });
    expect(erased).toMatchObject({ holder: { kind: 'nobody' } });
    expect(erased).not.toHaveProperty('message');
    await expect(desk().verify(virtualStation)).rejects.toMatchObject({ fault: { code: 'CARD_NO_MESSAGE' } });
  });

  it('writes the same again without a word about whose it is', async () => {
    await desk().write(virtualStation, deviceId, nothing);
    const again = await desk().write(virtualStation, deviceId, nothing);
    expect(again.message).not.toHaveProperty('fault');
  });

  it('is copied octet by octet, and compared', async () => {
    const empty = await desk().copy(virtualStation);
    await desk().write(virtualStation, deviceId, nothing);
    const written = await desk().copy(virtualStation);
    expect(compareCards(written, await desk().copy(virtualStation))).toEqual([]);
    expect(compareCards(written, empty).length).toBeGreaterThan(0);
  });

  it('shows a key once, and spends no try for asking', async () => {
    const keys = parseIssuerKeys(secretOf('41444D2D54455354'), 'keys.txt');
    const wrong = parseIssuerKeys(secretOf('0000000000000000'), 'keys.txt');
    const unlocked = await desk().unlock(virtualStation, 'adm', { keys, evenTheLastTry: false });
    expect(unlocked.tries.adm).toEqual({ kind: 'shown' });
    await expect(
      desk().unlock(virtualStation, 'adm', { keys: wrong, evenTheLastTry: false }),
    ).rejects.toMatchObject({
      fault: { code: 'CARD_ADM_REFUSED' },
    });
    for (let times = 0; times < 3; times++)
      expect((await desk().read(virtualStation)).tries.adm).toEqual({ kind: 'left', tries: 2 });
    await expect(
      desk().unlock(virtualStation, 'adm', { keys: wrong, evenTheLastTry: false }),
    ).rejects.toMatchObject({
      fault: { code: 'CARD_ADM_REFUSED' },
    });
    // The last try is spent only by a person who was warned.
    await expect(
      desk().unlock(virtualStation, 'adm', { keys: wrong, evenTheLastTry: false }),
    ).rejects.toMatchObject({
      fault: { code: 'CARD_ADM_LAST_TRY' },
    });
    expect((await desk().unlock(virtualStation, 'adm', { keys, evenTheLastTry: true })).tries.adm).toEqual({
      kind: 'shown',
    });
  });

  it('tells how far it is', async () => {
    const told: string[] = [];
    started.bench.listen({ cardProgress: ({ step, done, total }) => told.push(`${step} ${done}/${total}`) });
    await desk().write(virtualStation, deviceId, nothing);
    expect(told.length).toBeGreaterThan(2);
  });

  it.each([['a reader that there is not', 'No such reader']])('refuses %s', async (_what, station) => {
    await expect(desk().read(station)).rejects.toMatchObject({
      fault: { code: expect.stringMatching(/^(READER_UNKNOWN|PCSC_)/) },
    });
  });
});
