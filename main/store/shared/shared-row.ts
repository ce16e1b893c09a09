import { z } from 'zod';
import { batchModes } from '../../../core/provisioning/batch-mode.ts';
import type { JobState } from '../../../core/provisioning/job.ts';
import { parseJobState } from '../../../core/provisioning/job-schema.ts';
import type { BatchRecord } from '../batches.ts';
import type { JobRecord } from '../job-record.ts';

/** A row of a shared order as the order book has it. */
export interface SharedRow extends Omit<JobRecord, 'bench'> {
  /** The number of its last event. */
  readonly revision: number;
  readonly retry: boolean;
  /** The bench that worked at it last. */
  readonly benchId?: string;
  readonly benchName?: string;
  /** What that bench recorded of how it ended: JSON. */
  readonly result?: string;
}

/** One event of a row of a shared order. */
export interface SharedEvent {
  readonly revision: number;
  readonly at: number;
  /** The kind of a `JobEvent`, or `add`, `retry`, `result`, which leave the row's state alone. */
  readonly event: string;
  /** The state that it led to. */
  readonly state: JobState;
  /** Why a person decided it, and the values before: JSON. */
  readonly detail?: string;
}

const variablesSchema = z.record(z.string(), z.string());
const jobState = z.string().transform((text, context): JobState => {
  const state = parseJobState(text);
  if (state) return state;
  context.addIssue({ code: 'custom', message: 'it is no state of a row' });
  return z.NEVER;
});

/** Another bench's writing is input: parsed once. */
const rowSchema = z.object({
  job_id: z.string(),
  batch_id: z.string(),
  line: z.int(),
  device_id: z.string(),
  label: z.string(),
  variables: z.string().transform((text) => variablesSchema.parse(jsonOf(text))),
  iccid: z.string().nullable(),
  state_json: jobState,
  attempts: z.int(),
  retry: z.boolean(),
  changed_at: z.coerce.number(),
  bench_id: z.string().nullable(),
  bench_name: z.string().nullish(),
  result_json: z.string().nullable(),
  revision: z.int(),
});

/** A row from its line of the table. */
export function sharedRowOf(line: Readonly<Record<string, unknown>>): SharedRow {
  const row = rowSchema.parse(line);
  return {
    jobId: row.job_id,
    batchId: row.batch_id,
    line: row.line,
    deviceId: row.device_id,
    label: row.label,
    variables: row.variables,
    ...(row.iccid === null ? {} : { iccid: row.iccid }),
    state: row.state_json,
    attempts: row.attempts,
    changedAt: row.changed_at,
    revision: row.revision,
    retry: row.retry,
    ...(row.bench_id === null ? {} : { benchId: row.bench_id }),
    ...(typeof row.bench_name === 'string' ? { benchName: row.bench_name } : {}),
    ...(row.result_json === null ? {} : { result: row.result_json }),
  };
}

/** JSON of what `JobEventRecord` may have beside its state. */
const detail = z.string().refine((text) => detailSchema.safeParse(jsonOf(text)).success);
const detailSchema = z.looseObject({ reason: z.string().optional(), before: variablesSchema.optional() });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const eventSchema = z.object({
  revision: z.int(),
  at: z.coerce.number(),
  event: z.string(),
  state: jobState,
  detail: detail.nullable(),
});

/** An event from its line of the table. */
export function sharedEventOf(line: Readonly<Record<string, unknown>>): SharedEvent {
  const { detail, ...event } = eventSchema.parse(line);
  return { ...event, ...(detail === null ? {} : { detail }) };
}

const batchSchema = z.object({
  batch_id: z.string(),
  name: z.string(),
  profile_text: z.string(),
  list_name: z.string(),
  order_digest: z.string(),
  details: z.string(),
  created_at: z.coerce.number(),
});

/** What is in a batch's record beside what every order has. */
type Details = Omit<
  BatchRecord,
  'batchId' | 'name' | 'profileText' | 'listName' | 'orderDigest' | 'createdAt' | 'shared'
>;
const detailsSchema = z.looseObject({ mode: z.enum(batchModes) });

/** A batch from its line of the table, and the order book that it is of. */
export function sharedBatchOf(line: Readonly<Record<string, unknown>>, book: string): BatchRecord {
  const row = batchSchema.parse(line);
  return {
    batchId: row.batch_id,
    name: row.name,
    profileText: row.profile_text,
    listName: row.list_name,
    orderDigest: row.order_digest,
    createdAt: row.created_at,
    ...(detailsSchema.parse(JSON.parse(row.details)) as Details),
    shared: book,
  };
}

/** The details of a batch as an order book keeps them. */
export function printDetails(batch: BatchRecord): string {
  const { batchId, name, profileText, listName, orderDigest, createdAt, shared, ...details } = batch;
  return JSON.stringify(details satisfies Details);
}
