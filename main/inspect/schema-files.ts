import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { SchemaImport } from '../../core/api-inspect.ts';
import { codedError, toFault } from '../../core/errors.ts';
import { readTextFile } from '../files.ts';
import { largestSchemaFile } from './fetch-schema.ts';
import type { SchemaLibrary } from './schema-library.ts';

/** So many files of a folder are taken; the collections that vendors publish have a few hundred. */
const mostFiles = 2000;

/** The files of a folder that may be descriptions, by their names. @throws SCHEMA_FOLDER_EMPTY, FILE_UNREADABLE */
export async function schemaFilesIn(folder: string): Promise<readonly string[]> {
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    throw codedError('FILE_UNREADABLE', { file: folder, detail: toFault(error).message }, { cause: error });
  }
  const wanted = names.filter((name) => /\.(xml|ddf)$/i.test(name)).sort();
  if (wanted.length === 0) throw codedError('SCHEMA_FOLDER_EMPTY', { folder });
  return wanted.slice(0, mostFiles).map((name) => path.join(folder, name));
}

/** Imports files, each by itself: one that is wrong does not keep the others back. */
export async function importSchemaFiles(
  library: Pick<SchemaLibrary, 'import'>,
  files: readonly string[],
): Promise<readonly SchemaImport[]> {
  const imports: SchemaImport[] = [];
  for (const file of files)
    try {
      if ((await stat(file)).size > largestSchemaFile)
        throw codedError('SCHEMA_TOO_LARGE', { address: file, limit: largestSchemaFile });
      imports.push(library.import(await readTextFile(file)));
    } catch (error) {
      imports.push({ kind: 'refused', fileName: path.basename(file), faults: [toFault(error)] });
    }
  return imports;
}
