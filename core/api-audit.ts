import { z } from 'zod';
import type { Page, SavedFile } from './api.ts';
import { type ActGroup, actGroups } from './audit/acts.ts';
import type { ReadEntry } from './audit/entry.ts';
import type { Finding } from './audit/verify.ts';

/** The part of the contract that is about the audit log: who did what to which card and device. */

const page = { offset: z.int().min(0), limit: z.int().min(1).max(500) };
const nothing = z.strictObject({});

export const auditRequests = {
  /** The entries, the newest first. */
  audit: z.strictObject({
    who: z.enum(['everybody', 'operator', 'bench', 'commandLine']),
    what: z.enum(['everything', ...actGroups]),
    /** In the device, card, batch, station or person. */
    search: z.string().max(200),
    ...page,
  }),
  auditState: nothing,
  /** Verifies the log whole; it is answered when it is done, and `auditProgress` tells how far it is. */
  verifyAudit: nothing,
  stopVerifyingAudit: nothing,
  /** Asks the person where to, and saves the log there, or the entries of a batch. */
  exportAudit: z.strictObject({ batchId: z.string().optional() }),
  /** Asks the person where to, and saves the public key there. */
  saveAuditKey: nothing,
} as const;

/** Whose acts a list shows, and what they were about. */
export type AuditWho = z.infer<typeof auditRequests.audit>['who'];
export type AuditWhat = 'everything' | ActGroup;

/** An entry as people see it. */
export type AuditEntryView = ReadEntry & {
  readonly digest: string;
  /** What people call the batch that it is about. */
  readonly batchName?: string;
};

/** An entry that cannot be read: somebody changed it. */
export interface UnreadableEntryView {
  readonly sequence: number;
  readonly digest: string;
  readonly unreadable: true;
}

export type AuditRow = AuditEntryView | UnreadableEntryView;

/** Where the log stands. Nothing is said to hold that was not verified since the workstation was started. */
export interface AuditStateView {
  readonly entries: number;
  /** The fingerprint of the key that it is signed with. */
  readonly key: string;
  /** What was not as the bench had left it when it started. */
  readonly damage: readonly Finding[];
  /** The verification under way. */
  readonly verifying?: { readonly done: number; readonly total: number };
  /** What the last one came to. */
  readonly verified?: {
    /** Milliseconds since 1970. */
    readonly at: number;
    readonly upTo: number;
    readonly signedUpTo?: number;
    readonly findings: readonly Finding[];
  };
}

/** What each call about the audit log answers. */
export interface AuditAnswers {
  audit: Page<AuditRow>;
  auditState: AuditStateView;
  verifyAudit: AuditStateView;
  stopVerifyingAudit: AuditStateView;
  exportAudit: SavedFile;
  saveAuditKey: SavedFile;
}
