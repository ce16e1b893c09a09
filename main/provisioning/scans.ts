import type { StationView } from '../../core/api-station-activity.ts';
import type { ScanVerdict } from '../../core/api-stations.ts';
import { matchesCode, scanStandingOf } from '../../core/provisioning/scan.ts';
import type { JobRecord } from '../store/job-record.ts';
import type { Store } from '../store/store.ts';
import type { BatchRunner } from './batch-runner.ts';
import { type RowDesk, tryAgain } from './row-desk.ts';
import { labelOf } from './station-order.ts';

/** More rows than so many are not counted. */
const mostCounted = 200;

interface Context {
  readonly rowDesk: RowDesk;
  readonly store: Pick<Store, 'jobs'>;
  readonly runner: Pick<BatchRunner, 'running' | 'stations' | 'choose'>;
  /** The names of all stations. */
  readonly stationNames: () => readonly string[];
}

/**
 * Takes a scanned code: the name of a station, or a value of one row of the batch at work. The row becomes the next
 * one of the station that scans are for, if that one waits; else of the first that does.
 */
export async function takeScan(
  context: Context,
  { code, station }: { readonly code: string; readonly station?: string | undefined },
): Promise<ScanVerdict> {
  const wanted = code.trim().toLowerCase();
  const named = context.stationNames().find((name) => name.toLowerCase() === wanted);
  if (named !== undefined) return { kind: 'station', station: named };
  const { runner, store } = context;
  const batchId = runner.running();
  if (batchId === undefined) return { kind: 'none' };
  const rows = store.jobs
    .withValue(batchId, code.trim(), mostCounted)
    .filter((job) => matchesCode(job, code));
  const [row, ...others] = rows;
  if (row === undefined) return { kind: 'none' };
  if (others.length > 0) return { kind: 'several', rows: rows.length };
  return await chooseRow(context, row, station);
}

/** Lets a row be the next one of a station that waits. */
async function chooseRow(
  context: Context,
  row: JobRecord,
  station: string | undefined,
): Promise<ScanVerdict> {
  const { runner, store } = context;
  const job = labelOf(row);
  const standing = scanStandingOf(row.state.kind);
  if (standing !== 'free' && standing !== 'again') {
    // The same code again, where it was taken by this very scan, changes nothing.
    const chosen = runner.stations().find(({ activity }) => isChosenAt(activity, row.jobId));
    if (chosen) return { kind: 'chosen', station: chosen.name, job };
    return { kind: 'refused', job, standing };
  }
  const waiting = runner.stations().filter(({ activity }) => waitsForRow(activity));
  const at = waiting.find(({ name }) => name === station) ?? waiting[0];
  if (at === undefined) return { kind: 'noStation', job };
  if (standing === 'again') await tryAgain(context.rowDesk, row);
  const taken = await runner.choose(at.name, row.jobId);
  if (taken) return { kind: 'chosen', station: at.name, job };
  // Somebody else was faster.
  const now = scanStandingOf(store.jobs.get(row.jobId).state.kind);
  return now === 'free' || now === 'again'
    ? { kind: 'noStation', job }
    : { kind: 'refused', job, standing: now };
}

/** Whether the next row of a station can be chosen: it is between two of them. */
function waitsForRow(activity: StationView['activity']): boolean {
  switch (activity.kind) {
    case 'waitingForCard':
    case 'ready':
    case 'stopped':
    case 'failed':
    case 'done':
    case 'handedOn':
      return true;
    case 'idle':
    case 'working':
    case 'awaitingDevice':
    case 'lost':
    case 'waitingForOthers':
    case 'finished':
      return false;
  }
}

function isChosenAt(activity: StationView['activity'], jobId: string): boolean {
  return activity.kind === 'waitingForCard' && activity.next?.jobId === jobId;
}
