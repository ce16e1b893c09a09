import type { BatchCheck } from '../../../core/api.ts';
import type { ListProblem } from '../../../core/provisioning/device-list.ts';

/** A check as the wizard shows it: everything that is wrong in one list, the profile's faults first. */
export interface CheckOutcome {
  readonly problems: readonly ListProblem[];
  readonly errors: number;
  readonly warnings: number;
  /** Whether the batch may be started: main found rows and no fault. */
  readonly startable: boolean;
}

/** Puts a check's findings into one list. */
export function outcomeOf(check: BatchCheck): CheckOutcome {
  const problems: readonly ListProblem[] = [
    ...check.profileFaults.map((fault) => ({ severity: 'error', fault }) as const),
    ...check.problems,
  ];
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  return {
    problems,
    errors,
    warnings: problems.length - errors,
    startable: errors === 0 && check.rows > 0 && check.profile !== undefined,
  };
}
