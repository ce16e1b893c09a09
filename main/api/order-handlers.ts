import type { BrowserWindow } from 'electron';
import type { Bench } from '../bench-services.ts';
import { writeWhole } from '../files.ts';
import type { CallHandlers } from './answer-call.ts';
import { askWhereTo } from './ask-where-to.ts';

type OrderCalls = 'openList' | 'closeList' | 'checkBatch' | 'listProblems' | 'saveListProblems' | 'batchList';

/** The calls about lists: they are worked on in threads of their own, and stay open between the calls. */
export function createOrderHandlers(
  { lists, store }: Bench,
  window: BrowserWindow,
): Pick<CallHandlers, OrderCalls> {
  window.once('closed', () => void lists.closeAll());
  return {
    openList: ({ name, octets }) => ({ listId: lists.open({ name, octets }) }),
    async closeList({ listId }) {
      await lists.close(listId);
      return { kind: 'closed' };
    },
    checkBatch: ({ profile, list, reading = {} }) => lists.check(profile, list, reading),
    listProblems: ({ listId, severity, unfolded, offset, limit }) =>
      lists.reader(listId).call('problems', { query: { severity, unfolded }, offset, limit }),
    saveListProblems({ listId }) {
      const reader = lists.reader(listId);
      const name = `${reader.name.replace(/\.[^.]*$/, '')} problems`;
      return askWhereTo(window, { title: 'Save the problems', name, extension: 'csv' }, async (file) =>
        writeWhole(file, await reader.call('problemsAsCsv', {})),
      );
    },
    batchList({ batchId }) {
      const { listName } = store.batches.get(batchId);
      const reading = store.orders.reading(batchId);
      return { name: listName, ...(reading ? { reading } : {}) };
    },
  };
}
