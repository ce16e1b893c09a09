import path from 'node:path';
import { type ActGroup, actGroups, kindsOf } from '../../core/audit/acts.ts';
import { parseEntry } from '../../core/audit/entry.ts';
import type { AuditSelection } from '../../core/audit/export.ts';
import type { Finding, Verdict } from '../../core/audit/verify.ts';
import { CodedError, codedError } from '../../core/errors.ts';
import { commandLineActor } from '../audit/actors.ts';
import { readAuditKeyFile, signaturesOf } from '../audit/audit-key.ts';
import { exportAudit, readAuditExport } from '../audit/export-file.ts';
import { folderMeans, withAuditLog } from '../audit/open-folder.ts';
import { verifyReading } from '../audit/verification.ts';
import { askBench } from '../control/control-client.ts';
import { sha256 } from '../digest.ts';
import { openAuditReading } from '../store/audit-reading.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { keeperOf, keeperUsage } from './keeper.ts';
import { faultWords, type Output } from './output.ts';

/** `audit`: who did what to which card and device, and whether the log of it is as the bench wrote it. */
export const auditCommand: Command = {
  purpose: 'Verifies, lists and exports the record of who did what.',
  usage: [
    `audit verify --data DIR [--key FILE] ${keeperUsage}`,
    'audit verify --file EXPORT --key FILE',
    `audit export --data DIR --file FILE [--since TIME | --batch ID] ${keeperUsage}`,
    `audit list --data DIR [--search TEXT] [--what ${actGroups.join('|')}] [--limit N]`,
    `audit key --data DIR ${keeperUsage}`,
  ].join(' | '),
  options: { texts: ['data', 'key', 'file', 'since', 'batch', 'search', 'what', 'limit', 'passphrase-file'] },
  async run(args, output, signal) {
    const [action] = args.positionals;
    switch (action) {
      case 'verify':
        return args.text('file') === undefined
          ? verifyFolder(args, output, signal)
          : verifyExport(args, output);
      case 'export':
        return exportTo(args, output);
      case 'list':
        return list(args, output);
      case 'key':
        return showKey(args, output);
      default:
        throw codedError('USAGE', { detail: 'audit needs verify, export, list or key.' });
    }
  },
};

async function verifyFolder(args: Arguments, output: Output, signal: AbortSignal): Promise<0 | 1> {
  const folder = args.required('data');
  const keyFile = args.text('key');
  const trusted = keyFile === undefined ? undefined : await readAuditKeyFile(keyFile);
  const { keeper, forget } = await keeperOf(args);
  const { reading, close } = openAuditReading(folder);
  try {
    const { keys, known, findings } = folderMeans({ folder, keeper }, reading, trusted);
    const means = { sha256, check: signaturesOf(keys) };
    const verdict = await verifyReading(reading, { means, known, signal });
    return tellVerdict({ ...verdict, findings: [...findings, ...verdict.findings] }, output, {
      key: keys[0]?.fingerprint,
    });
  } finally {
    forget();
    close();
  }
}

async function verifyExport(args: Arguments, output: Output): Promise<0 | 1> {
  const key = await readAuditKeyFile(args.required('key'));
  const { kept: _kept, ...verdict } = await readAuditExport(args.required('file'), signaturesOf([key]));
  return tellVerdict(verdict, output, { key: key.fingerprint, selection: verdict.selection });
}

/** A line for each finding, and one for what it comes to; 0 only if there is none. */
export function tellVerdict(
  { findings, entries, head, signedUpTo }: Verdict,
  output: Output,
  about: object,
): 0 | 1 {
  for (const finding of findings) tellFinding(finding, output);
  const holds = findings.length === 0;
  output.json({
    event: 'verified',
    holds,
    entries,
    last: head.sequence,
    digest: head.digest,
    signedUpTo,
    findings: findings.length,
    ...about,
  });
  const unsigned = head.sequence - (signedUpTo ?? 0);
  output.words(
    holds
      ? `The audit log holds: ${entries} entries, signed up to entry ${signedUpTo ?? 0}${unsigned > 0 ? `; ${unsigned} after it are not signed yet` : ''}.`
      : `The audit log does not hold: ${findings.length} findings in ${entries} entries.`,
  );
  return holds ? 0 : 1;
}

