import { existsSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TranscriptEntry } from '../../core/api.ts';
import type { ActKind } from '../../core/audit/acts.ts';
import { type ChainedEntry, type ChainHead, emptyChain } from '../../core/audit/chain.ts';
import type { Checkpoint } from '../../core/audit/checkpoint.ts';
import type { Actor } from '../../core/audit/entry.ts';
import { codedError } from '../../core/errors.ts';
import { auditTriggers } from './audit-schema.ts';
import type { Database } from './database.ts';
import { transcriptsIn } from './sessions.ts';

/** Which entries a list shows. */
export interface AuditQuery {
  readonly who?: Actor['kind'] | undefined;
  /** Left out, acts of every kind. */
  readonly kinds?: readonly ActKind[] | undefined;
  /** In the device, card, batch, station or person. */
  readonly search: string;
  readonly offset: number;
  readonly limit: number;
}

/** The key of an audit log as it is kept. */
export interface KeptAuditKey {
  readonly key: string;
  readonly publicPem: string;
  readonly privateSealed: Uint8Array;
}

/** What can be read of an audit log. */
export interface AuditReading {
  head(): ChainHead;
  /** The next entries after one, in order. */
  after(sequence: number, limit: number): readonly ChainedEntry[];
  /** The first entry that was made at this time or later. */
  firstSince(at: number): ChainedEntry | undefined;
  get(sequence: number): ChainedEntry | undefined;
  /** Entries of a batch, in order; of these kinds alone, or of all. */
  ofBatch(batchId: string, kinds?: readonly ActKind[]): readonly ChainedEntry[];
  /** Entries of a row of a batch, in order, of these kinds. */
  ofJob(jobId: string, kinds: readonly ActKind[]): readonly ChainedEntry[];
  /** The newest first. */
  page(query: AuditQuery): { readonly total: number; readonly rows: readonly ChainedEntry[] };
  /** In the order in which they were signed; of those after an entry, or all. */
  checkpoints(after?: number): readonly Checkpoint[];
  lastCheckpoint(): Checkpoint | undefined;
  key(): KeptAuditKey | undefined;
  /** Triggers that are not as the bench has made them. */
  missingTriggers(): readonly string[];
}

type Ground = Pick<Database, 'first' | 'all'>;

const columns = 'sequence, digest, entry';
/** Entries as lists choose them: by the index that has all of that in it, many times faster than by the entries. */
const listed = `audit_entry INDEXED BY audit_entry_listed
  WHERE actor = coalesce(?, actor) AND (? IS NULL OR kind IN (SELECT value FROM json_each(?)))
    AND (? = '' OR instr(words, lower(?)) > 0 OR batch_id IN
      (SELECT batch_id FROM batch WHERE instr(lower(name), lower(?)) > 0))`;

