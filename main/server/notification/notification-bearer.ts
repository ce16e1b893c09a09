import dgram from 'node:dgram';
import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { notificationAnswerTime, notificationMediaType } from '../../../core/dm/choices.ts';
import { type NotificationAddress, printNotificationAddress } from '../../../core/dm/notification-address.ts';
import { codedError } from '../../../core/errors.ts';

/** What carries the octets of a notification to a device. */
export interface NotificationBearer {
  /**
   * Sends once. Over HTTP it resolves when the listener answered that it has the octets, over UDP when they left.
   * @throws NOTIFICATION_REFUSED where trying again cannot help, NOTIFICATION_NOT_SENT otherwise
   */
  send(address: NotificationAddress, octets: Uint8Array, signal: AbortSignal): Promise<void>;
  close(): void;
}

type Family = 4 | 6;

/** So many connections are open at once to one host; further notifications wait for their turn. */
const mostConnections = 32;
/** Refusals that may be none the next time (RFC 9110, RFC 6585): request timeout, too early, too many requests. */
const passingRefusals: readonly number[] = [408, 425, 429];

/**
 * The bearers of the bench (ours): HTTP POST, and UDP.
 * @param answerTime within how many milliseconds a listener has to answer
 */
export function createNotificationBearer(answerTime = notificationAnswerTime): NotificationBearer {
  const agents = {
    'http:': new http.Agent({ maxSockets: mostConnections }),
    'https:': new https.Agent({ maxSockets: mostConnections, minVersion: 'TLSv1.2' }),
  };
  // One of each family for everybody, made when it is needed first.
  const sockets = new Map<Family, dgram.Socket>();

  const post = (url: URL, octets: Uint8Array, signal: AbortSignal): Promise<number> =>
    new Promise((resolve, reject) => {
      const secure = url.protocol === 'https:';
      const request = (secure ? https : http).request(url, {
        method: 'POST',
        agent: agents[secure ? 'https:' : 'http:'],
        signal,
        headers: { 'content-type': notificationMediaType, 'content-length': octets.length },
      });
      request.on('error', reject);
      request.once('response', (answer) => {
        resolve(answer.statusCode ?? 0);
        // Nothing but the status is of use, however long the rest may be.
        answer.on('error', () => {});
        answer.destroy();
      });
      request.end(octets);
    });

  const socketOf = (family: Family): dgram.Socket => {
    const open = sockets.get(family);
    if (open) return open;
    const socket = dgram.createSocket(family === 6 ? 'udp6' : 'udp4');
    sockets.set(family, socket);
    // What befalls the socket is no datagram's fault: the next one gets a new socket.
    socket.on('error', () => {
      sockets.delete(family);
      socket.close();
    });
    socket.unref();
    return socket;
  };

  const sendDatagram = async (host: string, port: number, octets: Uint8Array, signal: AbortSignal) => {
    const { address, family } = await unlessAborted(lookup(host), signal);
    signal.throwIfAborted();
    await unlessAborted(
      new Promise<void>((resolve, reject) => {
        socketOf(family === 6 ? 6 : 4).send(octets, port, address, (error) =>
          error ? reject(error) : resolve(),
        );
      }),
      signal,
    );
  };

  return {
    async send(address, octets, signal) {
      const whole = AbortSignal.any([signal, AbortSignal.timeout(answerTime)]);
      const shown = printNotificationAddress(address);
      let status: number;
      try {
        if (address.kind === 'udp') return await sendDatagram(address.host, address.port, octets, whole);
        status = await post(new URL(address.url), octets, whole);
      } catch (error) {
        throw codedError(
          'NOTIFICATION_NOT_SENT',
          { address: shown, detail: detailOf(error) },
          { cause: error },
        );
      }
      if (status >= 200 && status < 300) return;
      if (status >= 300 && status < 500 && !passingRefusals.includes(status))
        throw codedError('NOTIFICATION_REFUSED', { address: shown, status });
      throw codedError('NOTIFICATION_NOT_SENT', { address: shown, detail: `it answered ${status}` });
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
      for (const socket of sockets.values()) socket.close();
      sockets.clear();
    },
  };
}

function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function detailOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'no answer in time';
  return 'code' in error ? String(error.code) : error.message;
}
