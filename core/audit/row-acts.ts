import type { JobEvent, JobState } from '../provisioning/job.ts';
import type { Variables } from '../provisioning/variables.ts';
import type { Act } from './acts.ts';
import { digestOf, type Sha256Hex } from './chain.ts';
import type { Subject } from './entry.ts';

/** A row after a step of it was taken. */
export interface SteppedRow {
  readonly jobId: string;
  readonly batchId: string;
  readonly line: number;
  readonly deviceId: string;
  readonly label: string;
  readonly state: JobState;
  readonly attempts: number;
}

/** What is known of a row's way, beside its state. */
export interface RowRecords {
  /** When the card was read back, in milliseconds since 1970; missing where that did not happen. */
  readonly verifiedAt?: number | undefined;
  /** The session that fulfilled the plan. */
  readonly session?:
    | {
        readonly id: string;
        readonly commandsDone: number;
        readonly lines: number;
        readonly transcript: string;
      }
    | undefined;
}

/** An act with what it was done to. */
export interface ActOn {
  readonly act: Act;
  readonly subject: Subject;
}

/** What the audit log says of a step of a row; undefined where a later step says all that is worth saying. */
export function rowAct(
  row: SteppedRow,
  event: JobEvent['kind'],
  records: RowRecords = {},
): ActOn | undefined {
  const act = actOf(row, event, records);
  if (act === undefined) return undefined;
  const { deviceId, label, batchId, jobId, state } = row;
  const card = 'card' in state ? state.card : undefined;
  return { act, subject: { deviceId, label, batchId, jobId, ...(card ? { card } : {}) } };
}

function actOf(
  row: SteppedRow,
  event: JobEvent['kind'],
  { verifiedAt, session }: RowRecords,
): Act | undefined {
  const { state, line, attempts } = row;
  const message =
    'message' in state && state.message
      ? { sha256: state.message.digest, octets: state.message.octets }
      : undefined;
  switch (event) {
    case 'claim':
    case 'prepare':
    case 'openSession':
    case 'awaitDevice':
    // What people decide about rows is one entry for all of them: `rowsChanged`.
    case 'hold':
    case 'cancel':
    case 'reinstate':
    case 'change':
      return undefined;
    case 'startWriting':
      return state.kind === 'writing' && message
        ? { kind: 'cardWriteBegun', station: state.station, message, attempt: attempts }
        : undefined;
    case 'verify':
      return state.kind === 'verified' && message
        ? { kind: 'cardWritten', station: state.station, message, attempt: attempts }
        : undefined;
    case 'finish':
      if (state.kind !== 'done' || message === undefined) return undefined;
      // A card counts only where it was read back.
      if (state.card !== undefined && verifiedAt === undefined) return undefined;
      return {
        ...{ kind: 'rowDone', line, attempts, station: state.station, message },
        ...(verifiedAt === undefined ? {} : { verifiedAt }),
        ...(session ? { session } : {}),
      };
    case 'fail':
      if (state.kind !== 'failed') return undefined;
      return {
        ...{ kind: 'rowFailed', line, attempts, station: state.station },
        ...{ code: state.fault.code, reached: state.reached },
        ...(message ? { message } : {}),
        ...(verifiedAt !== undefined && state.reached === 'verified' ? { verifiedAt } : {}),
      };
    case 'release':
      return { kind: 'rowReleased', line, attempts };
  }
}

/** A row of a batch as its report shows it, as far as that never changes. */
export interface ListedRow {
  readonly line: number;
  readonly deviceId: string;
  readonly label: string;
  readonly variables: Variables;
}

/** The digest over the rows of a batch: its report shows these rows and no others. */
export function rowsDigest(rows: readonly ListedRow[], sha256: Sha256Hex): string {
  const listed = rows.map(({ line, deviceId, label, variables }) => ({ line, deviceId, label, variables }));
  return digestOf(listed, sha256);
}

/** The digest over what was said in a session: every line of its transcript, in order. */
export function transcriptDigest(
  transcript: readonly {
    readonly at: number;
    readonly kind: string;
    readonly text: string;
    readonly status?: number;
  }[],
  sha256: Sha256Hex,
): string {
  const lines = transcript.map(({ at, kind, text, status }) => [at, kind, text, status ?? null]);
  return digestOf(lines, sha256);
}
