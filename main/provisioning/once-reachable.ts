import { setTimeout as wait } from 'node:timers/promises';
import { CodedError, codedError, type Fault, toFault } from '../../core/errors.ts';

/** So many milliseconds between one try to reach an order book and the next. */
const pause = 1000;

/**
 * Does something that needs the order book: where that cannot be reached, again until it can, for nothing is to go on
 * that is not written there.
 * @param lost told at the first time that it could not be reached
 * @throws STOPPED where the signal is raised meanwhile; everything else at once
 */
export async function onceReachable<Result>(
  work: () => Promise<Result>,
  signal: AbortSignal,
  lost: (fault: Fault) => void,
): Promise<Result> {
  let told = false;
  for (;;)
    try {
      return await work();
    } catch (error) {
      const fault = toFault(error);
      if (fault.code !== 'ORDER_BOOK_UNREACHABLE') throw error;
      // A person who stops the work is not kept by a network that is gone.
      if (signal.aborted)
        throw error instanceof CodedError ? error : codedError('STOPPED', {}, { cause: error });
      if (!told) lost(fault);
      told = true;
      await wait(pause, undefined, { signal }).catch(() => {
        throw codedError('STOPPED', {}, { cause: error });
      });
    }
}
