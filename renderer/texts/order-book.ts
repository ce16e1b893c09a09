import type { OrderBookState } from '../../core/api-order-book.ts';

/** The order book that benches share. */
export const orderBook = {
  group: 'Order book',
  ownName: 'Every order is this bench’s own',
  ownHint:
    'Several benches can work at one order: each row is given to one of them, and all see what the others do. They meet in a PostgreSQL database.',
  connect: 'Connect…',
  change: 'Change…',
  disconnect: 'Disconnect',
  states: {
    connecting: 'connecting',
    connected: 'connected',
    lost: 'cannot be reached',
    refused: 'refused',
  } satisfies Record<Exclude<OrderBookState['kind'], 'none'>, string>,
  sharedName: 'Orders are shared with other benches',
  sharedHint: (name: string, seconds: number) =>
    `This bench is “${name}”. What a bench has in hand goes to the others when nothing was heard of it for ${seconds} seconds.`,
  benches: 'Benches in the order book',
  thisBench: 'this bench',
  live: 'there',
  gone: 'gone',
  inWork: (rows: number) =>
    rows === 0 ? 'no row in hand' : rows === 1 ? '1 row in hand' : `${rows} rows in hand`,
  unreadable: (names: readonly string[]) =>
    `Made by a newer version of DM Bench, and not to be read here: ${names.join(', ')}`,
  dialogTitle: 'Order book',
  dialogLead:
    'A PostgreSQL database that all benches reach. What they need is made in it, in a schema of its own; nothing else there is touched.',
  address: 'Address',
  addressHint: 'postgres://USER@HOST:PORT/DATABASE',
  password: 'Password',
  passwordHint: 'Kept in the vault of this bench.',
  benchName: 'Name of this bench',
  benchNameHint: 'As the others see it, and as reports say it.',
  lease: 'Gone after',
  leaseHint: 'Seconds without a sign, from 5 to 3600.',
  authority: 'Certificate of its authority',
  authorityHint:
    'PEM. Over a network the database is reached by TLS alone; left empty, the system’s authorities count.',
  newIdentity: 'This data folder is a copy',
  newIdentityHint:
    'The bench gets an identity of its own; the one that it was copied from keeps the old one.',
  connectNow: 'Connect',
  connected: 'Connected to the order book',
  disconnectTitle: 'Disconnect from the order book?',
  disconnectLead:
    'Orders that are shared stay in the order book for the other benches. Here they can be looked at, and not be worked at.',
  disconnected: 'Disconnected from the order book',
  share: 'Share with other benches',
  shareHint: (address: string) => `The order is kept at ${address}; every bench there can work at it.`,
  sharedTag: 'shared',
} as const;
