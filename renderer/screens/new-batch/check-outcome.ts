import type { BatchCheck } from '../../../core/api-orders.ts';

/** A check as the wizard shows it: how many faults and warnings there are in both files. */
export interface CheckOutcome {
  readonly errors: number;
  readonly warnings: number;
  /** Whether the batch may be started: main found rows and no fault. */
  readonly startable: boolean;
}

/** Puts a check's findings together. */
export function outcomeOf(check: BatchCheck): CheckOutcome {
  const errors = check.profileFaults.length + check.errors;
  return {
    errors,
    warnings: check.warnings,
    startable: errors === 0 && check.rows > 0 && check.profile !== undefined,
  };
}
