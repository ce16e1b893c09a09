import type { BrowserWindow } from 'electron';
import type { AuditRow } from '../../core/api-audit.ts';
import { kindsOf } from '../../core/audit/acts.ts';
import type { ChainedEntry } from '../../core/audit/chain.ts';
import { parseEntry } from '../../core/audit/entry.ts';
import { exportAudit } from '../audit/export-file.ts';
import { handOut } from '../audit/hand-out.ts';
import type { Bench } from '../bench-services.ts';
import { writeWhole } from '../files.ts';
import type { CallHandlers } from './answer-call.ts';
import { askWhereTo } from './ask-where-to.ts';

type AuditCalls =
  | 'audit'
  | 'auditState'
  | 'verifyAudit'
  | 'stopVerifyingAudit'
  | 'exportAudit'
  | 'saveAuditKey';

/** The handlers of what the window asks about the audit log. */
export function createAuditHandlers(bench: Bench, window: BrowserWindow): Pick<CallHandlers, AuditCalls> {
  const { store, audit, auditVerifier } = bench;
  return {
    audit({ who, what, search, offset, limit }) {
      const { total, rows } = store.audit.page({
        ...(who === 'everybody' ? {} : { who }),
        ...(what === 'everything' ? {} : { kinds: kindsOf(what) }),
        ...{ search, offset, limit },
      });
      const names = new Map(store.batches.list().map(({ batchId, name }) => [batchId, name]));
      return { total, rows: rows.map((entry) => rowOf(entry, names)) };
    },
    auditState: () => auditVerifier.state(),
    verifyAudit: () => auditVerifier.verify(),
    stopVerifyingAudit() {
      auditVerifier.stop();
      return auditVerifier.state();
    },
    exportAudit({ batchId }) {
      const name = `audit ${new Date().toISOString().slice(0, 10)}`;
      return askWhereTo(window, { title: 'Save the audit log', name, extension: 'jsonl' }, async (file) => {
        await exportAudit(
          { audit, log: audit, reading: store.audit, now: () => Date.now() },
          batchId === undefined ? { kind: 'all' } : { kind: 'batch', batchId },
          file,
        );
      });
    },
    saveAuditKey: () =>
      askWhereTo(
        window,
        { title: 'Save the public key of the audit log', name: 'dm-bench-audit-key', extension: 'pem' },
        (file) =>
          handOut(audit, { kind: 'fileHandedOut', what: 'auditKey' }, {}, () =>
            writeWhole(file, audit.key.pem),
          ),
      ),
  };
}

function rowOf({ sequence, digest, text }: ChainedEntry, names: ReadonlyMap<string, string>): AuditRow {
  const entry = parseEntry(text);
  if (entry === undefined) return { sequence, digest, unreadable: true };
  const batchName = entry.subject.batchId === undefined ? undefined : names.get(entry.subject.batchId);
  return { ...entry, digest, ...(batchName === undefined ? {} : { batchName }) };
}
