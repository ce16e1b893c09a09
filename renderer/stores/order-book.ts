import { create } from 'zustand';
import type { OrderBookState } from '../../core/api-order-book.ts';
import type { CallRequest } from '../../core/api-requests.ts';
import type { Fault } from '../../core/errors.ts';
import { call, listen } from '../bench.ts';

interface OrderBook {
  /** Missing until main has answered. */
  readonly state: OrderBookState | undefined;
  readonly load: () => Promise<Fault | undefined>;
  /** Answers why it was refused, if it was. */
  readonly connect: (choice: CallRequest<'connectOrderBook'>) => Promise<Fault | undefined>;
  readonly disconnect: () => Promise<Fault | undefined>;
}

/** How the bench stands to the order book that it shares with others. */
export const useOrderBook = create<OrderBook>()((set) => {
  const take = (
    result:
      | { readonly kind: 'answer'; readonly answer: OrderBookState }
      | { readonly kind: 'fault'; readonly fault: Fault },
  ) => {
    if (result.kind === 'fault') return result.fault;
    set({ state: result.answer });
    return undefined;
  };
  return {
    state: undefined,
    load: async () => take(await call('orderBook', {})),
    connect: async (choice) => take(await call('connectOrderBook', choice)),
    disconnect: async () => take(await call('disconnectOrderBook', {})),
  };
});

listen('orderBookChanged', (state) => useOrderBook.setState({ state }));
