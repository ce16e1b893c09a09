import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mediaTypes } from '../../core/dm/choices.ts';
import type { Bench } from '../../main/bench-services.ts';
import { commands, type Prepared, package3, prepare, rate, whole } from '../support/session-load.ts';

/**
 * Full sessions (#1, #2 with four commands, #3, END) against the server with its store on the disk, beside a bare
 * node:http server that answers as many requests with bodies of the same sizes; what a session that is held open
 * costs in memory; and what a session costs with 10 devices known, and with 10,000. The load comes from a thread of
 * its own. Run with: npm run bench -- sessions
 */
const now = () => Date.now();

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
  const { createNonces } = await import('../../main/server/auth/nonces.ts');
  const nonces = createNonces({ now, secret: crypto.getRandomValues(new Uint8Array(32)) });
  const authenticate = createAuthenticator({ directory, nonces, showedNew: () => {} });
  const deviceId = 'IMEI:1';
  const authorization = /authorization: (.+)\r\n/.exec(sequences[0]?.[0]?.head ?? '')?.[1] ?? '';
  const times = 2000;
  const measure = async (what: string, work: (round: number) => unknown) => {
    const started = performance.now();
    for (let round = 0; round < times; round++) await work(round);
    console.log(`  ${what}: ${(((performance.now() - started) / times) * 1000).toFixed(0)} µs`);
  };
  await measure('reading package #3', () => parsePackage3(package3));
  await measure('finding and proving the device', () =>
    authenticate(deviceId, { headers: { authorization }, method: 'POST', url: '/dm', isPrivate: true }),
  );
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
