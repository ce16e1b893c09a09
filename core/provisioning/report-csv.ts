import { actorsText } from '../audit/actor-text.ts';
import { looksLikeFormula } from './column-values.ts';
import type { Report, ReportProof } from './report.ts';
import { formsText } from './report-forms.ts';

/** What a CSV says of a row before the row's own columns. */
export const reportColumns = [
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
  'by',
  'begun',
  'failed',
  'forms',
  'bench',
] as const;

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
  const heading = [...reportColumns, ...columns.map((name) => `row ${name}`), 'audit entry', 'audit digest'];
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
    actorsText(row.by ?? []),
    row.begunAt,
    row.failedAt,
    formsText(row.forms ?? []),
    row.bench,
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
