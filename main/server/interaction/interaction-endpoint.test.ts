import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { codedError } from '../../../core/errors.ts';
import { notices } from '../../../core/interaction/form-texts.ts';
import {
  deviceId,
  handOver,
  type InteractionBench,
  meter,
  openBench,
  openFor,
  picture,
  place,
} from './interaction-fixture.ts';
import { headingOf, openBrowser, type TestAnswer } from './test-browser.ts';

const photo = { name: 'photo', fileName: 'meter.png', mediaType: 'image/png', body: picture };

describe('a UI interaction over HTTP', () => {
  let bench: InteractionBench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  const stateOf = (interactionId: string) => bench.interactions.get(interactionId)?.interaction.state;
  const titleOf = async (answer: Promise<TestAnswer>) => headingOf(await answer);

  it('goes from the first page to the final one, and its answers are kept', async () => {
    const { path, interactionId } = bench.begin();
    const browser = openBrowser(bench);
    expect(stateOf(interactionId)).toEqual({ kind: 'waiting' });

    const first = await browser.visit(path);
    expect([first.status, headingOf(first)]).toEqual([200, 'The place']);
    expect(first.body).toContain('Installation of BX-7');
    expect(first.body).toContain('<bdi>Gateway &lt;7&gt;</bdi>');
    expect(stateOf(interactionId)).toEqual({ kind: 'opened' });

    const posted = await browser.post(`${path}/1`, place);
    expect([posted.status, posted.headers.location]).toEqual([303, `${path}/2`]);
    expect(stateOf(interactionId)).toEqual({ kind: 'answering', page: 1 });
    const second = await browser.get(`${path}/2`);
    expect(headingOf(second)).toBe('The old meter');
    expect((await browser.postFiles(`${path}/2`, meter, [photo])).headers.location).toBe(`${path}/3`);
    expect(await titleOf(browser.get(`${path}/3`))).toBe('Hand over');
    bench.clock.now += 60_000;
    expect((await browser.post(`${path}/3`, handOver)).headers.location).toBe(`${path}/end`);
    const end = await browser.get(`${path}/end`);
    expect([end.status, headingOf(end)]).toEqual([200, notices.completed.title]);
    expect(end.body).toContain('The gateway goes on by itself.');

    const resource = `interactions/${interactionId}/photo`;
    const answers = {
      ...{ site: 'AB-1234', notes: 'two\nlines', signal: -70.5, reason: 'replaced', reading: 4711 },
      photo: { fileName: 'meter.png', mediaType: 'image/png', octets: picture.length, resource },
      ...{ day: '2026-11-25', country: 'de', safe: true },
      signed: { signedBy: 'Ada Lovelace', signedAt: bench.clock.now },
    };
    expect(stateOf(interactionId)).toEqual({ kind: 'completed', answers });
    const kept = await bench.repository.open({ kind: 'device', deviceId }, resource);
    expect(Buffer.concat(await kept.read().toArray())).toEqual(picture);
    expect(kept.info).toMatchObject({ mediaType: 'image/png', uploaded: true });
    expect(bench.told()).toEqual([
      ...['opened', 'shown 0', 'posted 0', 'shown 1', 'posted 1', 'shown 2', 'posted 2', 'completed'],
    ]);
    expect(bench.events.find(({ kind }) => kind === 'ended')).toMatchObject({
      ...{ deviceId, jobId: 'j0', sessionId: 's0', interactionId, took: 60_000 },
    });
  });

  it('shows a page again with what is wrong, and keeps nothing of it but files', async () => {
    const { path, interactionId } = bench.begin();
    const browser = openBrowser(bench);
    await browser.visit(path);
    const again = await browser.post(`${path}/1`, {
      ...place,
      site: '<script>alert(1)</script>',
      signal: '5',
    });
    expect(again.status).toBe(422);
    expect(again.body).toContain('2 answers need another look');
    expect(again.body).toContain('value="&lt;script&gt;alert(1)&lt;/script&gt;"');
    expect(again.body).not.toContain('<script');
    expect(bench.interactions.get(interactionId)?.interaction.progress).toEqual({ answers: {}, posted: [] });

    await browser.post(`${path}/1`, place);
    const wrong = await browser.postFiles(`${path}/2`, { reading: 'many' }, [photo]);
    expect(wrong.status).toBe(422);
    expect(wrong.body).toContain('Already given: <bdi class="file-name">meter.png</bdi>');
    const right = await browser.postFiles(`${path}/2`, meter, [
      { ...photo, fileName: '', body: new Uint8Array() },
    ]);
    expect(right.headers.location).toBe(`${path}/3`);
    expect(bench.told()).toEqual([
      'opened',
      'shown 0',
      'posted 0 (2 wrong)',
      'posted 0',
      'posted 1 (1 wrong)',
      'posted 1',
    ]);
  });

  it('goes back, and leaves out what other answers make needless', async () => {
    const { path, interactionId } = bench.begin();
    const browser = openBrowser(bench);
    await browser.visit(path);
    await browser.post(`${path}/1`, place);
    await browser.postFiles(`${path}/2`, meter, [photo]);
    const back = await browser.get(`${path}/1`);
    expect(back.body).toContain('value="AB-1234"');
    expect((await browser.post(`${path}/1`, { ...place, reason: 'new' })).headers.location).toBe(`${path}/3`);
    // A page that is not asked any more leads to the one that is.
    expect((await browser.get(`${path}/2`)).headers.location).toBe(`${path}/3`);
    expect((await browser.post(`${path}/2`, meter)).headers.location).toBe(`${path}/3`);
    await browser.post(`${path}/3`, handOver);
    expect(stateOf(interactionId)).toMatchObject({
      kind: 'completed',
      answers: { reason: 'new', safe: true },
    });
    expect(JSON.stringify(stateOf(interactionId))).not.toContain('reading');
  });

  it('leads to the page’s own address, so that going back in the browser leads to the page before', async () => {
    const { path } = bench.begin();
    const browser = openBrowser(bench);
    const opened = await browser.get(path);
    expect([opened.status, opened.headers.location]).toEqual([303, `${path}/1`]);
    expect((await browser.get(`${path}/`)).headers.location).toBe(`${path}/1`);
    await browser.visit(path);
    await browser.post(`${path}/1`, place);
    expect((await browser.get(path)).headers.location).toBe(`${path}/2`);
  });

  it('shows the page at once where a link of another site leads to it', async () => {
    for (const site of ['cross-site', 'same-site']) {
      const { path } = bench.begin();
      const shown = await openBrowser(bench).get(path, { 'sec-fetch-site': site });
      expect([shown.status, headingOf(shown), shown.headers['set-cookie']?.length]).toEqual([
        200,
        'The place',
        1,
      ]);
    }
  });

  it('cannot be finished out of order', async () => {
    const { path, interactionId } = bench.begin();
    const browser = openBrowser(bench);
    await browser.visit(path);
    for (const target of [`${path}/3`, `${path}/end`, `${path}/9`, `${path}/x`]) {
      const answer = await browser.get(target);
      expect([answer.status, answer.headers.location]).toEqual([303, `${path}/1`]);
      expect((await browser.post(target, handOver)).headers.location).toBe(`${path}/1`);
    }
    expect(stateOf(interactionId)).toEqual({ kind: 'opened' });
  });

  it('takes a page that is posted twice once, also at the same moment', async () => {
    const { path, interactionId } = bench.begin();
    const browser = openBrowser(bench);
    await browser.visit(path);
    const both = await Promise.all([
      browser.post(`${path}/1`, { ...place, reason: 'new' }),
      browser.post(`${path}/1`, { ...place, reason: 'new' }),
    ]);
    expect(both.map(({ headers }) => headers.location)).toEqual([`${path}/3`, `${path}/3`]);
    const lasts = await Promise.all([
      browser.post(`${path}/3`, handOver),
      browser.post(`${path}/3`, handOver),
    ]);
    expect(lasts.map(({ headers }) => headers.location)).toEqual([`${path}/end`, `${path}/end`]);
    const state = stateOf(interactionId);
    // What comes after the end shows the end, and changes nothing.
    expect((await browser.post(`${path}/1`, { ...place, site: 'ZZ-9999' })).headers.location).toBe(
      `${path}/end`,
    );
    expect((await browser.get(path)).headers.location).toBe(`${path}/end`);
    expect(stateOf(interactionId)).toEqual(state);
    expect(bench.told().filter((word) => word === 'completed')).toHaveLength(1);
  });

  it('goes on where it was after the workstation was restarted', async () => {
    const { path, interactionId } = bench.begin();
    const browser = openBrowser(bench);
    await browser.visit(path);
    await browser.post(`${path}/1`, place);
    await bench.close();
    bench = await openBench({ folder: bench.folder, port: bench.port });
    expect(stateOf(interactionId)).toEqual({ kind: 'answering', page: 1 });
    const shown = await browser.visit(path);
    expect([shown.status, headingOf(shown)]).toEqual([200, 'The old meter']);
    await browser.postFiles(`${path}/2`, meter, [photo]);
    expect((await browser.post(`${path}/3`, handOver)).headers.location).toBe(`${path}/end`);
    expect(stateOf(interactionId)).toMatchObject({ kind: 'completed', answers: { site: 'AB-1234' } });
  });

  it('expires, waiting or half-way, and says so', async () => {
    const [waiting, opened] = [bench.begin(), bench.begin()];
    const browser = openBrowser(bench);
    await browser.visit(opened.path);
    bench.clock.now += openFor;
    const late = await browser.post(`${opened.path}/1`, place);
    expect([late.status, headingOf(late)]).toEqual([410, notices.expired.title]);
    expect(headingOf(await openBrowser(bench).get(waiting.path))).toBe(notices.expired.title);
    expect(headingOf(await browser.get(`${opened.path}/end`))).toBe(notices.expired.title);
    expect([opened, waiting].map(({ interactionId }) => stateOf(interactionId))).toEqual([
      { kind: 'expired' },
      { kind: 'expired' },
    ]);
    expect(bench.told().filter((word) => word === 'expired')).toHaveLength(2);
    expect(bench.interactions.get(opened.interactionId)?.interaction.progress.answers).toEqual({});
  });

  it('can be closed and fail, and says so', async () => {
    const [closed, failed] = [bench.begin(), bench.begin()];
    const browser = openBrowser(bench);
    await browser.visit(closed.path);
    await browser.visit(failed.path);
    expect(bench.interactions.end(closed.interactionId, { kind: 'close' })).toBe(true);
    expect(bench.interactions.end(closed.interactionId, { kind: 'close' })).toBe(false);
    const fault = { code: 'STORE_FULL', message: 'm', remedy: 'r' } as const;
    expect(bench.interactions.end(failed.interactionId, { kind: 'fail', fault })).toBe(true);
    expect(headingOf(await browser.post(`${closed.path}/1`, place))).toBe(notices.closed.title);
    expect(headingOf(await browser.get(failed.path))).toBe(notices.failed.title);
    expect(stateOf(failed.interactionId)).toEqual({ kind: 'failed', fault });
  });

  it('says that something went wrong where the disk is full, and can be sent again', async () => {
    const { path, interactionId } = bench.begin();
    const browser = openBrowser(bench);
    await browser.visit(path);
    const full = codedError('STORE_FULL', {});
    const takePage = vi.spyOn(bench.interactions, 'takePage').mockRejectedValueOnce(full);
    const answer = await browser.post(`${path}/1`, place);
    expect([answer.status, headingOf(answer)]).toEqual([507, notices.internal.title]);
    expect(answer.body).not.toContain(full.message);
    expect(bench.events.at(-1)).toMatchObject({ kind: 'refused', interactionId, fault: full.fault });
    takePage.mockRestore();
    vi.spyOn(bench.interactions, 'enter').mockRejectedValueOnce(new Error('/home/somebody/bench.sqlite'));
    const unknown = await browser.get(`${path}/1`);
    expect([unknown.status, headingOf(unknown)]).toEqual([500, notices.internal.title]);
    expect(unknown.body).not.toContain('somebody');
    expect((await browser.post(`${path}/1`, place)).status).toBe(303);
  });

  it('serves its stylesheet, and nothing else', async () => {
    const browser = openBrowser(bench);
    const style = await browser.get('/interaction/style.css');
    expect([style.status, style.headers['content-type']]).toEqual([200, 'text/css; charset=utf-8']);
    expect(style.body).toContain('prefers-color-scheme: dark');
    expect(style.body).not.toMatch(/url\(|@import|https?:/);
    expect((await browser.get('/favicon.ico')).status).toBe(204);
    for (const path of [
      '/',
      '/dm',
      '/repository/shared/x',
      '/bootstrap',
      '/interaction',
      '/interaction/',
      '/interaction/%2e%2e/dm',
    ])
      expect((await browser.get(path)).status, path).toBe(404);
  });

  it('says with every answer that nothing may run, be framed, kept or told', async () => {
    const { path } = bench.begin();
    const browser = openBrowser(bench);
    const answers = [
      await browser.visit(path),
      await browser.get('/interaction/style.css'),
      await browser.get('/nowhere'),
      await browser.post(`${path}/1`, {}),
      await browser.post(`${path}/1`, place),
      await openBrowser(bench).get(path),
      await browser.get(path, { host: 'evil.example' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 422, 303, 403, 421]);
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'content-security-policy':
          "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        'referrer-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'permissions-policy': expect.stringContaining('camera=(), '),
      });
    }
  });
});