export function createAuditReading(ground: Ground): AuditReading {
  const { first } = ground;
  const one = (row: Readonly<Record<string, unknown>> | undefined) => row && chainedOf(row);
  return {
    head: () => one(first(`SELECT ${columns} FROM audit_entry ORDER BY sequence DESC LIMIT 1`)) ?? emptyChain,
    after: (sequence, limit) =>
      ground
        .all(
          `SELECT ${columns} FROM audit_entry WHERE sequence > ? ORDER BY sequence LIMIT ?`,
          sequence,
          limit,
        )
        .map(chainedOf),
    firstSince: (at) =>
      one(first(`SELECT ${columns} FROM audit_entry WHERE at >= ? ORDER BY sequence LIMIT 1`, at)),
    get: (sequence) => one(first(`SELECT ${columns} FROM audit_entry WHERE sequence = ?`, sequence)),
    ofBatch: (batchId, kinds) =>
      ground
        .all(
          `SELECT ${columns} FROM audit_entry WHERE batch_id = ?
           AND (? IS NULL OR kind IN (SELECT value FROM json_each(?))) ORDER BY sequence`,
          batchId,
          ...twice(kinds),
        )
        .map(chainedOf),
    ofJob: (jobId, kinds) =>
      ground
        .all(
          `SELECT ${columns} FROM audit_entry WHERE job_id = ?
           AND kind IN (SELECT value FROM json_each(?)) ORDER BY sequence`,
          jobId,
          JSON.stringify(kinds),
        )
        .map(chainedOf),
    page({ who, kinds, search, offset, limit }) {
      const all = who === undefined && kinds === undefined && search === '';
      const values = [who ?? null, ...twice(kinds), search, search, search] as const;
      const counted = all
        ? first('SELECT coalesce(max(sequence), 0) AS n FROM audit_entry')
        : first(`SELECT count(*) AS n FROM ${listed}`, ...values);
      const found = all ? 'SELECT sequence FROM audit_entry' : `SELECT sequence FROM ${listed}`;
      const rows = ground.all(
        `SELECT ${columns} FROM audit_entry
           WHERE sequence IN (${found} ORDER BY sequence DESC LIMIT ? OFFSET ?) ORDER BY sequence DESC`,
        ...(all ? [] : values),
        limit,
        offset,
      );
      return { total: Number(counted?.n ?? 0), rows: rows.map(chainedOf) };
    },
    checkpoints: (after = 0) =>
      ground
        .all('SELECT * FROM audit_checkpoint WHERE sequence > ? ORDER BY number', after)
        .map(checkpointFrom),
    lastCheckpoint() {
      const row = first('SELECT * FROM audit_checkpoint ORDER BY number DESC LIMIT 1');
      return row && checkpointFrom(row);
    },
    key() {
      const row = first('SELECT * FROM audit_key LIMIT 1');
      return (
        row && {
          key: String(row.key),
          publicPem: String(row.public_pem),
          privateSealed: row.private_sealed as Uint8Array,
        }
      );
    },
    missingTriggers() {
      const rows = ground.all(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'audit_%'",
      );
      const there = new Map(rows.map((row) => [String(row.name), String(row.sql)]));
      return Object.entries(auditTriggers).flatMap(([name, sql]) => (there.get(name) === sql ? [] : [name]));
    },
  };
}

/**
 * Reads the audit log of a data folder, or of a copy of one, beside whoever works in it, and changes nothing: all of it
 * as it was at one moment.
 * @throws AUDIT_NONE, DATA_FOLDER_UNUSABLE
 */
export function openAuditReading(folder: string): {
  readonly reading: AuditReading;
  /** The lines that are kept of a session. */
  readonly transcriptOf: (sessionId: string) => readonly TranscriptEntry[];
  close(): void;
} {
  const name = path.join(folder, 'bench.sqlite');
  if (!existsSync(name)) throw codedError('AUDIT_NONE', { folder });
  let file: DatabaseSync | undefined;
  try {
    file = new DatabaseSync(name, { readOnly: true });
    file.exec('BEGIN');
    const open = file;
    const ground: Ground = {
      first: (sql, ...values) => open.prepare(sql).get(...values),
      all: (sql, ...values) => open.prepare(sql).all(...values),
    };
    const { n } = ground.first("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'audit_entry'") ?? {};
    if (n !== 1) throw codedError('AUDIT_NONE', { folder });
    return {
      reading: createAuditReading(ground),
      transcriptOf: transcriptsIn(ground),
      close: () => open.close(),
    };
  } catch (error) {
    file?.close();
    if (error instanceof Error && 'fault' in error) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw codedError('DATA_FOLDER_UNUSABLE', { folder, detail }, { cause: error });
  }
}

/** A list for SQL, for its two places: whether there is one, and what is in it. */
function twice(kinds: readonly ActKind[] | undefined): readonly [string | null, string | null] {
  const list = kinds === undefined ? null : JSON.stringify(kinds);
  return [list, list];
}

function chainedOf(row: Readonly<Record<string, unknown>>): ChainedEntry {
  return { sequence: Number(row.sequence), digest: String(row.digest), text: String(row.entry) };
}

function checkpointFrom(row: Readonly<Record<string, unknown>>): Checkpoint {
  return {
    sequence: Number(row.sequence),
    digest: String(row.digest),
    at: Number(row.at),
    key: String(row.key),
    signature: String(row.signature),
  };
}
