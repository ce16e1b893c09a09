import { afterEach, describe, expect, it } from 'vitest';
import { mediaTypes } from '../../../core/dm/choices.ts';
import {
  answerTo,
  device,
  deviceId,
  mine,
  otherId,
  type RunningRepository,
  smallLimits,
  startRepository,
  theirs,
} from './repository-fixture.ts';

/** A body where the method has one. */
const bodyFor = (method: string) => (['PUT', 'POST', 'PATCH'].includes(method) ? 'x' : undefined);
describe('what the Data Repository refuses', () => {
  let running: RunningRepository;
  afterEach(() => running.close());
  const start = async (options: Parameters<typeof startRepository>[0] = {}) => {
    running = await startRepository(options);
    return running;
  };
  const send: RunningRepository['own'] = (...request) => running.own(...request);

  it('answers other methods with those that there are', async () => {
    await start();
    for (const method of ['PATCH', 'OPTIONS', 'TRACE'])
      expect(await send(method, `${mine}/a`)).toMatchObject({
        status: 405,
        headers: { allow: 'GET, HEAD, PUT, POST, DELETE' },
      });
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH'])
      for (const folder of [mine, `${mine}/`, `${mine}/logs/`])
        expect(await send(method, folder)).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  });

  it('sends nothing that is not accepted', async () => {
    await start();
    await send('PUT', `${mine}/a`, { 'content-type': 'text/plain; charset=utf-8' }, 'x');
    for (const accept of ['text/plain', 'text/*', '*/*;q=0.1', 'image/png, text/plain;q=0.5'])
      expect((await send('GET', `${mine}/a`, { accept })).status).toBe(200);
    for (const accept of ['image/png', 'text/html, text/plain;q=0', mediaTypes.serializedMo])
      expect(await send('GET', `${mine}/a`, { accept })).toMatchObject({
        status: 406,
        code: 'REPOSITORY_NOT_ACCEPTABLE',
      });
  });

  it('takes content as it is, and whole', async () => {
    await start();
    const zipped = await send('PUT', `${mine}/a`, { 'content-encoding': 'gzip' }, 'x');
    expect(zipped).toMatchObject({ status: 415, code: 'REPOSITORY_ENCODED' });
    expect(zipped.headers['accept-encoding']).toBe('identity');
    const part = await send('PUT', `${mine}/a`, { 'content-range': 'bytes 0-0/5' }, 'x');
    expect(part).toMatchObject({ status: 400, code: 'REPOSITORY_HEADER_WRONG' });
    for (const type of ['nonsense', 'text/plain; x', 'text/', `text/${'x'.repeat(300)}`])
      expect(await send('PUT', `${mine}/a`, { 'content-type': type }, 'x')).toMatchObject({
        status: 400,
        code: 'REPOSITORY_HEADER_WRONG',
      });
    expect(running.repository.usage().resources).toBe(0);
    expect((await send('PUT', `${mine}/a`, { 'content-encoding': 'identity' }, 'x')).status).toBe(201);
  });

  it('takes no name that leads elsewhere or cannot be shown', async () => {
    await start();
    const outside = [
      '..',
      '%2e%2e',
      '%2E%2E',
      '../x',
      'a/../../x',
      'a/%2e%2e/%2e%2e/x',
      '..%2f..%2fx',
      '..%5cx',
      './x',
    ];
    const unusable = ['%00', 'a%00.bin', 'a%0d%0ab', '%1b%5b2J', 'x'.repeat(256), 'x'.repeat(4000), 'a//b'];
    for (const name of [...outside, ...unusable])
      for (const method of ['PUT', 'GET', 'POST', 'DELETE'])
        expect(await send(method, `${mine}/${name}`, {}, bodyFor(method)), `${method} ${name}`).toMatchObject(
          { status: 400, code: 'REPOSITORY_NAME_WRONG' },
        );
    // Broken percent-encoding does not come so far.
    expect((await send('GET', `${mine}/%zz`)).status).toBe(400);
    expect(running.repository.usage().resources).toBe(0);
    expect(running.files()).toEqual([]);
  });

  it('keeps names of markup as they are, and shows them as data only', async () => {
    await start();
    const name = '<img src=x onerror=alert(1)>&"\'';
    const path = `${mine}/${encodeURIComponent(name)}`;
    const created = await send('PUT', path, { 'content-type': 'text/html' }, '<script>alert(1)</script>');
    expect(created.status).toBe(201);
    expect(created.headers.location).toMatch(/^[\w/%:.()*'~-]+$/);
    expect(running.repository.info(device, name)).toMatchObject({ name });
    const missing = await send('GET', `${path}x`);
    expect(missing.headers['content-type']).toMatch(/^application\/json/);
    expect(await send('GET', path)).toMatchObject({ headers: { 'content-security-policy': 'sandbox' } });
  });

  describe('limits', () => {
    it('refuse what says it is too large before it is sent, and what turns out to be', async () => {
      await start({ limits: smallLimits });
      const large = new Uint8Array(smallLimits.upload + 1);
      const refused = { status: 413, code: 'REPOSITORY_TOO_LARGE' };
      const asking = running.begin({
        method: 'PUT',
        path: `${mine}/a`,
        as: deviceId,
        headers: { 'content-length': String(large.length), expect: '100-continue' },
      });
      let told = false;
      asking.once('continue', () => {
        told = true;
      });
      const answered = answerTo(asking);
      asking.flushHeaders();
      expect(await answered).toMatchObject(refused);
      expect(told).toBe(false);
      asking.destroy();
      expect(await send('PUT', `${mine}/a`, { 'content-length': String(large.length) }, large)).toMatchObject(
        refused,
      );
      expect(await send('PUT', `${mine}/a`, { 'transfer-encoding': 'chunked' }, large)).toMatchObject(
        refused,
      );
      expect(running.files()).toEqual([]);
      const fits = large.subarray(1);
      expect((await send('PUT', `${mine}/a`, { 'transfer-encoding': 'chunked' }, fits)).status).toBe(201);
    });

    it('let a device go on that asked whether it may', async () => {
      await start();
      const body = 'x'.repeat(100_000);
      const asking = running.begin({
        method: 'PUT',
        path: `${mine}/a`,
        as: deviceId,
        headers: { 'content-length': String(body.length), expect: '100-continue' },
      });
      const answered = answerTo(asking);
      asking.once('continue', () => asking.end(body));
      asking.flushHeaders();
      expect((await answered).status).toBe(201);
    });

    it('keep a device from filling the disk', async () => {
      await start({ limits: smallLimits });
      const full = { status: 507, code: 'REPOSITORY_QUOTA' };
      const body = new Uint8Array(400_000);
      expect((await send('PUT', `${mine}/a`, {}, body)).status).toBe(201);
      expect((await send('PUT', `${mine}/b`, {}, body)).status).toBe(201);
      expect(await send('PUT', `${mine}/c`, {}, body)).toMatchObject(full);
      expect(await send('PUT', `${mine}/c`, { 'transfer-encoding': 'chunked' }, body)).toMatchObject(full);
      // In place of what it has there is room.
      expect((await send('PUT', `${mine}/a`, {}, body)).status).toBe(204);
      for (const name of ['c', 'd', 'e'])
        expect((await send('PUT', `${mine}/${name}`, {}, 'x')).status).toBe(201);
      expect(await send('POST', `${mine}/`, {}, 'x')).toMatchObject(full);
      expect(running.files()).toHaveLength(2);
      // Another device is not concerned.
      const theirsToo = await running.send({ method: 'PUT', path: `${theirs}/a`, as: otherId, body });
      expect(theirsToo.status).toBe(201);
    });
  });
});
