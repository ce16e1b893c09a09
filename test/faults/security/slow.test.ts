// Requests that are shaped to be read twice, to hold what they are answered with, or to keep others out; and a slow
// line whose device is known, which is not one of them. What is slow and unknown is in slow-requests.test.ts.

import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mediaTypes } from '../../../core/dm/choices.ts';
import { exampleFile, startTestBench, type TestBench } from '../../support/bench.ts';
import { rawExchange } from '../../support/raw-http.ts';

const deviceId = 'IMEI:352099001761408';
let started: TestBench;
beforeAll(async () => {
  started = await startTestBench({
    profile: exampleFile('gateway.profile.json'),
    list: exampleFile('devices-3.csv'),
  });
});
afterAll(() => started.close());

const port = () => started.bench.server.port;
const shown = () => [`omadm-devid: ${deviceId}`, `authorization: ${started.authorization(deviceId)}`];
const head = (first: string, ...lines: readonly string[]) =>
  `${[first, 'host: bench', ...shown(), ...lines].join('\r\n')}\r\n\r\n`;

let sessions = 0;
/** A device that does nothing wrong begins a session, each another one. */
const stillServes = async () => {
  sessions += 1;
  const alert = { AlertType: 'urn:oma:at:dm:2.0:ClientInitiatedMgmt', Mark: String(sessions) };
  const answer = await started.post(deviceId, JSON.stringify({ MOS: [], Alert: [alert] }));
  expect(answer.status, await answer.clone().text()).toBe(200);
  expect(await answer.json()).toHaveProperty('CMD');
};

/** Resolves with everything that came until the connection ended. */
async function untilEnd(octets: string): Promise<string> {
  const socket = net.connect(port(), '127.0.0.1');
  socket.setEncoding('latin1');
  socket.on('error', () => {});
  let text = '';
  socket.on('data', (part: string) => {
    text += part;
  });
  socket.write(octets, 'latin1');
  // Whatever was not taken for a request by now never is.
  socket.end();
  await new Promise((resolve) => socket.once('close', resolve));
  return text;
}

const statusesOf = (text: string) => [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => status);

describe('requests that two readers would read in two ways', () => {
  const type = `content-type: ${mediaTypes.package1}`;
  const body = '{"MOS":[]}';
  const hidden = 'GET /hidden HTTP/1.1\r\nhost: bench\r\n\r\n';
  const post = (...lines: readonly string[]) => head('POST /dm HTTP/1.1', type, ...lines);
  const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

  it.each<readonly [string, () => string]>([
    ['both lengths', () => `${post('content-length: 6', 'transfer-encoding: chunked')}0\r\n\r\n${hidden}`],
    [
      'both lengths, the other way round',
      () => `${post('transfer-encoding: chunked', 'content-length: 6')}0\r\n\r\n${hidden}`,
    ],
    ['two lengths', () => `${post('content-length: 10', 'content-length: 0')}${body}${hidden}`],
    ['two lengths in one', () => `${post('content-length: 10, 0')}${body}${hidden}`],
    ['a length with a sign', () => `${post('content-length: +10')}${body}`],
    ['a length in hexadecimal', () => `${post('content-length: 0xa')}${body}`],
    ['a negative length', () => `${post('content-length: -1')}${body}`],
    ['a length with blanks within', () => `${post('content-length: 1 0')}${body}`],
    ['an endless length', () => `${post('content-length: 99999999999999999999999')}${body}`],
    ['a blank before the colon', () => `${post('content-length : 10')}${body}`],
    ['a coding that is not the last', () => `${post('transfer-encoding: chunked, identity')}${chunked}`],
    ['a coding that nobody has', () => `${post('transfer-encoding: xchunked')}${chunked}`],
    ['a coding behind a control', () => `${post('transfer-encoding: \u000bchunked')}${chunked}`],
    ['a coding with a blank before the colon', () => `${post('transfer-encoding : chunked')}${chunked}`],
    ['a coding in a folded line', () => `${post('transfer-encoding:\r\n chunked')}${chunked}`],
    ['a line end without its first half', () => post('x: y').replaceAll('\r\n', '\n') + hidden],
    ['a line end without its second half', () => `${post('x: y\rtransfer-encoding: chunked')}${chunked}`],
    ['a null octet', () => post('x: a\0b')],
    ['a name with a blank', () => post('x y: z')],
    ['no name', () => post(': z')],
    ['a line before the first', () => ` ${post('content-length: 0')}`],
    ['another version', () => post('content-length: 0').replace('HTTP/1.1', 'HTTP/9.9')],
    ['no host', () => post('content-length: 0').replace('host: bench\r\n', '')],
    ['a tunnel', () => 'CONNECT elsewhere.example:443 HTTP/1.1\r\nhost: elsewhere.example\r\n\r\n'],
    [
      'an upgrade',
      () => `${post('connection: upgrade, http2-settings', 'upgrade: h2c', 'content-length: 10')}${body}`,
    ],
    ['a chunk without a size', () => `${post('transfer-encoding: chunked')}\r\n${body}\r\n0\r\n\r\n`],
    ['a chunk with a sign', () => `${post('transfer-encoding: chunked')}+a\r\n${body}\r\n0\r\n\r\n`],
    ['a chunk in another base', () => `${post('transfer-encoding: chunked')}0xa\r\n${body}\r\n0\r\n\r\n`],
    ['a chunk longer than it says', () => `${post('transfer-encoding: chunked')}2\r\n${body}\r\n0\r\n\r\n`],
    ['an endless chunk', () => `${post('transfer-encoding: chunked')}ffffffffffffffffff\r\n${body}`],
    ['a chunk whose line ends are half', () => `${post('transfer-encoding: chunked')}a\n${body}\n0\n\n`],
  ])('%s: refused or read in one way, and nothing behind is taken for another', async (_what, octets) => {
    const text = await untilEnd(octets());
    const statuses = statusesOf(text);
    expect(statuses.length, text).toBeLessThanOrEqual(1);
    // Nobody got a 404 for the request that was hidden behind.
    for (const status of statuses)
      expect(['200', '400', '401', '405', '413', '431', '501', '505']).toContain(status);
    if (statuses[0] === '200') expect(_what).toMatch(/upgrade/);
    await stillServes();
  });

  it('trailers and extensions of chunks are refused, or change nothing', async () => {
    const text = await untilEnd(
      `${post('transfer-encoding: chunked', 'trailer: omadm-devid')}${body.length.toString(16)};ext="\u0020"\r\n${body}\r\n0\r\nomadm-devid: IMEI:1\r\ncontent-length: 5\r\n\r\n`,
    );
    expect(statusesOf(text)).toHaveLength(1);
    expect(['200', '400']).toContain(statusesOf(text)[0]);
    await stillServes();
  });
});

