import type { FiguresScope, FiguresView } from '../../core/api-figures.ts';
import { CodedError, codedError } from '../../core/errors.ts';
import { figuresCsv } from '../../core/provisioning/figures-csv.ts';
import type { TimedStep } from '../../core/provisioning/row-phase.ts';
import { askBench } from '../control/control-client.ts';
import { writeWhole } from '../files.ts';
import { createFiguresDesk } from '../provisioning/figures-desk.ts';
import { openStore } from '../store/store.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import type { Output } from './output.ts';

/** `figures`: failures, times and throughput of a batch or of a bench, also while one runs over the folder. */
export const figuresCommand: Command = {
  purpose: 'What failed how often, the yield, and the throughput.',
  usage: 'figures --data DIR [--batch ID] [--since TIME] [--csv FILE]',
  options: { texts: ['data', 'batch', 'since', 'csv'] },
  async run(args, output) {
    const folder = args.required('data');
    const view = await figuresIn(folder, scopeOf(args));
    tellJson(view, output);
    output.words(tableOf(view));
    const file = args.text('csv');
    if (file === undefined) return 0;
    await writeWhole(file, figuresCsv(view));
    output.json({ event: 'saved', file });
    output.words(`Figures: ${file}`);
    return 0;
  },
};

function scopeOf(args: Arguments): FiguresScope {
  const [batchId, since] = [args.text('batch'), args.text('since')];
  const at = since === undefined ? undefined : Date.parse(since);
  if (at !== undefined && !(at >= 0))
    throw codedError('USAGE', { detail: '--since takes a time: 2026-11-25 or 2026-11-25T08:00:00Z.' });
  return { ...(batchId === undefined ? {} : { batchId }), ...(at === undefined ? {} : { since: at }) };
}

/** From the bench that runs over a data folder, or else from the folder itself. */
async function figuresIn(folder: string, scope: FiguresScope): Promise<FiguresView> {
  try {
    return await askBench(folder, 'figures', scope);
  } catch (error) {
    if (!(error instanceof CodedError) || error.fault.code !== 'BENCH_NOT_RUNNING') throw error;
  }
  const now = () => Date.now();
  const store = openStore(folder, now);
  try {
    return await createFiguresDesk({ store, running: () => undefined, now }).figures(scope);
  } finally {
    store.close();
  }
}

/** One line for what can be counted in one number each, then one for each failure, step and interval. */
function tellJson({ outcomes, steps, throughput, ...rest }: FiguresView, output: Output): void {
  const { intervals, stations, interval, ...around } = throughput;
  output.json({ event: 'figures', ...rest, interval, stations, ...around });
  for (const outcome of outcomes) output.json({ event: 'outcome', ...outcome });
  for (const step of steps) output.json({ event: 'step', ...step });
  for (const each of intervals) output.json({ event: 'interval', ...each });
}

const stepWords: Readonly<Record<TimedStep, string>> = {
  waiting: 'waiting for a card',
  prepare: 'prepare',
  write: 'write, read back',
  session: 'first session',
};

function tableOf(view: FiguresView): string {
  const { batch, rows, done, failed, firstPass, perHour, outcomes, steps, leftOut } = view;
  const share = firstPass.ended === 0 ? '' : ` (${((100 * firstPass.done) / firstPass.ended).toFixed(1)} %)`;
  const of = batch === undefined ? `${rows} begun` : `of ${batch.total}, ${batch.left} left`;
  return [
    `${batch?.name ?? 'All batches'}: ${done} rows done ${of}, ${failed} failed.`,
    `Done at the first attempt: ${firstPass.done} of ${firstPass.ended}${share}.`,
    ...(perHour === undefined ? [] : [`At work: ${perHour.toFixed(1)} rows done an hour.`]),
    ...finishWords(view),
    ...(outcomes.length === 0 ? [] : ['', ...columns(['times', 'rows', 'later done', 'in all', 'failure'])]),
    ...outcomes.flatMap((each) => [
      ...columns([
        ...[each.occurrences, each.rows, each.doneLater].map(String),
        ...[`${(100 * each.cumulative).toFixed(0)} %`, `${each.cause} [${each.code}]`],
      ]),
      ...(each.remedy === '' ? [] : columns(['', '', '', '', each.remedy])),
    ]),
    ...(steps.length === 0 ? [] : ['', ...columns(['median', '90 %', 'worst', 'line', 'step'])]),
    ...steps.flatMap(({ step, station, median, ninetieth, worst }) =>
      columns([
        ...[median, ninetieth, worst.milliseconds].map(seconds),
        ...[String(worst.line), `${stepWords[step]}${station === undefined ? '' : ` at ${station}`}`],
      ]),
    ),
    ...(leftOut === 0 ? [] : [`${leftOut} times were left out: the clock was set in them.`]),
  ].join('\n');
}

function finishWords({ finish }: FiguresView): readonly string[] {
  if (finish === undefined || finish.kind === 'unknown') return [];
  const at = new Date(finish.at).toISOString();
  return [finish.kind === 'finished' ? `Finished at ${at}.` : `Expected end: ${at}.`];
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 0)} s`;
}

/** Four numbers and words as a line of a table. */
function columns(cells: readonly string[]): readonly string[] {
  const numbers = cells.slice(0, -1).map((cell) => cell.padStart(10));
  return [`${numbers.join('')}  ${cells.at(-1) ?? ''}`];
}
