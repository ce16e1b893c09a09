import type { Act } from '../../core/audit/acts.ts';
import { isOfBench } from '../../core/audit/acts.ts';
import {
  type AuditPublicKey,
  type Checkpoint,
  checkpointOf,
  signed,
  signedEvery,
  statementOctets,
} from '../../core/audit/checkpoint.ts';
import type { Actor, Subject } from '../../core/audit/entry.ts';
import type { Finding } from '../../core/audit/verify.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';
import { keptAuditKey, makeAuditKey } from './audit-key.ts';
import { auditHeadFile } from './head-file.ts';
import { findingsAtStart } from './start-check.ts';

/** Where acts are recorded. */
export interface Audit {
  /**
   * Records an act: in the transaction that is open, so that what cannot be recorded does not happen. Where the act is
   * no transaction, record that it begins before it does, and what came of it afterwards.
   * @param at milliseconds since 1970; left out, now
   * @throws STORE_FULL, STORE_FAILED
   */
  record(act: Act, subject?: Subject, at?: number): void;
  /** The same log, where somebody else acts. */
  by(actor: () => Actor): Audit;
}

/** The audit log of a bench that runs. */
export interface AuditLog extends Audit {
  readonly key: AuditPublicKey;
  /** What was not as the bench had left it when it started. */
  readonly damage: readonly Finding[];
  /** Signs what is not signed yet. @returns the last checkpoint @throws STORE_FULL, STORE_FAILED */
  checkpoint(): Checkpoint;
  /** Signs what leaves the bench. @returns the signature in hexadecimal */
  sign(purpose: 'export' | 'report', statement: object): string;
  /** Told after an entry was made. @returns what ends that */
  listen(listener: () => void): () => void;
  /** The last entry, and the last signature. */
  close(): void;
}

export interface AuditLogOptions {
  readonly dataFolder: string;
  readonly store: Store;
  readonly vault: Vault;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Who acts right now. */
  readonly actor: () => Actor;
  /** Whether a bench starts here; a command that only looks at or exports the log is none. */
  readonly bench: boolean;
}

/** After so many milliseconds of rest, what was recorded is signed. */
const rest = 1000;

/**
 * Opens the audit log of a data folder, and makes its key at first use. What is found not to be as the bench had left
 * it is recorded, and the log goes on.
 * @throws AUDIT_KEY_FORGED, STORE_FULL, STORE_FAILED, FILE_NOT_WRITTEN
 */
export function openAuditLog(options: AuditLogOptions): AuditLog {
  const { store, vault, now } = options;
  const records = store.audit;
  const headFile = auditHeadFile(options.dataFolder);
  const listeners = new Set<() => void>();
  const known = keptAuditKey(records, vault);
  const damage = known ? findingsAtStart(records, headFile.read(), known) : [];
  const key = known ?? store.transaction(() => makeAuditKey(records, vault));
  let timer: NodeJS.Timeout | undefined;

  const signHead = (): Checkpoint => {
    const last = records.lastCheckpoint();
    const head = records.head();
    if (last && last.sequence === head.sequence && last.digest === head.digest) return last;
    const checkpoint = checkpointOf(head, now(), key.fingerprint, key.sign);
    records.addCheckpoint(checkpoint);
    return checkpoint;
  };
  const checkpoint = (): Checkpoint => {
    clearTimeout(timer);
    timer = undefined;
    const last = store.transaction(signHead);
    // After the store: a file that is ahead of it would accuse somebody.
    if (headFile.read()?.signature !== last.signature) headFile.write(last);
    return last;
  };
  const signAfterRest = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      try {
        checkpoint();
      } catch {
        // A disk that is full now; the next entry, or the end, signs again.
      }
    }, rest).unref();
  };
  const { record, by } = auditOver(store, now, options.actor, {
    within(sequence) {
      if (sequence % signedEvery === 0) signHead();
    },
    recorded() {
      signAfterRest();
      for (const listener of [...listeners]) listener();
    },
  });

  store.transaction(() => {
    if (known === undefined) record(beginning(store, key));
    if (damage.length > 0) {
      const found = damage.map(({ sequence, fault: { code } }) => ({ sequence, code }));
      records.restoreTriggers(records.missingTriggers());
      record({ kind: 'auditDamageFound', findings: found.slice(0, 100) });
    }
    if (options.bench) record({ kind: 'benchStarted' });
  });
  checkpoint();

  return {
    key: { fingerprint: key.fingerprint, pem: key.pem },
    damage,
    record,
    by,
    checkpoint,
    sign: (purpose, statement) => signed(key.sign, statementOctets(purpose, statement)),
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      clearTimeout(timer);
      try {
        if (options.bench) record({ kind: 'benchStopped' });
        checkpoint();
      } catch {
        // On a full disk the end is not recorded; everything before it is.
      }
      clearTimeout(timer);
    },
  };
}

/** What else is done with each entry. */
interface WithEntries {
  /** In the transaction of the entry. */
  readonly within?: (sequence: number) => void;
  readonly recorded?: () => void;
}

/** Records acts over a store, without the key that signs them: the next bench over the data folder does that. */
export function auditOver(
  store: Store,
  now: () => number,
  actor: () => Actor,
  also: WithEntries = {},
): Audit {
  return {
    record(act, subject = {}, at = now()) {
      store.transaction(() => {
        const by: Actor = isOfBench(act.kind) ? { kind: 'bench' } : actor();
        const { sequence } = store.audit.append({ at, actor: by, act, subject });
        also.within?.(sequence);
      });
      also.recorded?.();
    },
    by: (other) => auditOver(store, now, other, also),
  };
}

function beginning(store: Store, key: AuditPublicKey): Act {
  return {
    kind: 'auditBegun',
    key: key.fingerprint,
    batches: store.batches.list().length,
    devices: store.devices.count(),
  };
}
