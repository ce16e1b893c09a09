import { once } from 'node:events';
import { readdirSync, truncateSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { ClientRequest, IncomingMessage } from 'node:http';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  deviceId,
  fileMethods,
  inParts,
  type RunningRepository,
  shared,
  startRepository,
  systemError,
} from './repository-fixture.ts';

const megabyte = 1024 * 1024;

describe('content on its way from the Data Repository', () => {
  let running: RunningRepository;
  afterEach(async () => {
    vi.restoreAllMocks();
    await running.close();
  });
  const start = async (options: Parameters<typeof startRepository>[0] = {}) => {
    running = await startRepository(options);
    return running;
  };
  const response = async (request: ClientRequest): Promise<IncomingMessage> => {
    const [answer] = (await once(request.end(), 'response')) as [IncomingMessage];
    return answer;
  };

  const large = 24 * megabyte;
  const putLarge = (value: number, length = large) =>
    running.repository.put(
      { owner: shared, name: 'fw', mediaType: 'application/octet-stream', byDevice: false },
      inParts(Buffer.alloc(length, value), megabyte),
    );
  const beginRead = () => response(running.begin({ path: '/repository/shared/fw', as: deviceId }));

  it('goes on to its end as it was when the reading began', async () => {
    await start();
    await putLarge(1);
    const answer = await beginRead();
    const parts: Buffer[] = [];
    await once(answer, 'readable');
    parts.push(answer.read());
    // More than the line holds: the server is still reading the file.
    await putLarge(2, 1000);
    await putLarge(3);
    expect(running.files()).toHaveLength(2);
    expect((await running.send({ path: '/repository/shared/fw', as: deviceId, method: 'HEAD' })).status).toBe(
      200,
    );
    for await (const part of answer as AsyncIterable<Buffer>) parts.push(part);
    expect(Buffer.concat(parts).equals(Buffer.alloc(large, 1))).toBe(true);
    await vi.waitFor(() => expect(running.files()).toHaveLength(1));
    const after = await running.send({ path: '/repository/shared/fw', as: deviceId });
    expect(after.body.equals(Buffer.alloc(large, 3))).toBe(true);
  });

  it('is let go of where whoever reads it goes away', async () => {
    await start();
    await putLarge(1);
    const answer = await beginRead();
    answer.on('error', () => {});
    await once(answer, 'readable');
    await running.repository.delete(shared, 'fw');
    expect(running.files()).toHaveLength(1);
    answer.destroy();
    const [note] = await running.noted(1);
    expect(note).toMatchObject({ status: 200, path: '/repository/shared/fw' });
    expect(note!.octets).toBeLessThan(large);
    await vi.waitFor(() => expect(running.files()).toEqual([]));
  });

  it('is let go of where whoever asked is gone before it begins', async () => {
    await start();
    await putLarge(1);
    let opening = () => {};
    const opened = new Promise<void>((resolve) => {
      opening = resolve;
    });
    let go = () => {};
    const gone = new Promise<void>((resolve) => {
      go = resolve;
    });
    const methods = await fileMethods();
    const { stat } = methods;
    vi.spyOn(methods, 'stat').mockImplementation(async function (this: FileHandle) {
      opening();
      await gone;
      return Reflect.apply(stat, this, []);
    });
    const request = running.begin({ path: '/repository/shared/fw', as: deviceId });
    request.on('error', () => {});
    request.end();
    await opened;
    await running.repository.delete(shared, 'fw');
    request.destroy();
    await vi.waitFor(async () => expect(await connections()).toBe(0));
    go();
    await running.noted(1);
    await vi.waitFor(() => expect(running.files()).toEqual([]));
  });

  it('breaks off where the file ends too early, and is no success', async () => {
    await start();
    await putLarge(1);
    const answer = await beginRead();
    await once(answer, 'readable');
    const folder = path.join(running.folder, 'repository');
    truncateSync(path.join(folder, readdirSync(folder)[0]!), megabyte);
    await expect(answer.toArray()).rejects.toThrow(/aborted/);
    const [note] = await running.noted(1);
    expect(note).toMatchObject({ status: 200, fault: { code: 'REPOSITORY_UNREADABLE' } });
  });

  it('is an error where nothing of it can be read', async () => {
    await start();
    await putLarge(1);
    vi.spyOn(await fileMethods(), 'read').mockRejectedValue(systemError('EIO'));
    const answer = await running.send({
      path: '/repository/shared/fw',
      as: deviceId,
      headers: { range: 'bytes=0-9' },
    });
    expect(answer).toMatchObject({ status: 500, code: 'REPOSITORY_UNREADABLE' });
    for (const header of ['etag', 'content-range', 'last-modified', 'accept-ranges'])
      expect(answer.headers[header], header).toBeUndefined();
    expect(answer.body.toString()).toContain('The content of fw cannot be read: EIO.');
    const [note] = await running.noted(1);
    expect(note).toMatchObject({ status: 500, octets: 0, fault: { code: 'REPOSITORY_UNREADABLE' } });
  });

  it('is an error where its file is gone', async () => {
    await start();
    await putLarge(1);
    const folder = path.join(running.folder, 'repository');
    truncateSync(path.join(folder, readdirSync(folder)[0]!), 5);
    for (const method of ['GET', 'HEAD'])
      expect((await running.send({ method, path: '/repository/shared/fw', as: deviceId })).status).toBe(500);
  });

  const connections = () =>
    new Promise<number>((resolve, reject) =>
      running.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
    );
});