describe('more at once than anybody needs', () => {
  it('requests in one go are answered one after the other, and others in between', async () => {
    const request = head('GET /nothing HTTP/1.1');
    const [answers] = await Promise.all([
      rawExchange(port(), request.repeat(500), 500),
      stillServes(),
      stillServes(),
    ]);
    expect(answers).toHaveLength(500);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
    await stillServes();
  });

  it('answers that nobody reads do not pile up', async () => {
    const socket = net.connect(port(), '127.0.0.1');
    socket.on('error', () => {});
    await once(socket, 'connect');
    socket.pause();
    const request = head('GET /nothing HTTP/1.1').repeat(100);
    // Until the server stops taking them in: then nothing is written through any more.
    let taken = 0;
    const before = process.memoryUsage().heapUsed;
    while (taken < 1_000 && socket.write(request)) taken += 1;
    await stillServes();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(200 * 1024 * 1024);
    socket.destroy();
    await stillServes();
  });

  it('connections that say nothing are many, and devices are served', async () => {
    const idle = await Promise.all(
      Array.from({ length: 2_000 }, async () => {
        const socket = net.connect(port(), '127.0.0.1');
        socket.on('error', () => {});
        await once(socket, 'connect');
        return socket;
      }),
    );
    await stillServes();
    for (const socket of idle) socket.destroy();
    await stillServes();
  });

  it('headers that are larger than any are refused', async () => {
    for (const line of [
      `x: ${'y'.repeat(100_000)}`,
      ...['a', 'b'].map((name) => `${name.repeat(70_000)}: y`),
    ]) {
      const text = await untilEnd(head('POST /dm HTTP/1.1', line));
      // The line may be cut before the answer was read off it.
      expect(['431', undefined]).toContain(statusesOf(text)[0]);
    }
    await stillServes();
  });
});

describe('a slow line whose device is known', () => {
  it('gets its upload through, a few octets at a time', async () => {
    const content = 'octet by octet ';
    const target = `/repository/${encodeURIComponent(deviceId)}/slowly`;
    const socket = net.connect(port(), '127.0.0.1');
    socket.setEncoding('latin1');
    await once(socket, 'connect');
    socket.write(
      head(
        `PUT ${target} HTTP/1.1`,
        'content-type: application/octet-stream',
        `content-length: ${content.length}`,
      ),
    );
    const answered = once(socket, 'data');
    for (const octet of content) {
      await new Promise((resolve) => socket.write(octet, resolve));
      // Others have their turn between any two of them.
      await stillServes();
    }
    expect(String((await answered)[0]).slice(9, 12)).toBe('201');
    socket.destroy();
    const owner = { kind: 'device', deviceId } as const;
    expect(started.bench.repository.info(owner, 'slowly')).toMatchObject({ size: content.length });
  });
});
