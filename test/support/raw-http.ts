import net from 'node:net';

/** An answer as it came over the line. */
export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/**
 * Sends octets as they are, and reads so many answers: nothing of them is put right by an HTTP client.
 * @returns fewer where the connection ended before
 */
export function rawExchange(port: number, octets: string | Buffer, answers = 1): Promise<RawAnswer[]> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    const read: RawAnswer[] = [];
    const toHead = String(octets).startsWith('HEAD ');
    let text = '';
    const end = () => {
      socket.destroy();
      resolve(read);
    };
    socket.setEncoding('latin1');
    socket.on('data', (part: string) => {
      text += part;
      for (;;) {
        const headEnd = text.indexOf('\r\n\r\n');
        if (headEnd === -1) return;
        const head = text.slice(0, headEnd);
        const length = toHead ? 0 : Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
        if (text.length < headEnd + 4 + length) return;
        read.push({
          status: Number(head.slice(9, 12)),
          head,
          body: text.slice(headEnd + 4, headEnd + 4 + length),
        });
        text = text.slice(headEnd + 4 + length);
        if (read.length === answers) return end();
      }
    });
    socket.once('close', () => resolve(read));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? end() : reject(error),
    );
    socket.write(octets, 'latin1');
  });
}

/** The octets of a request: header lines as they are given, with a name more than once if need be. */
export function rawRequest(
  method: string,
  target: string,
  headers: readonly (readonly [string, string])[],
  body = '',
): string {
  const lines = [['host', 'bench'], ...headers, ['content-length', String(Buffer.byteLength(body))]];
  return `${method} ${target} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}
