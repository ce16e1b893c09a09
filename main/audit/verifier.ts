import type { AuditStateView } from '../../core/api-audit.ts';
import { CodedError, codedError } from '../../core/errors.ts';
import { sha256 } from '../digest.ts';
import type { AuditReading } from '../store/audit-reading.ts';
import { signaturesOf } from './audit-key.ts';
import type { AuditLog } from './audit-log.ts';
import { verifyReading } from './verification.ts';

/** Verifies the audit log of a bench that runs, one time after another, and remembers what the last one came to. */
export interface AuditVerifier {
  state(): AuditStateView;
  /** @throws AUDIT_VERIFYING; STOPPED where it was stopped */
  verify(): Promise<AuditStateView>;
  stop(): void;
  /** Told how far it is. @returns what ends that */
  listen(listener: (progress: { readonly done: number; readonly total: number }) => void): () => void;
}

export function createAuditVerifier(options: {
  readonly log: AuditLog;
  readonly reading: AuditReading;
  readonly now: () => number;
}): AuditVerifier {
  const { log, reading, now } = options;
  const listeners = new Set<(progress: { readonly done: number; readonly total: number }) => void>();
  let underWay: { readonly abort: AbortController; done: number; total: number } | undefined;
  let verified: AuditStateView['verified'];
  const state = (): AuditStateView => ({
    entries: reading.head().sequence,
    key: log.key.fingerprint,
    damage: log.damage,
    ...(underWay ? { verifying: { done: underWay.done, total: underWay.total } } : {}),
    ...(verified ? { verified } : {}),
  });
  return {
    state,
    async verify() {
      if (underWay) throw codedError('AUDIT_VERIFYING', {});
      const current = { abort: new AbortController(), done: 0, total: reading.head().sequence };
      underWay = current;
      try {
        const verdict = await verifyReading(reading, {
          means: { sha256, check: signaturesOf([log.key]) },
          signal: current.abort.signal,
          progress(done, total) {
            Object.assign(current, { done, total });
            for (const listener of [...listeners]) listener({ done, total });
          },
        });
        const { findings, signedUpTo, head } = verdict;
        log.record({ kind: 'auditVerified', upTo: head.sequence, findings: findings.length });
        verified = {
          ...{ at: now(), upTo: head.sequence, findings },
          ...(signedUpTo === undefined ? {} : { signedUpTo }),
        };
      } catch (error) {
        // A person who stopped it knows that.
        if (!(error instanceof CodedError) || error.fault.code !== 'STOPPED') throw error;
      } finally {
        underWay = undefined;
      }
      return state();
    },
    stop: () => underWay?.abort.abort(),
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
