import { once } from 'node:events';
import http from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { notices } from '../../../core/interaction/form-texts.ts';
import { type InteractionBench, openBench, place } from './interaction-fixture.ts';
import { answerTo, headingOf, openBrowser, type TestBrowser } from './test-browser.ts';

describe('what is posted in a way that no form is', () => {
  let bench: InteractionBench;
  let browser: TestBrowser;
  let path: string;
  let interactionId: string;
  const open = async (options: Parameters<typeof openBench>[0] = {}) => {
    bench = await openBench(options);
    ({ path, interactionId } = bench.begin());
    browser = openBrowser(bench);
    await browser.visit(path);
  };
  /** A bench on which a test need not wait long for the time to be over. */
  const openHasty = async () => {
    await bench.close();
    await open({ times: { idle: 1000, request: 1500 } });
  };
  beforeEach(() => open());
  afterEach(() => bench.close());

  const stays = () =>
    expect(bench.interactions.get(interactionId)?.interaction).toMatchObject({
      state: { kind: 'opened' },
      progress: { answers: {}, posted: [] },
    });

  it.each([
    ['text/plain', 415],
    ['application/json', 415],
    ['application/x-www-form-urlencoded-not', 415],
    ['multipart/form-data', 400],
    ['multipart/form-data; boundary=', 400],
  ])('as %s is answered with %d', async (contentType, status) => {
    const answer = await browser.post(`${path}/1`, place, { 'content-type': contentType });
    expect([answer.status, headingOf(answer)]).toEqual([status, notices.refused.title]);
    stays();
  });

  it('without a type is answered with 415', async () => {
    const body = 'a=b';
    const answer = await browser.send({
      method: 'POST',
      path: `${path}/1`,
      body,
      headers: { 'content-length': '3' },
    });
    expect(answer.status).toBe(415);
    stays();
  });

  it('without a length is answered with 411', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'transfer-encoding': 'chunked' };
    const request = browser.begin('POST', `${path}/1`, headers);
    const answered = answerTo(request);
    request.end('a=b');
    expect((await answered).status).toBe(411);
    stays();
  });

  it('of more than 1 MB of text is answered with 413', async () => {
    const answer = await browser.post(`${path}/1`, { ...place, notes: 'x'.repeat(1024 * 1024) });
    expect([answer.status, headingOf(answer)]).toEqual([413, notices.tooLarge.title]);
    stays();
    expect(bench.told().at(-1)).toBe('INTERACTION_TOO_LARGE');
  });

  it('of more than 1 MB of text in parts is answered with 413', async () => {
    const part = 'x'.repeat(300_000);
    const many = await browser.postFiles(`${path}/1`, { ...place, notes: [part, part, part, part] }, []);
    expect([many.status, headingOf(many)]).toEqual([413, notices.tooLarge.title]);
    const one = await browser.postFiles(`${path}/1`, { ...place, notes: 'x'.repeat(1024 * 1024 + 1) }, []);
    expect(one.status).toBe(413);
    stays();
  });

  it('of 10 MB and more is answered with 413, though nobody reads it', async () => {
    const body = Buffer.alloc(10 * 1024 * 1024 + 1, 'x');
    const { status, body: page } = await browser.postFiles(`${path}/1`, place, [
      { name: 'photo', fileName: 'a.png', mediaType: 'image/png', body },
    ]);
    expect(status).toBe(413);
    expect(page).toContain(notices.tooLarge.title);
    stays();
  });

  it('and says that it is larger than anybody sends is cut off', async () => {
    const request = browser.begin('POST', `${path}/1`, {
      'content-type': 'multipart/form-data; boundary=x',
      'content-length': String(1024 ** 4),
    });
    const answered = answerTo(request);
    request.flushHeaders();
    expect((await answered).status).toBe(413);
    // The rest is taken off the line up to a limit; nobody sends on for ever.
    const closed = once(request, 'close');
    const part = Buffer.alloc(1024 * 1024);
    let sent = 0;
    while (!request.destroyed && sent < 200) {
      sent++;
      if (!request.write(part))
        await Promise.race([once(request, 'drain').catch(() => {}), closed.catch(() => {})]);
    }
    await closed.catch(() => {});
    expect(sent).toBeLessThan(200);
    stays();
  });

  it('in more parts than a form has is answered with 413', async () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_each, index) => [`x${index}`, 'x']));
    expect((await browser.postFiles(`${path}/1`, { ...place, ...many }, [])).status).toBe(413);
    const files = Array.from({ length: 30 }, (_each, index) => ({
      ...{ name: `f${index}`, fileName: 'a', mediaType: 'image/png', body: new Uint8Array(1) },
    }));
    expect((await browser.postFiles(`${path}/1`, place, files)).status).toBe(413);
    stays();
  });

  it('in many texts that are not asked for is taken as if they were not there', async () => {
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_each, index) => [`x${index}`, 'x']));
    expect((await browser.post(`${path}/1`, { ...many, ...place })).status).toBe(303);
  });

  it('with names of JavaScript touches nothing', async () => {
    const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf'];
    const fields = Object.fromEntries(names.map((name) => [name, 'x']));
    expect(
      (await browser.postFiles(`${path}/1`, { ...place, ...fields, ['__proto__']: 'x' }, [])).status,
    ).toBe(400);
    stays();
    const body = `_token=${browser.token}&__proto__=x&__proto__[a]=1&${new URLSearchParams({ ...place, ...fields })}`;
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body.length),
    };
    expect((await browser.send({ method: 'POST', path: `${path}/1`, headers, body })).status).toBe(303);
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
  });

  it('with its token behind a file is refused before the file is looked at', async () => {
    const boundary = 'x';
    const file = `--x\r\ncontent-disposition: form-data; name="photo"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n${'y'.repeat(300_000)}\r\n`;
    const token = `--x\r\ncontent-disposition: form-data; name="_token"\r\n\r\n${browser.token}\r\n--x--\r\n`;
    const body = file + token;
    const headers = {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(body.length),
    };
    const answer = await browser.send({ method: 'POST', path: `${path}/1`, headers, body });
    expect([answer.status, headingOf(answer)]).toEqual([403, notices.refused.title]);
    stays();
  });

  it.each(['', '--x', '--x\r\n', '--x\r\n\r\n', 'nothing of the kind', '--x--'])(
    'in broken parts is answered: %j',
    async (body) => {
      const headers = {
        'content-type': 'multipart/form-data; boundary=x',
        'content-length': String(body.length),
      };
      const answer = await browser.send({ method: 'POST', path: `${path}/1`, headers, body });
      expect([400, 403]).toContain(answer.status);
      stays();
    },
  );

  it('with texts that are no UTF-8 is taken for what it is', async () => {
    const text = new URLSearchParams({ _token: browser.token, ...place, notes: '' }).toString();
    const body = text.replace('notes=', 'notes=%ff%fe%00');
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body.length),
    };
    const answer = await browser.send({ method: 'POST', path: `${path}/1`, headers, body });
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('signs that cannot be used');
    stays();
  });

  it('and stands still is given up, and can be posted again', { timeout: 20_000 }, async () => {
    await openHasty();
    for (const contentType of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const request = browser.begin('POST', `${path}/1`, {
        'content-type': contentType,
        'content-length': '5000',
      });
      request.write(`--x\r\ncontent-disposition: form-data; name="_token"\r\n\r\n${browser.token}\r\n--x`);
      const outcome = await answerTo(request).then(
        ({ status }) => status,
        (error: NodeJS.ErrnoException) => error.code,
      );
      expect([408, 'ECONNRESET']).toContain(outcome);
    }
    stays();
    expect((await browser.post(`${path}/1`, place)).status).toBe(303);
  });

  it('and comes octet by octet is given up', { timeout: 20_000 }, async () => {
    await openHasty();
    const request = browser.begin('POST', `${path}/1`, {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': '5000',
    });
    const drip = setInterval(() => request.write('x'), 20);
    const outcome = await answerTo(request).then(
      ({ status }) => status,
      (error: NodeJS.ErrnoException) => error.code,
    );
    clearInterval(drip);
    request.destroy();
    expect([408, 'ECONNRESET', 'EPIPE']).toContain(outcome);
    stays();
  });

  it('and breaks off leaves nothing', async () => {
    const request = http.request({
      ...{ host: '127.0.0.1', port: bench.port, method: 'POST', path: `${path}/1`, agent: false },
      headers: {
        cookie: browser.cookieOf(path) ?? '',
        'content-type': 'multipart/form-data; boundary=x',
        'content-length': '5000',
      },
    });
    request.on('error', () => {});
    const came = once(bench.server, 'request');
    request.write(`--x\r\ncontent-disposition: form-data; name="_token"\r\n\r\n${browser.token}\r\n--x`);
    await came;
    request.destroy();
    await bench.event((event) => event.kind === 'refused' && event.fault.code === 'INTERACTION_POST_WRONG');
    stays();
  });
});
