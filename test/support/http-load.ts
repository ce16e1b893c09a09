import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { parentPort, Worker, workerData } from 'node:worker_threads';

/** One request as it goes over the wire. */
export interface LoadRequest {
  readonly head: string;
  readonly body: string;
}

/** What a load is made of: each connection works through its own sequences, one after the other. */
export interface Load {
  readonly port: number;
  readonly connections: number;
  /** Each is one session: requests that are sent one after the other on one connection. */
  readonly sequences: readonly (readonly LoadRequest[])[];
}

/** Puts a request together: HTTP/1.1, the connection stays open. */
export function loadRequest(
  port: number,
  target: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): LoadRequest {
  const lines = Object.entries({
    host: `127.0.0.1:${port}`,
    ...headers,
    'content-length': String(Buffer.byteLength(body)),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return { head: `POST ${target} HTTP/1.1\r\n${lines.join('')}\r\n`, body };
}

/**
 * Sends a load from a thread of its own, over plain sockets, so that the sender costs as little as it can.
 * @returns seconds from the first octet sent to the last answer @throws where an answer is not 200
 */
export async function sendLoad(load: Load): Promise<number> {
  const worker = new Worker(new URL(import.meta.url), { workerData: load });
  const [result] = (await Promise.race([
    once(worker, 'message'),
    once(worker, 'error').then(([error]) => {
      throw error;
    }),
  ])) as [number];
  await worker.terminate();
  return result;
}

async function run({ port, connections, sequences }: Load): Promise<number> {
  const sockets = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(port, '127.0.0.1');
      socket.setNoDelay(true);
      await once(socket, 'connect');
      return socket;
    }),
  );
  let next = 0;
  const started = performance.now();
  await Promise.all(
    sockets.map(async (socket) => {
      const read = answers(socket);
      for (let sequence = sequences[next++]; sequence; sequence = sequences[next++])
        for (const { head, body } of sequence) {
          socket.write(head + body);
          const status = await read();
          if (status !== 200) throw new Error(`the server answered ${status}`);
        }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  for (const socket of sockets) socket.destroy();
  return seconds;
}

/** Reads one answer after the other from a socket. */
function answers(socket: Socket): () => Promise<number> {
  let waiting: ((status: number) => void) | undefined;
  let text = '';
  socket.setEncoding('latin1');
  socket.on('data', (part: string) => {
    text += part;
    const end = text.indexOf('\r\n\r\n');
    if (end === -1) return;
    const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
    if (text.length < end + 4 + length) return;
    const status = Number(text.slice(9, 12));
    text = text.slice(end + 4 + length);
    waiting?.(status);
  });
  return () =>
    new Promise((resolve) => {
      waiting = resolve;
    });
}

if (parentPort) parentPort.postMessage(await run(workerData as Load));
