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
  readonly state: 'done' | 'failed' | 'waiting' | 'in work';
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
    readonly left: number;
  };
  readonly rows: readonly ReportRow[];
}

/** The report of a batch: the same data give the same report, to the octet. */
export function reportOf(head: ReportHead, sources: readonly ReportSource[]): Report {
  const rows = sources.map(rowOf);
  const count = (state: ReportRow['state']) => rows.filter((row) => row.state === state).length;
  const [done, failed] = [count('done'), count('failed')];
  return {
    batch: head.batchId,
    name: head.name,
    profile: head.profile,
    list: head.list,
    createdAt: time(head.createdAt),
    totals: { rows: rows.length, done, failed, left: rows.length - done - failed },
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
    row: source.variables,
  };
}

function stateOf(state: JobState): ReportRow['state'] {
  switch (state.kind) {
    case 'done':
    case 'failed':
    case 'waiting':
      return state.kind;
    case 'claimed':
    case 'prepared':
    case 'writing':
    case 'verified':
    case 'inSession':
      return 'in work';
  }
}

/** The report as JSON text. */
export function reportJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** The report as CSV (RFC 4180, UTF-8 with byte order mark); texts that look like formulas cannot run. */
export function reportCsv(report: Report): string {
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
    row.fault?.message,
    row.fault?.code,
    row.fault?.remedy,
    ...columns.map((name) => row.row[name]),
  ]);
  return `\uFEFF${[heading, ...lines].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(value: string | number | undefined): string {
  if (typeof value === 'number') return String(value);
  const text = value ?? '';
  // An apostrophe makes a spreadsheet program take what follows as text.
  const harmless = looksLikeFormula(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
