import { useEffect, useRef } from 'react';

/** Does something every so many milliseconds for as long as the component is shown. */
export function useEvery(milliseconds: number, run: () => unknown): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    const timer = setInterval(() => latest.current(), milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds]);
}
