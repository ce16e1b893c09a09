import type { ScannerSettings } from '../../core/api.ts';

/** A barcode scanner types faster than a hand, and ends with Enter or Tab. */
const slowestKey = 45;

/** A scanner as most of them leave the factory. */
export const usualScanner: ScannerSettings = { prefix: '', suffix: '', endsWith: 'either', shortest: 6 };

/** What a scanner has typed so far. */
export interface ScanState {
  readonly text: string;
  readonly at: number;
}

export const noScan: ScanState = { text: '', at: 0 };

/** One key more: the state after it, and the code where this key ended one. */
export function stepScan(
  state: ScanState,
  key: string,
  at: number,
  scanner: ScannerSettings = usualScanner,
): { readonly state: ScanState; readonly code?: string } {
  const goesOn = state.text !== '' && at - state.at <= slowestKey;
  if (key === 'Enter' || key === 'Tab') {
    const ends = scanner.endsWith === 'either' || scanner.endsWith === key;
    const code = goesOn && ends ? withoutFrame(state.text, scanner) : '';
    return code.length >= scanner.shortest ? { state: noScan, code } : { state: noScan };
  }
  // Shift stands between the characters of a code; it ends none.
  if (key === 'Shift') return { state };
  if (key.length !== 1) return { state: noScan };
  return { state: { text: goesOn ? state.text + key : key, at } };
}

/** A code without what the scanner types around it. */
function withoutFrame(text: string, { prefix, suffix }: ScannerSettings): string {
  const begun = text.startsWith(prefix) ? text.slice(prefix.length) : text;
  return suffix !== '' && begun.endsWith(suffix) ? begun.slice(0, -suffix.length) : begun;
}
