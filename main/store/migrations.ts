/** The steps that bring a store's file from one version to the next; a step, once released, never changes. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

  CREATE TABLE batch (
    batch_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    profile_text TEXT NOT NULL,
    list_name TEXT NOT NULL,
    -- SHA-256 over profile and list: the same order begun again is found by it.
    order_digest TEXT NOT NULL,
    simulated_device INTEGER NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX batch_by_order ON batch (order_digest, created_at);

  CREATE TABLE job (
    job_id TEXT PRIMARY KEY,
    batch_id TEXT NOT NULL REFERENCES batch,
    line INTEGER NOT NULL,
    device_id TEXT NOT NULL,
    label TEXT NOT NULL,
    variables TEXT NOT NULL,
    -- The card that the row belongs to, where the profile says so.
    iccid TEXT,
    state TEXT NOT NULL,
    state_json TEXT NOT NULL,
    message_digest TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    -- A failed row that a person wants to be tried again.
    retry INTEGER NOT NULL DEFAULT 0,
    changed_at INTEGER NOT NULL,
    UNIQUE (batch_id, line)
  ) STRICT;
  CREATE INDEX job_by_state ON job (batch_id, state, line);
  CREATE INDEX job_by_device ON job (device_id, changed_at);
  CREATE INDEX job_by_message ON job (message_digest) WHERE message_digest IS NOT NULL;

  -- Every transition of every job, in order: what happened, when. Never changed, never deleted.
  CREATE TABLE job_event (
    job_id TEXT NOT NULL REFERENCES job,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (job_id, number)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE device (
    device_id TEXT PRIMARY KEY,
    label TEXT NOT NULL,
    -- The job whose profile the device follows: the newest one.
    job_id TEXT NOT NULL REFERENCES job,
    user_name TEXT NOT NULL UNIQUE,
    password_sealed BLOB NOT NULL,
    credentials_issued_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE repository_resource (
    device_id TEXT NOT NULL REFERENCES device,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    body BLOB NOT NULL,
    etag TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (device_id, name)
  ) STRICT;

  CREATE TABLE session (
    session_id TEXT PRIMARY KEY,
    device_id TEXT NOT NULL REFERENCES device,
    job_id TEXT NOT NULL REFERENCES job,
    opened_at INTEGER NOT NULL,
    ended_at INTEGER,
    state TEXT NOT NULL,
    fault_json TEXT,
    commands_done INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX session_by_device ON session (device_id, opened_at);
  CREATE INDEX session_by_job ON session (job_id, opened_at);
  CREATE INDEX session_open ON session (state) WHERE state = 'open';

  CREATE TABLE transcript (
    session_id TEXT NOT NULL REFERENCES session,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    status INTEGER,
    PRIMARY KEY (session_id, number)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE reported_instance (
    device_id TEXT NOT NULL REFERENCES device,
    moid TEXT NOT NULL,
    instance TEXT NOT NULL,
    root_name TEXT NOT NULL,
    root_json TEXT NOT NULL,
    reported_at INTEGER NOT NULL,
    session_id TEXT NOT NULL REFERENCES session,
    PRIMARY KEY (device_id, moid, instance)
  ) STRICT, WITHOUT ROWID;
  `,
];
