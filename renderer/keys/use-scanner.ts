import { useEffect } from 'react';
import type { BatchSummary } from '../../core/api.ts';
import { useBenchHand } from '../stores/bench-hand.ts';
import { goTo } from '../stores/navigation.ts';
import { offerBadge, useOperators } from '../stores/operators.ts';
import { useSettings } from '../stores/settings.ts';
import { useWorkstation } from '../stores/workstation.ts';
import { dropWaiting } from './hotkeys.ts';
import { noScan, stepScan } from './scanner.ts';

/**
 * A scanned code finds its row in the batch on the bench, whatever has the focus but a field. Where somebody is signed
 * in, it may be the badge of another one, also in a field or a dialog: there the Enter at its end waits for the answer.
 */
export function useScanner(): void {
  useEffect(() => {
    let scan = noScan;
    const given = new WeakSet<Event>();
    const onKey = (event: KeyboardEvent) => {
      if (given.has(event)) return;
      const { target } = event;
      const field =
        target instanceof Element ? target.closest('input, textarea, [contenteditable=true]') : null;
      const isCovered = field !== null || document.querySelector('dialog[open]') !== null;
      if ((isCovered && !asksWho()) || field?.closest('[data-takes-badge]')) {
        scan = noScan;
        return;
      }
      const step = stepScan(scan, event.key, event.timeStamp, useSettings.getState().settings.scanner);
      scan = step.state;
      const { code } = step;
      const batch = isCovered ? undefined : useWorkstation.getState().overview?.batch;
      if (code === undefined || (!batch && !asksWho())) return;
      event.preventDefault();
      event.stopPropagation();
      // The last character of a code is no key that somebody pressed.
      dropWaiting();
      void offerBadge(code).then((isBadge) => {
        if (isBadge) return;
        if (batch) void takeCode(batch, code);
        else if (isCovered && target instanceof HTMLElement) giveEnter(target, given);
      });
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
}

/** While a batch runs a code is for its stations; otherwise, or where none waits, its row is shown. */
async function takeCode(batch: BatchSummary, code: string): Promise<void> {
  const { batchId, state } = batch;
  const came = state === 'running' ? await useBenchHand.getState().scan(code) : 'noStation';
  goTo(came === 'noStation' ? { name: 'batch', batchId, find: code } : { name: 'bench' });
}

function asksWho(): boolean {
  const { standing } = useOperators.getState();
  return standing.kind === 'known' && standing.state.kind === 'signedIn';
}

/** Gives an element the Enter that was held back, and what a browser makes of one. */
function giveEnter(target: HTMLElement, given: WeakSet<Event>): void {
  const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
  given.add(enter);
  if (!target.dispatchEvent(enter)) return;
  if (target instanceof HTMLInputElement) target.form?.requestSubmit();
  else if (target instanceof HTMLButtonElement) target.click();
}
