import path from 'node:path';
import type { Answers } from '../../core/api.ts';
import type { DecisionOutcome } from '../../core/api-rows.ts';
import { jobFilter, type RowChoice } from '../../core/api-rows.ts';
import { CodedError, codedError, type Fault } from '../../core/errors.ts';
import type { ListProblem } from '../../core/provisioning/device-list.ts';
import { type Decision, decisionWords } from '../../core/provisioning/row-decisions.ts';
import { commandLineActor } from '../audit/actors.ts';
import { withAuditLog } from '../audit/open-folder.ts';
import type { ControlAnswers, ControlRequest } from '../control/control-calls.ts';
import { askBench } from '../control/control-client.ts';
import { newId } from '../ids.ts';
import { createOrderBooks, recordSteps } from '../provisioning/order-books.ts';
import { type RowCalls, rowControlHandlers } from '../provisioning/row-control.ts';
import { createRowDesk } from '../provisioning/row-desk.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { keeperOf, keeperUsage } from './keeper.ts';
import { faultWords, type Output } from './output.ts';

const chosen = '(--line N … | --device DEVID … | --filter FILTER [--search TEXT] | --search TEXT)';

/** `rows`: the rows of a batch, and what people decide about them; with a bench that runs over the folder, or without. */
export const rowsCommand: Command = {
  purpose: 'Lists, holds back, cancels, changes and adds the rows of a batch.',
  usage: [
    'rows list --data DIR --batch ID [--filter all|waiting|inWork|done|failed|setAside] [--search TEXT]',
    `rows hold|cancel|reinstate --data DIR --batch ID ${chosen} --reason TEXT [--others]`,
    'rows change --data DIR --batch ID (--line N | --device DEVID) --set COLUMN=VALUE … --reason TEXT',
    'rows add --data DIR --batch ID (--file FILE.csv | --set COLUMN=VALUE …) --reason TEXT',
  ]
    .map((usage) => `${usage} ${keeperUsage}`)
    .join(' | '),
  options: {
    texts: ['data', 'batch', 'reason', 'file', 'filter', 'search', 'passphrase-file'],
    lists: ['line', 'device', 'set'],
    flags: ['others'],
  },
  async run(args, output) {
    const [action] = args.positionals;
    switch (action) {
      case 'list':
        return list(args, output);
      case 'hold':
      case 'cancel':
      case 'reinstate':
        return decide(action, args, output);
      case 'change':
        return change(args, output);
      case 'add':
        return add(args, output);
      default:
        throw codedError('USAGE', { detail: 'rows needs list, hold, cancel, reinstate, change or add.' });
    }
  },
};

async function list(args: Arguments, output: Output): Promise<0> {
  const batchId = args.required('batch');
  const [filter, search] = [filterOf(args), args.text('search') ?? ''];
  const limit = 500;
  return withRows<0>(args, async (ask) => {
    for (let offset = 0; ; offset += limit) {
      const { total, rows } = await ask('rows', { batchId, filter, search, offset, limit });
      for (const { line, deviceId, label, state, attempts } of rows)
        output.json({ event: 'row', line, deviceId, label, attempts, ...toldState(state) });
      if (offset + rows.length < total && rows.length > 0) continue;
      output.words(`${total} rows.`);
      return 0;
    }
  });
}

/** A state as one line tells it. */
function toldState(state: ControlAnswers['rows']['rows'][number]['state']): object {
  return {
    state: state.kind,
    ...('reason' in state ? { reason: state.reason } : {}),
    ...('station' in state ? { station: state.station } : {}),
    ...('fault' in state ? { code: state.fault.code, cause: state.fault.message } : {}),
  };
}

async function decide(decision: Decision, args: Arguments, output: Output): Promise<0 | 1> {
  const [batchId, reason] = [args.required('batch'), args.required('reason')];
  const [rows, others] = [choiceOf(args), args.flag('others')];
  return withRows(args, async (ask) => {
    const outcome = await ask('decideRows', { decision, batchId, rows, reason, others });
    return tellOutcome(decision, outcome, output);
  });
}

function tellOutcome(decision: Decision, outcome: DecisionOutcome, output: Output): 0 | 1 {
  const { changed, lines, refused, refusedCount } = outcome;
  for (const { line, deviceId, label, fault } of refused) {
    output.json({ event: 'refused', line, deviceId, label, ...fault });
    output.words(faultWords(fault));
  }
  if (changed === 0) {
    const [only] = refused;
    if (only && refusedCount === 1) throw new CodedError(only.fault);
    throw codedError('ROWS_REFUSED', { count: refusedCount, decision: decisionWords[decision] });
  }
  output.json({ event: 'decided', decision, rows: changed, lines, refused: refusedCount });
  output.words(`${changed} rows ${decisionWords[decision]}.`);
  return 0;
}