function tellFinding({ sequence, fault }: Finding, output: Output): void {
  output.json({ event: 'finding', sequence, ...fault });
  output.words(faultWords(fault));
}

async function exportTo(args: Arguments, output: Output): Promise<0> {
  const folder = args.required('data');
  const file = path.resolve(args.required('file'));
  const selection = selectionOf(args);
  const entries = await exportBy(args, folder, file, selection);
  output.json({ event: 'exported', file, entries, selection });
  output.words(`${entries} entries: ${file}`);
  return 0;
}

async function exportBy(
  args: Arguments,
  folder: string,
  file: string,
  selection: AuditSelection,
): Promise<number> {
  try {
    return (await askBench(folder, 'exportAudit', { file, selection })).entries;
  } catch (error) {
    if (!(error instanceof CodedError) || error.fault.code !== 'BENCH_NOT_RUNNING') throw error;
  }
  const { keeper, forget } = await keeperOf(args);
  try {
    return await withAuditLog({ folder, keeper, actor: commandLineActor }, ({ store, audit }) =>
      exportAudit({ audit, log: audit, reading: store.audit, now: () => Date.now() }, selection, file),
    );
  } finally {
    forget();
  }
}

function selectionOf(args: Arguments): AuditSelection {
  const [since, batchId] = [args.text('since'), args.text('batch')];
  if (since !== undefined && batchId !== undefined)
    throw codedError('USAGE', { detail: '--since and --batch do not go together.' });
  if (batchId !== undefined) return { kind: 'batch', batchId };
  if (since === undefined) return { kind: 'all' };
  const at = Date.parse(since);
  if (Number.isNaN(at))
    throw codedError('USAGE', { detail: '--since takes a time: 2026-11-25 or 2026-11-25T08:00:00Z.' });
  return { kind: 'since', at };
}

const pageSize = 500;

function list(args: Arguments, output: Output): 0 {
  const what = args.text('what');
  if (what !== undefined && !isGroup(what))
    throw codedError('USAGE', { detail: `--what takes one of ${actGroups.join(', ')}.` });
  const kinds = what === undefined ? undefined : kindsOf(what);
  const most = args.number('limit') ?? Number.POSITIVE_INFINITY;
  const { reading, close } = openAuditReading(args.required('data'));
  try {
    let told = 0;
    for (;;) {
      const limit = Math.min(pageSize, most - told);
      const query = { kinds, search: args.text('search') ?? '', offset: told, limit };
      const { rows } = limit > 0 ? reading.page(query) : { rows: [] };
      for (const { sequence, text, digest } of rows)
        output.json({ event: 'entry', ...(parseEntry(text) ?? { sequence, unreadable: true }), digest });
      told += rows.length;
      if (rows.length < pageSize) break;
    }
    output.words(`${told} entries, the newest first.`);
    return 0;
  } finally {
    close();
  }
}

function isGroup(word: string): word is ActGroup {
  return actGroups.some((group) => group === word);
}

/** The public key, to be kept elsewhere: whoever verifies with it needs to trust nothing in the data folder. */
async function showKey(args: Arguments, output: Output): Promise<0> {
  const folder = args.required('data');
  const { keeper, forget } = await keeperOf(args);
  const { reading, close } = openAuditReading(folder);
  try {
    const { keys, findings } = folderMeans({ folder, keeper }, reading, undefined);
    const [finding] = findings;
    if (finding) throw new CodedError(finding.fault);
    const [key] = keys;
    if (key === undefined) throw codedError('AUDIT_NONE', { folder });
    output.json({ event: 'key', ...key });
    output.words(key.pem.trimEnd());
    return 0;
  } finally {
    forget();
    close();
  }
}
