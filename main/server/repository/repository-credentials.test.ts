import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { mediaTypes } from '../../../core/dm/choices.ts';
import { deviceId, mine, type RunningRepository, startRepository, theirs } from './repository-fixture.ts';

const content = new TextEncoder().encode('[{"Secret":"geheim"}]');
const path = `${mine}/account/credentials`;

describe('new credentials in the Data Repository', () => {
  let running: RunningRepository;
  afterEach(() => running.close());
  const start = async () => {
    running = await startRepository({ renewed: (id) => (id === deviceId ? content : undefined) });
    return running;
  };

  it('are given to their device, to be kept nowhere, and counted without what they are', async () => {
    await start();
    const answer = await running.own('GET', path, { accept: mediaTypes.serializedMo });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': mediaTypes.serializedMo,
      'cache-control': 'no-store',
    });
    expect(new Uint8Array(answer.body)).toEqual(content);
    const [note] = await running.noted(1);
    expect(note).toMatchObject({ method: 'GET', path, status: 200, octets: content.length });
    expect(JSON.stringify([note, running.events])).not.toContain('geheim');
    expect(running.repository.usage().resources).toBe(0);
  });

  it('are in a form that is accepted, or in none', async () => {
    await start();
    const types = [undefined, '*/*', 'application/json', 'text/html'].map(async (accept) => {
      const { status, headers } = await running.own('GET', path, accept === undefined ? {} : { accept });
      return [status, headers['content-type']];
    });
    expect(await Promise.all(types)).toEqual([
      [200, mediaTypes.serializedMo],
      [200, mediaTypes.serializedMo],
      [200, 'application/json'],
      [406, expect.anything()],
    ]);
  });

  it('are nobody else’s, and nothing that a device can put there', async () => {
    await start();
    expect(await running.own('GET', `${theirs}/account/credentials`)).toMatchObject({ status: 403 });
    expect(await running.send({ path })).toMatchObject({ status: 401 });
    for (const method of ['PUT', 'POST', 'DELETE', 'HEAD', 'PATCH']) {
      const answer = await running.own(method, path, {}, method === 'PUT' || method === 'POST' ? 'x' : '');
      expect([answer.status, answer.headers.allow]).toEqual([405, 'GET']);
    }
    expect(running.repository.usage().resources).toBe(0);
  });

  it('are given over no connection that others can read', async () => {
    await start();
    running.server.on('connection', (socket: Socket) =>
      Object.defineProperty(socket, 'localAddress', { value: '192.0.2.7' }),
    );
    const answer = await running.own('GET', path);
    expect([answer.status, answer.code]).toEqual([403, 'DM_CREDENTIALS_NEED_TLS']);
    expect(answer.body.toString()).not.toContain('geheim');
  });
});