async function change(args: Arguments, output: Output): Promise<0> {
  const [batchId, reason, values] = [args.required('batch'), args.required('reason'), valuesOf(args)];
  const [lines, devices] = [linesOf(args), args.all('device')];
  if (lines.length + devices.length !== 1)
    throw codedError('USAGE', { detail: 'rows change needs one --line or one --device.' });
  if (Object.keys(values).length === 0)
    throw codedError('USAGE', { detail: 'rows change needs --set COLUMN=VALUE.' });
  const row = { line: lines[0], device: devices[0] };
  return withRows<0>(args, async (ask) => {
    const outcome = await ask('changeRow', { batchId, row, values, reason });
    tellProblems(outcome, output);
    if (outcome.kind === 'changed') {
      output.json({ event: 'changed', line: outcome.line });
      output.words(`Line ${outcome.line} changed.`);
    }
    return 0;
  });
}

async function add(args: Arguments, output: Output): Promise<0> {
  const [batchId, reason, values] = [args.required('batch'), args.required('reason'), valuesOf(args)];
  const file = args.text('file');
  if ((file === undefined) === (Object.keys(values).length === 0))
    throw codedError('USAGE', { detail: 'rows add needs --file FILE.csv, or --set COLUMN=VALUE.' });
  // The bench that runs may have been started elsewhere.
  const rows: ControlRequest<'addRows'>['rows'] =
    file === undefined ? { kind: 'typed', values } : { kind: 'file', file: path.resolve(file) };
  return withRows<0>(args, async (ask) => {
    const outcome = await ask('addRows', { batchId, rows, reason });
    tellProblems(outcome, output);
    if (outcome.kind === 'added') {
      const { rows: added, first, last } = outcome;
      output.json({ event: 'added', rows: added, first, last });
      output.words(`${added} rows added: lines ${first} to ${last}.`);
    }
    return 0;
  });
}

/** Says what is wrong with values. @throws ROW_VALUES_WRONG where that kept them from being taken */
function tellProblems(outcome: Answers['changeRow'] | Answers['addRows'], output: Output): void {
  for (const { severity, fault, value } of outcome.problems) {
    output.json({ event: 'problem', severity, ...fault, ...(value === undefined ? {} : { value }) });
    output.words(faultWords(fault));
  }
  if (outcome.kind !== 'problems') return;
  throw codedError('ROW_VALUES_WRONG', { count: outcome.problems.filter(isError).length });
}

function isError({ severity }: ListProblem): boolean {
  return severity === 'error';
}

/** Asks about rows. */
type AskRows = <Call extends RowCalls>(
  call: Call,
  request: ControlRequest<Call>,
) => Promise<ControlAnswers[Call]>;

/** Asks the bench that runs over the folder; where none does, the folder itself is opened, and is locked meanwhile. */
async function withRows<Result>(args: Arguments, work: (ask: AskRows) => Promise<Result>): Promise<Result> {
  const folder = args.required('data');
  try {
    return await work((call, request) => askBench(folder, call, request));
  } catch (error) {
    if (!isNotRunning(error)) throw error;
  }
  const { keeper, forget } = await keeperOf(args);
  try {
    return await withAuditLog({ folder, keeper, actor: commandLineActor }, async ({ store, audit }) => {
      const books = createOrderBooks(store, recordSteps(store, audit));
      const [now, changed] = [() => Date.now(), () => {}];
      const rowDesk = createRowDesk({ store, books, audit, now, newId, changed });
      const handlers = rowControlHandlers({ store, rowDesk, audit });
      return work(async (call, request) => handlers[call](request));
    });
  } finally {
    forget();
  }
}

function isNotRunning(error: unknown): boolean {
  const fault: Fault | undefined = error instanceof CodedError ? error.fault : undefined;
  return fault?.code === 'BENCH_NOT_RUNNING';
}

/** The rows that are named; never all of them because nothing was said. */
function choiceOf(args: Arguments): RowChoice {
  const [lines, devices] = [linesOf(args), args.all('device')];
  const isSearch = args.text('filter') !== undefined || args.text('search') !== undefined;
  const isNamed = lines.length + devices.length > 0;
  if (isSearch === isNamed)
    throw codedError('USAGE', {
      detail: 'say which rows: by --line and --device, or by --filter and --search.',
    });
  return isNamed
    ? { kind: 'named', lines, devices: [...devices] }
    : { kind: 'found', filter: filterOf(args), search: args.text('search') ?? '' };
}

function filterOf(args: Arguments): ControlRequest<'rows'>['filter'] {
  const filter = jobFilter.safeParse(args.text('filter') ?? 'all');
  if (!filter.success)
    throw codedError('USAGE', { detail: `--filter takes one of ${jobFilter.options.join(', ')}.` });
  return filter.data;
}

function linesOf(args: Arguments): number[] {
  return args.all('line').map((text) => {
    if (!/^[1-9]\d{0,8}$/.test(text))
      throw codedError('USAGE', { detail: `--line takes the number of a line, and not "${text}".` });
    return Number(text);
  });
}

/** The values by column; what follows the first = is the value. */
function valuesOf(args: Arguments): Record<string, string> {
  const values = args.all('set').map((text): [string, string] => {
    const at = text.indexOf('=');
    if (at < 1) throw codedError('USAGE', { detail: `--set takes COLUMN=VALUE, and not "${text}".` });
    return [text.slice(0, at).trim(), text.slice(at + 1)];
  });
  return Object.fromEntries(values);
}
