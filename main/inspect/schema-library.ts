import type { Page } from '../../core/api.ts';
import type { SchemaImport, SchemaView } from '../../core/api-inspect.ts';
import { codedError } from '../../core/errors.ts';
import { readDdf } from '../../core/mo/ddf.ts';
import { isMoid, type ObjectSchema } from '../../core/mo/object-schema.ts';
import { type SchemaSummary, summarizeSchema } from '../../core/mo/schema-summary.ts';
import { standardObjects, standardSchema } from '../../core/mo/standard-schemas.ts';
import type { ImportedSchema } from '../store/schemas.ts';
import type { Store } from '../store/store.ts';

/** The text of a description with the name that people know its file by. */
export interface SchemaFile {
  readonly name: string;
  readonly text: string;
}

/** The descriptions (DDF) of management objects: those that come with the product, and those that were imported. */
export interface SchemaLibrary {
  /** The description of an object; an imported one takes the place of a standard one. */
  schemaOf(moid: string): ObjectSchema | undefined;
  /** Changes with every import. */
  revision(): string;
  page(query: { readonly search: string; readonly offset: number; readonly limit: number }): Page<SchemaView>;
  /** Imports the objects of a file, all or none; those without a MOID wait for somebody to name them. */
  import(file: SchemaFile): SchemaImport;
  /** Imports an object of a file for a MOID that a person or a device says. @throws SCHEMA_IMPORT_GONE, SCHEMA_MOID_WRONG */
  name(token: string, rootIndex: number, moid: string): SchemaView;
  /** Imports the object of a file that a device has by this MOID. @throws SCHEMA_NOT_FOUND_IN_FILE */
  importFor(file: SchemaFile, moid: string): SchemaImport;
  /** @throws SCHEMA_UNKNOWN, SCHEMA_STANDARD */
  delete(moid: string): void;
  users(query: { readonly moid: string; readonly offset: number; readonly limit: number }): Page<{
    readonly deviceId: string;
    readonly label: string;
  }>;
}

/** So many files with objects that nobody has named yet are held. */
const mostWaiting = 50;

