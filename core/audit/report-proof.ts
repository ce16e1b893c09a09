import { type Report, type ReportProof, reportCells } from '../provisioning/report.ts';
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
 * Ties a report to the audit log.
 * @param entries those of the batch of the kinds that a report rests on, in order
 * @param sign the bench's signature over a statement
 */
export function proveReport(
  report: Report,
  format: ReportFormat,
  entries: readonly ChainedEntry[],
  signer: {
    readonly key: string;
    readonly sign: (statement: ReportStatement) => string;
    readonly sha256: Sha256Hex;
  },
): ReportProof {
  const [first, last] = [entries[0], entries.at(-1)];
  const unsigned = {
    first: first?.sequence ?? 0,
    last: last?.sequence ?? 0,
    head: last?.digest ?? noDigest,
    content: contentDigest(report, format, signer.sha256),
    key: signer.key,
  };
  return { ...unsigned, signature: signer.sign({ batch: report.batch, ...unsigned }) };
}
