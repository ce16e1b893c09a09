import { codedError } from '../../../core/errors.ts';

/** Where an order book is: a PostgreSQL database, without the password. */
export interface OrderBookAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

const usualPort = 5432;

/** Reads `postgres://USER@HOST:PORT/DATABASE`. @throws ORDER_BOOK_ADDRESS */
export function readOrderBookAddress(text: string): OrderBookAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPostgres = url?.protocol === 'postgres:' || url?.protocol === 'postgresql:';
  const database = url && decodeURIComponent(url.pathname.slice(1));
  // A password in an address would be seen by others on the command line, and shown in the window.
  if (!url || !isPostgres || url.password !== '' || url.username === '' || url.hostname === '' || !database)
    throw codedError('ORDER_BOOK_ADDRESS', { address: url?.password ? 'An address with a password' : text });
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? usualPort : Number(url.port),
    database,
    user: decodeURIComponent(url.username),
  };
}

/** The address as people write it. */
export function printOrderBookAddress({ host, port, database, user }: OrderBookAddress): string {
  const shown = host.includes(':') ? `[${host}]` : host;
  return `postgres://${encodeURIComponent(user)}@${shown}:${port}/${encodeURIComponent(database)}`;
}

/** Whether it is on this machine, so that nothing of it crosses a network. */
export function isOnThisMachine({ host }: OrderBookAddress): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
