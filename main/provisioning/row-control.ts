import { commandLineActor } from '../audit/actors.ts';
import type { Audit } from '../audit/audit-log.ts';
import type { ControlHandlers, ListedRow } from '../control/control-calls.ts';
import { readTextFile } from '../files.ts';
import type { JobRecord } from '../store/job-record.ts';
import type { Store } from '../store/store.ts';
import type { RowDesk } from './row-desk.ts';

export type RowCalls = 'rows' | 'decideRows' | 'changeRow' | 'addRows';

/** What the command line asks about rows: of a bench that runs, and of a data folder without one. */
export function rowControlHandlers(services: {
  readonly store: Store;
  readonly rowDesk: RowDesk;
  readonly audit: Audit;
}): Pick<ControlHandlers, RowCalls> {
  const { store, rowDesk } = services;
  const by = { audit: services.audit.by(commandLineActor) };
  return {
    rows(query) {
      store.batches.get(query.batchId);
      const { total, rows } = store.jobs.page(query);
      return { total, rows: rows.map(listed) };
    },
    decideRows: ({ decision, ...request }) => rowDesk.decide(decision, request, by),
    changeRow({ batchId, row, ...change }) {
      const jobId = rowDesk.only(batchId, row);
      return rowDesk.change({ jobId, ...change }, by);
    },
    async addRows({ batchId, rows, reason }) {
      const given =
        rows.kind === 'file' ? ({ kind: 'file', ...(await readTextFile(rows.file)) } as const) : rows;
      return rowDesk.add(batchId, given, reason, by);
    },
  };
}

function listed({ jobId, line, deviceId, label, state, attempts, changedAt }: JobRecord): ListedRow {
  return { jobId, line, deviceId, label, state, attempts, changedAt };
}
