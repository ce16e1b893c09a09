import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { entityTagOf } from '../../store/repository.ts';
import {
  answerTo,
  device,
  deviceId,
  mine,
  type RunningRepository,
  startRepository,
} from './repository-fixture.ts';

const etagOf = (body: Uint8Array | string) => entityTagOf(createHash('sha256').update(body).digest());
const text = (content: string) => new TextEncoder().encode(content);

describe('the Data Repository over HTTP', () => {
  let running: RunningRepository;
  afterEach(() => running.close());
  const start = async (options: Parameters<typeof startRepository>[0] = {}) => {
    running = await startRepository(options);
    return running;
  };
  const send: RunningRepository['own'] = (...request) => running.own(...request);

  it('keeps what a device puts there, and gives it back octet for octet', async () => {
    await start();
    const body = text('{"a":1}');
    const created = await send(
      'PUT',
      `${mine}/logs/a%20b`,
      { 'content-type': 'application/x-log; v="1"' },
      body,
    );
    expect(created).toMatchObject({ status: 201, headers: { etag: etagOf(body) } });
    expect(created.headers.location).toBe(`${mine}/logs/a%20b`);
    const got = await send('GET', created.headers.location!);
    expect(got).toMatchObject({
      status: 200,
      body: Buffer.from(body),
      headers: {
        'content-type': 'application/x-log; v="1"',
        'content-length': String(body.length),
        etag: etagOf(body),
        'last-modified': new Date(running.clock.now).toUTCString(),
        'accept-ranges': 'bytes',
        'cache-control': 'private, no-cache',
        'x-content-type-options': 'nosniff',
        'content-security-policy': 'sandbox',
      },
    });
    running.clock.now += 5000;
    const replaced = await send('PUT', `${mine}/logs/a%20b`, {}, 'other');
    expect(replaced).toMatchObject({ status: 204, headers: { etag: etagOf('other') } });
    expect(replaced.headers.location).toBeUndefined();
    const again = await send('GET', `${mine}/logs/a%20b?whatever=1`);
    expect(again.body.toString()).toBe('other');
    expect(again.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'last-modified': new Date(running.clock.now).toUTCString(),
    });
    expect(running.repository.info(device, 'logs/a b')).toMatchObject({ uploaded: true, size: 5 });
  });

  it('tells in HEAD what GET would, and sends nothing', async () => {
    await start();
    for (const body of ['small', 'x'.repeat(200_000), '']) {
      await send('PUT', `${mine}/a`, { 'content-type': 'text/plain' }, body);
      const got = await send('GET', `${mine}/a`);
      const head = await send('HEAD', `${mine}/a`);
      const { date: _one, ...told } = got.headers;
      const { date: _other, ...toldByHead } = head.headers;
      expect(toldByHead).toEqual(told);
      expect(got.body.toString()).toBe(body);
      expect(head).toMatchObject({ status: 200, body: Buffer.alloc(0) });
      expect(told['content-length']).toBe(String(body.length));
    }
    // Range is of GET alone (RFC 9110, 14.2).
    expect((await send('HEAD', `${mine}/a`, { range: 'bytes=9-' })).status).toBe(200);
    expect((await send('HEAD', `${mine}/none`)).status).toBe(404);
  });

  it('deletes', async () => {
    await start();
    for (const body of ['small', 'x'.repeat(200_000)]) {
      await send('PUT', `${mine}/a`, {}, body);
      expect((await send('DELETE', `${mine}/a`)).status).toBe(204);
      expect(await send('GET', `${mine}/a`)).toMatchObject({ status: 404, code: 'REPOSITORY_NOT_FOUND' });
      expect(await send('DELETE', `${mine}/a`)).toMatchObject({ status: 404, code: 'REPOSITORY_NOT_FOUND' });
    }
    expect(running.files()).toEqual([]);
    expect(running.repository.usage()).toEqual({ octets: 0, resources: 0 });
  });

  it('picks a name for what is posted to a folder, and takes the name that is given', async () => {
    await start();
    const locations = new Set<string>();
    for (const folder of [mine, `${mine}/`, `${mine}/logs/`, `${mine}/logs/`]) {
      const answer = await send('POST', folder, { 'content-type': 'text/plain' }, folder);
      expect(answer.status).toBe(201);
      const { location = '' } = answer.headers;
      expect(location.startsWith(folder.endsWith('/') ? folder : `${folder}/`)).toBe(true);
      expect((await send('GET', location)).body.toString()).toBe(folder);
      locations.add(location);
    }
    expect(locations.size).toBe(4);
    expect((await send('POST', `${mine}/named`, {}, '1')).status).toBe(201);
    expect((await send('POST', `${mine}/named`, {}, '2')).status).toBe(204);
    expect((await send('GET', `${mine}/named`)).body.toString()).toBe('2');
  });

  describe('conditions', () => {
    it('let a read end with 304 where the device has it', async () => {
      await start();
      await send('PUT', `${mine}/a`, {}, 'x');
      const known = await send('GET', `${mine}/a`, { 'if-none-match': etagOf('x') });
      expect(known).toMatchObject({ status: 304, headers: { etag: etagOf('x') }, body: Buffer.alloc(0) });
      expect(known.headers['content-length']).toBeUndefined();
      const since = { 'if-modified-since': known.headers['last-modified']! };
      expect((await send('HEAD', `${mine}/a`, since)).status).toBe(304);
      expect((await send('GET', `${mine}/a`, { 'if-none-match': '"other"' })).status).toBe(200);
      expect((await send('GET', `${mine}/a`, { 'if-match': '"other"' })).status).toBe(412);
      expect((await send('GET', `${mine}/none`, { 'if-none-match': '*' })).status).toBe(404);
      expect(await send('GET', `${mine}/a`, { 'if-match': 'no tag' })).toMatchObject({
        status: 400,
        code: 'REPOSITORY_HEADER_WRONG',
      });
    });

    it('keep a write from destroying what the device does not know of', async () => {
      await start();
      const failed = { status: 412, code: 'REPOSITORY_CHANGED' };
      expect(await send('PUT', `${mine}/a`, { 'if-match': '*' }, 'x')).toMatchObject(failed);
      expect((await send('PUT', `${mine}/a`, { 'if-none-match': '*' }, 'x')).status).toBe(201);
      expect(await send('PUT', `${mine}/a`, { 'if-none-match': '*' }, 'y')).toMatchObject(failed);
      expect(await send('POST', `${mine}/a`, { 'if-match': '"other"' }, 'y')).toMatchObject(failed);
      expect(await send('DELETE', `${mine}/a`, { 'if-match': '"other"' })).toMatchObject(failed);
      expect(await send('DELETE', `${mine}/none`, { 'if-match': '*' })).toMatchObject(failed);
      const long = 'Mon, 01 Jan 2001 00:00:00 GMT';
      expect(await send('PUT', `${mine}/a`, { 'if-unmodified-since': long }, 'y')).toMatchObject(failed);
      expect((await send('PUT', `${mine}/a`, { 'if-match': 'oops' }, 'y')).status).toBe(400);
      expect((await send('GET', `${mine}/a`)).body.toString()).toBe('x');
      expect((await send('PUT', `${mine}/a`, { 'if-match': etagOf('x') }, 'y')).status).toBe(204);
      expect((await send('DELETE', `${mine}/a`, { 'if-match': etagOf('y') })).status).toBe(204);
    });

    it('let one of many win who change the same thing at once', async () => {
      await start();
      await send('PUT', `${mine}/a`, {}, 'first');
      const bodies = Array.from({ length: 8 }, (_, index) => String(index).repeat(index % 2 ? 10 : 100_000));
      // All of them begin while the first is still there, and end together.
      const uploads = bodies.map((body) => {
        const headers = { 'if-match': etagOf('first'), 'content-length': String(body.length) };
        const request = running.begin({ method: 'PUT', path: `${mine}/a`, as: deviceId, headers });
        request.write(body.slice(0, 5));
        return { request, body, answer: answerTo(request) };
      });
      for (const { request, body } of uploads) request.end(body.slice(5));
      const answers = await Promise.all(uploads.map(({ answer }) => answer));
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status === 204)).toHaveLength(1);
      expect(statuses.filter((status) => status === 412)).toHaveLength(7);
      const winner = bodies[statuses.indexOf(204)]!;
      expect((await send('GET', `${mine}/a`)).body.toString()).toBe(winner);
      expect(running.files()).toHaveLength(winner.length > 10 ? 1 : 0);
    });
  });

  describe('ranges', () => {
    it.each(['0123456789', '0123456789'.repeat(20_000)])(
      'are sent from within the content',
      async (content) => {
        await start();
        await send('PUT', `${mine}/a`, {}, content);
        const size = content.length;
        const part = await send('GET', `${mine}/a`, { range: 'bytes=3-6' });
        expect(part).toMatchObject({ status: 206, body: Buffer.from('3456') });
        expect(part.headers).toMatchObject({
          'content-range': `bytes 3-6/${size}`,
          'content-length': '4',
          etag: etagOf(content),
        });
        const end = await send('GET', `${mine}/a`, { range: 'bytes=-3', 'if-range': etagOf(content) });
        expect(end).toMatchObject({ status: 206, body: Buffer.from('789') });
        const rest = await send('GET', `${mine}/a`, { range: 'bytes=1-' });
        expect(rest.body.toString()).toBe(content.slice(1));
        // Of another version, several at once, or not understood: the whole.
        const changed = { range: 'bytes=3-6', 'if-range': '"other"' };
        for (const headers of [changed, { range: 'bytes=0-1,3-4' }, { range: 'x=1-2' }])
          expect(await send('GET', `${mine}/a`, headers)).toMatchObject({
            status: 200,
            body: Buffer.from(content),
          });
        const outside = await send('GET', `${mine}/a`, { range: `bytes=${size}-` });
        expect(outside).toMatchObject({ status: 416, code: 'REPOSITORY_RANGE' });
        expect(outside.headers['content-range']).toBe(`bytes */${size}`);
      },
    );
  });
});
