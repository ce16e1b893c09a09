import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { mediaTypes } from '../../core/dm/choices.ts';
import { type Bench, startBench } from '../../main/bench.ts';
import { fullSpeed } from '../../main/card/virtual/virtual-reader.ts';
import { newId } from '../../main/ids.ts';
import { enrol } from '../../main/provisioning/enrolment.ts';
import { checkOrder, keepOrder } from '../../main/provisioning/orders.ts';
import { keyFileKeeper } from '../../main/vault/vault.ts';
import { type LoadRequest, loadRequest, sendLoad } from '../support/http-load.ts';

/**
 * Full sessions (#1, #2 with four commands, #3, END) against the server with its store on the disk, beside a bare
 * node:http server that answers as many requests with bodies of the same sizes; what a session that is held open
 * costs in memory; and what a session costs with 10 devices known, and with 10,000. The load comes from a thread of
 * its own. Run with: npm run bench -- sessions
 */
const connections = 64;
const now = () => Date.now();

const commands = [
  { command: 'GET', target: 'urn:oma:mo:oma-dm-devinfo:1.0//' },
  { command: 'HGET', configuration: 'site' },
  { command: 'GET', target: 'urn:oma:mo:example:1.0/a1/' },
  { command: 'EXEC', target: 'urn:oma:mo:example:1.0/a1/Restart' },
];
const profile = JSON.stringify({
  name: 'bench',
  device: { id: 'IMEI:{{number}}', label: '{{number}}' },
  columns: { number: { unique: true } },
  server: { id: 'dm-bench', name: 'DM Bench' },
  permits: ['urn:oma:mo:oma-dm-devinfo:1.0', 'urn:oma:mo:example:1.0'],
  configurations: {
    site: { target: 'urn:oma:mo:example:1.0/a1/', data: { Example: { Name: '{{number}}', Value: 5 } } },
  },
  bootstrap: [],
  sessionPlan: [{ step: 'All at once', commands }],
  simulatedDevice: { DevID: 'IMEI:{{number}}' },
});
const package1 = JSON.stringify({ Alert: [{ AlertType: 'urn:oma:at:dm:2.0:ClientInitiatedMgmt' }] });
const devInfo = { DevID: 'IMEI:1', Man: 'Example', Mod: 'GW-200', DmV: '2.0', Lang: 'en', FwV: '2.4.1' };
const package3 = JSON.stringify({
  Status: [
    { sc: 200, Data: [{ ClientURI: 'urn:oma:mo:oma-dm-devinfo:1.0//', MOData: { DevInfo: devInfo } }] },
    { sc: 200 },
    {
      sc: 200,
      Data: [{ ClientURI: 'urn:oma:mo:example:1.0/a1/', MOData: { Example: { Name: '1', Value: 5 } } }],
    },
    { sc: 200 },
  ],
  Alert: [],
});

interface Prepared {
  readonly bench: Bench;
  readonly sequences: readonly (readonly LoadRequest[])[];
  close(): Promise<void>;
}

/** A bench that knows so many devices, and one session of each of them, as requests. */
async function prepare(devices: number): Promise<Prepared> {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'bench-sessions-'));
  const options = { dataFolder, keeper: keyFileKeeper, pace: fullSpeed, port: 0, securePort: 0 };
  const bench = await startBench(options);
  const { store, vault, server } = bench;
  const numbers = Array.from({ length: devices }, (_, index) => String(index + 1));
  const order = checkOrder(
    { name: 'bench.json', text: profile },
    { name: 'bench.csv', text: `number\n${numbers.join('\n')}\n` },
  );
  const batch = { name: 'bench', simulatedDevice: false };
  const batchId = keepOrder(store, order, batch, { now, newId });
  const randomOctets = (count: number) => crypto.getRandomValues(new Uint8Array(count));
  const context = { store, vault, profile: store.profiles.of(batchId), server, now, randomOctets };
  const jobs = store.jobs.each(batchId);
  store.transaction(() => jobs.forEach((job) => void enrol(context, job)));
  const sequences = jobs.map(({ deviceId }) => {
    const device = store.devices.get(deviceId);
    const password = device ? vault.open(device.passwordSealed) : '';
    const request = (mediaType: string, body: string) =>
      loadRequest(
        server.port,
        '/dm',
        {
          'omadm-devid': deviceId,
          'content-type': mediaType,
          accept: mediaTypes.package2,
          authorization: `Basic ${Buffer.from(`${device?.userName}:${password}`).toString('base64')}`,
        },
        body,
      );
    return [request(mediaTypes.package1, package1), request(mediaTypes.package3, package3)];
  });
  return { bench, sequences, close: () => bench.close() };
}

/** The rate of sessions that this many of them are held at. */
async function rate(port: number, sequences: Prepared['sequences'], count: number): Promise<number> {
  const repeated = Array.from({ length: count }, (_, index) => sequences[index % sequences.length] ?? []);
  return count / (await sendLoad({ port, connections, sequences: repeated }));
}

