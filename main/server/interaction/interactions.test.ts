import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toFault } from '../../../core/errors.ts';
import { cookieHeader, cookieOf, formTokenOf, isFormToken } from './browser-binding.ts';
import { deviceId, type InteractionBench, openBench, openFor, otherId } from './interaction-fixture.ts';

describe('the interactions of a bench', () => {
  let bench: InteractionBench;
  beforeEach(async () => {
    bench = await openBench({ folder: mkdtempSync(path.join(os.tmpdir(), 'interactions-')) });
  });
  afterEach(() => bench.close());

  const tokenOf = (address: string) => address.split('/').at(-1) ?? '';
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: unknown) => toFault(error).code,
    );

  it('begin with the values of a row in their texts, on the origin of the device', () => {
    const { interactionId, address } = bench.begin({ origin: 'https://bench.example:8444' });
    expect(address).toMatch(/^https:\/\/bench\.example:8444\/interaction\/[\w-]{43}$/);
    expect(bench.interactions.get(interactionId)).toMatchObject({
      ...{ interactionId, deviceId, jobId: 'j0', sessionId: 's0' },
      interaction: {
        form: { title: 'Installation of BX-7' },
        ...{ state: { kind: 'waiting' }, begunAt: bench.clock.now, expiresAt: bench.clock.now + openFor },
      },
    });
    expect(bench.interactions.ofSession('s0').map((each) => each.interactionId)).toEqual([interactionId]);
    expect(bench.interactions.find(deviceId, address)?.interactionId).toBe(interactionId);
    expect(bench.interactions.find(otherId, address)).toBeUndefined();
    expect(bench.interactions.get('nothing')).toBeUndefined();
  });

  it('begin with what their session does, or not at all', async () => {
    const begun = bench.store.grouped(() => {
      bench.begin();
      throw new Error('half-way');
    });
    expect(await codeOf(begun)).toBe('INTERNAL');
    expect(() => bench.begin({ deviceId: 'IMEI:unknown' })).toThrow('FOREIGN KEY');
    expect(bench.interactions.ofSession('s0')).toEqual([]);
    expect(bench.events).toEqual([]);
  });

  it('let the first browser in, and then that one alone', async () => {
    const { enter } = bench.interactions;
    const token = tokenOf(bench.begin().address);
    expect(await codeOf(enter(token, undefined, false))).toBe('INTERACTION_ELSEWHERE');
    const first = await enter(token, undefined, true);
    expect(first).toMatchObject({ opened: true, record: { interaction: { state: { kind: 'opened' } } } });
    expect(await codeOf(enter(token, undefined, true))).toBe('INTERACTION_ELSEWHERE');
    expect(await codeOf(enter(token, tokenOf(bench.begin().address), true))).toBe('INTERACTION_ELSEWHERE');
    expect(await enter(token, first.cookie, false)).toMatchObject({ opened: false, cookie: first.cookie });
    expect(await codeOf(enter('x', first.cookie, true))).toBe('INTERACTION_UNKNOWN');
  });

  it('end when their time is over, each once, and those that nobody opened too', async () => {
    const [soon, later, done] = [
      bench.begin({ openFor: 1000 }),
      bench.begin(),
      bench.begin({ openFor: 1000 }),
    ];
    bench.interactions.end(done.interactionId, { kind: 'close' });
    bench.interactions.endOverdue();
    expect(bench.told()).toEqual(['closed']);
    bench.clock.now += 1000;
    bench.interactions.endOverdue();
    bench.interactions.endOverdue();
    expect(bench.told()).toEqual(['closed', 'expired']);
    expect(bench.events.at(-1)).toMatchObject({ interactionId: soon.interactionId, took: 1000 });
    expect(bench.interactions.get(later.interactionId)?.interaction.state.kind).toBe('waiting');
    // Nobody was let in, and nobody is any more; whoever has the address is told so.
    expect(await bench.interactions.enter(tokenOf(soon.address), undefined, true)).toMatchObject({
      opened: false,
      record: { interaction: { state: { kind: 'expired' } } },
    });
  });

  it('are the same after a restart', async () => {
    const { interactionId, address } = bench.begin();
    const { cookie } = await bench.interactions.enter(tokenOf(address), undefined, true);
    await bench.interactions.takePage(bench.interactions.get(interactionId)!, 0, {
      site: 'AB-1234',
      signal: -1,
      reason: 'new',
    });
    const before = bench.interactions.get(interactionId);
    await bench.close();
    bench = await openBench({ folder: bench.folder });
    expect(bench.interactions.get(interactionId)).toEqual(before);
    expect((await bench.interactions.enter(tokenOf(address), cookie, false)).record).toEqual(before);
    expect(await codeOf(bench.interactions.enter(tokenOf(address), undefined, true))).toBe(
      'INTERACTION_ELSEWHERE',
    );
  });

  it('are not touched by a step for one that there is not', async () => {
    expect(() => bench.interactions.end('nothing', { kind: 'close' })).toThrow('There is no UI interaction');
    const nobody = { interactionId: 'nothing', deviceId, jobId: 'j0', sessionId: 's0' };
    expect(await codeOf(bench.interactions.takePage(nobody, 0, {}))).toBe('INTERACTION_UNKNOWN');
    expect(bench.events).toEqual([]);
  });
});

describe('what binds a browser', () => {
  const cookie = 'c'.repeat(43);

  it('is a cookie for one path, over TLS only there', () => {
    const header = cookieHeader(cookie, '/interaction/T', 1500, true);
    expect(header).toBe(
      `interaction=${cookie}; Path=/interaction/T; Max-Age=2; HttpOnly; SameSite=Strict; Secure`,
    );
    expect(cookieHeader(cookie, '/interaction/T', -1, false)).toContain(
      'Max-Age=1; HttpOnly; SameSite=Strict',
    );
    expect(cookieOf(header.split(';')[0])).toBe(cookie);
    expect([undefined, '', 'interaction', `other=${cookie}`, `interaction=${cookie}x`].map(cookieOf)).toEqual(
      [...[undefined, undefined, undefined, undefined, undefined]],
    );
  });

  it('is a token for one cookie', () => {
    const token = formTokenOf(cookie);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(isFormToken(token, cookie)).toBe(true);
    expect(isFormToken(token, 'd'.repeat(43))).toBe(false);
    expect(isFormToken(cookie, cookie)).toBe(false);
    expect(isFormToken('', cookie)).toBe(false);
  });
});
