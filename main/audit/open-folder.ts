import { existsSync } from 'node:fs';
import path from 'node:path';
import type { AuditPublicKey, Checkpoint } from '../../core/audit/checkpoint.ts';
import type { Actor } from '../../core/audit/entry.ts';
import type { Finding } from '../../core/audit/verify.ts';
import { codedError } from '../../core/errors.ts';
import type { AuditReading } from '../store/audit-reading.ts';
import { openStore, type Store } from '../store/store.ts';
import { type KeyKeeper, openVault } from '../vault/vault.ts';
import { provenAuditKey } from './audit-key.ts';
import { type AuditLog, openAuditLog } from './audit-log.ts';
import { auditHeadFile } from './head-file.ts';

/** A data folder, what opens its vault, and who works in it. */
export interface OpenedFolder {
  readonly folder: string;
  readonly keeper: KeyKeeper;
  readonly actor: () => Actor;
  /** Whether a folder in which no bench has been yet is made into one. */
  readonly mayBeNew?: boolean;
}

/**
 * Works with the store and the audit log of a data folder over which no bench runs.
 * @throws DATA_FOLDER_…, VAULT_…, and what the work throws
 */
export async function withAuditLog<Result>(
  { folder, keeper, actor, mayBeNew = false }: OpenedFolder,
  work: (services: { readonly store: Store; readonly audit: AuditLog }) => Promise<Result>,
): Promise<Result> {
  // A folder that a person named by mistake is not made into one.
  if (!mayBeNew && !existsSync(path.join(folder, 'bench.sqlite'))) throw codedError('AUDIT_NONE', { folder });
  const now = () => Date.now();
  const store = openStore(folder, now);
  try {
    const vault = openVault(folder, keeper);
    const audit = openAuditLog({ ...{ dataFolder: folder, store, vault, now, actor }, bench: false });
    try {
      return await work({ store, audit });
    } finally {
      audit.close();
    }
  } finally {
    store.close();
  }
}

/** What an audit log in a data folder is verified with. */
export interface FolderMeans {
  /** The keys to trust. */
  readonly keys: readonly AuditPublicKey[];
  /** What was signed, as it is known beside the store. */
  readonly known: readonly Checkpoint[];
  /** What is wrong with the key. */
  readonly findings: readonly Finding[];
}

/**
 * What there is in a data folder, or a copy of one, to verify its audit log with; nothing in it is changed.
 * @param trusted the public key that was saved from the bench; left out, the folder's vault has to prove its key
 */
export function folderMeans(
  { folder, keeper }: Pick<OpenedFolder, 'folder' | 'keeper'>,
  reading: AuditReading,
  trusted: AuditPublicKey | undefined,
): FolderMeans {
  const head = auditHeadFile(folder).read();
  const known = head ? [head] : [];
  if (trusted) return { keys: [trusted], known, findings: [] };
  const { key, fault } = provenAuditKey(reading, () => {
    // Opening a vault that is not there would make one.
    if (!existsSync(path.join(folder, 'vault.key')))
      throw codedError('VAULT_LOCKED', { keeper: 'a key that is not in this folder' });
    return openVault(folder, keeper);
  });
  return {
    keys: key ? [key] : [],
    known,
    findings: fault ? [{ sequence: 0, fault }] : [],
  };
}
