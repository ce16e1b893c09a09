import { setImmediate as turn } from 'node:timers/promises';
import type { Checkpoint } from '../../core/audit/checkpoint.ts';
import {
  beginVerification,
  endVerification,
  type Finding,
  type Verdict,
  type VerificationMeans,
  verifyEntry,
} from '../../core/audit/verify.ts';
import { codedError, faultOf } from '../../core/errors.ts';
import type { AuditReading } from '../store/audit-reading.ts';

/** So many entries are looked at before others have their turn: a few milliseconds. */
const atOnce = 250;

export interface VerificationOptions {
  readonly means: VerificationMeans;
  /** What the bench has signed, as it is known from elsewhere. */
  readonly known?: readonly Checkpoint[];
  readonly signal?: AbortSignal;
  readonly progress?: (done: number, total: number) => void;
}

/**
 * Verifies the audit log of a store, a few entries at a time, so that whatever else this process does goes on.
 * @throws STOPPED where the signal is raised
 */
export async function verifyReading(reading: AuditReading, options: VerificationOptions): Promise<Verdict> {
  const { means, known = [], signal, progress } = options;
  const head = reading.head();
  // What is added meanwhile is signed later, and verified the next time.
  const checkpoints = reading.checkpoints();
  let verification = beginVerification([...checkpoints, ...known]);
  let last = 0;
  while (last < head.sequence) {
    const entries = reading.after(last, atOnce);
    if (entries.length === 0) break;
    for (const entry of entries) {
      if (entry.sequence > head.sequence) break;
      verification = verifyEntry(verification, entry, means);
    }
    last = entries.at(-1)?.sequence ?? head.sequence;
    progress?.(Math.min(last, head.sequence), head.sequence);
    await turn();
    if (signal?.aborted) throw codedError('STOPPED', {});
  }
  const verdict = endVerification(verification, means);
  return { ...verdict, findings: [...verdict.findings, ...triggerFindings(reading)] };
}

/** What was taken away of that which keeps entries as they are. */
export function triggerFindings(reading: AuditReading): readonly Finding[] {
  const { sequence } = reading.head();
  return reading
    .missingTriggers()
    .map((name) => ({ sequence, fault: faultOf('AUDIT_TRIGGER_MISSING', { name }) }));
}
