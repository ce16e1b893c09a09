/** Orders that benches share, rows that people decide about, and why. */
export const ordersSchema = `
  -- The order book that benches share and keep this order in; here is a copy of it then.
  ALTER TABLE batch ADD COLUMN shared TEXT;

  -- The bench that worked at a row of a shared order last.
  ALTER TABLE job ADD COLUMN bench TEXT;
  -- What that bench recorded of how the row ended, for the reports of the others.
  ALTER TABLE job ADD COLUMN result_json TEXT;
  -- How many events of a row of a shared order are known here.
  ALTER TABLE job ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
  -- What the other benches have not been told of this one's rows: few, where the order is shared.
  CREATE INDEX job_untold ON job (batch_id) WHERE bench IS NULL AND result_json IS NULL AND state IN ('done', 'failed');
  CREATE INDEX job_in_work ON job (state) WHERE state NOT IN ('waiting', 'done', 'failed', 'held', 'cancelled');

  -- What a row is found by, so that a search reads little for each row. Steps of a row leave it alone.
  ALTER TABLE job ADD COLUMN search_text TEXT
    GENERATED ALWAYS AS (lower(label || ' ' || device_id || ' ' || variables)) VIRTUAL;
  CREATE INDEX job_by_text ON job (batch_id, line, search_text);

  -- What the audit log says of one row.
  ALTER TABLE audit_entry ADD COLUMN job_id TEXT GENERATED ALWAYS AS (entry ->> '$.subject.jobId') VIRTUAL;
  CREATE INDEX audit_entry_of_job ON audit_entry (job_id, sequence) WHERE job_id IS NOT NULL;

  -- Why a person decided something about a row, and the values it had before: JSON.
  ALTER TABLE job_event ADD COLUMN detail TEXT;
`;
