import type { Page } from '../../core/api.ts';
import type { Database } from './database.ts';

/** A management object's description that was imported: the file as it came, and which object of it is meant. */
export interface ImportedSchema {
  /** Named by the description, or by whoever imported it. */
  readonly moid: string;
  /** The text of the whole file. */
  readonly ddfText: string;
  /** Which root node of the file describes the object; the first is 0. */
  readonly rootIndex: number;
  readonly fileName: string;
  /** Milliseconds since 1970. */
  readonly importedAt: number;
}

/** The descriptions (DDF) that were imported into a data folder, by MOID. */
export interface ImportedSchemas {
  /** Keeps a description; one that was imported before for this MOID is replaced. */
  put(schema: ImportedSchema): void;
  get(moid: string): ImportedSchema | undefined;
  /** All of them without their texts, in the order of their MOIDs. */
  list(): readonly Omit<ImportedSchema, 'ddfText'>[];
  /** One of them without its text. */
  summary(moid: string): Omit<ImportedSchema, 'ddfText'> | undefined;
  /** When the description of an object was imported; undefined where none was. */
  importedAt(moid: string): number | undefined;
  delete(moid: string): void;
  /** Changes with every import and deletion. */
  revision(): string;
  /** How many devices have reported or listed each object. */
  users(): ReadonlyMap<string, number>;
  /** The devices that have reported or listed an object, by their labels. */
  devicesWith(query: { readonly moid: string; readonly offset: number; readonly limit: number }): Page<{
    readonly deviceId: string;
    readonly label: string;
  }>;
}

/** Each object of each device, once, as it was reported or listed. */
const having = `
  SELECT device_id, moid FROM reported_instance UNION SELECT device_id, moid FROM supported_object`;

export function createSchemas(database: Database): ImportedSchemas {
  return {
    put: ({ moid, ddfText, rootIndex, fileName, importedAt }) =>
      void database.run(
        'INSERT OR REPLACE INTO imported_schema VALUES (?, ?, ?, ?, ?)',
        moid,
        ddfText,
        rootIndex,
        fileName,
        importedAt,
      ),
    get(moid) {
      const row = database.first('SELECT * FROM imported_schema WHERE moid = ?', moid);
      return row && { ...summaryOf(row), ddfText: String(row.ddf_text) };
    },
    list: () =>
      database
        .all('SELECT moid, root_index, file_name, imported_at FROM imported_schema ORDER BY moid')
        .map(summaryOf),
    summary(moid) {
      const row = database.first(
        'SELECT moid, root_index, file_name, imported_at FROM imported_schema WHERE moid = ?',
        moid,
      );
      return row && summaryOf(row);
    },
    importedAt(moid) {
      const row = database.first('SELECT imported_at FROM imported_schema WHERE moid = ?', moid);
      return row && Number(row.imported_at);
    },
    delete: (moid) => void database.run('DELETE FROM imported_schema WHERE moid = ?', moid),
    revision: () =>
      JSON.stringify(
        database.first('SELECT count(*) AS n, max(imported_at) AS newest FROM imported_schema') ?? {},
      ),
    users: () =>
      new Map(
        database
          .all(`SELECT moid, count(*) AS devices FROM (${having}) GROUP BY moid`)
          .map(({ moid, devices }) => [String(moid), Number(devices)]),
      ),
    devicesWith({ moid, offset, limit }) {
      const users = `FROM (${having}) h JOIN device d ON d.device_id = h.device_id WHERE h.moid = ?`;
      const total = database.first(`SELECT count(*) AS n ${users}`, moid);
      const rows = database.all(
        `SELECT d.device_id, d.label ${users} ORDER BY d.label, d.device_id LIMIT ? OFFSET ?`,
        moid,
        limit,
        offset,
      );
      return {
        total: Number(total?.n ?? 0),
        rows: rows.map(({ device_id: id, label }) => ({ deviceId: String(id), label: String(label) })),
      };
    },
  };
}

function summaryOf(row: Readonly<Record<string, unknown>>): Omit<ImportedSchema, 'ddfText'> {
  return {
    moid: String(row.moid),
    rootIndex: Number(row.root_index),
    fileName: String(row.file_name),
    importedAt: Number(row.imported_at),
  };
}
