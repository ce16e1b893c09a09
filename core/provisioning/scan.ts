import type { JobState } from './job.ts';
import type { Variables } from './variables.ts';

/** What of a row may stand on a label. */
export interface ScannedRow {
  readonly deviceId: string;
  readonly label: string;
  readonly iccid?: string;
  readonly variables: Variables;
}

/**
 * Whether a scanned code is one of a row's values, whole: its device id (with or without the scheme before the colon),
 * its label, its ICCID, or any column. Letters count in either case.
 */
export function matchesCode({ deviceId, label, iccid, variables }: ScannedRow, code: string): boolean {
  const wanted = code.trim().toLowerCase();
  if (wanted === '') return false;
  const values = [deviceId, deviceId.replace(/^[^:]*:/, ''), label, iccid ?? '', ...Object.values(variables)];
  return values.some((value) => value.trim().toLowerCase() === wanted);
}

/** Whether a scanned row can be a station's next one, or why not. */
export type ScanStanding =
  | 'free'
  /** It failed: scanning it tries it again. */
  | 'again'
  | 'done'
  | 'inWork'
  | 'awaited'
  | 'held'
  | 'cancelled';

export function scanStandingOf(state: JobState['kind']): ScanStanding {
  switch (state) {
    case 'waiting':
      return 'free';
    case 'failed':
      return 'again';
    case 'awaitingDevice':
      return 'awaited';
    case 'done':
    case 'held':
    case 'cancelled':
      return state;
    case 'claimed':
    case 'prepared':
    case 'writing':
    case 'verified':
    case 'inSession':
      return 'inWork';
  }
}
