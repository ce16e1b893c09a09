/** What batches remember of their lists, and what the next order takes from earlier ones; an element of the migrations. */
export const orderSchema = `
  -- How the list was read: sheet, encoding, and which column each variable came from. JSON; none for older batches.
  ALTER TABLE batch ADD COLUMN list_reading TEXT;

  -- Which columns variables came from the last time, by the profile and the set of headings.
  CREATE TABLE column_mapping (
    profile_name TEXT NOT NULL,
    -- SHA-256 of the headings in their alphabetical order.
    headings_digest TEXT NOT NULL,
    mapping_json TEXT NOT NULL,
    -- Milliseconds since 1970.
    used_at INTEGER NOT NULL,
    PRIMARY KEY (profile_name, headings_digest)
  ) STRICT, WITHOUT ROWID;

  -- The next number of sequences that go on over the batches of a profile.
  CREATE TABLE sequence_number (
    profile_name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    next INTEGER NOT NULL,
    PRIMARY KEY (profile_name, column_name)
  ) STRICT, WITHOUT ROWID;
`;
