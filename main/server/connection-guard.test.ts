import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';
import tls from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type KeyedCertificate, makeAuthority, makeServerCertificate } from '../vault/make-certificates.ts';
import { guardConnections } from './connection-guard.ts';

let certificate: KeyedCertificate;
beforeAll(async () => {
  const now = Date.now();
  const validity = { from: now - 1000, to: now + 86_400_000 };
  const making = { validity, randomOctets: (count: number) => crypto.getRandomValues(new Uint8Array(count)) };
  certificate = await makeServerCertificate(await makeAuthority('test', making), ['127.0.0.1'], making);
});

const sockets: Socket[] = [];
const servers: Server[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A server with room for three; `/held` is answered when the test says so, `/no` is refused. */
async function start(scheme: 'http' | 'https') {
  const held: ServerResponse[] = [];
  const answer = (request: { url?: string | undefined }, response: ServerResponse) => {
    if (request.url === '/held') held.push(response);
    else response.writeHead(request.url === '/no' ? 401 : 200).end('x');
  };
  const server =
    scheme === 'http'
      ? createServer(answer)
      : createSecureServer({ key: certificate.keyPem, cert: certificate.certificatePem }, answer);
  guardConnections(server, 3);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const open = async (localAddress = '127.0.0.1') => {
    const plain = net.connect({ port, host: '127.0.0.1', localAddress });
    const socket = scheme === 'http' ? plain : tls.connect({ socket: plain, rejectUnauthorized: false });
    sockets.push(socket);
    const gone = new Promise<'closed'>((resolve) => plain.once('close', () => resolve('closed')));
    socket.on('error', () => {});
    // One that is turned away fails before it is open.
    await once(socket, scheme === 'http' ? 'connect' : 'secureConnect').catch(() => gone);
    return {
      gone,
      async ask(path: string): Promise<string> {
        socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
        const answered = once(socket, 'data').then(([part]) => String(part).slice(9, 12));
        return Promise.race([answered, gone]);
      },
    };
  };
  return { open, held };
}

describe.each(['http', 'https'] as const)('a full listener (%s)', (scheme) => {
  it('closes the one that has waited longest and never asked, and serves the newcomer', async () => {
    const { open } = await start(scheme);
    const [first, second, third] = [await open(), await open(), await open()];
    expect(await second.ask('/')).toBe('200');
    const newcomer = await open();
    expect(await first.gone).toBe('closed');
    expect(await newcomer.ask('/')).toBe('200');
    expect(await second.ask('/')).toBe('200');
    expect(await third.ask('/')).toBe('200');
  });

  it('closes those that were refused before those that were served', async () => {
    const { open } = await start(scheme);
    const [served, refused, served2] = [await open(), await open(), await open()];
    expect(await served.ask('/')).toBe('200');
    expect(await served2.ask('/')).toBe('200');
    expect(await refused.ask('/no')).toBe('401');
    const newcomer = await open();
    expect(await refused.gone).toBe('closed');
    expect(await newcomer.ask('/')).toBe('200');
    expect(await served.ask('/')).toBe('200');
  });

  it('breaks off nothing that is being answered, and turns the newcomer away instead', async () => {
    const { open, held } = await start(scheme);
    const busy = await Promise.all([open(), open(), open()]);
    const answers = busy.map((each) => each.ask('/held'));
    await expect.poll(() => held.length).toBe(3);
    const newcomer = await open();
    expect(await newcomer.gone).toBe('closed');
    for (const response of held) response.end('x');
    expect(await Promise.all(answers)).toEqual(['200', '200', '200']);
    const next = await open();
    expect(await next.ask('/')).toBe('200');
  });
});

it('closes connections of who has the most of them first', async () => {
  const { open } = await start('http');
  const lonely = await open('127.0.0.2');
  const [many] = [await open(), await open()];
  const newcomer = await open();
  expect(await many.gone).toBe('closed');
  expect(await newcomer.ask('/')).toBe('200');
  expect(await lonely.ask('/')).toBe('200');
});
