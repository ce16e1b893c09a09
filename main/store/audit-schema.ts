/** What keeps entries as they are, by the name of each trigger: in the migration, and looked for again at each start. */
export const auditTriggers: Readonly<Record<string, string>> = {
  // Also where REPLACE would delete without asking the triggers for that.
  audit_entry_follows: `CREATE TRIGGER audit_entry_follows BEFORE INSERT ON audit_entry
    WHEN new.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM audit_entry)
    BEGIN SELECT RAISE(ABORT, 'an audit entry follows the last one'); END`,
  audit_entry_unchanged: `CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END`,
  audit_entry_kept: `CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END`,
  audit_checkpoint_follows: `CREATE TRIGGER audit_checkpoint_follows BEFORE INSERT ON audit_checkpoint
    WHEN new.number <> (SELECT coalesce(max(number), 0) + 1 FROM audit_checkpoint)
    BEGIN SELECT RAISE(ABORT, 'a checkpoint follows the last one'); END`,
  audit_checkpoint_unchanged: `CREATE TRIGGER audit_checkpoint_unchanged BEFORE UPDATE ON audit_checkpoint
    BEGIN SELECT RAISE(ABORT, 'checkpoints are never changed'); END`,
  audit_checkpoint_kept: `CREATE TRIGGER audit_checkpoint_kept BEFORE DELETE ON audit_checkpoint
    BEGIN SELECT RAISE(ABORT, 'checkpoints are never deleted'); END`,
  audit_key_once: `CREATE TRIGGER audit_key_once BEFORE INSERT ON audit_key
    WHEN EXISTS (SELECT 1 FROM audit_key)
    BEGIN SELECT RAISE(ABORT, 'the audit log has its key'); END`,
  audit_key_unchanged: `CREATE TRIGGER audit_key_unchanged BEFORE UPDATE ON audit_key
    BEGIN SELECT RAISE(ABORT, 'the key of the audit log is never changed'); END`,
  audit_key_kept: `CREATE TRIGGER audit_key_kept BEFORE DELETE ON audit_key
    BEGIN SELECT RAISE(ABORT, 'the key of the audit log is never deleted'); END`,
};

/** The tables of the audit log, as a migration. */
export const auditSchema = `
  -- The audit log: who did what to what, each entry tied to the one before it. Nothing but added to.
  CREATE TABLE audit_entry (
    sequence INTEGER PRIMARY KEY,
    -- SHA-256 over the digest before and the entry, in hexadecimal.
    digest TEXT NOT NULL CHECK (length(digest) = 64),
    -- JSON in its canonical form (RFC 8785). All that follows is read out of it, so that it cannot differ.
    entry TEXT NOT NULL,
    kind TEXT NOT NULL GENERATED ALWAYS AS (entry ->> '$.act.kind') VIRTUAL,
    actor TEXT NOT NULL GENERATED ALWAYS AS (entry ->> '$.actor.kind') VIRTUAL,
    batch_id TEXT GENERATED ALWAYS AS (entry ->> '$.subject.batchId') VIRTUAL,
    at INTEGER NOT NULL GENERATED ALWAYS AS (entry ->> '$.at') VIRTUAL,
    words TEXT NOT NULL GENERATED ALWAYS AS (lower(
      coalesce(entry ->> '$.subject.deviceId', '') || ' ' || coalesce(entry ->> '$.subject.label', '') || ' ' ||
      coalesce(entry ->> '$.subject.card.iccid', '') || ' ' || coalesce(entry ->> '$.subject.batchId', '') || ' ' ||
      coalesce(entry ->> '$.actor.name', '') || ' ' || coalesce(entry ->> '$.actor.user', '') || ' ' ||
      coalesce(entry ->> '$.act.name', '') || ' ' || coalesce(entry ->> '$.act.station', '')
    )) VIRTUAL
  ) STRICT;
  -- All that lists are chosen by, without the entries themselves.
  CREATE INDEX audit_entry_listed ON audit_entry (sequence, kind, actor, batch_id, words);
  CREATE INDEX audit_entry_of_batch ON audit_entry (batch_id, kind, sequence) WHERE batch_id IS NOT NULL;

  -- What the bench has signed of it. Where entries were cut off, one entry may have been signed twice.
  CREATE TABLE audit_checkpoint (
    number INTEGER PRIMARY KEY,
    -- The entry, and its digest.
    sequence INTEGER NOT NULL,
    digest TEXT NOT NULL,
    -- Milliseconds since 1970.
    at INTEGER NOT NULL,
    -- SHA-256 of the public key, in hexadecimal.
    key TEXT NOT NULL,
    signature TEXT NOT NULL
  ) STRICT;

  -- The key it signs with (Ed25519): one row.
  CREATE TABLE audit_key (
    key TEXT PRIMARY KEY,
    public_pem TEXT NOT NULL,
    -- PKCS#8 (PEM), sealed.
    private_sealed BLOB NOT NULL
  ) STRICT;

  ${Object.values(auditTriggers).join(';\n  ')};
`;
