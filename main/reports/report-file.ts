import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { type ReadReport, readCsvReport, readJsonReport } from '../../core/audit/read-report.ts';
import { codedError } from '../../core/errors.ts';
import { textOf } from '../../core/provisioning/device-list.ts';
import { sha256 } from '../digest.ts';
import { readOctets } from '../files.ts';
import { attachedRecord, pagesAreOf } from './attached-record.ts';
import type { ReportWork } from './report-work.ts';

/** The form in which a report is written to a file of this name. */
function formatOf(file: string): ReportWork['format'] {
  if (/\.pdf$/i.test(file)) return 'pdf';
  return /\.csv$/i.test(file) ? 'csv' : 'json';
}

/** What is to be written into a file of this name. */
export function reportWorkFor(
  file: string,
  batchId: string,
  layout: { readonly paper: 'a4' | 'letter'; readonly details: boolean },
): ReportWork {
  const format = formatOf(file);
  const kind = 'report' as const;
  return format === 'pdf' ? { kind, batchId, format, ...layout } : { kind, batchId, format };
}

/** A report as it was read from a file. */
export interface ReportFile {
  readonly report: ReadReport;
  /** Of a PDF, whose attached record the report is: whether its pages are those of the record. */
  readonly pages?: 'same' | 'others';
}

/** Reads a report back. @throws FILE_UNREADABLE, FILE_NOT_UTF8, AUDIT_REPORT_WRONG, AUDIT_REPORT_NOT_SIGNED */
export async function readReportFile(file: string): Promise<ReportFile> {
  const octets = await readOctets(file);
  const name = path.basename(file);
  switch (formatOf(file)) {
    case 'pdf': {
      const record = attachedRecord(octets, name);
      const report = readJsonReport(record, name, sha256);
      return { report, pages: (await pagesAreOf(record, octets)) ? 'same' : 'others' };
    }
    case 'csv':
      return { report: readCsvReport(cellsOf(textOf(octets, name), name), name, sha256) };
    case 'json':
      return { report: readJsonReport(textOf(octets, name), name, sha256) };
  }
}

function cellsOf(text: string, file: string): readonly (readonly string[])[] {
  try {
    return parse(text, { bom: true, relax_column_count: true });
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw codedError('AUDIT_REPORT_WRONG', { detail }, { place: { file }, cause });
  }
}
