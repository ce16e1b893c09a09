import type { z } from 'zod';
import { alertRulesSchema } from '../../core/alerts/rule.ts';
import { type Severity, severities } from '../../core/alerts/severity.ts';
import type { AlertFilter, AlertRow, AlertRulesView } from '../../core/api-alerts.ts';
import { codedError } from '../../core/errors.ts';
import { whyNotJson } from '../../core/json.ts';
import { askBench } from '../control/control-client.ts';
import { readTextFile, writeWhole } from '../files.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { faultWords, type Output } from './output.ts';

/** `alerts`: what devices tell by alerts, of the bench that runs over the data folder. */
export const alertsCommand: Command = {
  purpose: 'Lists and acknowledges the alerts of devices; keeps the rules for them.',
  usage:
    'alerts list --data DIR [--device TEXT] [--type TEXT] [--severity LEAST] [--open] [--limit N] [--whole] | ' +
    'alerts ack NUMBER… --data DIR | ' +
    'alerts ack --all --data DIR [--device TEXT] [--type TEXT] [--severity LEAST] | ' +
    'alerts rules --data DIR [--out FILE.json | --save FILE.json]',
  options: {
    texts: ['data', 'device', 'type', 'severity', 'limit', 'out', 'save'],
    flags: ['open', 'all', 'whole'],
  },
  async run(args, output) {
    const [action] = args.positionals;
    const folder = args.required('data');
    if (action === 'list') return list(folder, args, output);
    if (action === 'ack') return acknowledge(folder, args, output);
    if (action === 'rules') return rules(folder, args, output);
    throw codedError('USAGE', { detail: 'alerts needs list, ack or rules.' });
  },
};

const pageSize = 500;

async function list(folder: string, args: Arguments, output: Output): Promise<0> {
  const filter = filterOf(args, args.flag('open'));
  const most = args.number('limit') ?? Number.POSITIVE_INFINITY;
  let told = 0;
  for await (const alert of alertsIn(folder, filter)) {
    if (told >= most) break;
    const detail = args.flag('whole') ? await askBench(folder, 'alert', { alertId: alert.alertId }) : alert;
    output.json({ event: 'alert', ...detail });
    told++;
  }
  output.words(`${told} alerts.`);
  return 0;
}

/** Each alert once, also where new ones come while they are told. */
async function* alertsIn(folder: string, filter: AlertFilter): AsyncGenerator<AlertRow> {
  let last = Number.POSITIVE_INFINITY;
  for (let offset = 0; ; offset += pageSize) {
    const { rows } = await askBench(folder, 'alerts', { ...filter, offset, limit: pageSize });
    for (const row of rows)
      if (row.alertId < last) {
        last = row.alertId;
        yield row;
      }
    if (rows.length < pageSize) return;
  }
}

async function acknowledge(folder: string, args: Arguments, output: Output): Promise<0> {
  const [, ...numbers] = args.positionals;
  const isAll = args.flag('all');
  if (isAll === numbers.length > 0)
    throw codedError('USAGE', { detail: 'alerts ack needs the numbers of alerts, or --all.' });
  const filter = filterOf(args, true);
  if (!isAll) {
    const alertIds = numbers.map(numberOf);
    const { acknowledged } = await askBench(folder, 'acknowledgeAlerts', { kind: 'these', alertIds });
    return tellAcknowledged(acknowledged, output);
  }
  // What comes from now on, nobody at this command line has seen.
  const { rows } = await askBench(folder, 'alerts', { ...filter, offset: 0, limit: 1 });
  const [newest] = rows;
  if (newest === undefined) return tellAcknowledged(0, output);
  const found = { kind: 'found', ...filter, upTo: newest.alertId } as const;
  const { acknowledged } = await askBench(folder, 'acknowledgeAlerts', found);
  return tellAcknowledged(acknowledged, output);
}

function tellAcknowledged(acknowledged: number, output: Output): 0 {
  output.json({ event: 'acknowledged', alerts: acknowledged });
  output.words(`${acknowledged} alerts acknowledged.`);
  return 0;
}

function numberOf(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text))
    throw codedError('USAGE', { detail: `"${text}" is not the number of an alert.` });
  return Number(text);
}

function filterOf(args: Arguments, open: boolean): AlertFilter {
  return {
    severityAtLeast: severityNamed(args.text('severity')),
    type: args.text('type') ?? '',
    search: args.text('device') ?? '',
    open,
  };
}

function severityNamed(name: string | undefined): Severity {
  if (name === undefined) return 'indeterminate';
  const found = severities.find((severity) => severity === name);
  if (found === undefined)
    throw codedError('USAGE', { detail: `--severity takes one of ${severities.join(', ')}.` });
  return found;
}

async function rules(folder: string, args: Arguments, output: Output): Promise<0 | 1> {
  const [out, file] = [args.text('out'), args.text('save')];
  if (out !== undefined && file !== undefined)
    throw codedError('USAGE', { detail: '--out and --save do not go together.' });
  const now = await askBench(folder, 'alertRules', {});
  if (file === undefined) {
    if (out !== undefined) await writeWhole(out, `${JSON.stringify(now.rules, null, 2)}\n`);
    return tellRules(now, output);
  }
  const saved = await askBench(folder, 'saveAlertRules', {
    revision: now.revision,
    rules: await rulesIn(file),
  });
  return tellRules(saved, output);
}

/** A line for each rule, in their order. @returns whether they act */
function tellRules({ revision, rules: all, standings, fault }: AlertRulesView, output: Output): 0 | 1 {
  for (const rule of all) output.json({ event: 'rule', rule, ...standings[rule.ruleId] });
  output.json({ event: 'rules', revision, rules: all.length, ...(fault ? { fault } : {}) });
  output.words(`${all.length} rules.`);
  if (fault === undefined) return 0;
  output.words(faultWords(fault));
  return 1;
}

async function rulesIn(file: string) {
  const { text, name } = await readTextFile(file);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw codedError('ALERT_RULES_FILE_WRONG', { detail: whyNotJson(error) }, { place: { file: name } });
  }
  const parsed = alertRulesSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw codedError('ALERT_RULES_FILE_WRONG', { detail: issueOf(parsed.error) }, { place: { file: name } });
}

function issueOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return `${issue?.path.map(String).join('.') || 'the list'}: ${issue?.message ?? ''}`;
}
