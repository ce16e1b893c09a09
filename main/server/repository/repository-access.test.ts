import { afterEach, describe, expect, it } from 'vitest';
import {
  basicOf,
  deviceId,
  inParts,
  mine,
  other,
  otherId,
  type RunningRepository,
  shared,
  startRepository,
  theirs,
} from './repository-fixture.ts';

/** A body where the method has one. */
const bodyFor = (method: string) => (['PUT', 'POST', 'PATCH'].includes(method) ? 'x' : undefined);
const text = (content: string) => new TextEncoder().encode(content);

describe('who may do what in the Data Repository', () => {
  let running: RunningRepository;
  afterEach(() => running.close());
  const start = async (options: Parameters<typeof startRepository>[0] = {}) => {
    running = await startRepository(options);
    return running;
  };
  const send: RunningRepository['own'] = (...request) => running.own(...request);
  const putShared = (name: string, content: string, mediaType = 'text/plain') =>
    running.repository.put({ owner: shared, name, mediaType, byDevice: false }, inParts(text(content)));

  it('lets a device read what is shared, and change none of it', async () => {
    await start();
    await putShared('fw', 'firmware');
    expect((await send('GET', '/repository/shared/fw')).body.toString()).toBe('firmware');
    expect((await send('HEAD', '/repository/%73hared/fw')).status).toBe(200);
    for (const [method, path] of [
      ['PUT', '/repository/shared/fw'],
      ['POST', '/repository/shared/fw'],
      ['POST', '/repository/shared/'],
      ['DELETE', '/repository/shared/fw'],
      ['DELETE', '/repository/shared/none'],
    ] as const)
      expect(await send(method, path, {}, bodyFor(method))).toMatchObject({
        status: 403,
        code: 'REPOSITORY_FORBIDDEN',
      });
    expect((await send('GET', '/repository/shared/fw')).body.toString()).toBe('firmware');
  });

  it("answers everything of another's the same, there or not", async () => {
    await start();
    await running.repository.put(
      { owner: other, name: 'there', mediaType: 'text/plain', byDevice: false },
      inParts(text('secret')),
    );
    const answers = new Set<string>();
    for (const path of [
      `${theirs}/there`,
      `${theirs}/none`,
      '/repository/unknown/there',
      `${theirs}/../x`,
      `${theirs}/`,
    ])
      for (const method of ['GET', 'PUT', 'POST', 'DELETE', 'PATCH'])
        for (const headers of [{}, { 'if-match': '*' }, { range: 'bytes=99-' }] as Record<string, string>[]) {
          const { status, headers: told, body } = await send(method, path, headers, bodyFor(method));
          const { date: _date, ...rest } = told;
          answers.add(JSON.stringify([status, rest, body.toString()]));
        }
    expect(answers.size).toBe(1);
    expect([...answers][0]).toContain('REPOSITORY_FORBIDDEN');
    const head = await send('HEAD', `${theirs}/there`);
    expect(head.status).toBe(403);
    expect(running.repository.info(other, 'there')).toMatchObject({ size: 6 });
  });

  it('asks for credentials before anything else, and tells nobody of what is not proved', async () => {
    await start();
    await putShared('fw', 'firmware');
    const wrong = { authorization: basicOf(otherId), 'omadm-devid': deviceId };
    for (const [path, headers] of [
      [`${mine}/a`, {}],
      [`${mine}/a`, wrong],
      [`${theirs}/a`, {}],
      ['/repository/shared/fw', {}],
      ['/repository/shared/fw', { authorization: basicOf(deviceId) }],
      [`${mine}/%00`, {}],
      ['/repository/', {}],
      ['/repository//x', {}],
      ['/repository/IMEI:unknown/x', { authorization: basicOf(deviceId) }],
    ] as [string, Record<string, string>][])
      for (const method of ['GET', 'PUT', 'PATCH']) {
        const answer = await running.send({
          method,
          path,
          headers,
          body: bodyFor(method) ?? '',
        });
        expect(answer).toMatchObject({ status: 401, code: 'DM_NOT_AUTHENTICATED' });
        expect(answer.headers['www-authenticate']).toMatch(/^Digest .*, Basic /);
      }
    expect(running.notes).toEqual([]);
    expect(running.repository.usage().resources).toBe(1);
  });

  it('knows a device by its address where it sends no header, and by the header otherwise', async () => {
    await start();
    const headers = { authorization: basicOf(deviceId) };
    expect((await running.send({ method: 'PUT', path: `${mine}/a`, headers, body: 'x' })).status).toBe(201);
    expect((await running.send({ path: `${mine}/a`, headers })).body.toString()).toBe('x');
    expect((await running.send({ path: `${theirs}/a`, headers })).status).toBe(401);
    expect((await running.send({ path: `${theirs}/a`, as: deviceId })).status).toBe(403);
    expect((await running.noted(3)).map((note) => note.deviceId)).toEqual([deviceId, deviceId, deviceId]);
  });
});
