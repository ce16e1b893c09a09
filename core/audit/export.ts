import { z } from 'zod';
import { type CodedError, codedError } from '../errors.ts';
import type { ChainedEntry, ChainHead } from './chain.ts';
import { type Checkpoint, checkpointSchema, hexDigest, hexSignature } from './checkpoint.ts';
import { canonicalText } from './entry.ts';

/** Which entries an export has. */
export type AuditSelection =
  | { readonly kind: 'all' }
  /** Those made at this time or later, in milliseconds since 1970. */
  | { readonly kind: 'since'; readonly at: number }
  /** Those of one batch. What lies between them is not in it: that they follow each other, the signature says. */
  | { readonly kind: 'batch'; readonly batchId: string };

/** The first line of an export. */
export interface ExportHead {
  readonly version: 1;
  readonly selection: AuditSelection;
  /** What the first entry follows, where the export is one piece of the chain. */
  readonly from: ChainHead;
  /** The fingerprint of the key that signs it. */
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
}

/** The last line of an export: over everything before it. */
export interface ExportEnd {
  readonly entries: number;
  /** SHA-256 over all lines before, with their ends, in hexadecimal. */
  readonly sha256: string;
  readonly key: string;
  readonly signature: string;
}

export const auditSelectionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('since'), at: z.int() }),
  z.strictObject({ kind: z.literal('batch'), batchId: z.string() }),
]);
const chainHead = z.strictObject({ sequence: z.int().min(0), digest: hexDigest });
const headLine = z.strictObject({
  kind: z.literal('auditExport'),
  version: z.literal(1),
  selection: auditSelectionSchema,
  from: chainHead,
  key: hexDigest,
  madeAt: z.int(),
});
const entryLine = z.strictObject({
  kind: z.literal('entry'),
  sequence: z.int().min(1),
  previous: hexDigest,
  digest: hexDigest,
  entry: z.record(z.string(), z.unknown()),
});
const checkpointLine = checkpointSchema.extend({ kind: z.literal('checkpoint') });
const endLine = z.strictObject({
  kind: z.literal('end'),
  entries: z.int().min(0),
  sha256: hexDigest,
  key: hexDigest,
  signature: hexSignature,
});
const anyLine = z.discriminatedUnion('kind', [headLine, entryLine, checkpointLine, endLine]);

/** A line of an export, read. */
export type ExportLine =
  | ({ readonly kind: 'auditExport' } & ExportHead)
  | { readonly kind: 'entry'; readonly entry: ChainedEntry; readonly previous: string }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint }
  | ({ readonly kind: 'end' } & ExportEnd);

/** The first line. */
export function printExportHead(head: ExportHead): string {
  return line({ kind: 'auditExport', ...head });
}

/** The line of an entry. @param previous the digest of the entry before it in the chain */
export function printExportEntry({ sequence, text, digest }: ChainedEntry, previous: string): string {
  // The text is in its canonical form, and stays so.
  return `{"kind":"entry","sequence":${sequence},"previous":"${previous}","digest":"${digest}","entry":${text}}\n`;
}

export function printExportCheckpoint(checkpoint: Checkpoint): string {
  return line({ kind: 'checkpoint', ...checkpoint });
}

export function printExportEnd(end: ExportEnd): string {
  return line({ kind: 'end', ...end });
}

/** Reads a line of an export. @throws AUDIT_EXPORT_WRONG with the place */
export function parseExportLine(
  text: string,
  place: { readonly file: string; readonly line: number },
): ExportLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw wrongExport('a line is not JSON', place, cause);
  }
  const parsed = anyLine.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw wrongExport(`${issue?.path.join('.') || 'a line'}: ${issue?.message ?? 'it does not fit'}`, place);
  }
  const { data } = parsed;
  switch (data.kind) {
    case 'entry': {
      const { sequence, digest, previous, entry } = data;
      return { kind: 'entry', entry: { sequence, digest, text: canonicalText(entry) }, previous };
    }
    case 'checkpoint': {
      const { kind, ...checkpoint } = data;
      return { kind, checkpoint };
    }
    case 'auditExport':
    case 'end':
      return data;
  }
}

/** The error for what is no export. */
export function wrongExport(
  detail: string,
  place: { readonly file: string; readonly line?: number },
  cause?: unknown,
): CodedError {
  return codedError('AUDIT_EXPORT_WRONG', { detail }, { place, cause });
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
