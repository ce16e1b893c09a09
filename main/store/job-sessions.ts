import { type RowRecords, transcriptDigest } from '../../core/audit/row-acts.ts';
import { isReadBack } from '../../core/provisioning/job.ts';
import { sha256 } from '../digest.ts';
import type { JobRecord } from './job-record.ts';
import type { SessionRecord } from './sessions.ts';
import type { Store } from './store.ts';

type Records = Pick<Store, 'jobs' | 'sessions'>;

/** The sessions that a row's device has held since the row's turn began, also after the plan was fulfilled. */
export function sessionsSinceTurn({ jobs, sessions }: Records, job: JobRecord): readonly SessionRecord[] {
  const { state } = job;
  // A device that has no card may come as soon as it is prepared for.
  const hasCard = !('message' in state) || ('card' in state && state.card !== undefined);
  const begins = hasCard ? ['inSession', 'awaitingDevice'] : ['prepared'];
  const since = jobs.events(job.jobId).findLast(({ state: { kind } }) => begins.includes(kind))?.at;
  return sessions.ofJob(job.jobId, since ?? 0);
}

/**
 * The sessions of a row's turn: a plan whose outcomes come later takes several. All since the turn began, for a row
 * that is done up to the one that fulfilled its plan.
 */
export function sessionsOfTurn(records: Records, job: JobRecord): readonly SessionRecord[] {
  const { state } = job;
  const all = sessionsSinceTurn(records, job);
  // Where only the card was asked for, the sessions that the device holds later are its own.
  if (state.kind !== 'done' || state.session === undefined) return all;
  return all.slice(0, all.findIndex(({ sessionId }) => sessionId === state.session) + 1);
}

/** When a row's card was read back last; undefined where it was not, or where it was begun anew since. */
export function verifiedAt({ jobs }: Records, { jobId, state }: JobRecord): number | undefined {
  return isReadBack(state)
    ? jobs.events(jobId).findLast((event) => event.state.kind === 'verified')?.at
    : undefined;
}

/** What the audit log says of a row beside its state. */
export function rowRecords(store: Records, job: JobRecord): RowRecords {
  const { state } = job;
  const session = state.kind === 'done' ? state.session : undefined;
  return {
    verifiedAt: verifiedAt(store, job),
    ...(session === undefined ? {} : { session: sessionRecord(store, job, session) }),
  };
}

function sessionRecord(store: Records, job: JobRecord, id: string): RowRecords['session'] {
  const transcript = store.sessions.transcript(id);
  return {
    id,
    commandsDone: sessionsOfTurn(store, job).reduce((sum, each) => sum + each.commandsDone, 0),
    lines: transcript.length,
    transcript: transcriptDigest(transcript, sha256),
  };
}