/** A server that does nothing but read a body and answer with one of the size that the DM server would send. */
async function bareRate(sequences: Prepared['sequences'], count: number): Promise<number> {
  const body2 = JSON.stringify({ CMD: commands.map((each) => Object.values(each)) }).padEnd(420, ' ');
  const server = createServer((request, response) => {
    request.on('data', () => {});
    request.on('end', () => {
      const body = request.headers['content-type'] === mediaTypes.package1 ? body2 : '{"CMD":[["END"]]}';
      response.setHeader('content-type', mediaTypes.package2);
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const result = await rate((server.address() as AddressInfo).port, sequences, count);
  server.close();
  server.closeAllConnections();
  return result;
}

const whole = (value: number) => Math.round(value).toLocaleString('en');

{
  const { bench, sequences, close } = await prepare(1000);
  await rate(bench.server.port, sequences, 2000);
  const ratios: number[] = [];
  for (let round = 1; round <= 3; round++) {
    const bare = await bareRate(sequences, 8000);
    const cpu = process.cpuUsage();
    const full = await rate(bench.server.port, sequences, 4000);
    const { user, system } = process.cpuUsage(cpu);
    ratios.push(full / bare);
    console.log(
      `${whole(full)} sessions a second, bare node:http ${whole(bare)}: ratio ${(full / bare).toFixed(2)}; ` +
        `${((user + system) / 4000).toFixed(0)} µs of processor a session, of ${whole(1e6 / full)} µs`,
    );
  }
  console.log(`limit: a ratio of 0.25 or more; worst ${Math.min(...ratios).toFixed(2)}`);
  await breakdown(bench, sequences);
  await close();
}

/** Where the rest goes: the same steps, each alone, in this thread. */
async function breakdown({ store, vault, server }: Bench, sequences: Prepared['sequences']): Promise<void> {
  const { parsePackage3 } = await import('../../core/dm/packages.ts');
  const { createDeviceDirectory } = await import('../../main/server/device-directory.ts');
  const { createAuthenticator } = await import('../../main/server/auth/authenticate.ts');
  const directory = createDeviceDirectory(store, vault);
  const authenticate = createAuthenticator(directory);
  const deviceId = 'IMEI:1';
  const authorization = /authorization: (.+)\r\n/.exec(sequences[0]?.[0]?.head ?? '')?.[1] ?? '';
  const times = 2000;
  const measure = async (what: string, work: (round: number) => unknown) => {
    const started = performance.now();
    for (let round = 0; round < times; round++) await work(round);
    console.log(`  ${what}: ${(((performance.now() - started) / times) * 1000).toFixed(0)} µs`);
  };
  await measure('reading package #3', () => parsePackage3(package3));
  await measure('finding and proving the device', () => authenticate(deviceId, { authorization }));
  await measure('making its plan', () => directory.find(deviceId)?.plans(server.http).plan('sessionPlan'));
  const session = store.sessions.ofDevice(deviceId)[0];
  await measure('a line of the transcript, without the disk', (round) =>
    store.transaction(() => {
      if (round === 0) return;
      store.sessions.get(session?.sessionId ?? '');
    }),
  );
  await measure('a commit on the disk, alone', () =>
    store.transaction(() =>
      store.sessions.append(session?.sessionId ?? '', { at: now(), kind: 'note', text: 'measured' }),
    ),
  );
  const started = performance.now();
  const entry = { at: now(), kind: 'note', text: 'measured' } as const;
  await Promise.all(
    Array.from({ length: times }, () =>
      store.grouped(() => store.sessions.append(session?.sessionId ?? '', entry)),
    ),
  );
  console.log(`  the same in a group: ${(((performance.now() - started) / times) * 1000).toFixed(0)} µs`);
}

{
  const held = 10_000;
  const { bench, sequences, close } = await prepare(held);
  const firsts = sequences.map(([first]) => (first ? [first] : []));
  await rate(bench.server.port, firsts, 100);
  gc();
  const before = process.memoryUsage();
  await rate(bench.server.port, firsts, held);
  gc();
  const after = process.memoryUsage();
  const octets = (after.heapUsed + after.external - before.heapUsed - before.external) / held;
  console.log(
    `${whole(bench.server.openSessions())} sessions held open: ${(octets / 1024).toFixed(2)} KB each ` +
      `(limit 6 KB, ratio ${(octets / 6144).toFixed(2)})`,
  );
  await close();
}

{
  const few = await prepare(10);
  const many = await prepare(10_000);
  const some = many.sequences.filter((_, index) => index % 1000 === 0);
  const ratios: number[] = [];
  for (let round = 0; round < 4; round++) {
    const [withFew, withMany] = [
      await rate(few.bench.server.port, few.sequences, 1000),
      await rate(many.bench.server.port, some, 1000),
    ];
    // The first round warms both up.
    if (round > 0) ratios.push(withFew / withMany);
    if (round > 0)
      console.log(
        `sessions a second: ${whole(withFew)} with 10 devices known, ${whole(withMany)} with 10,000 ` +
          `(cost ratio ${(withFew / withMany).toFixed(2)})`,
      );
  }
  await few.close();
  await many.close();
}

/** A full collection, so that only what is held is counted; the flag is set when the benchmark is started. */
function gc(): void {
  if (globalThis.gc === undefined) throw new Error('start it with --expose-gc, as npm run bench does');
  globalThis.gc();
}
