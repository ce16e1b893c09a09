import { z } from 'zod';
import type { Fault } from './errors.ts';

/**
 * The part of the contract that is about the order book which several benches share. The password goes from the window
 * to main, and never back.
 */

/** A bench that works in the order book. */
export interface BenchAtBook {
  readonly name: string;
  readonly isThis: boolean;
  /** Whether it was heard of lately; rows of one that was not are given to others. */
  readonly live: boolean;
  /** Rows that its stations work at. */
  readonly inWork: number;
}

/** How the bench stands to the order book. */
export type OrderBookState =
  /** Every order is this bench's own. */
  | { readonly kind: 'none' }
  | {
      /** `lost`: it cannot be reached now; what needs it waits. `refused`: nothing goes on until a person mends it. */
      readonly kind: 'connecting' | 'connected' | 'lost' | 'refused';
      /** Without the password. */
      readonly address: string;
      readonly benchName: string;
      readonly leaseSeconds: number;
      readonly fault?: Fault;
      readonly benches: readonly BenchAtBook[];
      /** Names of orders that a newer version made and this one cannot read. */
      readonly unreadable: readonly string[];
    };

export interface OrderBookAnswers {
  orderBook: OrderBookState;
  connectOrderBook: OrderBookState;
  disconnectOrderBook: OrderBookState;
}

export interface OrderBookEvents {
  orderBookChanged: OrderBookState;
}

/** A bench of which nothing was heard for so many seconds is gone, and its rows are given to others. */
export const leaseLimits = { least: 5, usual: 60, most: 3600 } as const;

export const orderBookRequests = {
  orderBook: z.strictObject({}),
  connectOrderBook: z.strictObject({
    /** `postgres://USER@HOST:PORT/DATABASE` */
    address: z.string().min(1).max(500),
    password: z.string().max(1000),
    /** Of the authority that the server's certificate is of (PEM). */
    authorityPem: z.string().max(100_000).optional(),
    /** What people call this bench. */
    benchName: z.string().trim().min(1).max(60),
    leaseSeconds: z.int().min(leaseLimits.least).max(leaseLimits.most),
    /** Where the data folder was copied, and the other copy works too. */
    newIdentity: z.boolean().optional(),
  }),
  disconnectOrderBook: z.strictObject({}),
} as const;
