import type { orderBookRequests } from '../../core/api-order-book.ts';
import type { CallName } from '../../core/api-requests.ts';
import type { Bench } from '../bench-services.ts';
import type { CallHandlers } from './answer-call.ts';

type OrderBookCalls = Extract<CallName, keyof typeof orderBookRequests>;

/** The calls about the order book that benches share. */
export function createOrderBookHandlers({ shared }: Bench): Pick<CallHandlers, OrderBookCalls> {
  return {
    orderBook: () => shared.state(),
    connectOrderBook: (choice) => shared.connect(choice),
    disconnectOrderBook: () => shared.disconnect(),
  };
}
