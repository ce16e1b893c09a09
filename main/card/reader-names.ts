import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { codedError } from '../../core/errors.ts';
import { writeWhole } from '../files.ts';

/** Names that people gave the readers of this machine. Readers belong to a machine, so they are no part of the store. */
export interface ReaderNames {
  /** The name that a reader was given; undefined where it has none. */
  nameOf(reader: string): string | undefined;
  /** The reader that has a name. */
  readerCalled(name: string): string | undefined;
  /** Gives a reader a name, or takes it away (''). @throws READER_NAME_TAKEN, READER_NAME_WRONG, FILE_NOT_WRITTEN */
  give(reader: string, name: string): Promise<void>;
}

/** Readers by the names that the smartcard service gives them. */
export const noReaderNames: ReaderNames = {
  nameOf: () => undefined,
  readerCalled: () => undefined,
  give: async () => {},
};

const longestName = 40;
const fileSchema = z.record(z.string(), z.string().min(1).max(longestName));

/** The names that are kept in a data folder. A file that cannot be read names nothing: readers work without it. */
export function openReaderNames(folder: string): ReaderNames {
  const file = path.join(folder, 'readers.json');
  const names = new Map(Object.entries(namesIn(file)));
  return {
    nameOf: (reader) => names.get(reader),
    readerCalled: (name) => [...names.entries()].find(([, given]) => given === name)?.[0],
    async give(reader, name) {
      const trimmed = name.trim();
      if (trimmed.length > longestName) throw codedError('READER_NAME_WRONG', { longest: longestName });
      for (const [other, given] of names)
        if (other !== reader && (given === trimmed || other === trimmed))
          throw codedError('READER_NAME_TAKEN', { name: trimmed, reader: other });
      if (trimmed === '' || trimmed === reader) names.delete(reader);
      else names.set(reader, trimmed);
      await writeWhole(file, `${JSON.stringify(Object.fromEntries(names), null, 2)}\n`);
    },
  };
}

function namesIn(file: string): Readonly<Record<string, string>> {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Not there yet, or not ours to understand: the readers then have the names of the smartcard service.
    return {};
  }
}
