import type { ErrorEntry } from './entry.ts';

/** Orders that several benches share. */
export const orderBookErrors = {
  ORDER_BOOK_NOT_CONNECTED: {
    cause: 'This order is shared with other benches, and this bench is not connected to their order book.',
    remedy: 'Connect it under Settings › Order book, or with order-book connect.',
  },
  ORDER_BOOK_UNREACHABLE: {
    cause: 'The order book at {address} cannot be reached: {detail}.',
    remedy:
      'Look at the network and at the database server. Nothing is lost: the work goes on by itself when it answers again.',
  },
  ORDER_BOOK_REFUSED: {
    cause: 'The order book at {address} does not let this bench in: {detail}.',
    remedy: 'Check user, password, database and certificate under Settings › Order book.',
  },
  ORDER_BOOK_NEWER: {
    cause: 'The order book at {address} holds what this version of DM Bench cannot read.',
    remedy: 'Update this bench; the others have a newer version.',
  },
  ORDER_BOOK_FULL: {
    cause: 'The disk of the order book at {address} is full.',
    remedy: 'Make room there. Nothing more is written until then, and nothing is lost.',
  },
  ORDER_BOOK_FAILED: {
    cause: 'The order book at {address} failed: {detail}.',
    remedy: 'Look at the log of the database server; then go on with the batch.',
  },
  ORDER_BOOK_CONFLICT: {
    cause: 'Another bench changed the same order at the same moment.',
    remedy: 'Nothing was changed here. Do it again.',
  },
  ORDER_BOOK_ADDRESS: {
    cause: '“{address}” is no address of an order book.',
    remedy: 'Write it as postgres://USER@HOST:PORT/DATABASE, without the password.',
  },
  ORDER_BOOK_AT_WORK: {
    cause: 'A shared order is at work at this bench.',
    remedy: 'Stop it first; then change the order book.',
  },
  ORDER_BOOK_BENCH_TWICE: {
    cause:
      'Another bench works in the order book under the identity of this one: its data folder was copied.',
    remedy: 'Stop one of the two. Give the copy its own identity with order-book connect --new-identity.',
  },
  ROW_TAKEN_OVER: {
    cause: 'The row of {label} was taken over by {taker} while this station worked at it.',
    remedy: 'Put this card aside and do not use it: another one is written for the device.',
  },
} as const satisfies Record<string, ErrorEntry>;
