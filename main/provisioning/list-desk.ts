import type { TextFile } from '../../core/api.ts';
import type { BatchCheck, ListProgress } from '../../core/api-orders.ts';
import { codedError } from '../../core/errors.ts';
import type { ListChoice } from '../../core/order/column-mapping.ts';
import type { ListFile } from '../../core/order/read-table.ts';
import { presharedKeysFault } from '../server/auth/preshared-keys.ts';
import { type ListReader, type ListRecords, openListReader } from './list-reader.ts';
import { type CheckedOrder, orderOf } from './orders.ts';

/** A list that is open, or one whose text came with the call. */
export type ListSource = TextFile | { readonly listId: string };

/** The lists that are open in the window. */
export interface ListDesk {
  open(file: ListFile): string;
  close(listId: string): Promise<void>;
  /** @throws LIST_GONE */
  reader(listId: string): ListReader;
  check(profile: TextFile, list: ListSource, choice: ListChoice): Promise<BatchCheck>;
  /** The order as it can be kept. */
  order(profile: TextFile, list: ListSource, choice: ListChoice): Promise<CheckedOrder>;
  closeAll(): Promise<void>;
}

/** More of them are open by mistake: the oldest is closed. */
const mostOpen = 4;

/** Opens lists in threads of their own. */
export function createListDesk(options: {
  readonly records: ListRecords;
  readonly newId: () => string;
  readonly tell: (progress: ListProgress) => void;
}): ListDesk {
  const { records, newId, tell } = options;
  const readers = new Map<string, ListReader>();
  const reader = (listId: string) => {
    const found = readers.get(listId);
    if (found === undefined) throw codedError('LIST_GONE', {});
    return found;
  };
  const close = async (listId: string) => {
    const found = readers.get(listId);
    readers.delete(listId);
    await found?.close();
  };
  const withReader = async <Result>(list: ListSource, work: (reader: ListReader) => Promise<Result>) => {
    if ('listId' in list) return work(reader(list.listId));
    const octets = new TextEncoder().encode(list.text);
    const listId = newId();
    readers.set(listId, openListReader({ name: list.name, octets }, records));
    try {
      return await work(reader(listId));
    } finally {
      await close(listId);
    }
  };
  return {
    open(file) {
      const listId = newId();
      readers.set(
        listId,
        openListReader(file, records, (progress) => tell({ listId, ...progress })),
      );
      const [oldest] = readers.keys();
      if (readers.size > mostOpen && oldest !== undefined) void close(oldest);
      return listId;
    },
    close,
    reader,
    check: (profile, list, choice) =>
      withReader(list, async (each) => {
        const order = { profile, choice, presharedKeys: presharedKeysFault() };
        return (await each.call('check', order)).check;
      }),
    order: (profile, list, choice) => withReader(list, (each) => orderOf(profile, each, choice)),
    async closeAll() {
      await Promise.all([...readers.keys()].map(close));
    },
  };
}
