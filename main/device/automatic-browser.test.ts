import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAutomaticBrowser } from './automatic-browser.ts';
import type { GivenAnswers } from './given-answers.ts';

const now = () => Date.UTC(2026, 10, 25, 12);
const signal = new AbortController().signal;

interface PageAnswer {
  readonly status?: number;
  readonly body?: string | Buffer;
  readonly headers?: Record<string, string>;
}

/** A server whose pages a test chooses, by path; and what was posted to it. */
interface Pages {
  readonly origin: string;
  readonly posted: { path: string; body: string; headers: NodeJS.Dict<string | string[]> }[];
  answer(path: string, answer: PageAnswer): void;
  close(): Promise<void>;
}

async function openPages(): Promise<Pages> {
  const answers = new Map<string, PageAnswer>();
  const posted: Pages['posted'] = [];
  const server: Server = createServer((request, response) => {
    request.toArray().then((parts: Buffer[]) => {
      const { pathname } = new URL(request.url ?? '/', 'http://x');
      if (request.method === 'POST')
        posted.push({
          path: pathname,
          body: Buffer.concat(parts).toString('latin1'),
          headers: request.headers,
        });
      const {
        status = 200,
        body = '',
        headers = {},
      } = answers.get(`${request.method} ${pathname}`) ?? {
        status: 404,
      };
      response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posted,
    answer: (at, answer) => void answers.set(at, answer),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A server that begins to answer, and does not go on. */
async function openSilent() {
  const asked = Promise.withResolvers<void>();
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).write('<p>');
    asked.resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: asked.promise,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('a browser that answers forms by itself', () => {
  let pages: Pages;
  beforeEach(async () => {
    pages = await openPages();
  });
  afterEach(() => pages.close());

  const show = (given: GivenAnswers = {}, page = `${pages.origin}/form`, aborting = signal) =>
    createAutomaticBrowser({ given, now }).show({ page, deviceId: 'IMEI:1', signal: aborting });
  /** A form of one page, and its end. */
  const serve = (controls: string, enctype = '') => {
    pages.answer('GET /form', {
      body: `<h1>Form</h1><script>throw 1</script><form method="post" action="/form/1" ${enctype}>${controls}</form>`,
      headers: { 'set-cookie': 'browser=1; Path=/form; HttpOnly' },
    });
    pages.answer('POST /form/1', { status: 303, headers: { location: '/form/end' } });
    pages.answer('GET /form/end', { body: '<h1>Thanks</h1>' });
  };
  const fields = () => Object.fromEntries(new URLSearchParams(pages.posted[0]?.body));

  it('fills in what a page asks for, and goes on to its end', async () => {
    serve(`
      <input type="hidden" name="_token" value="t&amp;1">
      <input name="text" required> <input name="optional"> <input name="kept" value="as it was">
      <textarea name="lines" required></textarea>
      <input name="number" required inputmode="decimal">
      <input type="date" name="day" required min="2026-12-01"> <input type="date" name="today" required>
      <select name="list" required><option value="">Choose</option><option value="b">B</option></select>
      <select name="chosen"><option value="a">A</option><option value="c" selected>C</option></select>
      <input type="radio" name="radio" value="r1" required><input type="radio" name="radio" value="r2">
      <input type="radio" name="set" value="s1"><input type="radio" name="set" value="s2" checked>
      <input type="checkbox" name="sure" value="yes" required>
      <input name="off" disabled required> <button name="send" value="1">Send</button>`);
    expect(await show()).toEqual({ kind: 'completed' });
    expect(fields()).toEqual({
      _token: 't&1',
      text: 'Simulated',
      optional: '',
      kept: 'as it was',
      lines: 'Simulated',
      number: '1',
      day: '2026-12-01',
      today: '2026-11-25',
      list: 'b',
      chosen: 'c',
      radio: 'r1',
      set: 's2',
      sure: 'yes',
      send: '1',
    });
    expect(pages.posted[0]?.headers).toMatchObject({
      cookie: 'browser=1',
      origin: pages.origin,
      'sec-fetch-site': 'same-origin',
    });
  });

  it('answers what it was given', async () => {
    serve(`
      <input name="text" required value="else"> <input name="number" inputmode="numeric">
      <input type="checkbox" name="options" value="a"><input type="checkbox" name="options" value="b">
      <input type="checkbox" name="options" value="c"> <input type="checkbox" name="no" value="yes" checked>`);
    expect(await show({ text: 'Hall 3', number: 12.5, options: ['a', 'c'], no: false })).toEqual({
      kind: 'completed',
    });
    expect([...new URLSearchParams(pages.posted[0]?.body)]).toEqual([
      ['text', 'Hall 3'],
      ['number', '12.5'],
      ['options', 'a'],
      ['options', 'c'],
    ]);
  });

  it.each([
    ['image/png', '\x89PNG'],
    ['image/*', '\x89PNG'],
    ['image/jpeg', '\xff\xd8\xff'],
    ['application/pdf', '%PDF-'],
    ['.pdf', '%PDF-'],
    ['text/csv', 'Simulated'],
  ])('gives a small file where one of %s is asked for', async (accept, head) => {
    serve(
      `<input type="file" name="photo" required accept="${accept}"><input type="file" name="more">`,
      'enctype="multipart/form-data"',
    );
    expect(await show()).toEqual({ kind: 'completed' });
    const { body } = pages.posted[0]!;
    expect(body).toMatch(/name="photo"; filename="simulated/);
    expect(body).toContain(`\r\n\r\n${head}`);
    expect(body).not.toContain('name="more"');
  });

  it('gives the file that it was given, and says so where there is none', async () => {
    serve('<input type="file" name="photo" required>', 'enctype="multipart/form-data"');
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'answers-')), 'meter.jpg');
    writeFileSync(file, 'a picture');
    expect(await show({ photo: file })).toEqual({ kind: 'completed' });
    expect(pages.posted[0]?.body).toContain(
      'filename="meter.jpg"\r\nContent-Type: image/jpeg\r\n\r\na picture',
    );
    expect(await show({ photo: `${file}.none` })).toMatchObject({ fault: { code: 'FILE_UNREADABLE' } });
  });

  it('names the fields that were not taken, and no address', async () => {
    serve('<input name="site" required>');
    pages.answer('POST /form/1', {
      status: 422,
      body: '<form method="post"><input name="site" aria-invalid="true"><input name="fine"></form>',
    });
    const end = await show();
    expect(end).toMatchObject({ kind: 'failed', fault: { code: 'INTERACTION_ANSWERS_NOT_TAKEN' } });
    expect(JSON.stringify(end)).toContain('\\"site\\"');
    expect(JSON.stringify(end)).not.toMatch(/fine|\/form/);
  });

  it.each([
    ['a page without a form', { body: '<h1>Nothing</h1>' }, 'INTERACTION_NO_FORM'],
    [
      'a form that does not post',
      { body: '<form action="/x"><input name="a"></form>' },
      'INTERACTION_NO_FORM',
    ],
    ['an error', { status: 410 }, 'INTERACTION_WINDOW_REFUSED'],
    [
      'another origin',
      { status: 303, headers: { location: 'http://127.0.0.1:1/' } },
      'INTERACTION_WINDOW_STRAYED',
    ],
    ['itself, without end', { status: 303, headers: { location: '/form' } }, 'INTERACTION_NO_FORM'],
    ['a page without end', { body: 'x'.repeat(2_100_000) }, 'INTERACTION_WINDOW_UNREACHABLE'],
  ])('fails at %s', async (_what, answer, code) => {
    pages.answer('GET /form', answer);
    expect(await show()).toMatchObject({ kind: 'failed', fault: { code } });
  });

  it('fails at pages without end, at no server, and at what is no address', async () => {
    pages.answer('GET /form', { body: '<form method="post" action="/form"></form>' });
    pages.answer('POST /form', { status: 303, headers: { location: '/form' } });
    expect(await show()).toMatchObject({ fault: { code: 'INTERACTION_NO_FORM' } });
    expect(await show({}, 'http://127.0.0.1:1/')).toMatchObject({
      fault: { code: 'INTERACTION_WINDOW_UNREACHABLE' },
    });
    expect(await show({}, 'http://me:secret@127.0.0.1:1/')).toMatchObject({
      fault: { code: 'INTERACTION_WINDOW_ADDRESS' },
    });
    expect(await show({}, 'file:///etc/passwd')).toMatchObject({
      fault: { code: 'INTERACTION_WINDOW_ADDRESS' },
    });
  });

  it('answers a page that came back once more, with what it complains of changed', async () => {
    serve(
      '<input name="site" required><input name="fine" required><input name="_token" type="hidden" value="1">',
    );
    pages.answer('POST /form/1', {
      status: 422,
      body: `<a href="#s">Site – Write 12 characters at least.</a><form method="post" action="/form/2">
        <input name="site" id="s" value="Simulated"><input name="fine" value="Simulated">
        <input name="_token" type="hidden" value="2"></form>`,
    });
    pages.answer('POST /form/2', { status: 303, headers: { location: '/form/end' } });
    expect(await show()).toEqual({ kind: 'completed' });
    expect(Object.fromEntries(new URLSearchParams(pages.posted[1]?.body))).toEqual({
      site: 'Simulated Si',
      fine: 'Simulated',
      _token: '2',
    });
  });

  it('gives up where the second attempt is not taken either, and where what was given is not', async () => {
    const refused = (at: string) =>
      pages.answer(`POST ${at}`, {
        status: 422,
        body: '<form method="post" action="/form/2"><input name="site" aria-invalid="true"></form>',
      });
    serve('<input name="site" required>');
    for (const at of ['/form/1', '/form/2']) refused(at);
    expect(await show()).toMatchObject({ fault: { code: 'INTERACTION_ANSWERS_NOT_TAKEN' } });
    expect(pages.posted.map((each) => each.path)).toEqual(['/form/1', '/form/2']);
    const end = await show({ site: 'hunter2' });
    expect(end).toMatchObject({ fault: { code: 'INTERACTION_ANSWERS_NOT_TAKEN' } });
    expect(pages.posted.map((each) => each.path)).toEqual(['/form/1', '/form/2', '/form/1']);
    expect(JSON.stringify(end)).not.toContain('hunter2');
  });

  it('knows a page that came back also by what it marks, whatever its status', async () => {
    serve('<input name="site" required>');
    pages.answer('POST /form/1', {
      body: '<form method="post" action="/form/2"><input name="site" value="x" aria-invalid="true"></form>',
    });
    pages.answer('POST /form/2', { status: 303, headers: { location: '/form/end' } });
    expect(await show()).toEqual({ kind: 'completed' });
    expect(pages.posted[1]?.body).toBe('site=1');
  });

  it('does not take the next page for one that came back, whatever that marks', async () => {
    serve('<input name="site" required>');
    pages.answer('POST /form/1', {
      body: '<form method="post" action="/form/2"><input name="day" required aria-invalid="true"></form>',
    });
    pages.answer('POST /form/2', { status: 303, headers: { location: '/form/end' } });
    expect(await show({ day: 'today' })).toEqual({ kind: 'completed' });
    expect(pages.posted[1]?.body).toBe('day=today');
  });

  it('names no field where the page names none, and is not completed by a final page that fails', async () => {
    serve('<input name="site" required>');
    pages.answer('POST /form/1', { status: 422, body: '<form method="post"><input name="site"></form>' });
    expect(await show()).toMatchObject({ fault: { message: expect.stringContaining('one of its fields') } });
    expect(pages.posted).toHaveLength(1);
    pages.answer('POST /form/1', { status: 303, headers: { location: '/form/end' } });
    pages.answer('GET /form/end', { status: 500 });
    expect(await show()).toMatchObject({ fault: { code: 'INTERACTION_WINDOW_REFUSED' } });
  });

  it('says what was given and does not fit, without repeating it', async () => {
    serve('<select name="place"><option>in</option><option>out</option></select>');
    const end = await show({ place: 'hunter2' });
    expect(end).toMatchObject({
      fault: { code: 'INTERACTION_ANSWER_UNFIT', message: expect.stringContaining('"place"') },
    });
    expect(JSON.stringify(end)).not.toContain('hunter2');
    expect(pages.posted).toEqual([]);
  });

  it('knows which answers no form has asked for', async () => {
    serve(
      '<input name="site"><input type="hidden" name="id" value="7"><input name="fixed" readonly value="1">',
    );
    const browser = createAutomaticBrowser({ given: { site: 'a', sitee: 'b', id: '8', fixed: '9' }, now });
    expect(await browser.show({ page: `${pages.origin}/form`, deviceId: 'IMEI:1', signal })).toEqual({
      kind: 'completed',
    });
    expect(fields()).toEqual({ site: 'a', id: '7', fixed: '1' });
    expect(browser.unasked()).toEqual(['sitee', 'id', 'fixed']);
  });

  it('finds files beside the file that names them', async () => {
    serve('<input type="file" name="photo" required>', 'enctype="multipart/form-data"');
    const folder = mkdtempSync(path.join(os.tmpdir(), 'answers-'));
    writeFileSync(path.join(folder, 'meter.png'), 'a picture');
    const browser = createAutomaticBrowser({ given: { photo: 'meter.png' }, folder, now });
    expect(await browser.show({ page: `${pages.origin}/form`, deviceId: 'IMEI:1', signal })).toEqual({
      kind: 'completed',
    });
    expect(pages.posted[0]?.body).toContain(
      'filename="meter.png"\r\nContent-Type: image/png\r\n\r\na picture',
    );
  });

  it.each([
    ['urlencoded', '', 'a=%C3%A9%0D%0A%26&file=simulated.txt'],
    ['plain', 'enctype="text/plain"', 'a=Ã©\r\n&\r\nfile=simulated.txt\r\n'],
  ])('posts as the form says: %s', async (_what, enctype, body) => {
    serve('<textarea name="a">é\n&amp;</textarea><input type="file" name="file" required>', enctype);
    expect(await show()).toEqual({ kind: 'completed' });
    expect(pages.posted[0]?.body).toBe(body);
  });

  it('goes on by redirects as browsers do, and keeps cookies by their paths', async () => {
    pages.answer('GET /form', {
      status: 302,
      headers: { location: '1', 'set-cookie': 'a=1; Path=/form' },
    });
    pages.answer('GET /1', {
      body: '<base href="/deep/"><form method="post" action="post"><input name="x" value="y"></form>',
      headers: { 'set-cookie': 'b=2' },
    });
    pages.answer('POST /deep/post', { status: 307, headers: { location: '/form/again' } });
    pages.answer('POST /form/again', { status: 302, headers: { location: '/form/end?done' } });
    pages.answer('GET /form/end', { body: '' });
    expect(await show()).toEqual({ kind: 'completed' });
    expect(pages.posted.map(({ path: at, body, headers }) => [at, body, headers.cookie])).toEqual([
      ['/deep/post', 'x=y', 'b=2'],
      ['/form/again', 'x=y', 'a=1; b=2'],
    ]);
  });

  it.each([
    ['application/pdf', {}],
    ['text/html', { 'content-disposition': 'attachment; filename=x' }],
    ['text/html', { 'content-encoding': 'br' }],
  ])('fails at what is no page: %s', async (type, headers) => {
    pages.answer('GET /form', {
      body: '<form method="post">',
      headers: { 'content-type': type, ...headers },
    });
    expect(await show()).toMatchObject({ fault: { code: 'INTERACTION_WINDOW_NO_PAGE' } });
  });

  it('reads pages in what they are written in', async () => {
    serve('<input name="a" value="&eacute;">');
    pages.answer('GET /form', {
      body: Buffer.from('<form method=post action=/form/1><input name=a value=\xe9></form>', 'latin1'),
      headers: { 'content-type': 'text/html; charset=ISO-8859-1' },
    });
    expect(await show()).toEqual({ kind: 'completed' });
    expect(fields()).toEqual({ a: 'é' });
  });

  it.each([
    ['a page that never ends', { answer: 20, form: 60_000 }, 0.02],
    ['a form that never ends', { answer: 60_000, form: 20 }, 0.02],
  ])('does not wait without end for %s', async (_what, times, seconds) => {
    const silent = await openSilent();
    try {
      const browser = createAutomaticBrowser({ now, times });
      const end = await browser.show({ page: `${silent.origin}/form`, deviceId: 'IMEI:1', signal });
      expect(end).toMatchObject({
        fault: { code: 'INTERACTION_WINDOW_SLOW', message: expect.stringContaining(`${seconds} s`) },
      });
    } finally {
      await silent.close();
    }
  });

  it('is closed at once while it waits for a page', async () => {
    const silent = await openSilent();
    try {
      const closing = new AbortController();
      const shown = show({}, `${silent.origin}/form`, closing.signal);
      await silent.asked;
      closing.abort();
      expect(await shown).toEqual({ kind: 'closed' });
    } finally {
      await silent.close();
    }
  });

  it('posts nowhere else than where the form came from', async () => {
    pages.answer('GET /form', { body: '<form method="post" action="http://127.0.0.1:1/steal"></form>' });
    expect(await show()).toMatchObject({ fault: { code: 'INTERACTION_WINDOW_STRAYED' } });
  });

  it('is closed at once when the interaction is over', async () => {
    serve('<input name="a">');
    expect(await show({}, undefined, AbortSignal.abort())).toEqual({ kind: 'closed' });
    expect(pages.posted).toEqual([]);
  });
});
