import { z } from 'zod';
import { codedError } from '../core/errors.ts';
import { type QueuedWork, queuedWorkSchema } from '../core/provisioning/queued-work.ts';
import { readTextFile } from './files.ts';

const works = z.array(queuedWorkSchema).min(1).max(200);

/** The commands of a file: a JSON array of them. @throws QUEUE_FILE_WRONG, and what reading it throws */
export async function worksIn(file: string): Promise<readonly QueuedWork[]> {
  const { text, name } = await readTextFile(file);
  return readWorks(text, name);
}

/** Reads the commands of a text. @throws QUEUE_FILE_WRONG with the name of its file */
export function readWorks(text: string, name: string): readonly QueuedWork[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw codedError('QUEUE_FILE_WRONG', { detail }, { place: { file: name } });
  }
  const read = works.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const detail = `${issue?.path.join('.') || 'the top'}: ${issue?.message ?? ''}`;
  throw codedError('QUEUE_FILE_WRONG', { detail }, { place: { file: name } });
}
