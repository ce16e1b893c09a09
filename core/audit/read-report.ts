import { z } from 'zod';
import { type CodedError, codedError } from '../errors.ts';
import type { ReportProof } from '../provisioning/report.ts';
import { proofColumns, type reportColumns } from '../provisioning/report-csv.ts';
import { actorsText } from './actor-text.ts';
import { digestOf, type Sha256Hex } from './chain.ts';
import { hexDigest, hexSignature } from './checkpoint.ts';
import { actorSchema } from './entry.ts';
import type { ReportFormat } from './report-proof.ts';
import { rowsDigest } from './row-acts.ts';

/** What the audit log can say of a line of a report, each as the text that a report shows; '' for nothing. */
export const provenFields = [
  'device',
  'label',
  'state',
  'attempts',
  'station',
  'card iccid',
  'card atr',
  'octets',
  'sha256',
  'card verified',
  'session',
  'commands done',
  'done',
  'code',
] as const satisfies readonly (typeof reportColumns)[number][];
export type ProvenField = (typeof provenFields)[number];

/** A line of a report. */
export interface ReportLine {
  readonly line: number;
  readonly fields: Readonly<Record<ProvenField, string>>;
  /** Who ended its turns; undefined in a report that does not say. */
  readonly by: string | undefined;
  /** The other bench that did it: the entry is in the audit log of that one. */
  readonly bench: string | undefined;
  readonly audit: { readonly sequence: number; readonly digest: string } | undefined;
}

/** A report as it was read from a file. */
export interface ReadReport {
  readonly format: ReportFormat;
  readonly batch: string;
  /** The digest over what the file says. */
  readonly content: string;
  readonly proof: ReportProof;
  readonly lines: readonly ReportLine[];
  /** Over the rows of its list, where the form keeps them as they were. */
  readonly rowsDigest: string | undefined;
}

const proofSchema = z.strictObject({
  first: z.int().min(0),
  last: z.int().min(0),
  head: hexDigest,
  content: hexDigest,
  key: hexDigest,
  signature: hexSignature,
});
const auditReference = z.strictObject({ sequence: z.int().min(1), digest: hexDigest });
const jsonRow = z.looseObject({
  line: z.int(),
  device: z.string(),
  label: z.string(),
  state: z.string(),
  attempts: z.int(),
  station: z.string().optional(),
  by: z.array(actorSchema).optional(),
  card: z
    .looseObject({
      atr: z.string(),
      iccid: z.string().optional(),
      octets: z.int(),
      sha256: z.string(),
      verifiedAt: z.string(),
    })
    .optional(),
  session: z.looseObject({ id: z.string(), commandsDone: z.int() }).optional(),
  doneAt: z.string().optional(),
  fault: z.looseObject({ code: z.string() }).optional(),
  row: z.record(z.string(), z.string()),
  audit: auditReference.optional(),
  bench: z.string().optional(),
});
const jsonReport = z.looseObject({
  batch: z.string(),
  rows: z.array(jsonRow),
  proof: z.unknown().optional(),
});

/** Reads a report that was written as JSON. @throws AUDIT_REPORT_WRONG, AUDIT_REPORT_NOT_SIGNED */
export function readJsonReport(text: string, file: string, sha256: Sha256Hex): ReadReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw wrong('it is not JSON', file, cause);
  }
  // Members that stand twice read otherwise to a person than to a program.
  if (`${JSON.stringify(value, null, 2)}\n` !== text)
    throw wrong('it is not laid out as it was written', file);
  const parsed = jsonReport.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw wrong(`${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'it does not fit'}`, file);
  }
  const { proof, ...content } = parsed.data;
  const lines = content.rows.map(
    ({ line, device, label, state, attempts, station, by, ...rest }): ReportLine => ({
      line,
      audit: rest.audit,
      by: by && actorsText(by),
      bench: rest.bench,
      fields: {
        ...{ device, label, state, attempts: String(attempts), station: station ?? '' },
        ...{ 'card iccid': rest.card?.iccid ?? '', 'card atr': rest.card?.atr ?? '' },
        ...{ octets: rest.card ? String(rest.card.octets) : '', sha256: rest.card?.sha256 ?? '' },
        ...{ 'card verified': rest.card?.verifiedAt ?? '', session: rest.session?.id ?? '' },
        'commands done': rest.session ? String(rest.session.commandsDone) : '',
        ...{ done: rest.doneAt ?? '', code: rest.fault?.code ?? '' },
      },
    }),
  );
  const listed = content.rows.map(({ line, device, label, row }) => ({
    line,
    deviceId: device,
    label,
    variables: row,
  }));
  return {
    format: 'json',
    batch: content.batch,
    content: digestOf(content, sha256),
    proof: proofOf(proof, file),
    lines,
    rowsDigest: rowsDigest(listed, sha256),
  };
}

/**
 * Reads a report that was written as CSV.
 * @param cells as they were parsed, the heading first
 * @throws AUDIT_REPORT_WRONG, AUDIT_REPORT_NOT_SIGNED
 */
export function readCsvReport(
  cells: readonly (readonly string[])[],
  file: string,
  sha256: Sha256Hex,
): ReadReport {
  const [heading = [], ...rows] = cells;
  const proofNames = Object.keys(proofColumns);
  const own = heading.length - proofNames.length;
  const [first] = rows;
  if (heading[0] !== 'line' || first === undefined) throw wrong('it has no line of a row', file);
  if (proofNames.some((name, index) => heading[own + index] !== name))
    throw codedError('AUDIT_REPORT_NOT_SIGNED', {}, { place: { file } });
  const uneven = rows.findIndex((row) => row.length !== heading.length);
  if (uneven !== -1) throw wrong(`row ${uneven + 1} has not as many cells as the heading`, file);
  const [batch = '', firstEntry, lastEntry, head, content, key, signature] = first.slice(own);
  if (rows.some((row) => row.slice(own).join() !== first.slice(own).join()))
    throw wrong('its lines carry different proofs', file);
  const proof = { first: Number(firstEntry), last: Number(lastEntry), head, content, key, signature };
  const at = new Map(heading.map((name, index) => [name, index]));
  const lines = rows.map((row): ReportLine => {
    const cell = (name: string) => row[at.get(name) ?? -1] ?? '';
    const audit = auditReference.safeParse({
      sequence: Number(cell('audit entry')),
      digest: cell('audit digest'),
    });
    const fields = Object.fromEntries(provenFields.map((name) => [name, cell(name)]));
    return {
      line: Number(cell('line')),
      audit: audit.success ? audit.data : undefined,
      by: at.has('by') ? cell('by') : undefined,
      bench: cell('bench') === '' ? undefined : cell('bench'),
      fields: fields as Record<ProvenField, string>,
    };
  });
  return {
    format: 'csv',
    batch,
    content: digestOf(
      cells.map((line) => line.slice(0, own)),
      sha256,
    ),
    proof: proofOf(proof, file),
    lines,
    rowsDigest: undefined,
  };
}

function proofOf(value: unknown, file: string): ReportProof {
  if (value === undefined) throw codedError('AUDIT_REPORT_NOT_SIGNED', {}, { place: { file } });
  const parsed = proofSchema.safeParse(value);
  if (!parsed.success) throw wrong('its proof cannot be read', file, parsed.error);
  return parsed.data;
}

function wrong(detail: string, file: string, cause?: unknown): CodedError {
  return codedError('AUDIT_REPORT_WRONG', { detail }, { place: { file }, cause });
}
