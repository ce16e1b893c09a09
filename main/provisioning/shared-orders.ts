import { setTimeout as wait } from 'node:timers/promises';
import type { OrderBookState } from '../../core/api-order-book.ts';
import { CodedError, codedError, type Fault, toFault } from '../../core/errors.ts';
import type { Audit } from '../audit/audit-log.ts';
import type { OrderBook, StepListener } from '../store/order-book.ts';
import type { OrderBookSetting } from '../store/order-book-settings.ts';
import { printOrderBookAddress, readOrderBookAddress } from '../store/shared/order-book-address.ts';
import { openPostgres } from '../store/shared/postgres.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';
import { type AttendedBook, attendBook } from './attended-book.ts';

/** What a person says of the order book that the bench is to work in. */
export interface OrderBookChoice {
  /** `postgres://USER@HOST:PORT/DATABASE`, without the password. */
  readonly address: string;
  readonly password: string;
  readonly authorityPem?: string | undefined;
  readonly benchName: string;
  readonly leaseSeconds: number;
  /** Makes this bench another one: its data folder was copied. */
  readonly newIdentity?: boolean | undefined;
}

/** The order book that this bench shares with others, and how it stands to it. */
export interface SharedOrders {
  state(): OrderBookState;
  /** The order book of this id, where the bench is connected to it. @throws ORDER_BOOK_UNREACHABLE, ORDER_BOOK_BENCH_TWICE */
  book(id: string): OrderBook | undefined;
  /** The order book, once it was reached. @throws ORDER_BOOK_NOT_CONNECTED, ORDER_BOOK_… */
  connectedBook(): Promise<OrderBook>;
  /** Connects, once it was seen that this works. @throws ORDER_BOOK_… */
  connect(choice: OrderBookChoice): Promise<OrderBookState>;
  /** Works without it from then on; what was copied of its orders stays to be read. @throws ORDER_BOOK_AT_WORK */
  disconnect(): Promise<OrderBookState>;
  /**
   * Brings what is known here of a shared order up to date, as far as its order book can be reached; nothing has to be
   * done for an order of this bench's own.
   */
  refresh(batchId: string): Promise<void>;
  listen(listener: (state: OrderBookState) => void): void;
  close(): Promise<void>;
}

export interface SharedOrdersContext {
  readonly store: Store;
  readonly vault: Vault;
  readonly audit: Audit;
  readonly stepped: StepListener;
  /** What this bench recorded of how a row ended: JSON. */
  readonly resultOf: (jobId: string) => string;
  /** Whether stations of this bench work at a shared order. */
  readonly isAtWork: () => boolean;
  /** Told which batches other benches have changed. */
  readonly changed: (batchIds: ReadonlySet<string>) => void;
  readonly now: () => number;
  readonly newId: () => string;
}

/** Faults that do not pass by themselves. */
const lasting: ReadonlySet<Fault['code']> = new Set([
  'ORDER_BOOK_REFUSED',
  'ORDER_BOOK_NEWER',
  'ORDER_BOOK_BENCH_TWICE',
]);
const pauseWhenLost = 1000;

/** Starts working in the order book that the bench was connected to last, if it was. */
export function startSharedOrders(context: SharedOrdersContext): SharedOrders {
  const { store, vault, audit } = context;
  const listeners: ((state: OrderBookState) => void)[] = [];
  let attended: Attended | undefined;
  const state = (): OrderBookState => attended?.state() ?? { kind: 'none' };
  const tell = () => {
    for (const listener of listeners) listener(state());
  };
  const begin = (setting: OrderBookSetting | undefined) => {
    attended = setting && attend(context, setting, tell);
  };
  const end = async () => {
    await attended?.close();
    attended = undefined;
  };
  const requireRest = () => {
    if (context.isAtWork()) throw codedError('ORDER_BOOK_AT_WORK', {});
  };
  begin(store.orderBook.read());
  return {
    state,
    book: (id) => attended?.book(id),
    async connectedBook() {
      if (attended === undefined) throw codedError('ORDER_BOOK_NOT_CONNECTED', {});
      return await attended.connected();
    },
    async connect({ password, newIdentity, ...choice }) {
      requireRest();
      const address = printOrderBookAddress(readOrderBookAddress(choice.address));
      const setting: OrderBookSetting = {
        ...choice,
        address,
        passwordSealed: vault.seal(password),
        benchId: (newIdentity ? undefined : store.orderBook.identity()) ?? context.newId(),
      };
      const tried = openPostgres({ ...accessOf(setting, password) });
      try {
        await tried.all('SELECT 1');
      } finally {
        await tried.close();
      }
      await end();
      store.transaction(() => {
        store.orderBook.save(setting);
        audit.record({ kind: 'orderBookConnected', address, bench: choice.benchName });
      });
      begin(setting);
      await attended?.connected();
      return state();
    },
    async disconnect() {
      requireRest();
      const setting = store.orderBook.read();
      await end();
      store.transaction(() => {
        store.orderBook.save(undefined);
        if (setting) audit.record({ kind: 'orderBookLeft', address: setting.address });
      });
      tell();
      return state();
    },
    async refresh(batchId) {
      if (store.batches.get(batchId).shared !== undefined) await attended?.refresh(batchId);
    },
    listen: (listener) => void listeners.push(listener),
    close: end,
  };
}

