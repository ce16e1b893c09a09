import type { Fault } from '../../core/errors.ts';
import { faultWords, type Output } from './output.ts';

/** Tells every fault of a profile, a line each, and that it was refused. @returns the exit code */
export function tellFaults(file: string, faults: readonly Fault[], output: Output): 1 {
  for (const fault of faults) {
    output.json({ event: 'problem', severity: 'error', ...fault });
    output.words(faultWords(fault));
  }
  output.json({ event: 'checked', file, errors: faults.length });
  return 1;
}
