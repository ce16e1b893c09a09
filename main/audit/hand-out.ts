import type { Act } from '../../core/audit/acts.ts';
import type { Subject } from '../../core/audit/entry.ts';
import { CodedError, toFault } from '../../core/errors.ts';
import type { Audit } from './audit-log.ts';

type HandedOut = Extract<Act, { kind: 'fileHandedOut' | 'secretsShown' }>;

/**
 * Writes something to a file that leaves the workstation. That it does is recorded before: a file of which nothing is
 * recorded must not be there. Where it could not be written, that is recorded too.
 * @throws STORE_FULL, STORE_FAILED, and what writing throws
 */
export async function handOut<Result>(
  audit: Audit,
  act: HandedOut,
  subject: Subject,
  write: () => Promise<Result>,
): Promise<Result> {
  audit.record(act, subject);
  try {
    return await write();
  } catch (error) {
    try {
      audit.record({ kind: 'fileNotWritten', what: act.what, code: toFault(error).code }, subject);
    } catch (unrecorded) {
      if (!(unrecorded instanceof CodedError)) throw unrecorded;
    }
    throw error;
  }
}
