import { alertsSchema } from './alerts-schema.ts';
import { auditSchema } from './audit-schema.ts';
import { deviceUpdateSchema } from './device-updates.ts';
import { inspectSchema } from './inspect-schema.ts';
import { jobHistorySchema } from './job-history-schema.ts';
import { operatorsSchema } from './operators-schema.ts';
import { orderSchema } from './order-schema.ts';
import { ordersSchema } from './orders-schema.ts';
import { planRunSchema } from './plan-runs.ts';
import { profileLibrarySchema } from './profile-library-schema.ts';
import { queuedCommandSchema } from './queued-commands.ts';
import { stationsSchema } from './stations-schema.ts';

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
  `
  -- The Data Repository: what is a device's own and what all share, small bodies here and larger ones in files.
  ALTER TABLE repository_resource RENAME TO repository_resource_of_device;

  CREATE TABLE repository_resource (
    -- A device's id, or '' for what every device may read.
    owner TEXT NOT NULL,
    device_id TEXT REFERENCES device GENERATED ALWAYS AS (nullif(owner, '')) VIRTUAL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    etag TEXT NOT NULL,
    -- Whether the device put it there itself.
    uploaded INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    -- Behind everything that lists read: a row is found without reading its body.
    body BLOB,
    file TEXT,
    PRIMARY KEY (owner, name),
    CHECK ((body IS NULL) <> (file IS NULL))
  ) STRICT;

  -- How much there is in all, kept up to date by the triggers: one row.
  CREATE TABLE repository_usage (octets INTEGER NOT NULL, resources INTEGER NOT NULL) STRICT;
  INSERT INTO repository_usage VALUES (0, 0);
  CREATE TRIGGER repository_resource_added AFTER INSERT ON repository_resource BEGIN
    UPDATE repository_usage SET octets = octets + new.size, resources = resources + 1;
  END;
  CREATE TRIGGER repository_resource_replaced AFTER UPDATE OF size ON repository_resource BEGIN
    UPDATE repository_usage SET octets = octets + new.size - old.size;
  END;
  CREATE TRIGGER repository_resource_removed AFTER DELETE ON repository_resource BEGIN
    UPDATE repository_usage SET octets = octets - old.size, resources = resources - 1;
  END;

  INSERT INTO repository_resource (owner, name, media_type, size, etag, uploaded, changed_at, body)
    SELECT device_id, name, media_type, length(body), etag, 0, changed_at, body FROM repository_resource_of_device;
  DROP TABLE repository_resource_of_device;
  `,
  `
  CREATE TABLE imported_schema (
    moid TEXT PRIMARY KEY,
    ddf_text TEXT NOT NULL,
    -- Which root node of the file describes the object; the first is 0.
    root_index INTEGER NOT NULL,
    file_name TEXT NOT NULL,
    imported_at INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- What proves notifications to the device, sealed: {"data", "secret"}.
  ALTER TABLE device ADD COLUMN notification_sealed BLOB;

  -- The validator of the state that was reported whole; missing where the device gives none, or parts came since.
  ALTER TABLE reported_instance ADD COLUMN validator TEXT;

  -- The instances that a device listed last (package #1, MOS).
  CREATE TABLE supported_object (
    device_id TEXT NOT NULL REFERENCES device,
    moid TEXT NOT NULL,
    instance TEXT NOT NULL,
    ddf TEXT,
    PRIMARY KEY (device_id, moid, instance)
  ) STRICT, WITHOUT ROWID;

  -- Where in its session plans a device is, while it works at something whose outcome it tells later.
  CREATE TABLE plan_progress (
    device_id TEXT PRIMARY KEY REFERENCES device,
    job_id TEXT NOT NULL REFERENCES job,
    progress_json TEXT NOT NULL,
    -- Milliseconds since 1970.
    waiting_until INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX plan_progress_by_time ON plan_progress (waiting_until);

  -- What the built-in simulated devices hold between sessions, sealed: their accounts' secrets are in it.
  CREATE TABLE simulated_device (
    device_id TEXT PRIMARY KEY REFERENCES device,
    state_sealed BLOB NOT NULL,
    changed_at INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- What devices fetch their bootstrap message with (DM-3), one a device; of the secret only a salted hash is kept.
  CREATE TABLE bootstrap_credential (
    device_id TEXT PRIMARY KEY REFERENCES device,
    user_name TEXT NOT NULL,
    salt BLOB NOT NULL,
    -- SHA-256 over the salt and the credential.
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    opened_at INTEGER NOT NULL,
    closed_at INTEGER,
    -- The message, sealed, as long as the credential is open.
    message_sealed BLOB,
    CHECK ((closed_at IS NULL) = (message_sealed IS NOT NULL))
  ) STRICT;
  `,
  `
  -- Notifications (DM-1): the octets as they go, and how far each has come on its way to a session.
  CREATE TABLE notification (
    notification_key TEXT PRIMARY KEY,
    device_id TEXT NOT NULL REFERENCES device,
    -- NOTIFICATION-ID: 16 bits, used again in time.
    notification_id INTEGER NOT NULL,
    address TEXT NOT NULL,
    octets BLOB NOT NULL,
    -- Milliseconds since 1970, as the times below.
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    state_json TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    last_attempt_at INTEGER,
    fault_json TEXT,
    ended_at INTEGER
  ) STRICT;
  CREATE INDEX notification_by_time ON notification (made_at);
  CREATE INDEX notification_by_device ON notification (device_id, made_at);
  CREATE UNIQUE INDEX notification_under_way ON notification (device_id, notification_id)
    WHERE state IN ('sending', 'sent');

  -- Where devices take notifications.
  CREATE TABLE device_address (
    device_id TEXT PRIMARY KEY REFERENCES device,
    address TEXT NOT NULL,
    told_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- The sessions of a job are among those of its device, which are few: one index less to keep for each session.
  DROP INDEX session_by_job;
  `,
  `
  -- UI interactions (SHOW): a form each, and how far somebody has come with it.
  CREATE TABLE interaction (
    interaction_id TEXT PRIMARY KEY,
    device_id TEXT NOT NULL REFERENCES device,
    job_id TEXT NOT NULL REFERENCES job,
    session_id TEXT NOT NULL REFERENCES session,
    -- SHA-256 of what its address ends in: the address itself is the device's alone.
    token_digest BLOB NOT NULL UNIQUE CHECK (length(token_digest) = 32),
    -- SHA-256 of the cookie of the browser that opened it first.
    browser_digest BLOB CHECK (length(browser_digest) = 32),
    state TEXT NOT NULL,
    state_json TEXT NOT NULL,
    progress_json TEXT NOT NULL,
    -- Milliseconds since 1970.
    begun_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    opened_at INTEGER,
    ended_at INTEGER,
    -- With the row's values in it. Behind everything that changes.
    form_json TEXT NOT NULL
  ) STRICT;
  CREATE INDEX interaction_by_session ON interaction (session_id);
  CREATE INDEX interaction_open ON interaction (expires_at) WHERE ended_at IS NULL;
  `,
  `
  -- A new password of a device, sealed, until the device has reported that it has it, and shows it then: up to that
  -- the old one is good too.
  ALTER TABLE device ADD COLUMN renewal_sealed BLOB;
  -- Milliseconds since 1970.
  ALTER TABLE device ADD COLUMN renewal_reported_at INTEGER;

  -- What HTTP Digest is computed with (H(A1)), sealed, as long as the credential is open.
  ALTER TABLE bootstrap_credential ADD COLUMN digest_secret_sealed BLOB;
  `,
  auditSchema,
  operatorsSchema,
  `
  -- Client certificates (TLS) that were issued to devices, which need not be known yet.
  CREATE TABLE device_certificate (
    -- SHA-256 of the certificate of the authority that it comes from.
    authority TEXT NOT NULL,
    serial TEXT NOT NULL,
    device_id TEXT NOT NULL,
    certificate TEXT NOT NULL,
    -- The private key, sealed; gone once the certificate is revoked.
    key_sealed BLOB,
    -- Milliseconds since 1970, as the times below.
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    issued_at INTEGER NOT NULL,
    PRIMARY KEY (authority, serial)
  ) STRICT;
  CREATE INDEX device_certificate_by_device ON device_certificate (device_id, issued_at);
  CREATE INDEX device_certificate_by_serial ON device_certificate (serial);
  CREATE INDEX device_certificate_by_time ON device_certificate (issued_at);

  -- Certificates that count no more, also those of authorities that an operator imported.
  CREATE TABLE revoked_certificate (
    authority TEXT NOT NULL,
    serial TEXT NOT NULL,
    revoked_at INTEGER NOT NULL,
    PRIMARY KEY (authority, serial)
  ) STRICT, WITHOUT ROWID;

  -- Pre-shared keys (TLS-PSK), one a device, sealed.
  CREATE TABLE preshared_key (
    device_id TEXT PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE,
    key_sealed BLOB NOT NULL,
    issued_at INTEGER NOT NULL
  ) STRICT;
  `,
  profileLibrarySchema,
  inspectSchema,
  queuedCommandSchema,
  alertsSchema,
  ordersSchema,
  jobHistorySchema,
  orderSchema,
  deviceUpdateSchema,
  planRunSchema,
  stationsSchema,
];
