import type { Fault } from '../errors.ts';
import type { MoJson } from '../mo/serialization.ts';
import { looksLikeFormula } from './column-values.ts';
import type { JobState } from './job.ts';
import type { Variables } from './variables.ts';

/** A row of a batch as the store has it: what happened, and what the device said. */
export interface ReportSource {
  readonly line: number;
  readonly deviceId: string;
  readonly label: string;
  readonly variables: Variables;
  readonly state: JobState;
  readonly attempts: number;
  /** When the card was read back, and when the row was done; missing where that did not happen. */
  readonly verifiedAt?: number;
  readonly doneAt?: number;
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
}

/** A row of the report. It states only what was read back from the card or reported by the device. */
export interface ReportRow {
  readonly line: number;
  readonly device: string;
  readonly label: string;
  readonly state: 'done' | 'failed' | 'waiting' | 'in work' | 'awaiting device' | 'held back' | 'cancelled';
  /** Why a person held it back or cancelled it. */
  readonly reason?: string;
  readonly attempts: number;
  readonly station?: string;
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
  readonly fault?: Fault;
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

/** The report of a batch: the same data give the same report, to the octet. */
export function reportOf(head: ReportHead, sources: readonly ReportSource[]): Report {
  const rows = sources.map(rowOf);
  const count = (state: ReportRow['state']) => rows.filter((row) => row.state === state).length;
  const [done, failed, cancelled] = [count('done'), count('failed'), count('cancelled')];
  return {
    batch: head.batchId,
    name: head.name,
    profile: head.profile,
    list: head.list,
    createdAt: time(head.createdAt),
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
    state: stateOf(state),
    attempts: source.attempts,
    ...('station' in state ? { station: state.station } : {}),
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
    ...(state.kind === 'failed' ? { fault: state.fault } : {}),
    ...('reason' in state ? { reason: state.reason } : {}),
    row: source.variables,
    ...(source.audit ? { audit: source.audit } : {}),
    ...(source.bench === undefined ? {} : { bench: source.bench }),
  };
}

function stateOf(state: JobState): ReportRow['state'] {
  switch (state.kind) {
    case 'done':
    case 'failed':
    case 'waiting':
      return state.kind;
    case 'cancelled':
      return state.kind;
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

/** The report as JSON text. */
export function reportJson(report: Report, proof?: ReportProof): string {
  return `${JSON.stringify(proof ? { ...report, proof } : report, null, 2)}\n`;
}

/** The columns in which a CSV carries its proof, the same in each line. */
export const proofColumns = {
  'proof batch': (report: Report) => report.batch,
  'proof first entry': (_report: Report, { first }: ReportProof) => String(first),
  'proof last entry': (_report: Report, { last }: ReportProof) => String(last),
  'proof head': (_report: Report, { head }: ReportProof) => head,
  'proof content': (_report: Report, { content }: ReportProof) => content,
  'proof key': (_report: Report, { key }: ReportProof) => key,
  'proof signature': (_report: Report, { signature }: ReportProof) => signature,
} as const;

/** The report as CSV (RFC 4180, UTF-8 with byte order mark); texts that look like formulas cannot run. */
export function reportCsv(report: Report, proof?: ReportProof): string {
  const [heading = [], ...lines] = reportCells(report);
  const proofHeading = proof ? Object.keys(proofColumns) : [];
  const proofCells = proof ? Object.values(proofColumns).map((cell) => cell(report, proof)) : [];
  const all = [[...heading, ...proofHeading], ...lines.map((line) => [...line, ...proofCells])];
  return `\uFEFF${all.map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`;
}

/** The cells of the CSV, the heading first, without the proof: as a spreadsheet program reads them. */
export function reportCells(report: Report): readonly (readonly string[])[] {
  const columns = [...new Set(report.rows.flatMap((row) => Object.keys(row.row)))];
  const heading = [
    'line',
    'device',
    'label',
    'state',
    'attempts',
    'station',
    'card iccid',
    'card atr',
    'octets',
    'sha256',
    'card verified',
    'session',
    'session state',
    'commands done',
    'done',
    'cause',
    'code',
    'what to do',
    ...columns.map((name) => `row ${name}`),
    'audit entry',
    'audit digest',
  ];
  const lines = report.rows.map((row) => [
    row.line,
    row.device,
    row.label,
    row.state,
    row.attempts,
    row.station,
    row.card?.iccid,
    row.card?.atr,
    row.card?.octets,
    row.card?.sha256,
    row.card?.verifiedAt,
    row.session?.id,
    row.session?.state,
    row.session?.commandsDone,
    row.doneAt,
    row.fault?.message ?? row.reason,
    row.fault?.code,
    row.fault?.remedy,
    ...columns.map((name) => row.row[name]),
    row.audit?.sequence,
    row.audit?.digest,
  ]);
  return [heading, ...lines].map((line) => line.map(cellOf));
}

/** What a cell of a CSV says; texts are harmless. */
function cellOf(value: string | number | undefined): string {
  return typeof value === 'number' ? String(value) : harmless(value ?? '');
}

/** A line of a CSV without its end; texts that look like formulas cannot run. */
export function csvLine(cells: readonly (string | number | undefined)[]): string {
  return cells.map((cell) => quoted(cellOf(cell))).join(',');
}

/**
 * A text that no spreadsheet program runs: an apostrophe makes it take what follows as text. Programs that part cells
 * at semicolons or tabs (many systems are set up so) would begin a cell there, quotes or not.
 */
export function harmless(text: string): string {
  return text
    .split(/([;\t\r\n])/)
    .map((part, index) => {
      const separator = index % 2 === 1;
      return !separator && (looksLikeFormula(part) || wideSign.test(part)) ? `'${part}` : part;
    })
    .join('');
}

/** Signs of full width begin formulas too, where East Asian writing is set up. */
const wideSign = /^[\uFF1D\uFF0B\uFF0D\uFF20]/;

function quoted(text: string): string {
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