interface Attended {
  state(): OrderBookState;
  book(id: string): OrderBook | undefined;
  connected(): Promise<OrderBook>;
  refresh(batchId: string): Promise<void>;
  close(): Promise<void>;
}

/** Keeps the bench present in an order book until it is closed, through every loss of the network. */
function attend(context: SharedOrdersContext, setting: OrderBookSetting, tell: () => void): Attended {
  const { address, benchName, leaseSeconds } = setting;
  const stop = new AbortController();
  const postgres = openPostgres(accessOf(setting, context.vault.open(setting.passwordSealed)));
  let kind: Exclude<OrderBookState['kind'], 'none'> = 'connecting';
  let fault: Fault | undefined;
  let book: AttendedBook | undefined;
  const first = Promise.withResolvers<OrderBook>();
  // Nobody may be waiting for it.
  first.promise.catch(() => {});
  const become = (next: typeof kind, why?: Fault) => {
    const isNew = kind !== next || fault?.message !== why?.message;
    [kind, fault] = [next, why];
    if (isNew || next === 'connected') tell();
  };
  const attendOnce = async (): Promise<number> => {
    book ??= await attendBook(context, { postgres, setting });
    await book.beat();
    become('connected');
    first.resolve(book.book);
    return book.pause;
  };
  const run = async () => {
    while (!stop.signal.aborted) {
      let pause: number;
      try {
        pause = await attendOnce();
      } catch (error) {
        const why = toFault(error);
        if (stop.signal.aborted) return;
        become(lasting.has(why.code) ? 'refused' : 'lost', why);
        first.reject(error);
        // A bench that works under this identity elsewhere is not to be disturbed.
        if (why.code === 'ORDER_BOOK_BENCH_TWICE') return;
        pause = pauseWhenLost;
      }
      await wait(pause, undefined, { signal: stop.signal }).catch(() => {});
    }
  };
  const ended = run();
  const unreachable = () => codedError('ORDER_BOOK_UNREACHABLE', { address, detail: 'not connected yet' });
  return {
    state: () => ({
      ...{ kind, address, benchName, leaseSeconds },
      ...(fault ? { fault } : {}),
      benches: book?.benches() ?? [],
      unreadable: book?.unreadable() ?? [],
    }),
    book(id) {
      // Two processes under one identity would take each other's rows for their own.
      if (fault?.code === 'ORDER_BOOK_BENCH_TWICE') throw new CodedError(fault);
      if (book === undefined) throw unreachable();
      return id === book.id ? book.book : undefined;
    },
    async refresh(batchId) {
      try {
        await book?.refresh(batchId);
      } catch (error) {
        // The copy stands for what cannot be asked now; the window shows that the order book is away.
        become('lost', toFault(error));
      }
    },
    connected: () => (book === undefined ? first.promise : Promise.resolve(book.book)),
    async close() {
      stop.abort();
      await ended;
      await book?.close(kind === 'connected');
      await postgres.close();
    },
  };
}

function accessOf({ address, authorityPem }: OrderBookSetting, password: string) {
  return { address: readOrderBookAddress(address), password, authorityPem };
}
