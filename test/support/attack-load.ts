import { once } from 'node:events';
import { connect } from 'node:net';
import { parentPort, Worker, workerData } from 'node:worker_threads';

/** Requests with wrong credentials, each another one. */
export interface Attack {
  readonly port: number;
  readonly connections: number;
  readonly attempts: number;
  /** So many are sent on a connection before an answer is waited for. */
  readonly atOnce: number;
  /** The head of a request in front of its Authorization header, and what comes behind it. */
  readonly before: string;
  readonly behind: string;
}

/** What came of an attack. */
export interface AttackResult {
  /** So many were answered with each status. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** An attack that is under way, from a thread of its own. */
export interface RunningAttack {
  readonly result: Promise<AttackResult>;
  /** Ends it where it is. */
  stop(): Promise<AttackResult>;
}

/** Begins an attack. Resolves when its connections are open. */
export async function startAttack(attack: Attack): Promise<RunningAttack> {
  const worker = new Worker(new URL(import.meta.url), { workerData: attack });
  const failed = once(worker, 'error').then(([error]) => {
    throw error;
  });
  await Promise.race([once(worker, 'message'), failed]);
  const result = Promise.race([once(worker, 'message'), failed]).then(async ([done]) => {
    await worker.terminate();
    return done as AttackResult;
  });
  return {
    result,
    stop() {
      worker.postMessage('stop');
      return result;
    },
  };
}

async function run(attack: Attack, stopped: () => boolean): Promise<AttackResult> {
  const { port, connections, attempts, atOnce, before, behind } = attack;
  const statuses: Record<string, number> = {};
  const sockets = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(port, '127.0.0.1');
      socket.setEncoding('latin1');
      await once(socket, 'connect');
      return socket;
    }),
  );
  parentPort?.postMessage('connected');
  let sent = 0;
  const started = performance.now();
  await Promise.all(
    sockets.map(async (socket) => {
      let answered = 0;
      let tail = '';
      let more: (() => void) | undefined;
      socket.on('data', (part: string) => {
        const text = tail + part;
        for (const [, status = ''] of text.matchAll(/HTTP\/1\.1 (\d{3}) /g)) {
          statuses[status] = (statuses[status] ?? 0) + 1;
          answered++;
        }
        tail = /HTTP\/?1?\.?1? ?\d{0,3}$/.exec(text)?.[0] ?? '';
        more?.();
      });
      socket.on('error', () => more?.());
      for (let wanted = 0; sent < attempts && !stopped(); ) {
        const count = Math.min(atOnce, attempts - sent);
        let octets = '';
        for (let index = 0; index < count; index++)
          octets += `${before}authorization: Basic ${btoa(`dm:guess-${sent++}`)}\r\n${behind}`;
        socket.write(octets);
        wanted += count;
        while (answered < wanted && !stopped())
          await new Promise<void>((resolve) => {
            more = resolve;
            wake.add(resolve);
          });
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  for (const socket of sockets) socket.destroy();
  return { statuses, seconds };
}

/** Who waits for an answer, and is woken when the attack is stopped. */
const wake = new Set<() => void>();

if (parentPort) {
  let stop = false;
  parentPort.on('message', () => {
    stop = true;
    for (const each of wake) each();
  });
  parentPort.postMessage(await run(workerData as Attack, () => stop));
}
