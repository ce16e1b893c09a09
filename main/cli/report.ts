import type { ChainedEntry } from '../../core/audit/chain.ts';
import { checkReport, type ReportFinding } from '../../core/audit/check-report.ts';
import type { AuditPublicKey } from '../../core/audit/checkpoint.ts';
import { parseEntry } from '../../core/audit/entry.ts';
import type { ReadReport } from '../../core/audit/read-report.ts';
import type { ReportFormat } from '../../core/audit/report-proof.ts';
import type { Finding } from '../../core/audit/verify.ts';
import { CodedError, codedError } from '../../core/errors.ts';
import { commandLineActor } from '../audit/actors.ts';
import { readAuditKeyFile, signaturesOf } from '../audit/audit-key.ts';
import { readAuditExport } from '../audit/export-file.ts';
import { handOut } from '../audit/hand-out.ts';
import { folderMeans, withAuditLog } from '../audit/open-folder.ts';
import { provenReportText, readReportFile, reportFormatOf, reportHandedOut } from '../audit/report-text.ts';
import { transcriptFindings } from '../audit/transcripts.ts';
import { verifyReading } from '../audit/verification.ts';
import { askBench } from '../control/control-client.ts';
import { sha256 } from '../digest.ts';
import { writeWhole } from '../files.ts';
import { batchReport } from '../provisioning/batch-report.ts';
import { openAuditReading } from '../store/audit-reading.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { keeperOf, keeperUsage } from './keeper.ts';
import { faultWords, type Output } from './output.ts';

/** `report`: writes a batch's report again, or proves one against the audit log. */
export const reportCommand: Command = {
  usage: [
    `report FILE --data DIR --batch ID ${keeperUsage}`,
    `report verify FILE --data DIR [--key FILE] ${keeperUsage}`,
    'report verify FILE --audit EXPORT --key FILE',
  ].join(' | '),
  options: { texts: ['data', 'batch', 'audit', 'key', 'passphrase-file'] },
  async run(args, output, signal) {
    const [first, second] = args.positionals;
    if (first === 'verify' && second !== undefined) return verify(second, args, output, signal);
    if (first === undefined)
      throw codedError('USAGE', { detail: 'report needs a file, or verify and a file.' });
    return write(first, args, output);
  },
};

async function write(file: string, args: Arguments, output: Output): Promise<0> {
  const [folder, batchId] = [args.required('data'), args.required('batch')];
  const format = reportFormatOf(file);
  const text = await textFromBench(folder, batchId, format);
  if (text !== undefined) await writeWhole(file, text);
  else await writeFromFolder(args, file, { folder, batchId, format });
  output.json({ event: 'report', file, batch: batchId, format });
  output.words(`Report: ${file}`);
  return 0;
}

async function writeFromFolder(
  args: Arguments,
  file: string,
  { folder, batchId, format }: { folder: string; batchId: string; format: ReportFormat },
): Promise<void> {
  const { keeper, forget } = await keeperOf(args);
  try {
    await withAuditLog({ folder, keeper, actor: commandLineActor }, async ({ store, audit }) => {
      const text = provenReportText({ store, audit }, batchReport(store, batchId), format);
      await handOut(audit, reportHandedOut(text), { batchId }, () => writeWhole(file, text));
    });
  } finally {
    forget();
  }
}

/** From the bench that runs over the folder; undefined where none does. */
async function textFromBench(
  folder: string,
  batchId: string,
  format: ReportFormat,
): Promise<string | undefined> {
  try {
    return (await askBench(folder, 'report', { batchId, format })).text;
  } catch (error) {
    if (!(error instanceof CodedError) || error.fault.code !== 'BENCH_NOT_RUNNING') throw error;
    return undefined;
  }
}

/** An audit log that was verified, as far as a report needs it. */
interface ProvenChain {
  readonly entries: readonly ChainedEntry[];
  readonly keys: readonly AuditPublicKey[];
  readonly findings: readonly Finding[];
}

async function verify(file: string, args: Arguments, output: Output, signal: AbortSignal): Promise<0 | 1> {
  const report = await readReportFile(file);
  const chain = await chainFor(report, args, signal);
  const lines = checkReport(report, { entries: chain.entries, check: signaturesOf(chain.keys) });
  const findings: readonly (ReportFinding & Partial<Finding>)[] = [...chain.findings, ...lines];
  for (const { fault, ...where } of findings) {
    output.json({ event: 'finding', ...where, ...fault });
    output.words(faultWords(fault));
  }
  const { proof, batch } = report;
  const holds = findings.length === 0;
  output.json({
    event: 'verified',
    ...{ holds, batch, lines: report.lines.length, findings: findings.length },
    ...{ first: proof.first, last: proof.last, head: proof.head, key: proof.key },
  });
  output.words(
    holds
      ? `The report holds: ${report.lines.length} lines, by audit entries ${proof.first} to ${proof.last}.`
      : `The report does not hold: ${findings.length} findings.`,
  );
  return holds ? 0 : 1;
}

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
