import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { notices } from '../../../core/interaction/form-texts.ts';
import { deviceId, type InteractionBench, label, openBench, otherId, place } from './interaction-fixture.ts';
import { headingOf, openBrowser, type TestBrowser } from './test-browser.ts';

describe('whoever is not the one that a form was shown to', () => {
  let bench: InteractionBench;
  let browser: TestBrowser;
  let path: string;
  let interactionId: string;
  beforeEach(async () => {
    bench = await openBench();
    ({ path, interactionId } = bench.begin());
    browser = openBrowser(bench);
  });
  afterEach(() => bench.close());

  const progress = () => bench.interactions.get(interactionId)?.interaction.progress;
  const untouched = { answers: {}, posted: [] };

  it('guesses no address', async () => {
    const token = path.slice('/interaction/'.length);
    expect(token).toMatch(/^[\w-]{43}$/);
    const other = token.startsWith('A') ? 'B' : 'A';
    const guesses = [
      other + token.slice(1),
      token.slice(0, -1),
      `${token}A`,
      token.toLowerCase(),
      '%00',
      "'--",
      '..%2f',
    ];
    for (const guess of guesses) {
      const answer = await browser.get(`/interaction/${guess}`);
      expect([answer.status, headingOf(answer)], guess).toEqual([404, notices.unknown.title]);
      expect(answer.body).not.toContain('Gateway');
    }
    expect(new Set(Array.from({ length: 50 }, () => bench.begin().address)).size).toBe(50);
  });

  it('has nothing of the address in the store, only a hash of it', async () => {
    await browser.visit(path);
    const cookie = browser.cookieOf(path)?.split('=')[1] ?? '';
    expect(cookie).toMatch(/^[\w-]{43}$/);
    for (const name of readdirSync(bench.folder).filter((each) => each.startsWith('bench.sqlite'))) {
      const file = readFileSync(`${bench.folder}/${name}`);
      for (const secret of [path.split('/')[2]!, cookie])
        expect(file.includes(secret) || file.includes(Buffer.from(secret, 'base64url')), name).toBe(false);
    }
  });

  it('is refused as a second browser, before and after the end, and learns nothing', async () => {
    await browser.visit(path);
    const second = openBrowser(bench);
    for (const answer of [
      await second.get(path),
      await second.get(`${path}/1`),
      await second.get(`${path}/end`),
    ]) {
      expect([answer.status, headingOf(answer)]).toEqual([403, notices.elsewhere.title]);
      expect(answer.body).not.toMatch(/Gateway|Installation|BX-7/);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    expect((await second.post(`${path}/1`, place)).status).toBe(403);
    expect(progress()).toEqual(untouched);
    bench.interactions.end(interactionId, { kind: 'close' });
    expect((await second.get(path)).status).toBe(403);
    expect((await browser.get(path)).status).toBe(410);
    expect(bench.events.find(({ kind }) => kind === 'refused')).toMatchObject({
      ...{ interactionId, deviceId, fault: { code: 'INTERACTION_ELSEWHERE' } },
    });
  });

  it('comes second when both come at once', async () => {
    const browsers = Array.from({ length: 5 }, () => openBrowser(bench));
    const answers = await Promise.all(browsers.map((each) => each.get(path)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 403, 403, 403, 403]);
  });

  it('shows a cookie that is not the one', async () => {
    await browser.visit(path);
    const other = bench.begin();
    const stranger = openBrowser(bench);
    await stranger.visit(other.path);
    const foreign = stranger.cookieOf(other.path) ?? '';
    for (const cookie of [
      foreign,
      'interaction=',
      'interaction=x',
      'interaction',
      '',
      ';;==;',
      `other=${foreign.split('=')[1]}`,
    ])
      expect((await openBrowser(bench).get(path, { cookie })).status, cookie).toBe(403);
    // What else stands in the header does not matter.
    const own = browser.cookieOf(path) ?? '';
    expect((await openBrowser(bench).get(path, { cookie: `a=b; ${own}; interaction=x` })).status).toBe(303);
  });

  it('gets the cookie for this interaction alone, for no script and no other site', async () => {
    const [cookie = ''] = (await browser.get(path)).headers['set-cookie'] ?? [];
    expect(cookie.split('; ').slice(1)).toEqual([
      `Path=${path}`,
      'Max-Age=3600',
      'HttpOnly',
      'SameSite=Strict',
    ]);
    expect((await browser.get(path)).headers['set-cookie']).toBeUndefined();
  });

  it('posts without having opened the form', async () => {
    const answer = await browser.post(`${path}/1`, place);
    expect(answer.status).toBe(403);
    expect(bench.interactions.get(interactionId)?.interaction.state).toEqual({ kind: 'waiting' });
    expect((await browser.visit(path)).status).toBe(200);
  });

  it('posts from another site', async () => {
    await browser.visit(path);
    const headers: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `${bench.origin}.evil.example` },
      { origin: bench.origin.replace('http:', 'https:') },
      { origin: `http://127.0.0.1:${bench.port + 1}` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': '' },
    ];
    for (const each of headers) {
      const answer = await browser.post(`${path}/1`, place, each);
      expect([answer.status, headingOf(answer)], JSON.stringify(each)).toEqual([403, notices.refused.title]);
    }
    expect(progress()).toEqual(untouched);
    expect(bench.told().slice(2)).toEqual(headers.map(() => 'INTERACTION_CROSS_SITE'));
  });

  it('posts without what only the form holds', async () => {
    await browser.visit(path);
    const other = bench.begin();
    const stranger = openBrowser(bench);
    await stranger.visit(other.path);
    const form = 'application/x-www-form-urlencoded';
    for (const token of ['', 'x', stranger.token, browser.token.slice(1), `${browser.token}A`]) {
      const body = new URLSearchParams({ _token: token, ...place }).toString();
      const headers = { 'content-type': form, 'content-length': String(body.length) };
      const answer = await browser.send({ method: 'POST', path: `${path}/1`, headers, body });
      expect([answer.status, headingOf(answer)], token).toEqual([403, notices.refused.title]);
    }
    expect(progress()).toEqual(untouched);
    // An old browser that says nothing of where it comes from has the cookie and the token.
    const body = new URLSearchParams({ _token: browser.token, ...place }).toString();
    const headers = { 'content-type': form, 'content-length': String(body.length) };
    expect((await browser.send({ method: 'POST', path: `${path}/1`, headers, body })).status).toBe(303);
  });

  it('asks by a name that was made to lead here', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${bench.port}`,
      '127.0.0.1',
      `127.0.0.1:${bench.port + 1}`,
      `localhost:${bench.port}`,
      'a b',
      '[',
    ]) {
      const answer = await browser.get(path, { host });
      expect([answer.status, headingOf(answer)], host).toEqual([421, notices.refused.title]);
    }
    expect(bench.interactions.get(interactionId)?.interaction.state).toEqual({ kind: 'waiting' });
    expect(bench.told()).toEqual(Array.from({ length: 7 }, () => 'INTERACTION_HOST'));
  });

  it('names the address of another device', () => {
    const { address } = bench.begin();
    expect(bench.interactions.find(deviceId, address)?.deviceId).toBe(deviceId);
    expect(bench.interactions.find(otherId, address)).toBeUndefined();
    for (const wrong of [
      '',
      'x',
      bench.origin,
      `${address}/1`,
      `${bench.origin}/interaction/x`,
      'javascript:alert(1)',
    ])
      expect(bench.interactions.find(deviceId, wrong)).toBeUndefined();
  });

  it('uses another method, or none that is', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD']) {
      const answer = await browser.send({ method, path });
      expect([answer.status, answer.headers.allow], method).toEqual([405, 'GET, POST']);
    }
    const posted = await browser.post(path, place);
    expect(posted.status).toBe(404);
    expect(bench.interactions.get(interactionId)?.interaction.state).toEqual({ kind: 'waiting' });
  });

  it('finds names with markup as texts', async () => {
    const { body } = await browser.visit(path);
    expect(label).toBe('Gateway <7>');
    expect(body).toContain('Gateway &lt;7&gt;');
    expect(body).not.toContain(label);
  });
});
