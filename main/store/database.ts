import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { codedError } from '../../core/errors.ts';
import { createGroupCommit } from './group-commit.ts';
import { migrations } from './migrations.ts';

type Row = Readonly<Record<string, unknown>>;

/** An SQLite file with prepared statements and transactions; what fails is a coded error. */
export interface Database {
  run(sql: string, ...values: readonly SQLInputValue[]): number;
  first(sql: string, ...values: readonly SQLInputValue[]): Row | undefined;
  all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[];
  /** All or nothing, on the disk when it returns. Within another transaction it is part of that one. */
  transaction<Result>(work: () => Result): Result;
  /** The same, together with other work that comes meanwhile; see `GroupCommit`. */
  grouped<Result>(work: () => Result, committed?: (result: Result) => void): Promise<Result>;
  close(): void;
}

/**
 * Opens (and where needed makes) the store of a data folder, for this process alone: the lock goes with the
 * process, however it ends.
 * @throws DATA_FOLDER_IN_USE, DATA_FOLDER_UNUSABLE, DATA_FOLDER_NEWER
 */
export function openDatabase(folder: string): Database {
  const lock = lockFolder(folder);
  let file: DatabaseSync;
  try {
    file = new DatabaseSync(path.join(folder, 'bench.sqlite'));
    // FULL: a transaction that returned is on the disk, also when the power goes.
    file.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
    // Seldom enough that a line at full speed is not held up by it; 40 MB of log at most.
    file.exec('PRAGMA wal_autocheckpoint = 10000;');
    // What a line works at stays in memory: 64 MB at most.
    file.exec('PRAGMA cache_size = -65536;');
    migrate(file, folder);
  } catch (error) {
    lock.close();
    throw error instanceof Error && 'fault' in error ? error : unusable(folder, error);
  }
  return databaseOf(file, () => lock.close());
}

/**
 * Opens the store of a data folder to read it as it is at this moment, beside whoever has it open.
 * @throws DATA_FOLDER_UNUSABLE
 */
export function openDatabaseReading(folder: string): Database {
  try {
    const file = new DatabaseSync(path.join(folder, 'bench.sqlite'), { readOnly: true, timeout: 5000 });
    file.exec('BEGIN');
    return databaseOf(file, () => {});
  } catch (error) {
    throw unusable(folder, error);
  }
}

function databaseOf(file: DatabaseSync, release: () => void): Database {
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string) => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = file.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };
  let depth = 0;
  const group = createGroupCommit({
    execute: (sql) => coded(() => void prepared(sql).run()),
    isOpen: () => file.isTransaction,
    later: (callback, when) => void (when === 'soon' ? setImmediate(callback) : setTimeout(callback, 1)),
  });
  return {
    run: (sql, ...values) => coded(() => Number(prepared(sql).run(...values).changes)),
    first: (sql, ...values) => coded(() => prepared(sql).get(...values)),
    all: (sql, ...values) => coded(() => prepared(sql).all(...values)),
    transaction(work) {
      if (depth > 0) return work();
      coded(() => file.exec('BEGIN IMMEDIATE'));
      depth++;
      try {
        const result = work();
        coded(() => file.exec('COMMIT'));
        return result;
      } catch (error) {
        if (file.isTransaction) file.exec('ROLLBACK');
        throw error;
      } finally {
        depth--;
      }
    },
    grouped(work, committed) {
      return group.queue(() => {
        // Work that asks for a transaction of its own is in one already.
        depth++;
        try {
          return work();
        } finally {
          depth--;
        }
      }, committed);
    },
    close() {
      group.flush();
      file.close();
      release();
    },
  };
}

/** A file of its own that is held locked by the operating system until this process ends. */
function lockFolder(folder: string): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unusable(folder, error);
  }
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(path.join(folder, 'bench.lock'), { timeout: 0 });
    lock.exec(
      'PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS held (by TEXT); COMMIT;',
    );
    return lock;
  } catch (error) {
    lock?.close();
    if (sqliteCode(error) === busy) throw codedError('DATA_FOLDER_IN_USE', { folder }, { cause: error });
    throw unusable(folder, error);
  }
}

function migrate(file: DatabaseSync, folder: string): void {
  const { user_version: version } = file.prepare('PRAGMA user_version').get() ?? {};
  const from = Number(version);
  if (from > migrations.length) throw codedError('DATA_FOLDER_NEWER', { folder });
  for (const [index, sql] of migrations.entries()) {
    if (index < from) continue;
    file.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}

const busy = 5;
const full = 13;

function sqliteCode(error: unknown): number | undefined {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' ? code & 0xff : undefined;
}

function coded<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const code = sqliteCode(error);
    if (code === undefined) throw error;
    if (code === full) throw codedError('STORE_FULL', {}, { cause: error });
    throw codedError('STORE_FAILED', { detail: messageOf(error) }, { cause: error });
  }
}

function unusable(folder: string, error: unknown) {
  return codedError('DATA_FOLDER_UNUSABLE', { folder, detail: messageOf(error) }, { cause: error });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
