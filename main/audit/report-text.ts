import { parse } from 'csv-parse/sync';
import type { Act } from '../../core/audit/acts.ts';
import { type ReadReport, readCsvReport, readJsonReport } from '../../core/audit/read-report.ts';
import { proveReport, type ReportFormat, reportKinds } from '../../core/audit/report-proof.ts';
import { codedError } from '../../core/errors.ts';
import { type Report, reportCsv, reportJson } from '../../core/provisioning/report.ts';
import { sha256 } from '../digest.ts';
import { readTextFile } from '../files.ts';
import type { Store } from '../store/store.ts';
import type { AuditLog } from './audit-log.ts';

/** The form in which a report is written to a file of this name. */
export function reportFormatOf(file: string): ReportFormat {
  return /\.csv$/i.test(file) ? 'csv' : 'json';
}

/** The text of a report, with the proof that ties it to the audit log. Same data, same text. */
export function provenReportText(
  { store, audit }: { readonly store: Store; readonly audit: AuditLog },
  report: Report,
  format: ReportFormat,
): string {
  const proof = proveReport(report, format, store.audit.ofBatch(report.batch, reportKinds), {
    key: audit.key.fingerprint,
    sign: (statement) => audit.sign('report', statement),
    sha256,
  });
  return format === 'csv' ? reportCsv(report, proof) : reportJson(report, proof);
}

/** A report that leaves the bench, by the digest of its text. */
export function reportHandedOut(text: string): Extract<Act, { kind: 'fileHandedOut' }> {
  return { kind: 'fileHandedOut', what: 'report', sha256: sha256(Buffer.from(text)) };
}

/** Reads a report back. @throws FILE_UNREADABLE, FILE_NOT_UTF8, AUDIT_REPORT_WRONG, AUDIT_REPORT_NOT_SIGNED */
export async function readReportFile(file: string): Promise<ReadReport> {
  const { text, name } = await readTextFile(file);
  if (reportFormatOf(file) === 'json') return readJsonReport(text, name, sha256);
  return readCsvReport(cellsOf(text, name), name, sha256);
}

function cellsOf(text: string, file: string): readonly (readonly string[])[] {
  try {
    return parse(text, { bom: true, relax_column_count: true });
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw codedError('AUDIT_REPORT_WRONG', { detail }, { place: { file }, cause });
  }
}
