import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { proveReport, reportKinds } from '../../core/audit/report-proof.ts';
import { CodedError, codedError, toFault } from '../../core/errors.ts';
import { holdsSecrets } from '../../core/operators/production-lock.ts';
import { type Report, type ReportProof, reportJson } from '../../core/provisioning/report.ts';
import { reportCsv } from '../../core/provisioning/report-csv.ts';
import { sha256 } from '../digest.ts';
import { notWritten } from '../files.ts';
import { batchReport } from '../provisioning/batch-report.ts';
import { openStoreReading, type StoreReading } from '../store/store-reading.ts';
import { writeLabels } from './label-document.ts';
import { writeReportDocument } from './report-document.ts';
import type { DocumentTask, LabelWork, ReportWork, WorkerAnswer, WorkerMessage } from './report-work.ts';

/** A thread that writes one document: it reads the store as it is at this moment, and keeps nobody waiting. */

const port = parentPort;
if (port === null) throw new Error('this is a thread of its own');
const task = workerData as DocumentTask;
const say = (message: WorkerMessage) => port.postMessage(message);

/** Milliseconds between two tellings of how far it is. */
const tellEvery = 50;
let toldAt = 0;
const progress = (done: number, total: number) => {
  const now = performance.now();
  if (done < total && now - toldAt < tellEvery) return;
  toldAt = now;
  say({ kind: 'progress', done, total });
};

const answerOf = async <Kind extends WorkerAnswer['kind']>(kind: Kind) => {
  const [answer] = (await once(port, 'message')) as [WorkerAnswer];
  if (answer.kind !== kind) throw new Error(`an answer of ${kind} was expected`);
  return answer as Extract<WorkerAnswer, { kind: Kind }>;
};

/** Asks the bench for its signature: its key stays where it is. */
const prove = async (report: Report, format: 'json' | 'csv', reading: StoreReading): Promise<ReportProof> => {
  const means = { sha256, key: reading.audit.key()?.key ?? '' };
  const unsigned = proveReport(report, format, reading.audit.ofBatch(report.batch, reportKinds), means);
  say({ kind: 'sign', statement: { batch: report.batch, ...unsigned } });
  const { signature } = await answerOf('signed');
  return { ...unsigned, signature };
};

const leave = async (digest?: string) => {
  say({ kind: 'ready', ...(digest === undefined ? {} : { sha256: digest }) });
  await answerOf('write');
};

const writeReport = async (work: ReportWork, reading: StoreReading): Promise<number> => {
  const report = batchReport(reading, work.batchId);
  if (task.withoutSecrets && holdsSecrets(report)) throw codedError('PRODUCTION_LOCKED', {});
  const proof = await prove(report, work.format === 'csv' ? 'csv' : 'json', reading);
  reading.close();
  const text = work.format === 'csv' ? reportCsv(report, proof) : reportJson(report, proof);
  await leave(sha256(Buffer.from(text)));
  if (work.format === 'pdf')
    return writeReportDocument({ ...work, report, proof, record: text }, draftStream(), progress);
  await writeFile(task.draft, text, { flag: 'wx', flush: true });
  return report.rows.length;
};

const labels = async (work: LabelWork, reading: StoreReading): Promise<number> => {
  const { withoutSecrets } = task;
  return writeLabels(work, { reading, withoutSecrets, leave, open: draftStream, progress });
};

function draftStream() {
  return createWriteStream(task.draft, { flags: 'wx', flush: true });
}

try {
  const reading = openStoreReading(task.folder);
  const { work } = task;
  const count = work.kind === 'report' ? await writeReport(work, reading) : await labels(work, reading);
  say({ kind: 'written', count });
} catch (error) {
  // What is not ours and has a code came from the system, of the file.
  const ofSystem = !(error instanceof CodedError) && error instanceof Error && 'syscall' in error;
  say({ kind: 'fault', fault: ofSystem ? notWritten(task.file, error).fault : toFault(error) });
}
