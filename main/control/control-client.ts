import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { CodedError, codedError, type Fault } from '../../core/errors.ts';
import {
  type ControlAnswers,
  type ControlCall,
  type ControlRequest,
  controlFile,
  controlFileName,
} from './control-calls.ts';

const answerJson = z.union([
  z.object({ answer: z.unknown() }),
  z.object({ fault: z.custom<Fault>(isFault) }),
]);

/**
 * Asks the bench that runs over a data folder.
 * @param signal ends the asking, and what is done for it
 * @throws BENCH_NOT_RUNNING, STOPPED, or what the bench answers
 */
export async function askBench<Call extends ControlCall>(
  folder: string,
  call: Call,
  request: ControlRequest<Call>,
  signal?: AbortSignal,
): Promise<ControlAnswers[Call]> {
  const notRunning = (cause: unknown) => codedError('BENCH_NOT_RUNNING', { folder }, { cause });
  let body: unknown;
  try {
    const { port, token } = controlFile.parse(
      JSON.parse(await readFile(path.join(folder, controlFileName), 'utf8')),
    );
    const response = await fetch(`http://127.0.0.1:${port}/${call}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(request),
      ...(signal ? { signal } : {}),
    });
    body = await response.json();
  } catch (error) {
    if (signal?.aborted) throw codedError('STOPPED', {}, { cause: error });
    throw notRunning(error);
  }
  const parsed = answerJson.safeParse(body);
  // Another program may have the port by now.
  if (!parsed.success) throw notRunning(parsed.error);
  if ('fault' in parsed.data) throw new CodedError(parsed.data.fault);
  return parsed.data.answer as ControlAnswers[Call];
}

function isFault(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && 'code' in value && 'message' in value && 'remedy' in value
  );
}
