import type { Act } from '../../core/audit/acts.ts';
import type { Subject } from '../../core/audit/entry.ts';
import { CodedError, type Fault, toFault } from '../../core/errors.ts';
import type { Audit } from './audit-log.ts';

/** The entries of an act that changes something outside of the store. */
export interface OutsideAct {
  readonly subject: Subject;
  readonly begun: Act;
  /** Only what was read back or answered. */
  readonly ended: Act;
  readonly failed: (fault: Fault) => Act;
}

/**
 * Carries out what is no transaction of the store: it begins only once that is recorded, and is told as done only once
 * what came of it is. Where the process ends in between, the first entry alone says that nobody knows.
 * @throws STORE_FULL, STORE_FAILED, and what the work throws
 */
export async function recorded<Result>(
  audit: Pick<Audit, 'record'>,
  { subject, begun, ended, failed }: OutsideAct,
  work: () => Promise<Result>,
): Promise<Result> {
  audit.record(begun, subject);
  let result: Result;
  try {
    result = await work();
  } catch (error) {
    recordFailure(audit, failed(toFault(error)), subject);
    throw error;
  }
  audit.record(ended, subject);
  return result;
}

/** What went wrong is what is told, also where a store that failed cannot take it. */
function recordFailure(audit: Pick<Audit, 'record'>, act: Act, subject: Subject): void {
  try {
    audit.record(act, subject);
  } catch (unrecorded) {
    if (!(unrecorded instanceof CodedError)) throw unrecorded;
  }
}
