import { codedError, type Fault, faultOf } from '../errors.ts';
import { hiddenCharacter } from './column-values.ts';
import { type JobState, mayDecide, type RowDecision } from './job.ts';

/** What people decide about rows; `retry` is for those that failed, and for no others. */
export type Decision = 'hold' | 'cancel' | 'reinstate' | 'retry';

/** A row as people know it, and where it stands. */
export interface DecidedRow {
  readonly line: number;
  readonly label: string;
  readonly state: JobState;
}

/** Characters of a reason. */
export const longestReason = 200;

/** Why a person decides something, without blanks around it. @throws ROW_REASON_WRONG */
export function readReason(text: string): string {
  const reason = text.trim();
  const { length } = [...reason];
  if (length === 0) throw codedError('ROW_REASON_WRONG', { detail: 'is missing' });
  if (length > longestReason)
    throw codedError('ROW_REASON_WRONG', {
      detail: `has ${length} characters, ${longestReason} are allowed`,
    });
  const hidden = hiddenCharacter(reason);
  if (hidden !== undefined)
    throw codedError('ROW_REASON_WRONG', { detail: `holds ${hidden}, which does not show` });
  return reason;
}

/** The step of a row that a decision is. */
export function eventOf(decision: Decision, reason: string): RowDecision {
  return { kind: decision === 'retry' ? 'reinstate' : decision, reason };
}

/** Why this cannot be decided about a row as it stands; undefined where it can. */
export function decisionFault(row: DecidedRow, decision: Decision | 'change'): Fault | undefined {
  const { line, label, state } = row;
  const able = decision === 'retry' ? state.kind === 'failed' : mayDecide(state, decision);
  if (able) return undefined;
  return faultOf('ROW_STATE', {
    ...{ line, label, state: stateWords[state.kind], decision: decisionWords[decision] },
  });
}

/** That somebody else was there first: what the row is now. */
export function changedMeanwhile({ line, label, state }: DecidedRow): Fault {
  return faultOf('ROW_CHANGED_MEANWHILE', { line, label, state: stateWords[state.kind] });
}

/** What a row becomes by a decision, in the words of faults. */
export const decisionWords: Readonly<Record<Decision | 'change', string>> = {
  hold: 'held back',
  cancel: 'cancelled',
  reinstate: 'reinstated',
  retry: 'tried again',
  change: 'changed',
};

const atWork = 'being worked on at a station';
const stateWords: Readonly<Record<JobState['kind'], string>> = {
  waiting: 'waiting',
  held: 'held back',
  cancelled: 'cancelled',
  claimed: atWork,
  prepared: atWork,
  writing: atWork,
  verified: atWork,
  inSession: atWork,
  awaitingDevice: 'waiting for its device',
  done: 'done',
  failed: 'failed',
};
