import { once } from 'node:events';
import net from 'node:net';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { prepare, rate, whole } from '../support/session-load.ts';

/**
 * Full sessions while others hold connections open, send headers and bodies octet by octet, and send requests of
 * shapes that nobody should, beside the same sessions alone. The attack comes from a thread of its own, on the same
 * processors as the server; its own share of them is in the ratio. Run with: npm run bench -- attacks
 */
interface AttackPlan {
  readonly kind: keyof typeof attacks;
  readonly port: number;
}

/** Opens so many connections, and hands each back when it is open. */
const openAll = (port: number, count: number) =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const socket = net.connect(port, '127.0.0.1');
      socket.on('error', () => {});
      socket.resume();
      await once(socket, 'connect');
      return socket;
    }),
  );

/** Sends an octet a second on each, until the server has closed it. */
function trickle(sockets: readonly net.Socket[], text: string): void {
  let at = 0;
  setInterval(() => {
    const octet = text[at++ % text.length] ?? 'x';
    for (const socket of sockets) if (socket.writable) socket.write(octet);
  }, 1000);
}

const attacks = {
  async 'idle connections'(port: number) {
    await openAll(port, 3000);
  },
  async 'headers, an octet a second'(port: number) {
    const sockets = await openAll(port, 1000);
    for (const socket of sockets) socket.write('POST /dm HTTP/1.1\r\nhost: x\r\nx-padding: ');
    trickle(sockets, 'y');
  },
  async 'bodies, an octet a second'(port: number) {
    const sockets = await openAll(port, 1000);
    const head = 'POST /dm HTTP/1.1\r\nhost: x\r\nomadm-devid: IMEI:1\r\ncontent-length: 900000\r\n\r\n';
    // Each is refused at once, and goes on all the same.
    const refused = sockets.map((socket) => once(socket, 'data'));
    for (const socket of sockets) socket.write(head);
    await Promise.all(refused);
    trickle(sockets, 'y');
  },
  async 'connections that come and go'(port: number) {
    const again = () => {
      const socket = net.connect(port, '127.0.0.1');
      socket.on('error', () => {});
      socket.once('connect', () => {
        socket.end('nonsense\r\n\r\n');
        socket.resume();
      });
      // A hundred a second on each of ten lines: what one ordinary machine sends by the way.
      socket.once('close', () => setTimeout(again, 10));
    };
    for (let line = 0; line < 10; line++) again();
  },
};

if (parentPort) {
  const { kind, port } = workerData as AttackPlan;
  await attacks[kind](port);
  parentPort.postMessage('under way');
} else await compare();

/** The rate of sessions, and what each cost the thread of the server; microseconds of its processor. */
async function measured(port: number, sequences: Parameters<typeof rate>[1], count: number) {
  const before = process.threadCpuUsage();
  const sessions = await rate(port, sequences, count);
  const { user, system } = process.threadCpuUsage(before);
  return { sessions, cost: (user + system) / count };
}

async function compare(): Promise<void> {
  const sessions = 3000;
  const prepared = await prepare(1000);
  const { port } = prepared.bench.server;
  await rate(port, prepared.sequences, sessions);
  const costs = new Map<string, number[]>();
  for (let round = 1; round <= 3; round++)
    for (const kind of Object.keys(attacks)) {
      const alone = await measured(port, prepared.sequences, sessions);
      const worker = new Worker(new URL(import.meta.url), { workerData: { kind, port } });
      await once(worker, 'message');
      const under = await measured(port, prepared.sequences, sessions);
      await worker.terminate();
      console.log(
        `${kind}: ${whole(under.sessions)} sessions a second, ${whole(alone.sessions)} alone; of the server's ` +
          `processor ${under.cost.toFixed(0)} µs and ${alone.cost.toFixed(0)} µs each`,
      );
      costs.set(kind, [...(costs.get(kind) ?? []), under.cost / alone.cost]);
    }
  // The server has a processor to itself where it matters; a rate also tells what else this machine is at.
  let worst = 0;
  for (const [kind, values] of costs) {
    const [, median = 0] = values.toSorted((one, other) => one - other);
    worst = Math.max(worst, median);
    console.log(`${kind}: ${median.toFixed(2)} times the server's processor a session, in the median`);
  }
  // A server whose processor is the limit is so much slower.
  console.log(
    `at most 20 % slower: ${1 / worst >= 0.8 ? 'yes' : 'no'} (${(100 * (1 - 1 / worst)).toFixed(0)} %)`,
  );
  await prepared.close();
}
