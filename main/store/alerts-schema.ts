/** The tables of alerts and of the rules that act on them; an element of the migrations. */
export const alertsSchema = `
  -- What devices tell by alerts, in bounds.
  CREATE TABLE alert (
    -- Counts up: the newest alert has the highest.
    number INTEGER PRIMARY KEY,
    device_id TEXT NOT NULL REFERENCES device,
    session_id TEXT NOT NULL REFERENCES session,
    -- Milliseconds since 1970, as the times below.
    at INTEGER NOT NULL,
    -- With what rules made of it; the graver, the greater.
    severity INTEGER NOT NULL,
    acknowledged_at INTEGER,
    alert_type TEXT NOT NULL,
    source_uri TEXT,
    -- As the device wrote it.
    mark TEXT,
    result_code INTEGER,
    acknowledged_by TEXT,
    target_uri TEXT,
    data_type TEXT,
    -- Characters of the whole data; behind everything that lists read come the data, or their beginning.
    data_length INTEGER,
    data TEXT
  ) STRICT;
  CREATE INDEX alert_by_device ON alert (device_id, number);
  CREATE INDEX alert_open ON alert (severity) WHERE acknowledged_at IS NULL;

  -- What a rule did about an alert; it goes with the alert.
  CREATE TABLE alert_firing (
    alert_number INTEGER NOT NULL REFERENCES alert ON DELETE CASCADE,
    -- The place of the rule among those that matched.
    place INTEGER NOT NULL,
    rule_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- Whether it is not known yet what came of it.
    acting INTEGER NOT NULL,
    firing_json TEXT NOT NULL,
    PRIMARY KEY (alert_number, place)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX alert_firing_by_rule ON alert_firing (rule_id, alert_number);
  CREATE INDEX alert_firing_acting ON alert_firing (acting) WHERE acting = 1;

  -- When rules acted for devices: what holds them back outlives the alerts.
  CREATE TABLE alert_rule_act (
    rule_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX alert_rule_act_by_device ON alert_rule_act (rule_id, device_id, at);
  CREATE INDEX alert_rule_act_by_time ON alert_rule_act (rule_id, at);

  -- The rules as a list, and the last alert that they were asked about: one row.
  CREATE TABLE alert_rule_list (
    revision INTEGER NOT NULL,
    rules_json TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    asked_up_to INTEGER NOT NULL
  ) STRICT;
  INSERT INTO alert_rule_list VALUES (0, '[]', 0, 0);
`;
