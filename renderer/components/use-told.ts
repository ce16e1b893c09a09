import { useEffect, useRef } from 'react';
import type { EventName, Events } from '../../core/api.ts';
import { listen } from '../bench.ts';

const shortestPause = 400;

/**
 * Does something when main tells that things have changed; many changes in a row make it run now and then,
 * not at each of them, and once more after the last.
 */
export function useTold<Name extends EventName>(
  name: Name,
  run: () => unknown,
  concerns: (event: Events[Name]) => boolean = () => true,
): void {
  const latest = useRef({ run, concerns });
  useEffect(() => {
    latest.current = { run, concerns };
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ranAt = 0;
    const stop = listen(name, (event) => {
      if (timer !== undefined || !latest.current.concerns(event)) return;
      timer = setTimeout(
        () => {
          timer = undefined;
          ranAt = Date.now();
          latest.current.run();
        },
        Math.max(0, ranAt + shortestPause - Date.now()),
      );
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [name]);
}
