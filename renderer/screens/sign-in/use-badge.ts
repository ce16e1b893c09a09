import { useEffect, useRef } from 'react';
import { noScan, stepScan } from '../../keys/scanner.ts';

/** Hears a code that is scanned while the component is shown, wherever the cursor is; Enter at its end goes no further. */
export function useBadge(onCode: (code: string) => void): void {
  const latest = useRef(onCode);
  useEffect(() => {
    latest.current = onCode;
  });
  useEffect(() => {
    let scan = noScan;
    const onKey = (event: KeyboardEvent) => {
      const step = stepScan(scan, event.key, event.timeStamp);
      scan = step.state;
      if (step.code === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current(step.code);
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
}
