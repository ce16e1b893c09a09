import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What is known of a connection that is open. */
interface Connection {
  readonly socket: Socket;
  readonly address: string;
  /** Requests that are being answered. */
  requests: number;
  /** Whether one of them was answered as asked: whoever is there is known, or asked for what is everybody's. */
  known: boolean;
  /** The one that asked for something last has the largest number. */
  turn: number;
}

/** Up to so many beyond the most can come at once, until the first ones are closed. */
const atOnce = 256;

/**
 * Keeps a server open to newcomers, however many connections others leave open: beyond the most, one on which nothing
 * is being answered is closed for each that comes. Those on which nobody was known go before others, of these the ones
 * of the address that has the most, and of these the one that has waited longest. What is being answered is never
 * broken off; where everything is, the newcomer is closed.
 * @param most connections, fewer than the files that the process may open
 */
export function guardConnections(server: Server, most: number): void {
  const open = new Map<string, Connection>();
  let turns = 0;
  // Beyond this Node closes what comes, without looking at what the others do.
  server.maxConnections = most + atOnce;

  server.on('connection', (socket) => {
    const key = keyOf(socket);
    const newcomer = {
      socket,
      address: socket.remoteAddress ?? '',
      requests: 0,
      known: false,
      turn: ++turns,
    };
    open.set(key, newcomer);
    socket.once('close', () => {
      if (open.get(key) === newcomer) open.delete(key);
    });
    if (open.size > most) (leastNeeded([...open.values()], newcomer) ?? newcomer).socket.destroy();
  });
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const connection = open.get(keyOf(request.socket));
    if (connection === undefined) return;
    connection.requests += 1;
    response.once('close', () => {
      connection.requests -= 1;
      connection.known ||= response.writableFinished && response.statusCode < 400;
      connection.turn = ++turns;
    });
  });
}

/** The connection to close for a newcomer; undefined where all others are at work. */
function leastNeeded(open: readonly Connection[], newcomer: Connection): Connection | undefined {
  const idle = open.filter((each) => each !== newcomer && each.requests === 0 && !each.socket.destroyed);
  const unknown = idle.filter(({ known }) => !known);
  const candidates = unknown.length > 0 ? unknown : idle;
  const counts = new Map<string, number>();
  for (const { address } of candidates) counts.set(address, (counts.get(address) ?? 0) + 1);
  const countOf = ({ address }: Connection) => counts.get(address) ?? 0;
  return candidates.reduce<Connection | undefined>((found, each) => {
    if (found === undefined || countOf(each) > countOf(found)) return each;
    return countOf(each) === countOf(found) && each.turn < found.turn ? each : found;
  }, undefined);
}

/** A request over TLS has another socket than the connection it came on, with the same two ends. */
function keyOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
