import { toFault } from '../../core/errors.ts';
import type { Bench } from '../bench-services.ts';
import type { Decider } from '../provisioning/row-desk.ts';
import type { CallHandlers } from './answer-call.ts';

type RowHandlers =
  | 'row'
  | 'rowColumns'
  | 'rowReasons'
  | 'holdRows'
  | 'cancelRows'
  | 'reinstateRows'
  | 'retryRows'
  | 'changeRow'
  | 'checkRows'
  | 'addRows';

/** The calls about rows that people hold back, cancel, change and add. */
export function createRowHandlers({
  rowDesk,
  audit,
  operators,
}: Pick<Bench, 'rowDesk' | 'audit' | 'operators'>): Pick<CallHandlers, RowHandlers> {
  const by: Decider = {
    audit,
    // What is part of the order, engineers decide; also whether something cancelled is part of it again.
    forbids(_decision, { state }) {
      if (state.kind !== 'cancelled') return undefined;
      try {
        operators.require('engineer');
        return undefined;
      } catch (error) {
        return toFault(error);
      }
    },
  };
  return {
    row: ({ jobId }) => rowDesk.detail(jobId),
    rowColumns: ({ batchId }) => rowDesk.columns(batchId),
    rowReasons: () => rowDesk.reasons(),
    holdRows: (request) => rowDesk.decide('hold', request, by),
    cancelRows: (request) => rowDesk.decide('cancel', request, by),
    reinstateRows: (request) => rowDesk.decide('reinstate', request, by),
    retryRows: (request) => rowDesk.decide('retry', request, by),
    changeRow: (request) => rowDesk.change(request, by),
    checkRows: ({ batchId, rows }) => rowDesk.check(batchId, rows),
    addRows: ({ batchId, rows, reason }) => rowDesk.add(batchId, rows, reason, by),
  };
}
