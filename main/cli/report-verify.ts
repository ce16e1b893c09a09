import type { ChainedEntry } from '../../core/audit/chain.ts';
import { checkReport, type ReportFinding } from '../../core/audit/check-report.ts';
import type { AuditPublicKey } from '../../core/audit/checkpoint.ts';
import { parseEntry } from '../../core/audit/entry.ts';
import type { ReadReport } from '../../core/audit/read-report.ts';
import type { Finding } from '../../core/audit/verify.ts';
import { codedError, faultOf } from '../../core/errors.ts';
import { readAuditKeyFile, signaturesOf } from '../audit/audit-key.ts';
import { readAuditExport } from '../audit/export-file.ts';
import { folderMeans } from '../audit/open-folder.ts';
import { transcriptFindings } from '../audit/transcripts.ts';
import { verifyReading } from '../audit/verification.ts';
import { sha256 } from '../digest.ts';
import { type ReportFile, readReportFile } from '../reports/report-file.ts';
import { openAuditReading } from '../store/audit-reading.ts';
import type { Arguments } from './arguments.ts';
import { keeperOf } from './keeper.ts';
import { faultWords, type Output } from './output.ts';

/** An audit log that was verified, as far as a report needs it. */
interface ProvenChain {
  readonly entries: readonly ChainedEntry[];
  readonly keys: readonly AuditPublicKey[];
  readonly findings: readonly Finding[];
}

/** Proves a report against an audit log, and says each thing that is not borne out. */
export async function verifyReport(
  file: string,
  args: Arguments,
  output: Output,
  signal: AbortSignal,
): Promise<0 | 1> {
  const { report, pages } = await readReportFile(file);
  const chain = await chainFor(report, args, signal);
  const lines = checkReport(report, { entries: chain.entries, check: signaturesOf(chain.keys) });
  const pageFindings = pages === 'others' ? [{ fault: faultOf('AUDIT_REPORT_PAGES', {}) }] : [];
  const findings: readonly (ReportFinding & Partial<Finding>)[] = [
    ...chain.findings,
    ...lines,
    ...pageFindings,
  ];
  for (const { fault, ...where } of findings) {
    output.json({ event: 'finding', ...where, ...fault });
    output.words(faultWords(fault));
  }
  const { proof, batch } = report;
  const holds = findings.length === 0;
  const others = new Map<string, number>();
  for (const { bench } of report.lines)
    if (bench !== undefined) others.set(bench, (others.get(bench) ?? 0) + 1);
  const own = report.lines.filter(({ bench }) => bench === undefined).length;
  output.json({
    event: 'verified',
    ...{ holds, batch, lines: report.lines.length, findings: findings.length },
    ...{ first: proof.first, last: proof.last, head: proof.head, key: proof.key, content: proof.content },
    ...(others.size === 0 ? {} : { elsewhere: Object.fromEntries(others) }),
    ...(pages === undefined ? {} : { proven: 'the attached record', pages }),
  });
  if (pages !== undefined) output.words(pageWords[pages]);
  for (const [bench, lines] of others)
    output.words(`${lines} lines are of the bench “${bench}”: its own audit log proves them.`);
  output.words(
    holds
      ? `The report holds: ${own} lines, by audit entries ${proof.first} to ${proof.last}.`
      : `The report does not hold: ${findings.length} findings.`,
  );
  return holds ? 0 : 1;
}

const pageWords: Readonly<Record<NonNullable<ReportFile['pages']>, string>> = {
  same: 'What is proven is the record that is attached. The pages are those of this record, to the octet.',
  others: 'What is proven is the record that is attached, and not what the pages show.',
};

async function chainFor(report: ReadReport, args: Arguments, signal: AbortSignal): Promise<ProvenChain> {
  const [exportFile, keyFile] = [args.text('audit'), args.text('key')];
  const trusted = keyFile === undefined ? undefined : await readAuditKeyFile(keyFile);
  if (exportFile !== undefined) {
    if (trusted === undefined) throw codedError('USAGE', { detail: '--audit needs --key.' });
    const ofBatch = ({ text }: ChainedEntry) => parseEntry(text)?.subject.batchId === report.batch;
    const { kept, findings } = await readAuditExport(exportFile, signaturesOf([trusted]), ofBatch);
    return { entries: kept, keys: [trusted], findings };
  }
  const folder = args.required('data');
  const { keeper, forget } = await keeperOf(args);
  const { reading, transcriptOf, close } = openAuditReading(folder);
  try {
    const { keys, known, findings } = folderMeans({ folder, keeper }, reading, trusted);
    const means = { sha256, check: signaturesOf(keys) };
    const verdict = await verifyReading(reading, { means, known, signal });
    const entries = reading.ofBatch(report.batch);
    const transcripts = transcriptFindings(entries, transcriptOf);
    return { entries, keys, findings: [...findings, ...verdict.findings, ...transcripts] };
  } finally {
    forget();
    close();
  }
}
