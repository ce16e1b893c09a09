import path from 'node:path';
import { CodedError, codedError } from '../../core/errors.ts';
import { labelSizeSchema } from '../../core/provisioning/label-schema.ts';
import { commandLineActor } from '../audit/actors.ts';
import { withAuditLog } from '../audit/open-folder.ts';
import { askBench } from '../control/control-client.ts';
import { createReportDesk } from '../reports/report-desk.ts';
import { reportWorkFor } from '../reports/report-file.ts';
import type { DocumentWork, LabelWork } from '../reports/report-work.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { keeperOf, keeperUsage } from './keeper.ts';
import type { Output } from './output.ts';
import { verifyReport } from './report-verify.ts';

/** `report`: writes a batch's report again, labels for its devices, or proves a report against the audit log. */
export const reportCommand: Command = {
  purpose: "Writes a batch's report or labels, and proves that a report is as it was written.",
  usage: [
    `report FILE.json|FILE.csv|FILE.pdf --data DIR --batch ID [--details] [--paper a4|letter] ${keeperUsage}`,
    `report labels FILE.pdf --data DIR --batch ID [--sheet a4-3x8|letter-3x10|WxH] [--skip N] [--all] [--line N] ${keeperUsage}`,
    `report verify FILE --data DIR [--key FILE] ${keeperUsage}`,
    'report verify FILE --audit EXPORT --key FILE',
  ].join(' | '),
  options: {
    texts: [...['data', 'batch', 'audit', 'key', 'passphrase-file'], ...['paper', 'sheet', 'skip', 'line']],
    flags: ['details', 'all'],
  },
  async run(args, output, signal) {
    const [first, second] = args.positionals;
    if (first === 'verify' && second !== undefined) return verifyReport(second, args, output, signal);
    if (first === 'labels' && second !== undefined)
      return write(second, labelWork(args, second), args, output, signal);
    if (first === undefined || first === 'labels' || first === 'verify')
      throw codedError('USAGE', { detail: 'report needs a file; or labels, or verify, and a file.' });
    const layout = { paper: paperOf(args), details: args.flag('details') };
    return write(first, reportWorkFor(first, args.required('batch'), layout), args, output, signal);
  },
};

function paperOf(args: Arguments): 'a4' | 'letter' {
  const paper = args.text('paper') ?? 'a4';
  if (paper !== 'a4' && paper !== 'letter')
    throw codedError('USAGE', { detail: '--paper takes a4 or letter.' });
  return paper;
}

function labelWork(args: Arguments, file: string): LabelWork {
  if (!/\.pdf$/i.test(file)) throw codedError('USAGE', { detail: 'labels are written as a PDF (FILE.pdf).' });
  const [sheet, line] = [args.text('sheet'), args.number('line')];
  return {
    kind: 'labels',
    batchId: args.required('batch'),
    skip: args.number('skip') ?? 0,
    all: args.flag('all'),
    ...(sheet === undefined ? {} : { size: sizeOf(sheet) }),
    ...(line === undefined ? {} : { line }),
  };
}

function sizeOf(text: string) {
  const [, width, height] = /^(\d+(?:\.\d+)?)x(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  const size = width === undefined ? text : { width: Number(width), height: Number(height) };
  const parsed = labelSizeSchema.safeParse(size);
  if (!parsed.success)
    throw codedError('USAGE', {
      detail: '--sheet takes a4-3x8, letter-3x10, or the width and height of a label in mm, such as 62x29.',
    });
  return parsed.data;
}

/** Milliseconds between two tellings of how far it is. */
const tellEvery = 1000;

async function write(
  file: string,
  work: DocumentWork,
  args: Arguments,
  output: Output,
  signal: AbortSignal,
): Promise<0> {
  const folder = args.required('data');
  const count =
    (await writtenByBench(folder, path.resolve(file), work, signal)) ??
    (await writtenFromFolder(args, file, work, output, signal));
  const { batchId: batch } = work;
  if (work.kind === 'labels') {
    output.json({ event: 'labels', file, batch, labels: count });
    output.words(`${count} labels: ${file}`);
  } else {
    const { format } = work;
    output.json({ event: 'report', file, batch, format, ...(format === 'pdf' ? { pages: count } : {}) });
    output.words(`Report: ${file}`);
  }
  return 0;
}

async function writtenFromFolder(
  args: Arguments,
  file: string,
  work: DocumentWork,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const folder = args.required('data');
  const { keeper, forget } = await keeperOf(args);
  let toldAt = performance.now();
  try {
    return await withAuditLog({ folder, keeper, actor: commandLineActor }, ({ audit }) =>
      createReportDesk({ dataFolder: folder, audit }).write(file, work, {
        signal,
        progress({ done, total }) {
          if (performance.now() - toldAt < tellEvery) return;
          toldAt = performance.now();
          output.json({ event: 'progress', done, total });
        },
      }),
    );
  } finally {
    forget();
  }
}

/** By the bench that runs over the folder; undefined where none does. */
async function writtenByBench(
  folder: string,
  file: string,
  work: DocumentWork,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    return (await askBench(folder, 'writeDocument', { file, work }, signal)).count;
  } catch (error) {
    if (!(error instanceof CodedError) || error.fault.code !== 'BENCH_NOT_RUNNING') throw error;
    return undefined;
  }
}
