import { type Fault, faultOf } from '../errors.ts';
import type { ListProblem } from '../provisioning/device-list.ts';

/** Problems of each severity that are kept; more are only counted. */
const mostKept = 150_000;

/** Problems as they are found, in bounds, with how many there are in all. */
export interface ProblemCount {
  readonly errors: number;
  readonly warnings: number;
}

/** Collects the problems of a list. */
export class ProblemCollector {
  readonly #kept: ListProblem[] = [];
  readonly #count = { error: 0, warning: 0 };

  add(problem: ListProblem): void {
    if (++this.#count[problem.severity] <= mostKept) this.#kept.push(problem);
  }

  get count(): ProblemCount {
    return { errors: this.#count.error, warnings: this.#count.warning };
  }

  /** All that were kept, by their lines; those that have none first. */
  sorted(file: string): readonly ListProblem[] {
    const lineOf = ({ place }: Fault) => place?.line ?? 0;
    const sorted = this.#kept.toSorted((left, right) => lineOf(left.fault) - lineOf(right.fault));
    const more = (['error', 'warning'] as const).flatMap((severity) => {
      const count = this.#count[severity] - mostKept;
      return count > 0 ? [{ severity, fault: faultOf('LIST_MORE_PROBLEMS', { count }, { file }) }] : [];
    });
    return [...sorted, ...more];
  }
}
