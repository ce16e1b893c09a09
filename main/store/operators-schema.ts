/** The people at the bench, and the issuer keys that the bench keeps, as a migration. */
export const operatorsSchema = `
  -- The people at the bench. Never deleted: what they did refers to them.
  CREATE TABLE operator (
    operator_id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    role TEXT NOT NULL CHECK (role IN ('technician', 'engineer')),
    -- scrypt over the PIN: what it costs, salt and hash.
    pin_hash BLOB,
    -- A hash of the badge's code that only the vault can make.
    badge_hash BLOB UNIQUE CHECK (length(badge_hash) = 32),
    -- Milliseconds since 1970.
    added_at INTEGER NOT NULL,
    disabled_at INTEGER
  ) STRICT;
  CREATE TRIGGER operator_kept BEFORE DELETE ON operator
    BEGIN SELECT RAISE(ABORT, 'operators are never deleted'); END;

  -- Wrong tries of a PIN or a badge, by what was tried; a restart forgets none.
  CREATE TABLE wrong_tries (
    subject TEXT PRIMARY KEY,
    tries INTEGER NOT NULL,
    -- Milliseconds since 1970: before, none is taken.
    wait_until INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Issuer keys of cards that came in encrypted files, sealed, and how often each was taken out.
  CREATE TABLE issuer_key (
    iccid TEXT PRIMARY KEY,
    key_sealed BLOB NOT NULL,
    source TEXT NOT NULL,
    kept_at INTEGER NOT NULL,
    uses INTEGER NOT NULL DEFAULT 0,
    last_used_at INTEGER
  ) STRICT;
`;
