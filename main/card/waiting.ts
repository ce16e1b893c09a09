import { setTimeout as delay } from 'node:timers/promises';
import { codedError } from '../../core/errors.ts';

/** Waits so many milliseconds. @throws STOPPED when the signal is raised */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, { signal });
  } catch (cause) {
    throw codedError('STOPPED', {}, { cause });
  }
}
