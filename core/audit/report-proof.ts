import type { Report, ReportProof } from '../provisioning/report.ts';
import { reportCells } from '../provisioning/report-csv.ts';
import { type ActKind, kindsOf } from './acts.ts';
import { type ChainedEntry, digestOf, noDigest, type Sha256Hex } from './chain.ts';

/** The forms in which reports are written. */
export type ReportFormat = 'json' | 'csv';

/** The kinds of entries that a report rests on. */
export const reportKinds: readonly ActKind[] = kindsOf('batches');

/** What the bench signs of a report. */
export type ReportStatement = Omit<ReportProof, 'signature'> & { readonly batch: string };

/** The digest over all that a report says in this form. */
export function contentDigest(report: Report, format: ReportFormat, sha256: Sha256Hex): string {
  return digestOf(format === 'json' ? report : reportCells(report), sha256);
}

/**
 * Ties a report to the audit log; what is missing is the bench's signature over this and the batch.
 * @param entries those of the batch of the kinds that a report rests on, in order
 */
export function proveReport(
  report: Report,
  format: ReportFormat,
  entries: readonly ChainedEntry[],
  { key, sha256 }: { readonly key: string; readonly sha256: Sha256Hex },
): Omit<ReportProof, 'signature'> {
  const [first, last] = [entries[0], entries.at(-1)];
  return {
    first: first?.sequence ?? 0,
    last: last?.sequence ?? 0,
    head: last?.digest ?? noDigest,
    content: contentDigest(report, format, sha256),
    key,
  };
}
