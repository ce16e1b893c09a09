import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Checkpoint, checkpointSchema } from '../../core/audit/checkpoint.ts';
import { codedError } from '../../core/errors.ts';

/**
 * The last checkpoint once more, beside the store: whoever cuts entries and checkpoints off the store has to put this
 * file back too.
 */
export interface HeadFile {
  /** Undefined where there is none yet, or where it cannot be read as one: the store's own checkpoints count then. */
  read(): Checkpoint | undefined;
  /** Whole or not at all, on the disk when it returns. @throws FILE_NOT_WRITTEN */
  write(checkpoint: Checkpoint): void;
}

export function auditHeadFile(folder: string): HeadFile {
  const file = path.join(folder, 'audit-head.json');
  return {
    read() {
      try {
        return checkpointSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
      } catch {
        return undefined;
      }
    },
    write(checkpoint) {
      try {
        writeFileSync(`${file}.new`, `${JSON.stringify(checkpoint)}\n`, { mode: 0o600, flush: true });
        renameSync(`${file}.new`, file);
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        throw codedError('FILE_NOT_WRITTEN', { file, detail }, { cause: error });
      }
    },
  };
}
