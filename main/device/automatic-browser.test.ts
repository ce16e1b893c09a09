import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GivenAnswers } from './automatic-answers.ts';
import { createAutomaticBrowser } from './automatic-browser.ts';

const now = () => Date.UTC(2026, 10, 25, 12);
const signal = new AbortController().signal;

/** A server whose pages a test chooses, by path; and what was posted to it. */
interface Pages {
  readonly origin: string;
  readonly posted: { path: string; body: string; headers: NodeJS.Dict<string | string[]> }[];
  answer(path: string, answer: { status?: number; body?: string; headers?: Record<string, string> }): void;
  close(): Promise<void>;
}

async function openPages(): Promise<Pages> {
  const answers = new Map<string, { status?: number; body?: string; headers?: Record<string, string> }>();
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
    expect(await show({}, 'file:///etc/passwd')).toMatchObject({
      fault: { code: 'INTERACTION_WINDOW_ADDRESS' },
    });
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
