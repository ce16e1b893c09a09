import { z } from 'zod';
import { actorSchema } from '../audit/entry.ts';
import { type ErrorCode, errorTable } from '../errors.ts';
import type { MoJson } from '../mo/serialization.ts';
import type { Report, ReportProof } from './report.ts';
import { type ReportState, reportStates } from './report-states.ts';

const moJson: z.ZodType<MoJson> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.record(z.string(), moJson)]),
);
const isoTime = z.string().max(40);
const fault = z.looseObject({
  code: z.custom<ErrorCode>((code) => typeof code === 'string' && Object.hasOwn(errorTable, code)),
  message: z.string(),
  remedy: z.string(),
});
const form = z.looseObject({
  title: z.string(),
  outcome: z.enum(['waiting', 'opened', 'answering', 'completed', 'expired', 'closed', 'failed']),
  endedAt: isoTime.exactOptional(),
  answers: z.array(
    z.looseObject({
      field: z.string(),
      label: z.string(),
      text: z.string(),
      digest: z.string().exactOptional(),
    }),
  ),
});
const row = z.looseObject({
  line: z.int(),
  device: z.string(),
  label: z.string(),
  state: z.custom<ReportState>((state) => typeof state === 'string' && Object.hasOwn(reportStates, state)),
  attempts: z.int(),
  station: z.string().exactOptional(),
  by: z.array(actorSchema).exactOptional(),
  begunAt: isoTime.exactOptional(),
  card: z
    .looseObject({
      atr: z.string(),
      iccid: z.string().exactOptional(),
      octets: z.int(),
      sha256: z.string(),
      verifiedAt: isoTime,
    })
    .exactOptional(),
  session: z.looseObject({ id: z.string(), state: z.string(), commandsDone: z.int() }).exactOptional(),
  reported: z.record(z.string(), moJson).exactOptional(),
  doneAt: isoTime.exactOptional(),
  failedAt: isoTime.exactOptional(),
  fault: fault.exactOptional(),
  forms: z.array(form).exactOptional(),
  row: z.record(z.string(), z.string()),
  audit: z.looseObject({ sequence: z.int(), digest: z.string() }).exactOptional(),
});
const count = z.int().min(0);
const report = z.looseObject({
  batch: z.string(),
  name: z.string(),
  profile: z.looseObject({ name: z.string(), version: z.int() }),
  list: z.string(),
  createdAt: isoTime,
  firstSession: z.enum(['held by the simulated device', 'not asked for']).exactOptional(),
  totals: z.looseObject({ rows: count, done: count, failed: count, left: count }),
  rows: z.array(row),
});
const proof = z.strictObject({
  first: z.int(),
  last: z.int(),
  head: z.string(),
  content: z.string(),
  key: z.string(),
  signature: z.string(),
});

/** A report with its proof as its JSON says it; undefined where this version does not know what it holds. */
export function parseReport(
  text: string,
): { readonly report: Report; readonly proof: ReportProof } | undefined {
  try {
    const whole = report.extend({ proof }).parse(JSON.parse(text));
    const { proof: proven, ...rest } = whole;
    return { report: rest, proof: proven };
  } catch {
    return undefined;
  }
}