export function createSchemaLibrary(store: Store, now: () => number, newId: () => string): SchemaLibrary {
  const read = new Map<string, { readonly importedAt: number; readonly schema: ObjectSchema }>();
  const waiting = new Map<string, SchemaFile>();

  const imported = (moid: string): ObjectSchema | undefined => {
    const kept = store.schemas.importedAt(moid);
    if (kept === undefined) return undefined;
    const known = read.get(moid);
    if (known?.importedAt === kept) return known.schema;
    const row = store.schemas.get(moid);
    const schema = row && schemaIn(row);
    if (schema) read.set(moid, { importedAt: kept, schema });
    return schema;
  };
  const schemaOf = (moid: string) => imported(moid) ?? standardSchema(moid);

  const keep = (file: SchemaFile, moid: string, rootIndex: number) =>
    store.schemas.put({
      moid,
      ddfText: file.text,
      rootIndex,
      fileName: file.name,
      // Two imports within one millisecond are two all the same.
      importedAt: Math.max(now(), (store.schemas.importedAt(moid) ?? 0) + 1),
    });
  const viewOf = (moid: string, users: number): SchemaView => {
    const row = store.schemas.summary(moid);
    const schema = schemaOf(moid);
    if (schema === undefined) throw codedError('SCHEMA_UNKNOWN', { moid });
    const summary = summaryOf(schema);
    return row
      ? {
          moid,
          summary,
          origin: 'imported',
          fileName: row.fileName,
          importedAt: row.importedAt,
          devices: users,
        }
      : { moid, summary, origin: 'standard', devices: users };
  };
  const summaries = new WeakMap<ObjectSchema, SchemaSummary>();
  const summaryOf = (schema: ObjectSchema): SchemaSummary => {
    const summary = summaries.get(schema) ?? summarizeSchema(schema);
    summaries.set(schema, summary);
    return summary;
  };

  return {
    schemaOf,
    revision: () => store.schemas.revision(),
    page({ search, offset, limit }) {
      const moids = [
        ...new Set([...standardObjects.keys(), ...store.schemas.list().map(({ moid }) => moid)]),
      ];
      const users = store.schemas.users();
      const wanted = search.trim().toLowerCase();
      const views = moids.sort().map((moid) => viewOf(moid, users.get(moid) ?? 0));
      const found = views.filter(({ moid, summary, fileName }) =>
        `${moid}\n${summary.root}\n${fileName ?? ''}`.toLowerCase().includes(wanted),
      );
      return { total: found.length, rows: found.slice(offset, offset + limit) };
    },
    import(file) {
      const reading = readDdf(file.text, file.name);
      if (reading.kind === 'faults') return { kind: 'refused', fileName: file.name, faults: reading.faults };
      const named = reading.schemas.flatMap(({ moid }, index) =>
        moid === undefined ? [] : [{ moid, index }],
      );
      store.transaction(() => {
        // Of two with one MOID the first counts, as the warning says.
        for (const { moid, index } of named.toReversed()) keep(file, moid, index);
      });
      const open = reading.schemas.flatMap((schema, rootIndex) =>
        schema.moid === undefined ? [{ rootIndex, summary: summarizeSchema(schema) }] : [],
      );
      const token = newId();
      if (open.length > 0) hold(waiting, token, file);
      return {
        kind: 'read',
        fileName: file.name,
        imported: [...new Set(named.map(({ moid }) => moid))],
        unnamed: open.map((each) => ({ token, ...each })),
        warnings: reading.warnings,
      };
    },
    name(token, rootIndex, moid) {
      const file = waiting.get(token);
      if (file === undefined) throw codedError('SCHEMA_IMPORT_GONE', {});
      if (!isMoid(moid)) throw codedError('SCHEMA_MOID_WRONG', { moid });
      const reading = readDdf(file.text, file.name);
      if (reading.kind === 'faults' || reading.schemas[rootIndex] === undefined)
        throw codedError('SCHEMA_IMPORT_GONE', {});
      keep(file, moid, rootIndex);
      return viewOf(moid, store.schemas.users().get(moid) ?? 0);
    },
    importFor(file, moid) {
      const reading = readDdf(file.text, file.name);
      if (reading.kind === 'faults') return { kind: 'refused', fileName: file.name, faults: reading.faults };
      const byMoid = reading.schemas.findIndex((schema) => schema.moid === moid);
      // A file that describes one object and names none describes the one that the device says.
      const isOnly = reading.schemas.length === 1 && reading.schemas[0]?.moid === undefined;
      const index = byMoid >= 0 ? byMoid : isOnly ? 0 : -1;
      if (index < 0) {
        const found = reading.schemas.map((schema) => schema.moid ?? 'an object without a MOID').join(', ');
        throw codedError('SCHEMA_NOT_FOUND_IN_FILE', { moid, found });
      }
      keep(file, moid, index);
      return { kind: 'read', fileName: file.name, imported: [moid], unnamed: [], warnings: reading.warnings };
    },
    delete(moid) {
      if (store.schemas.importedAt(moid) === undefined)
        throw standardObjects.has(moid)
          ? codedError('SCHEMA_STANDARD', { moid })
          : codedError('SCHEMA_UNKNOWN', { moid });
      store.schemas.delete(moid);
      read.delete(moid);
    },
    users: (query) => store.schemas.devicesWith(query),
  };
}

/** Files were checked before they were kept; one that an older version took and this one refuses is none. */
function schemaIn({ ddfText, fileName, rootIndex }: ImportedSchema): ObjectSchema | undefined {
  const reading = readDdf(ddfText, fileName);
  return reading.kind === 'schemas' ? reading.schemas[rootIndex] : undefined;
}

function hold(waiting: Map<string, SchemaFile>, token: string, file: SchemaFile): void {
  waiting.set(token, file);
  const [oldest] = waiting.keys();
  if (waiting.size > mostWaiting && oldest !== undefined) waiting.delete(oldest);
}
