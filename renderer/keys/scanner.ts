/** A barcode scanner types faster than a hand, and ends with Enter. */
const slowestKey = 45;
const shortestCode = 6;

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
): { readonly state: ScanState; readonly code?: string } {
  const goesOn = state.text !== '' && at - state.at <= slowestKey;
  if (key === 'Enter')
    return goesOn && state.text.length >= shortestCode
      ? { state: noScan, code: state.text }
      : { state: noScan };
  // Shift stands between the characters of a code; it ends none.
  if (key === 'Shift') return { state };
  if (key.length !== 1) return { state: noScan };
  return { state: { text: goesOn ? state.text + key : key, at } };
}
