/** What looking at devices needs: how what was reported came here, copies of it from earlier, and tags. */
export const inspectSchema = `
  -- How a reported instance came here, and which parts of it came apart from it: null where it came whole.
  ALTER TABLE reported_instance ADD COLUMN source TEXT NOT NULL DEFAULT 'reported';
  ALTER TABLE reported_instance ADD COLUMN parts_json TEXT;
  -- Milliseconds since 1970; null for lists of earlier versions.
  ALTER TABLE supported_object ADD COLUMN listed_at INTEGER;

  -- What was known of a device's objects at a time.
  CREATE TABLE tree_snapshot (
    snapshot_id TEXT PRIMARY KEY,
    device_id TEXT NOT NULL REFERENCES device,
    taken_at INTEGER NOT NULL,
    -- The batch whose end it was taken at; null where a person took it.
    batch_id TEXT REFERENCES batch,
    note TEXT NOT NULL
  ) STRICT;
  CREATE INDEX tree_snapshot_by_device ON tree_snapshot (device_id, taken_at);

  -- The columns of reported_instance, as they were.
  CREATE TABLE tree_snapshot_instance (
    snapshot_id TEXT NOT NULL REFERENCES tree_snapshot,
    moid TEXT NOT NULL,
    instance TEXT NOT NULL,
    root_name TEXT NOT NULL,
    root_json TEXT NOT NULL,
    reported_at INTEGER NOT NULL,
    session_id TEXT NOT NULL,
    validator TEXT,
    source TEXT NOT NULL,
    parts_json TEXT,
    PRIMARY KEY (snapshot_id, moid, instance)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE device_tag (
    device_id TEXT NOT NULL REFERENCES device,
    tag TEXT NOT NULL,
    PRIMARY KEY (device_id, tag)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX device_tag_by_tag ON device_tag (tag);
  `;
