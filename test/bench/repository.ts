import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { repositoryLimits } from '../../core/dm/choices.ts';
import { createHttpApplication, listenOn } from '../../main/server/http-listener.ts';
import { openDataRepository } from '../../main/server/repository/data-repository.ts';
import { registerRepository } from '../../main/server/repository/repository-endpoint.ts';
import { createServerEvents } from '../../main/server/server-events.ts';
import { openStore } from '../../main/store/store.ts';

/**
 * 100 MB into the Data Repository and out of it, beside a bare node:http server that streams the same into a file and
 * out of it; and what memory the server takes for that. The load comes from a process of its own, over plain sockets.
 * Run with: npm run bench -- repository
 */
const size = 100 * 1024 * 1024;
const rounds = 5;
const target = '/repository/IMEI%3A1/image';

interface Transfer {
  readonly method: 'PUT' | 'GET';
  readonly port: number;
}

/** One transfer, from the first octet to the last. @returns seconds */
async function transfer({ method, port }: Transfer): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const part = Buffer.alloc(256 * 1024, 0xa5);
  const length = method === 'PUT' ? `content-length: ${size}\r\n` : '';
  const started = performance.now();
  socket.write(`${method} ${target} HTTP/1.1\r\nhost: bench\r\nconnection: close\r\n${length}\r\n`);
  let [head, received] = ['', 0];
  socket.on('data', (octets) => {
    if (head === '') head = octets.toString('latin1');
    received += octets.length;
  });
  for (let sent = 0; method === 'PUT' && sent < size; sent += part.length)
    if (!socket.write(part)) await once(socket, 'drain');
  await once(socket, 'end');
  if (!/^HTTP\/1\.1 20[014] /.test(head) || (method === 'GET' && received < size))
    throw new Error(`the server answered ${head.slice(0, 100)}`);
  return (performance.now() - started) / 1000;
}

if (process.send) {
  process.on('message', async (message) => process.send?.(await transfer(message as Transfer)));
} else {
  await compare();
}

async function compare(): Promise<void> {
  const load = fork(import.meta.filename, { execArgv: [] });
  const failed = once(load, 'exit').then(() => {
    throw new Error('the load ended');
  });
  failed.catch(() => {});
  const rate = async (method: Transfer['method'], port: number): Promise<number> => {
    load.send({ method, port });
    const [seconds] = (await Promise.race([once(load, 'message'), failed])) as [number];
    return size / 1e6 / seconds;
  };
  const [ours, bare] = [await startRepository(), await startBare()];
  const servers = [ours, bare] as const;
  const rates = new Map<string, number[]>();
  const all = watchMemory();
  for (let round = 0; round <= rounds; round++)
    for (const method of ['PUT', 'GET'] as const)
      for (const server of servers) {
        const watch = watchMemory();
        const measured = await rate(method, server.port);
        const { held, most } = watch.end();
        // The first round warms up.
        if (round === 0) continue;
        const key = `${method} ${server.name}`;
        rates.set(key, [...(rates.get(key) ?? []), measured]);
        if (round === rounds)
          console.log(
            `${key}: ${median(rates.get(key)).toFixed(0)} MB/s (median of ${rounds}); ` +
              `memory grew by ${most.toFixed(1)} MB at most, ${held.toFixed(1)} MB of it held at the end`,
          );
      }
  const { most } = all.end();
  const transfers = (rounds + 1) * 2 * servers.length;
  console.log(
    `${transfers} transfers took ${most.toFixed(1)} MB more than there was before the first, at most`,
  );
  for (const method of ['PUT', 'GET'])
    console.log(
      `${method}: ratio ${(median(rates.get(`${method} ${ours.name}`)) / median(rates.get(`${method} ${bare.name}`))).toFixed(2)}`,
    );
  for (const server of servers) await server.close();
  load.removeAllListeners('exit');
  load.kill();
}

function median(values: readonly number[] = []): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

/** How much more memory the process has than now, in MB: looked at often, and at the end without what is garbage. */
function watchMemory() {
  globalThis.gc?.();
  const before = process.memoryUsage();
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss() - before.rss);
  }, 5);
  return {
    end() {
      clearInterval(timer);
      globalThis.gc?.();
      const after = process.memoryUsage();
      const held = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
      return { most: most / 1e6, held: held / 1e6 };
    },
  };
}

interface Server {
  readonly name: string;
  readonly port: number;
  close(): Promise<void>;
}

async function startRepository(): Promise<Server> {
  const [now, newId] = [() => Date.now(), () => crypto.randomUUID()];
  const [folder, deviceId] = [mkdtempSync(path.join(os.tmpdir(), 'bench-repository-')), 'IMEI:1'];
  const store = openStore(folder, now);
  const order = {
    profileText: '{}',
    listName: '',
    orderDigest: '',
    mode: 'cardsOnly' as const,
    createdAt: now(),
  };
  store.batches.add({ batchId: 'b', name: 'b', ...order });
  store.jobs.add([{ jobId: 'j', batchId: 'b', line: 1, deviceId, label: '', variables: {} }], now());
  const passwordSealed = new Uint8Array(1);
  store.devices.enrol({ deviceId, label: '', jobId: 'j', userName: '', passwordSealed }, now());
  const limits = { ...repositoryLimits, upload: size, uploadsOfDevice: size };
  const repository = openDataRepository({
    store,
    folder: path.join(folder, 'repository'),
    now,
    newId,
    limits,
  });
  const application = createHttpApplication(createServerEvents(), () => {});
  const host = {
    admit: async () => deviceId,
    renewedCredentials: () => undefined,
    note: () => {},
    uploaded: async () => {},
  };
  registerRepository(application, { repository, host, now, newId });
  const port = await listenOn(application, '127.0.0.1', 0);
  return {
    name: 'Data Repository (SHA-256, on the disk before it is answered)',
    port,
    async close() {
      await application.close();
      store.close();
    },
  };
}

/** Streams into a file and out of it, and does nothing else. */
async function startBare(): Promise<Server> {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'bench-bare-')), 'image');
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') return pipeline(createReadStream(file), response);
    await pipeline(request, createWriteStream(file));
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    name: 'bare node:http',
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
