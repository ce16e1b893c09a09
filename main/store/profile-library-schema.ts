/** The library of profiles, as a migration. */
export const profileLibrarySchema = `
  -- Profiles that are kept for further batches. Milliseconds since 1970, as the times below.
  CREATE TABLE library_profile (
    profile_id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    archived_at INTEGER
  ) STRICT;

  CREATE TABLE library_version (
    profile_id TEXT NOT NULL REFERENCES library_profile,
    number INTEGER NOT NULL,
    -- SHA-256 of the text: the batches that began with it are found by it.
    digest TEXT NOT NULL,
    note TEXT,
    saved_at INTEGER NOT NULL,
    -- Behind everything that lists read.
    text TEXT NOT NULL,
    PRIMARY KEY (profile_id, number)
  ) STRICT;
  CREATE INDEX library_version_by_digest ON library_version (digest);
  CREATE TRIGGER library_version_unchanged BEFORE UPDATE ON library_version
    BEGIN SELECT RAISE(ABORT, 'versions of profiles are never changed'); END;
  CREATE TRIGGER library_version_kept BEFORE DELETE ON library_version
    BEGIN SELECT RAISE(ABORT, 'versions of profiles are never deleted'); END;

  -- Changes that are not saved: one text a profile.
  CREATE TABLE library_draft (
    profile_id TEXT PRIMARY KEY REFERENCES library_profile,
    -- The version that they began with.
    base INTEGER,
    changed_at INTEGER NOT NULL,
    text TEXT NOT NULL
  ) STRICT;
`;
