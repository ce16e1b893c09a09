import { useEffect } from 'react';
import { goTo } from '../stores/navigation.ts';
import { useWorkstation } from '../stores/workstation.ts';
import { noScan, stepScan } from './scanner.ts';

/** A scanned code finds its row in the batch on the bench, whatever has the focus but a field. */
export function useScanner(): void {
  useEffect(() => {
    let scan = noScan;
    const onKey = (event: KeyboardEvent) => {
      const inField = event.target instanceof Element && event.target.closest('input, textarea') !== null;
      if (inField || document.querySelector('dialog[open]')) {
        scan = noScan;
        return;
      }
      const step = stepScan(scan, event.key, event.timeStamp);
      scan = step.state;
      const batch = useWorkstation.getState().overview?.batch;
      if (step.code === undefined || !batch) return;
      event.preventDefault();
      event.stopPropagation();
      goTo({ name: 'batch', batchId: batch.batchId, find: step.code });
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
}
