import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Actor } from '../../core/audit/entry.ts';
import { sha256 } from '../digest.ts';
import { openAuditReading } from '../store/audit-reading.ts';
import { openStore, type Store } from '../store/store.ts';
import { keyFileKeeper, openVault } from '../vault/vault.ts';
import { signaturesOf } from './audit-key.ts';
import { type AuditLog, openAuditLog } from './audit-log.ts';
import { folderMeans } from './open-folder.ts';
import { verifyReading } from './verification.ts';

/** An audit log that is open, for tests. */
export interface TestLog {
  readonly folder: string;
  readonly store: Store;
  readonly log: AuditLog;
  close(): void;
}

export const nobody: Actor = { kind: 'bench' };

/** Opens the audit log of a folder, as a bench does, or of a new one. */
export function openTestLog(
  folder = mkdtempSync(path.join(os.tmpdir(), 'audit-')),
  actor: () => Actor = () => nobody,
): TestLog {
  const now = () => Date.now();
  const store = openStore(folder, now);
  try {
    const vault = openVault(folder, keyFileKeeper);
    const log = openAuditLog({ ...{ dataFolder: folder, store, vault, now, actor }, bench: true });
    return {
      folder,
      store,
      log,
      close() {
        log.close();
        store.close();
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}

/** So many entries. */
export function actTimes({ log, store }: TestLog, times: number): void {
  store.transaction(() => {
    for (let time = 0; time < times; time++)
      log.record({ kind: 'cardErased', station: `reader ${time}` }, { deviceId: `IMEI:${time}` });
  });
}

/** Changes the store of a folder as somebody with a tool for SQLite does, the triggers put aside where they hinder. */
export function tamper(folder: string, sql: string): void {
  const file = new DatabaseSync(path.join(folder, 'bench.sqlite'));
  const triggers = file
    .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'audit_%'")
    .all();
  for (const { name } of triggers) file.exec(`DROP TRIGGER ${String(name)}`);
  file.exec(sql);
  for (const trigger of triggers) file.exec(String(trigger.sql));
  file.close();
}

/** What a verification of a folder that nobody works in comes to: `CODE sequence`, each. */
export async function findingsIn(folder: string): Promise<readonly string[]> {
  const { reading, close } = openAuditReading(folder);
  try {
    const { keys, known, findings } = folderMeans({ folder, keeper: keyFileKeeper }, reading, undefined);
    const verdict = await verifyReading(reading, { means: { sha256, check: signaturesOf(keys) }, known });
    return [...findings, ...verdict.findings].map(({ sequence, fault }) => `${fault.code} ${sequence}`);
  } finally {
    close();
  }
}

/** A folder as it is now, once more. */
export function copyOf(folder: string): string {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'audit-copy-'));
  cpSync(folder, copy, { recursive: true });
  rmSync(path.join(copy, 'bench.lock'), { force: true });
  return copy;
}
