import type { CheckedText } from './profiles-check.ts';
import type { CheckRequest } from './profiles-worker.ts';

/** Checks texts one after the other; of those that come while one is checked, only the last. */
export interface Checker {
  check(request: CheckRequest): void;
  close(): void;
}

/** As much of a Worker as is needed. */
export interface CheckThread {
  postMessage(request: CheckRequest): void;
  addEventListener(type: 'message', listener: (event: { readonly data: CheckedText }) => void): void;
  addEventListener(type: 'error', listener: (event: { readonly message?: string }) => void): void;
  terminate(): void;
}

/**
 * @param checked told of each text that was checked, newer ones always after older ones
 * @param failed told why texts cannot be checked at all
 */
export function createChecker(
  thread: CheckThread,
  checked: (text: CheckedText) => void,
  failed: (detail: string) => void,
): Checker {
  let busy = false;
  let waiting: CheckRequest | undefined;
  const send = (request: CheckRequest) => {
    busy = true;
    thread.postMessage(request);
  };
  thread.addEventListener('message', ({ data }) => {
    busy = false;
    const next = waiting;
    waiting = undefined;
    if (next) send(next);
    checked(data);
  });
  thread.addEventListener('error', ({ message }) => {
    busy = false;
    failed(message || 'the checking thread ended');
  });
  return {
    check(request) {
      if (busy) waiting = request;
      else send(request);
    },
    close: () => thread.terminate(),
  };
}

/** The thread that checks profiles in the window. */
export function startCheckThread(): CheckThread {
  return new Worker(new URL('./profiles-worker.ts', import.meta.url), { type: 'module' });
}
