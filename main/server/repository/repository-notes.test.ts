import { afterEach, describe, expect, it } from 'vitest';
import { mediaTypes } from '../../../core/dm/choices.ts';
import { deviceId, mine, type RunningRepository, startRepository, theirs } from './repository-fixture.ts';

describe('what the Data Repository tells of an exchange', () => {
  let running: RunningRepository;
  afterEach(() => running.close());
  const start = async (options: Parameters<typeof startRepository>[0] = {}) => {
    running = await startRepository(options);
    return running;
  };
  const send: RunningRepository['own'] = (...request) => running.own(...request);

  it('is every exchange with a device, also those that failed', async () => {
    await start();
    running.clock.now = 1000;
    await send('PUT', `${mine}/a?x=1`, {}, 'hello');
    await send('GET', `${mine}/a`);
    await send('GET', `${mine}/a`, { 'if-none-match': '*' });
    await send('HEAD', `${mine}/a`);
    await send('GET', `${mine}/a`, { range: 'bytes=1-2' });
    await send('GET', `${theirs}/a`);
    await send('PUT', `${mine}/a`, { 'content-type': 'nonsense' }, 'x');
    await send('PATCH', `${mine}/a`);
    await send('DELETE', `${mine}/a`);
    await send('GET', `${mine}/${'x'.repeat(2000)}`);
    const notes = await running.noted(10);
    expect(notes.map(({ method, status, octets, fault }) => [method, status, octets, fault?.code])).toEqual([
      ['PUT', 201, 5, undefined],
      ['GET', 200, 5, undefined],
      ['GET', 304, 0, undefined],
      ['HEAD', 200, 0, undefined],
      ['GET', 206, 2, undefined],
      ['GET', 403, 0, 'REPOSITORY_FORBIDDEN'],
      ['PUT', 400, 0, 'REPOSITORY_HEADER_WRONG'],
      ['PATCH', 405, 0, 'REPOSITORY_METHOD'],
      ['DELETE', 204, 0, undefined],
      ['GET', 400, 0, 'REPOSITORY_NAME_WRONG'],
    ]);
    expect(notes[0]).toEqual({
      ...{ deviceId, at: 1000, method: 'PUT', path: `${mine}/a`, status: 201, octets: 5, took: 0 },
    });
    expect(notes[9]!.path.length).toBeLessThan(1100);
  });

  it('is what a device uploads of its objects, once that is on the disk and before it is answered', async () => {
    const given: [string, string][] = [];
    let answered = false;
    await start({
      async uploaded(id, read) {
        expect(answered).toBe(false);
        given.push([id, new TextDecoder().decode(await read())]);
      },
    });
    for (const type of [mediaTypes.serializedMo, 'application/dmmo+json', 'application/json; charset=utf-8'])
      await send('PUT', `${mine}/mo`, { 'content-type': type }, `[${type}]`);
    answered = true;
    await send('POST', `${mine}/`, { 'content-type': 'text/plain' }, 'no');
    const large = 'x'.repeat(4 * 1024 * 1024 + 1);
    expect((await send('PUT', `${mine}/mo`, { 'content-type': mediaTypes.serializedMo }, large)).status).toBe(
      204,
    );
    answered = false;
    await send('POST', `${mine}/`, { 'content-type': mediaTypes.serializedMo }, large.slice(1));
    expect(given.map(([id, content]) => [id, content.length > 50 ? content.length : content])).toEqual([
      [deviceId, `[${mediaTypes.serializedMo}]`],
      [deviceId, '[application/dmmo+json]'],
      [deviceId, '[application/json; charset=utf-8]'],
      [deviceId, 4 * 1024 * 1024],
    ]);
  });

  it('is why objects could not be read, though the upload is kept', async () => {
    await start({
      async uploaded() {
        throw new Error('no objects');
      },
    });
    const answer = await send('PUT', `${mine}/mo`, { 'content-type': mediaTypes.serializedMo }, 'nonsense');
    expect(answer.status).toBe(201);
    expect(await running.noted(1)).toMatchObject([{ status: 201, octets: 8, fault: { code: 'INTERNAL' } }]);
    expect((await send('GET', `${mine}/mo`)).body.toString()).toBe('nonsense');
  });
});
