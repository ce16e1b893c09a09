import type { Actor } from '../audit/entry.ts';
import type { Fault } from '../errors.ts';
import type { MoJson } from '../mo/serialization.ts';
import type { deviceOf } from './batch-mode.ts';
import type { JobState } from './job.ts';
import type { ReportForm } from './report-forms.ts';
import { type ReportState, reportStateOf, reportStates } from './report-states.ts';
import type { Variables } from './variables.ts';

/** A row of a batch as the store has it: what happened, and what the device said. */
export interface ReportSource {
  readonly line: number;
  readonly deviceId: string;
  readonly label: string;
  readonly variables: Variables;
  readonly state: JobState;
  readonly attempts: number;
  /** When the row's last turn began, its card was read back, it was done or failed; missing where it was not. */
  readonly begunAt?: number;
  readonly verifiedAt?: number;
  readonly doneAt?: number;
  readonly failedAt?: number;
  /** Who ended the row's turns, each once, the first one first. */
  readonly by?: readonly Actor[];
  /** The forms that were shown in its last turn. */
  readonly forms?: readonly ReportForm[];
  readonly session?: { readonly id: string; readonly state: string; readonly commandsDone: number };
  /** Instances that the device reported in that session, by ClientURI. */
  readonly reported: Readonly<Record<string, MoJson>>;
  /** The entry of the audit log that says how the row ended. */
  readonly audit?: AuditReference;
  /** The bench that did it, where that is another one: the entry is in its audit log. */
  readonly bench?: string;
}

/** An entry of the audit log. */
export interface AuditReference {
  readonly sequence: number;
  readonly digest: string;
}

/** What ties a report to the audit log, signed by the bench. Same data, same proof. */
export interface ReportProof {
  /** The first and the last entry that tell of the batch; 0 where the batch is older than the audit log. */
  readonly first: number;
  readonly last: number;
  /** The digest of the last one: all before it are tied to it. */
  readonly head: string;
  /** SHA-256 over the report without this proof: over its JSON by RFC 8785, or that of the cells of the CSV. */
  readonly content: string;
  /** The fingerprint of the bench's key, and its signature (Ed25519) over all of the above and the batch's id. */
  readonly key: string;
  readonly signature: string;
}

export interface ReportHead {
  readonly batchId: string;
  readonly name: string;
  readonly profile: { readonly name: string; readonly version: number };
  readonly list: string;
  readonly createdAt: number;
  /** Who held the first sessions; missing in what was written before this was kept. */
  readonly device?: ReturnType<typeof deviceOf>;
}

/** A row of the report. It states only what was read back from the card or reported by the device. */
export interface ReportRow {
  readonly line: number;
  readonly device: string;
  readonly label: string;
  readonly state: ReportState;
  /** Why a person held it back or cancelled it. */
  readonly reason?: string;
  readonly attempts: number;
  readonly station?: string;
  readonly by?: readonly Actor[];
  readonly begunAt?: string;
  readonly card?: {
    readonly atr: string;
    readonly iccid?: string;
    readonly octets: number;
    /** SHA-256 of the bootstrap message that was read back. */
    readonly sha256: string;
    readonly verifiedAt: string;
  };
  readonly session?: { readonly id: string; readonly state: string; readonly commandsDone: number };
  readonly reported?: Readonly<Record<string, MoJson>>;
  readonly doneAt?: string;
  readonly failedAt?: string;
  readonly fault?: Fault;
  readonly forms?: readonly ReportForm[];
  readonly row: Variables;
  readonly audit?: AuditReference;
  /** The bench that did it, where that is another one: the entry is in its audit log. */
  readonly bench?: string;
}

export interface Report {
  readonly batch: string;
  readonly name: string;
  readonly profile: { readonly name: string; readonly version: number };
  readonly list: string;
  readonly createdAt: string;
  readonly firstSession?: (typeof firstSessions)[keyof typeof firstSessions];
  readonly totals: {
    readonly rows: number;
    readonly done: number;
    readonly failed: number;
    /** By a person, with a reason; missing where there are none. */
    readonly cancelled?: number;
    /** What is still to be done, also where it is held back. */
    readonly left: number;
  };
  readonly rows: readonly ReportRow[];
}

/** Who held the first sessions of an order. */
const firstSessions = {
  simulated: 'held by the simulated device',
  real: 'held by the devices themselves',
  nothing: 'not asked for',
} as const satisfies Readonly<Record<ReturnType<typeof deviceOf>, string>>;

/** The report of a batch: the same data give the same report, to the octet. */
export function reportOf(head: ReportHead, sources: readonly ReportSource[]): Report {
  const rows = sources.map(rowOf);
  const count = (total: 'done' | 'failed' | 'cancelled') =>
    rows.filter(({ state }) => reportStates[state].counts === total).length;
  const [done, failed, cancelled] = [count('done'), count('failed'), count('cancelled')];
  return {
    batch: head.batchId,
    name: head.name,
    profile: head.profile,
    list: head.list,
    createdAt: time(head.createdAt),
    ...(head.device === undefined ? {} : { firstSession: firstSessions[head.device] }),
    totals: {
      rows: rows.length,
      done,
      failed,
      ...(cancelled > 0 ? { cancelled } : {}),
      left: rows.length - done - failed - cancelled,
    },
    rows,
  };
}

function rowOf(source: ReportSource): ReportRow {
  const { state, session, reported } = source;
  const message = 'message' in state ? state.message : undefined;
  const card = 'card' in state ? state.card : undefined;
  return {
    line: source.line,
    device: source.deviceId,
    label: source.label,
    state: reportStateOf(state.kind),
    attempts: source.attempts,
    ...('station' in state ? { station: state.station } : {}),
    ...(source.by && source.by.length > 0 ? { by: source.by } : {}),
    ...(source.begunAt === undefined ? {} : { begunAt: time(source.begunAt) }),
    // Without a read-back there is no card in the report, whatever was sent to it.
    ...(message && card && source.verifiedAt !== undefined
      ? {
          card: {
            ...card,
            octets: message.octets,
            sha256: message.digest,
            verifiedAt: time(source.verifiedAt),
          },
        }
      : {}),
    ...(session ? { session } : {}),
    ...(Object.keys(reported).length > 0 ? { reported } : {}),
    ...(source.doneAt === undefined ? {} : { doneAt: time(source.doneAt) }),
    ...(source.failedAt === undefined ? {} : { failedAt: time(source.failedAt) }),
    ...(state.kind === 'failed' ? { fault: state.fault } : {}),
    ...('reason' in state ? { reason: state.reason } : {}),
    ...(source.forms && source.forms.length > 0 ? { forms: source.forms } : {}),
    row: source.variables,
    ...(source.audit ? { audit: source.audit } : {}),
    ...(source.bench === undefined ? {} : { bench: source.bench }),
  };
}

/** The report as JSON text. */
export function reportJson(report: Report, proof?: ReportProof): string {
  return `${JSON.stringify(proof ? { ...report, proof } : report, null, 2)}\n`;
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
