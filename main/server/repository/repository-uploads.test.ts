import type { ClientRequest } from 'node:http';
import net from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  answerTo,
  basicOf,
  device,
  deviceId,
  fileMethods,
  mine,
  type RunningRepository,
  smallLimits,
  startRepository,
  systemError,
} from './repository-fixture.ts';

const megabyte = 1024 * 1024;

describe('content on its way to the Data Repository', () => {
  let running: RunningRepository;
  afterEach(async () => {
    vi.restoreAllMocks();
    await running.close();
  });
  const start = async (options: Parameters<typeof startRepository>[0] = {}) => {
    running = await startRepository(options);
    return running;
  };
  const send = (method: string, target: string, body?: Uint8Array | string) =>
    running.send({ method, path: target, as: deviceId, ...(body === undefined ? {} : { body }) });
  const beginUpload = (headers: Record<string, string> = {}): ClientRequest =>
    running.begin({ method: 'PUT', path: `${mine}/a`, as: deviceId, headers });

  it.each([
    [{ 'content-length': '200000' }, 100],
    [{ 'content-length': '200000' }, 100_000],
    [{ 'transfer-encoding': 'chunked' }, 100],
    [{ 'transfer-encoding': 'chunked' }, 100_000],
  ] as [Record<string, string>, number][])(
    'leaves nothing where it breaks off (%j after %i)',
    async (headers, length) => {
      await start();
      await send('PUT', `${mine}/a`, 'before');
      const request = beginUpload(headers);
      request.on('error', () => {});
      await new Promise<void>((resolve) => void request.write(new Uint8Array(length), () => resolve()));
      await vi.waitFor(() => expect(running.files()).toHaveLength(length > 65_536 ? 1 : 0));
      request.destroy();
      const [, note] = await running.noted(2);
      expect(note).toMatchObject({ method: 'PUT', status: 400, fault: { code: 'REPOSITORY_BROKEN_OFF' } });
      expect(note!.octets).toBeLessThanOrEqual(length);
      expect(running.files()).toEqual([]);
      expect((await send('GET', `${mine}/a`)).body.toString()).toBe('before');
    },
  );

  it.each([0, 100, 100_000])('leaves nothing where it stands still (after %i)', async (length) => {
    await start({ stallTime: 50 });
    await send('PUT', `${mine}/a`, 'before');
    const request = beginUpload({ 'content-length': '200000' });
    const answered = answerTo(request);
    if (length > 0) request.write(new Uint8Array(length));
    else request.flushHeaders();
    const answer = await answered;
    expect(answer).toMatchObject({
      status: 408,
      code: 'REPOSITORY_STALLED',
      headers: { connection: 'close' },
    });
    request.destroy();
    const [, note] = await running.noted(2);
    expect(note).toMatchObject({ status: 408, octets: length, fault: { code: 'REPOSITORY_STALLED' } });
    expect(running.files()).toEqual([]);
    expect((await send('GET', `${mine}/a`)).body.toString()).toBe('before');
  });

  it('is refused with 507 where the disk is full, and leaves nothing', async () => {
    await start();
    await send('PUT', `${mine}/a`, 'before');
    const handles = await fileMethods();
    const write = vi.spyOn(handles, 'write').mockRejectedValue(systemError('ENOSPC'));
    expect(await send('PUT', `${mine}/a`, new Uint8Array(300_000))).toMatchObject({
      status: 507,
      code: 'STORE_FULL',
    });
    expect(write).toHaveBeenCalled();
    const [, note] = await running.noted(2);
    expect(note).toMatchObject({ status: 507, fault: { code: 'STORE_FULL' } });
    expect(running.files()).toEqual([]);
    expect((await send('GET', `${mine}/a`)).body.toString()).toBe('before');
  });

  it('does not tell where the data folder is when it cannot be written', async () => {
    await start();
    vi.spyOn(await fileMethods(), 'write').mockRejectedValue(systemError('EIO'));
    const answer = await send('PUT', `${mine}/a`, new Uint8Array(300_000));
    expect(answer).toMatchObject({ status: 500, code: 'STORE_FAILED' });
    expect(answer.body.toString()).not.toContain('/');
  });

  it('leaves its connection fit for the next request where it is refused', async () => {
    await start();
    const paths = [`${mine}/%00`, `${mine}/`, '/repository/shared/x', `${mine}/a`];
    const socketsBefore = await connections();
    for (const target of paths) {
      const answer = await running.send({
        method: 'PUT',
        path: target,
        ...(target === `${mine}/a` ? {} : { as: deviceId }),
        body: new Uint8Array(2_000_000),
      });
      expect([400, 401, 403, 405]).toContain(answer.status);
    }
    expect((await send('PUT', `${mine}/a`, 'x')).status).toBe(201);
    expect((await connections()) - socketsBefore).toBeLessThanOrEqual(1);
  });

  it('is cut off where it is refused and goes on and on', async () => {
    await start({ limits: smallLimits });
    const socket = net.connect({ host: '127.0.0.1', port: running.port });
    let told = '';
    socket.on('data', (octets) => {
      told += octets.toString('latin1');
    });
    socket.on('error', () => {});
    const lines = Object.entries({
      host: 'bench',
      'omadm-devid': deviceId,
      authorization: basicOf(deviceId),
      'content-length': '1000000000000',
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`PUT ${mine}/a HTTP/1.1\r\n${lines.join('')}\r\n`);
    const part = Buffer.alloc(megabyte);
    let sent = 0;
    // Bounded, should the server never end it.
    while (!socket.destroyed && sent < 200) {
      sent++;
      if (!socket.write(part)) await turnOf(socket);
    }
    expect(told).toMatch(/^HTTP\/1\.1 413 /);
    expect(sent).toBeLessThan(100);
    socket.destroy();
    expect(running.files()).toEqual([]);
  });

  it('leaves nothing where the server is closed meanwhile', async () => {
    await start();
    const request = beginUpload({ 'transfer-encoding': 'chunked' });
    request.on('error', () => {});
    request.write(new Uint8Array(100_000));
    await vi.waitFor(() => expect(running.files()).toHaveLength(1));
    await running.stop();
    expect(running.files()).toEqual([]);
    expect(running.repository.info(device, 'a')).toBeUndefined();
  });

  const connections = () =>
    new Promise<number>((resolve, reject) =>
      running.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
    );
});

/** Until more can be written, or nothing any more. */
function turnOf(socket: net.Socket): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      socket.off('drain', go).off('close', go);
      resolve();
    };
    if (socket.destroyed) resolve();
    else socket.on('drain', go).on('close', go);
  });
}
