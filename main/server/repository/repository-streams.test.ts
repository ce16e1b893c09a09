import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { repositoryLimits } from '../../../core/dm/choices.ts';
import {
  answerTo,
  device,
  deviceId,
  mine,
  type RunningRepository,
  startRepository,
} from './repository-fixture.ts';

const megabyte = 1024 * 1024;
const hundred = 100 * megabyte;
const partLength = 64 * 1024;

/** Octets that are nowhere the same, in parts; deterministic, so that both ends can be compared. */
function* numbered(length: number): Generator<Buffer> {
  for (let from = 0; from < length; from += partLength) {
    const part = Buffer.alloc(Math.min(partLength, length - from), 0xa5);
    part.writeDoubleLE(from, 0);
    yield part;
  }
}

function digestOf(parts: Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** How much more is held than at the beginning, at most; what only waits to be collected does not count. */
function createMemoryWatch() {
  const held = () => {
    collect();
    const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
    return { used: heapUsed + arrayBuffers, rss };
  };
  const before = held();
  let [used, rss, seen] = [0, 0, 0];
  return {
    /** Looks after every five megabytes that went. */
    passed(octets: number) {
      seen += octets;
      if (seen < 5 * megabyte) return;
      seen = 0;
      const now = held();
      used = Math.max(used, now.used - before.used);
      rss = Math.max(rss, now.rss - before.rss);
    },
    growth: () => ({ used: used / megabyte, rss: rss / megabyte }),
  };
}

describe('content on its way', () => {
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
  const response = async (request: ClientRequest): Promise<IncomingMessage> => {
    const [answer] = (await once(request.end(), 'response')) as [IncomingMessage];
    return answer;
  };

  it('passes in both directions without being held: 100 MB', { timeout: 60_000 }, async () => {
    await start({ limits: { ...repositoryLimits, upload: hundred, uploadsOfDevice: hundred } });
    const expected = digestOf(numbered(hundred));
    const incoming = createMemoryWatch();
    const request = beginUpload({ 'content-length': String(hundred) });
    const answered = answerTo(request);
    const counted = function* () {
      for (const part of numbered(hundred)) {
        incoming.passed(part.length);
        yield part;
      }
    };
    await pipeline(Readable.from(counted()), request);
    expect((await answered).status).toBe(201);
    expect(running.repository.info(device, 'a')).toMatchObject({ size: hundred });

    const outgoing = createMemoryWatch();
    const answer = await response(running.begin({ path: `${mine}/a`, as: deviceId }));
    const hash = createHash('sha256');
    let octets = 0;
    for await (const part of answer as AsyncIterable<Buffer>) {
      outgoing.passed(part.length);
      hash.update(part);
      octets += part.length;
    }
    expect([octets, hash.digest('hex')]).toEqual([hundred, expected]);
    for (const watch of [incoming, outgoing]) {
      expect(watch.growth().used).toBeLessThan(24);
      expect(watch.growth().rss).toBeLessThan(48);
    }
    expect((await running.noted(2)).map((note) => [note.status, note.octets])).toEqual([
      [201, hundred],
      [200, hundred],
    ]);
  });

  it('is never a mix, whoever reads and writes at the same time', async () => {
    await start();
    const sizes = [0, 10, 65_536, 65_537, 300_000, 1_000_000];
    let version = 0;
    const write = async () => {
      for (let times = 0; times < 12; times++) {
        const size = sizes[(version * 5) % sizes.length]!;
        const { status } = await send('PUT', `${mine}/a`, Buffer.alloc(size, version++));
        expect(status).toBeLessThan(300);
      }
    };
    const read = async () => {
      for (let times = 0; times < 30; times++) {
        const { status, headers, body } = await send('GET', `${mine}/a`);
        if (status === 404) continue;
        expect(status).toBe(200);
        expect(body.equals(Buffer.alloc(body.length, body[0]))).toBe(true);
        expect(sizes).toContain(body.length);
        const digest = createHash('sha256').update(body).digest('base64url');
        expect(headers.etag).toBe(`"${digest.slice(0, 22)}"`);
      }
    };
    await Promise.all([write(), write(), read(), read(), read()]);
    await vi.waitFor(() => expect(running.files().length).toBeLessThanOrEqual(1));
  });
});
