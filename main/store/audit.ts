import { type ChainedEntry, chained } from '../../core/audit/chain.ts';
import type { Checkpoint } from '../../core/audit/checkpoint.ts';
import type { AuditEntry } from '../../core/audit/entry.ts';
import { sha256 } from '../digest.ts';
import { type AuditReading, createAuditReading, type KeptAuditKey } from './audit-reading.ts';
import { auditTriggers } from './audit-schema.ts';
import type { Database } from './database.ts';

/** The audit log of a data folder. Nothing in it is ever changed or deleted. */
export interface AuditRecords extends AuditReading {
  /**
   * Ties an entry to the end of the chain: in the transaction that is open, so that an act and its entry are there both
   * or neither. Where none is open, it is one of its own.
   * @throws STORE_FULL, STORE_FAILED
   */
  append(entry: Omit<AuditEntry, 'sequence'>): ChainedEntry;
  addCheckpoint(checkpoint: Checkpoint): void;
  addKey(key: KeptAuditKey): void;
  /** Makes these triggers anew. */
  restoreTriggers(names: readonly string[]): void;
}

export function createAuditRecords(database: Database): AuditRecords {
  const reading = createAuditReading(database);
  return {
    ...reading,
    append: (entry) =>
      database.transaction(() => {
        // Asked each time: what was rolled back is not in the chain.
        const kept = chained(reading.head(), entry, sha256);
        database.run(
          'INSERT INTO audit_entry (sequence, digest, entry) VALUES (?, ?, ?)',
          kept.sequence,
          kept.digest,
          kept.text,
        );
        return kept;
      }),
    addCheckpoint: ({ sequence, digest, at, key, signature }) =>
      void database.run(
        `INSERT INTO audit_checkpoint
           SELECT coalesce(max(number), 0) + 1, ?, ?, ?, ?, ? FROM audit_checkpoint`,
        sequence,
        digest,
        at,
        key,
        signature,
      ),
    addKey: ({ key, publicPem, privateSealed }) =>
      void database.run('INSERT INTO audit_key VALUES (?, ?, ?)', key, publicPem, privateSealed),
    restoreTriggers: (names) =>
      database.transaction(() => {
        for (const [name, sql] of Object.entries(auditTriggers)) {
          if (!names.includes(name)) continue;
          database.run(`DROP TRIGGER IF EXISTS ${name}`);
          database.run(sql);
        }
      }),
  };
}
