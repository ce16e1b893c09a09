import { codedError } from '../../core/errors.ts';
import type { JobRecord } from '../store/job-record.ts';

/**
 * What the person at a station has asked of it: a row that was scanned and is claimed for it already, and the key
 * that lets it go on.
 */
export interface StationHand {
  /** The row that the next card, or the next device, is for. */
  chosen(): JobRecord | undefined;
  /** Gives the station a row that was claimed for it. @returns the one that it had before, which is to be released */
  choose(job: JobRecord): JobRecord | undefined;
  /** Takes the row that was chosen: it is at work now, or to be released by whoever takes it. */
  take(): JobRecord | undefined;
  /** The listener is called when another row is chosen, or none any more; there is one at a time. */
  onChosen(listener: () => void): void;
  /** Somebody pressed the key: it goes on. */
  goOn(): void;
  /** Resolves when somebody presses the key. @throws STOPPED when the signal is raised */
  pressed(signal: AbortSignal): Promise<void>;
  /** The station's work is over: nothing can be chosen. @returns what was chosen, which is to be released */
  close(): JobRecord | undefined;
  readonly isClosed: boolean;
}

export function createStationHand(): StationHand {
  let chosen: JobRecord | undefined;
  let listener = () => {};
  let isClosed = false;
  const waiting = new Set<() => void>();
  const take = () => {
    const taken = chosen;
    chosen = undefined;
    if (taken) listener();
    return taken;
  };
  const goOn = () => {
    for (const resolve of [...waiting]) resolve();
  };
  return {
    get isClosed() {
      return isClosed;
    },
    chosen: () => chosen,
    choose(job) {
      const before = chosen;
      chosen = job;
      listener();
      // A station that waits for its key has one now.
      goOn();
      return before;
    },
    take,
    onChosen(told) {
      listener = told;
    },
    goOn,
    pressed: (signal) =>
      new Promise((resolve, reject) => {
        const end = () => {
          waiting.delete(end);
          signal.removeEventListener('abort', stopped);
          resolve();
        };
        const stopped = () => {
          waiting.delete(end);
          reject(codedError('STOPPED', {}));
        };
        if (signal.aborted) return stopped();
        waiting.add(end);
        signal.addEventListener('abort', stopped, { once: true });
      }),
    close() {
      isClosed = true;
      return take();
    },
  };
}
