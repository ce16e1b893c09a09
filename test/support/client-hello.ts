import net from 'node:net';

/** What a server answers to the first message of a handshake: it goes on, or says why not. */
export type HelloAnswer =
  | { readonly kind: 'serverHello'; readonly suite: number }
  | { readonly kind: 'alert'; readonly description: number }
  | { readonly kind: 'closed' };

const uint16 = (value: number) => [value >> 8, value & 0xff];
const sized = (octets: readonly number[]) => [...uint16(octets.length), ...octets];
const extension = (type: number, content: readonly number[]) => [...uint16(type), ...sized(content)];

/**
 * Sends a ClientHello of TLS 1.2 (RFC 5246, 7.4.1.2) that offers these suites, and nothing else: also those that no
 * TLS library of today can be asked to offer.
 */
export function sendClientHello(port: number, suites: readonly number[]): Promise<HelloAnswer> {
  const extensions = [
    ...extension(0x000a, sized([0x00, 0x1d, 0x00, 0x17])),
    ...extension(0x000b, [1, 0]),
    ...extension(0x000d, sized([0x04, 0x03, 0x04, 0x01, 0x02, 0x03, 0x02, 0x01])),
  ];
  const random = crypto.getRandomValues(new Uint8Array(32));
  const body = [3, 3, ...random, 0, ...sized(suites.flatMap(uint16)), 1, 0, ...sized(extensions)];
  const handshake = [1, 0, ...uint16(body.length), ...body];
  const record = Buffer.from([0x16, 3, 1, ...sized(handshake)]);
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(record));
    socket.setTimeout(10_000, () => socket.destroy(new Error('no answer to a ClientHello')));
    let got = Buffer.alloc(0);
    const done = (answer: HelloAnswer) => {
      resolve(answer);
      socket.destroy();
    };
    socket.on('data', (part) => {
      got = Buffer.concat([got, part]);
      if (got[0] === 0x15 && got.length >= 7) done({ kind: 'alert', description: got[6] ?? 0 });
      // Behind the record's head: type, length, version, random, session id, suite.
      const sessionId = got[43] ?? 0;
      if (got[0] === 0x16 && got.length >= 46 + sessionId)
        done({ kind: 'serverHello', suite: got.readUInt16BE(44 + sessionId) });
    });
    socket.once('error', reject);
    socket.once('close', () => resolve({ kind: 'closed' }));
  });
}
