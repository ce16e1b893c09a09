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
}

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
