import { type Checkpoint, isSigned } from '../../core/audit/checkpoint.ts';
import { beginVerification, type Finding, verifyEntry } from '../../core/audit/verify.ts';
import { faultOf } from '../../core/errors.ts';
import { sha256 } from '../digest.ts';
import type { AuditReading } from '../store/audit-reading.ts';
import { type AuditKey, signaturesOf } from './audit-key.ts';
import { triggerFindings } from './verification.ts';

/** So many entries behind the last checkpoint are looked at; a bench leaves far fewer. */
const most = 10_000;

/**
 * What of the end of an audit log is not as the bench has left it: what it had signed last is there, and what follows
 * is tied to it. The whole log is verified when a person asks.
 * @param elsewhere the checkpoint that was kept beside the store
 */
export function findingsAtStart(
  reading: AuditReading,
  elsewhere: Checkpoint | undefined,
  key: AuditKey,
): readonly Finding[] {
  const check = signaturesOf([key]);
  const last = reading.lastCheckpoint();
  const both = last?.signature === elsewhere?.signature ? [last] : [last, elsewhere];
  const signedOnes = both.flatMap((each) => (each && isSigned(each, check) ? [each] : []));
  const head = reading.head();
  const findings: Finding[] = [];
  for (const { sequence, digest } of signedOnes) {
    const entry = reading.get(sequence);
    if (entry === undefined)
      findings.push({
        sequence: head.sequence,
        fault: faultOf('AUDIT_CUT_OFF', { last: head.sequence, signed: sequence }),
      });
    else if (entry.digest !== digest)
      findings.push({ sequence, fault: faultOf('AUDIT_CHECKPOINT_DIFFERS', { sequence }) });
  }
  if (last && !isSigned(last, check))
    findings.push({
      sequence: last.sequence,
      fault: faultOf('AUDIT_CHECKPOINT_FORGED', { sequence: last.sequence }),
    });
  if (last === undefined && head.sequence > 0)
    findings.push({
      sequence: head.sequence,
      fault: faultOf('AUDIT_UNSIGNED', { after: 0, count: head.sequence }),
    });
  let verification = beginVerification([], last);
  for (const entry of reading.after(last?.sequence ?? 0, most))
    verification = verifyEntry(verification, entry, { sha256, check });
  return [...findings, ...verification.findings, ...triggerFindings(reading)];
}
