import dgram from 'node:dgram';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { largestNotification } from '../../core/dm/choices.ts';
import { type CodedError, codedError, type Fault, toFault } from '../../core/errors.ts';

/** What a listener listens to, on the loopback interface. Port 0 picks a free one. */
export interface NotificationListenerOptions {
  /** HTTP, for every device: POST to /<its id, percent-encoded>. Left out, it does not listen there. */
  readonly httpPort?: number;
  /** UDP, a port for each device: a datagram names none. */
  readonly udp?: readonly { readonly deviceId: string; readonly port: number }[];
  /** Takes the octets that came for a device, whatever they are, and whether or not there is such a device. */
  readonly received: (deviceId: string, octets: Uint8Array) => void;
  /** Told what `received` threw, and what befell a socket; the listener goes on. Must not throw. */
  readonly failed: (fault: Fault) => void;
}

/** Where simulated devices take notifications. */
export interface NotificationListener {
  /** The address to notify a device at: its UDP port where it has one, else over HTTP. */
  addressOf(deviceId: string): string | undefined;
  /** Cuts off whoever is still sending. */
  close(): Promise<void>;
}

/** What takes octets and throws nothing. */
type Take = NotificationListenerOptions['received'];

interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

const host = '127.0.0.1';
/** A request has to be there whole within this time; milliseconds. */
const requestTime = 5_000;

/**
 * Begins to listen for notifications (DM-1 over HTTP and UDP, ours). Whoever sends learns nothing of what becomes
 * of the octets: every POST is answered with 202.
 * @throws NOTIFICATION_LISTEN_FAILED, and then nothing listens
 */
export async function listenForNotifications(
  options: NotificationListenerOptions,
): Promise<NotificationListener> {
  const { httpPort, udp = [], failed } = options;
  const take: Take = (deviceId, octets) => {
    try {
      options.received(deviceId, octets);
    } catch (error) {
      failed(toFault(error));
    }
  };
  const open: Listening[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(open.splice(0).map((each) => each.close()));
  };
  const opened = (listening: Listening): Listening => {
    open.push(listening);
    return listening;
  };
  const udpPorts = new Map<string, number>();
  try {
    const web = httpPort === undefined ? undefined : opened(await listenHttp(httpPort, take, failed));
    for (const { deviceId, port } of udp)
      udpPorts.set(deviceId, opened(await listenUdp(port, deviceId, take, failed)).port);
    return {
      addressOf(deviceId) {
        const udpPort = udpPorts.get(deviceId);
        if (udpPort !== undefined) return `udp://${host}:${udpPort}`;
        return web && `http://${host}:${web.port}/${encodeURIComponent(deviceId)}`;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listenHttp(port: number, take: Take, failed: (fault: Fault) => void): Promise<Listening> {
  const limits = {
    requestTimeout: requestTime,
    headersTimeout: requestTime,
    connectionsCheckingInterval: requestTime / 5,
  };
  const server = http.createServer(limits, (request, response) => answer(request, response, take));
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw listenFailed('HTTP', port, error);
  }
  server.on('error', (error) => failed(toFault(error)));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers a request with nothing but its status, and hands over what came with it. */
function answer(request: http.IncomingMessage, response: http.ServerResponse, take: Take): void {
  const end = (status: 202 | 405, more: http.OutgoingHttpHeaders = {}) => {
    response.sendDate = false;
    response.writeHead(status, { ...more, connection: 'close', 'content-length': 0 }).end();
  };
  // A request that breaks off has nobody left to be told.
  request.on('error', () => {});
  if (request.method !== 'POST') {
    request.resume();
    end(405, { allow: 'POST' });
    return;
  }
  const parts: Buffer[] = [];
  let length = 0;
  request.on('data', (part: Buffer) => {
    length += part.length;
    // What is too long is read to its end, so that whoever sends it sees the answer; nothing of it is kept.
    if (length <= largestNotification) parts.push(part);
  });
  request.on('end', () => {
    end(202);
    const deviceId = deviceIdOf(request.url ?? '');
    if (deviceId === undefined || length > largestNotification) return;
    take(deviceId, new Uint8Array(Buffer.concat(parts)));
  });
}

async function listenUdp(
  port: number,
  deviceId: string,
  take: Take,
  failed: (fault: Fault) => void,
): Promise<Listening> {
  const socket = dgram.createSocket('udp4');
  try {
    socket.bind(port, host);
    await once(socket, 'listening');
  } catch (error) {
    socket.close();
    throw listenFailed('UDP', port, error);
  }
  socket.on('error', (error) => failed(toFault(error)));
  socket.on('message', (octets) => {
    if (octets.length <= largestNotification) take(deviceId, new Uint8Array(octets));
  });
  return {
    port: socket.address().port,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

/** The device that a path names; undefined where it is not one name. */
function deviceIdOf(target: string): string | undefined {
  const [, name] = /^\/([^/?#]+)(?:\?|$)/.exec(target) ?? [];
  if (name === undefined) return undefined;
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}

function listenFailed(protocol: string, port: number, error: unknown): CodedError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const said = error instanceof Error ? error.message : String(error);
  const detail = code === 'EADDRINUSE' ? 'another program uses it' : said;
  return codedError('NOTIFICATION_LISTEN_FAILED', { protocol, port, detail }, { cause: error });
}
