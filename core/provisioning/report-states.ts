import type { JobState } from './job.ts';

/**
 * How a row can stand in a report: the one table of these words. `counts` is the total that it is counted among, `tone`
 * how it is shown; a state that is new needs an entry here, and its kinds of jobs in `reportStateOf`.
 */
export const reportStates = {
  done: { counts: 'done', tone: 'good' },
  failed: { counts: 'failed', tone: 'bad' },
  'in work': { counts: 'left', tone: 'plain' },
  waiting: { counts: 'left', tone: 'plain' },
  'awaiting device': { counts: 'left', tone: 'plain' },
  'held back': { counts: 'left', tone: 'plain' },
  cancelled: { counts: 'cancelled', tone: 'plain' },
} as const satisfies Readonly<Record<string, ReportStateEntry>>;

interface ReportStateEntry {
  readonly counts: 'done' | 'failed' | 'cancelled' | 'left';
  readonly tone: 'good' | 'bad' | 'plain';
}

/** A state of a row, in the words of reports. */
export type ReportState = keyof typeof reportStates;

/** The state of a row in a report. */
export function reportStateOf(kind: JobState['kind']): ReportState {
  switch (kind) {
    case 'done':
    case 'failed':
    case 'waiting':
    case 'cancelled':
      return kind;
    case 'held':
      return 'held back';
    case 'awaitingDevice':
      return 'awaiting device';
    case 'claimed':
    case 'prepared':
    case 'writing':
    case 'verified':
    case 'inSession':
      return 'in work';
  }
}
