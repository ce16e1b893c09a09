import { type Fault, faultOf } from '../errors.ts';
import { fromHex } from '../octets.ts';
import { harmless } from '../provisioning/report-csv.ts';
import { actorsText, eachOnce } from './actor-text.ts';
import type { ChainedEntry } from './chain.ts';
import { type CheckSignature, statementOctets } from './checkpoint.ts';
import { type Actor, parseEntry, type ReadEntry } from './entry.ts';
import { type ProvenField, provenFields, type ReadReport, type ReportLine } from './read-report.ts';

/** Something of a report that the audit log does not bear out; without a line, it concerns all of them. */
export interface ReportFinding {
  readonly line?: number;
  readonly fault: Fault;
}

/** What the audit log says of a batch. */
export interface BatchChain {
  /** Every entry of the batch, in order, of a chain that was verified. */
  readonly entries: readonly ChainedEntry[];
  readonly check: CheckSignature;
}

/**
 * Checks a report against the audit log: that the bench signed it as it is, that the entries it names are there, and
 * that each line says what they say. Whether the chain itself holds, its own verification tells.
 */
export function checkReport(report: ReadReport, chain: BatchChain): readonly ReportFinding[] {
  const { proof, lines } = report;
  const signature = signatureFault(report, chain.check);
  // Of a report that somebody changed, nothing else is worth telling.
  if (signature) return [{ fault: signature }];
  // A report is of the time when it was written: what came later is not its business.
  const entries = chain.entries.filter(({ sequence }) => sequence <= proof.last);
  const last = entries.find(({ sequence }) => sequence === proof.last);
  if (proof.last > 0 && last?.digest !== proof.head)
    return [{ fault: faultOf('AUDIT_REPORT_ELSEWHERE', { sequence: proof.last }) }];
  const read = entries.flatMap((entry) => {
    const parsed = parseEntry(entry.text);
    return parsed ? [{ ...entry, ...parsed }] : [];
  });
  const ends = new Map<number, RowEnd>();
  for (const entry of read) {
    const end = rowEndOf(entry);
    if (end === undefined) continue;
    const earlier = ends.get(end.act.line)?.actors ?? [];
    const actors = end.act.kind === 'rowReleased' ? earlier : [...earlier, end.actor];
    ends.set(end.act.line, { ...end, actors });
  }
  const rows = rowsFault(report, read);
  const findings = lines.flatMap((line) => lineFindings(line, ends.get(line.line), report));
  return rows ? [{ fault: rows }, ...findings] : findings;
}

/** The entry that says how a row ended. */
type RowEnd = Omit<ReadEntry, 'act'> & {
  readonly digest: string;
  readonly act: Extract<ReadEntry['act'], { kind: 'rowDone' | 'rowFailed' | 'rowReleased' }>;
  /** Who ended this turn of the row, and those before it. */
  readonly actors: readonly Actor[];
};

function rowEndOf(entry: ReadEntry & { readonly digest: string }): Omit<RowEnd, 'actors'> | undefined {
  const { act } = entry;
  return act.kind === 'rowDone' || act.kind === 'rowFailed' || act.kind === 'rowReleased'
    ? { ...entry, act }
    : undefined;
}

/** The rows are those with which the batch was made, or those that a person changed them to since. */
function rowsFault({ lines, rowsDigest }: ReadReport, entries: readonly ReadEntry[]): Fault | undefined {
  const digests = entries.flatMap(({ act }) =>
    (act.kind === 'batchCreated' || act.kind === 'rowsChanged') && act.rowsDigest !== undefined
      ? [act.rowsDigest]
      : [],
  );
  const created = entries.find(({ act }) => act.kind === 'batchCreated')?.act;
  const fits =
    rowsDigest === undefined
      ? created?.kind !== 'batchCreated' || digests.length > 1 || created.rows === lines.length
      : digests.length === 0 || digests.at(-1) === rowsDigest;
  return fits ? undefined : faultOf('AUDIT_ROWS_DIFFER', {});
}

function lineFindings(
  line: ReportLine,
  end: RowEnd | undefined,
  { format }: ReadReport,
): readonly ReportFinding[] {
  // What was done at another bench, the audit log of that one tells.
  if (line.bench !== undefined) return [];
  const { state } = line.fields;
  const kind = end?.act.kind;
  const differs = (what: string, sequence: number): ReportFinding => ({
    line: line.line,
    fault: faultOf('AUDIT_LINE_DIFFERS', { line: line.line, sequence, what }),
  });
  if (state !== 'done' && state !== 'failed')
    return end && kind === 'rowDone' ? [differs('state', end.sequence)] : [];
  if (end === undefined || kind !== (state === 'done' ? 'rowDone' : 'rowFailed'))
    return [{ line: line.line, fault: faultOf('AUDIT_LINE_UNPROVEN', { line: line.line }) }];
  if (line.audit?.sequence !== end.sequence || line.audit.digest !== end.digest)
    return [differs('audit entry', end.sequence)];
  const expected = expectedOf(end);
  const shown = (value: string) => (format === 'csv' ? harmless(value) : value);
  const wrong = provenFields.filter((name) => {
    const value = expected[name];
    return value !== undefined && line.fields[name] !== shown(value);
  });
  // A report that is older than this field says nothing of it.
  const others = line.by !== undefined && line.by !== shown(actorsText(eachOnce(end.actors))) ? ['by'] : [];
  const all = [...wrong, ...others];
  return all.length > 0 ? [differs(all.join(', '), end.sequence)] : [];
}

/** What a line has to say; a field of which the entry knows nothing is left out. */
function expectedOf({ act, at, subject }: RowEnd): Partial<Record<ProvenField, string>> {
  const time = (milliseconds: number) => new Date(milliseconds).toISOString();
  const verifiedAt = act.kind === 'rowReleased' ? undefined : act.verifiedAt;
  const message = act.kind === 'rowReleased' || verifiedAt === undefined ? undefined : act.message;
  const card = message && subject.card;
  const common = {
    ...{ device: subject.deviceId ?? '', label: subject.label ?? '', attempts: String(act.attempts) },
    ...{ 'card iccid': card?.iccid ?? '', 'card atr': card?.atr ?? '' },
    ...{ octets: message ? String(message.octets) : '', sha256: message?.sha256 ?? '' },
    'card verified': card && verifiedAt !== undefined ? time(verifiedAt) : '',
  };
  switch (act.kind) {
    case 'rowDone': {
      const { session, station } = act;
      // Of a row whose card alone was asked for, sessions that came later are in the report and not here.
      const held = session ? { session: session.id, 'commands done': String(session.commandsDone) } : {};
      return { ...common, state: 'done', station, ...held, done: time(at), code: '' };
    }
    case 'rowFailed':
      return { ...common, state: 'failed', station: act.station, done: '', code: act.code };
    case 'rowReleased':
      return common;
  }
}

function signatureFault(
  { batch, content, proof: { signature, ...proof } }: ReadReport,
  check: CheckSignature,
): Fault | undefined {
  const octets = statementOctets('report', { batch, ...proof });
  const valid = check(proof.key, octets, fromHex(signature) ?? new Uint8Array(0));
  if (valid === undefined) return faultOf('AUDIT_REPORT_KEY_UNKNOWN', { key: proof.key });
  return valid && content === proof.content ? undefined : faultOf('AUDIT_REPORT_CHANGED', {});
}
