import { z } from 'zod';
import type { ReportStatement } from '../../core/audit/report-proof.ts';
import type { Fault } from '../../core/errors.ts';
import { labelSizeSchema } from '../../core/provisioning/label-schema.ts';

const reportOf = { kind: z.literal('report'), batchId: z.string() };
const labels = z.strictObject({
  kind: z.literal('labels'),
  batchId: z.string(),
  /** Left out, what the profile says. */
  size: labelSizeSchema.optional(),
  /** Positions of the first sheet that are used already. */
  skip: z.int().min(0),
  /** Whether devices get one that are not done; theirs says so. */
  all: z.boolean(),
  /** That row alone. */
  line: z.int().optional(),
});
const report = z.union([
  z.strictObject({ ...reportOf, format: z.enum(['json', 'csv']) }),
  z.strictObject({
    ...reportOf,
    format: z.literal('pdf'),
    paper: z.enum(['a4', 'letter']),
    /** Whether all that is known of each device follows the table. */
    details: z.boolean(),
  }),
]);
/** What is written as a document: a report of a batch, or labels for its devices. */
export const documentWork = z.union([report, labels]);

export type ReportWork = z.infer<typeof report>;
export type LabelWork = z.infer<typeof labels>;
export type DocumentWork = z.infer<typeof documentWork>;

/** What a thread is given that writes a document. */
export interface DocumentTask {
  readonly folder: string;
  /** The file as a person named it, and the one that is written first. */
  readonly file: string;
  readonly draft: string;
  readonly work: DocumentWork;
  /** Whether nothing may be written that holds secrets. */
  readonly withoutSecrets: boolean;
}

/** What the thread says. */
export type WorkerMessage =
  | { readonly kind: 'sign'; readonly statement: ReportStatement }
  /** Everything is known that the document says; it waits for leave to write. The digest is over the record. */
  | { readonly kind: 'ready'; readonly sha256?: string }
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'written'; readonly count: number }
  | { readonly kind: 'fault'; readonly fault: Fault };

/** What it is told. */
export type WorkerAnswer =
  | { readonly kind: 'signed'; readonly signature: string }
  | { readonly kind: 'write' };
