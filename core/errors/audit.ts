import type { ErrorEntry } from './entry.ts';

const restore =
  'Keep this data folder as it is, find out who had access to it, and compare it with the latest backup, report or export.';

/** The audit log: what verification finds, keys, exports, reports. */
export const auditErrors = {
  AUDIT_ENTRY_CHANGED: {
    cause: 'Audit entry {sequence} does not follow from the one before it: one of the two was changed.',
    remedy: restore,
  },
  AUDIT_ENTRY_MISSING: {
    cause: 'Audit entries {from} to {to} are missing.',
    remedy: restore,
  },
  AUDIT_ENTRY_ORDER: {
    cause: 'Audit entry {sequence} stands after entry {after}: entries were put in or moved.',
    remedy: restore,
  },
  AUDIT_ENTRY_UNREADABLE: {
    cause: 'Audit entry {sequence} is not as the bench writes entries.',
    remedy: restore,
  },
  AUDIT_CHECKPOINT_FORGED: {
    cause: 'The signature of the checkpoint at audit entry {sequence} is wrong.',
    remedy: restore,
  },
  AUDIT_CHECKPOINT_DIFFERS: {
    cause: 'The bench has signed another audit entry {sequence} than the one that is there.',
    remedy: restore,
  },
  AUDIT_CUT_OFF: {
    cause: 'The audit log ends at entry {last}, but the bench has signed it up to entry {signed}.',
    remedy: restore,
  },
  AUDIT_UNSIGNED: {
    cause: '{count} audit entries after entry {after} are not signed; the bench signs far earlier.',
    remedy: restore,
  },
  AUDIT_KEY_UNKNOWN: {
    cause:
      'The checkpoint at audit entry {sequence} is signed with the key {key}, which is not one to trust.',
    remedy: `If the bench was given another key, name its file (--key FILE). Otherwise: ${restore}`,
  },
  AUDIT_KEY_UNPROVEN: {
    cause: 'Nothing here proves that the key {key} is the key of the bench: the vault cannot be opened.',
    remedy: 'Give the public key that was saved from the bench (--key FILE).',
  },
  AUDIT_KEY_FORGED: {
    cause: 'The key {key} in the data folder is not one that its vault has sealed.',
    remedy: restore,
  },
  AUDIT_KEY_WRONG: {
    cause: 'The file {file} is not the public key of an audit log.',
    remedy: 'Give the file that "Save public key" made (PEM, Ed25519).',
  },
  AUDIT_TRIGGER_MISSING: {
    cause: 'What keeps audit entries from being changed ({name}) was taken out of the data folder.',
    remedy: restore,
  },
  AUDIT_NONE: {
    cause: 'The data folder {folder} has no audit log.',
    remedy: 'Open the folder once with this version of DM Bench: the log begins then.',
  },
  AUDIT_EXPORT_WRONG: {
    cause: 'It is not an export of an audit log: {detail}.',
    remedy: 'Export the audit log again.',
  },
  AUDIT_EXPORT_CHANGED: {
    cause: 'The export was changed after the bench had signed it.',
    remedy: 'Export the audit log again from the bench, and find out who had the file.',
  },
  AUDIT_REPORT_WRONG: {
    cause: 'It is not a report of a batch: {detail}.',
    remedy: 'Write the report again (report FILE --data DIR --batch ID).',
  },
  AUDIT_REPORT_NOT_SIGNED: {
    cause: 'The report carries no proof.',
    remedy: 'Write the report again with this version (report FILE --data DIR --batch ID).',
  },
  AUDIT_REPORT_CHANGED: {
    cause: 'The report was changed after the bench had signed it.',
    remedy: 'Write the report again from the bench, and find out who had the file.',
  },
  AUDIT_REPORT_PAGES: {
    cause:
      'The pages of the document are not those that this version of DM Bench makes of the record attached.',
    remedy:
      'Rely on the attached record alone: write a report of it again, or take it out with a PDF viewer and verify that. A signed or annotated copy, and one of another version, differs too.',
  },
  AUDIT_REPORT_KEY_UNKNOWN: {
    cause: 'The report is signed with the key {key}, which is not one to trust.',
    remedy: 'Give the public key of the bench that wrote the report (--key FILE).',
  },
  AUDIT_REPORT_ELSEWHERE: {
    cause: 'The audit entry {sequence} that the report names is not in this audit log, or is another one.',
    remedy: 'Verify the report against the audit log of the bench that wrote it.',
  },
  AUDIT_LINE_UNPROVEN: {
    cause: 'No audit entry says what the report says of line {line}.',
    remedy: 'Lines that were done before the audit log began cannot be proven. Any other: do not trust it.',
  },
  AUDIT_LINE_DIFFERS: {
    cause: 'The report says something else of line {line} than audit entry {sequence}: {what}.',
    remedy: 'Trust the audit log. Find out who changed the data folder.',
  },
  AUDIT_TRANSCRIPT_DIFFERS: {
    cause: 'What was said in session {session} is not what it was when audit entry {sequence} was made.',
    remedy: restore,
  },
  AUDIT_ROWS_DIFFER: {
    cause: 'The rows of the report are not the rows with which the batch was made.',
    remedy: 'Trust the audit log. Find out who changed the data folder.',
  },
  AUDIT_VERIFYING: {
    cause: 'The audit log is being verified already.',
    remedy: 'Wait until that is done, or stop it.',
  },
} as const satisfies Record<string, ErrorEntry>;
