/** The order of all transitions of all rows, and what is asked of them often; an element of the migrations. */
export const jobHistorySchema = `
  -- One line a transition, in the order in which they were recorded; kept by the trigger below.
  CREATE TABLE job_history (
    sequence INTEGER PRIMARY KEY,
    batch_id TEXT NOT NULL REFERENCES batch,
    job_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    -- Milliseconds since 1970.
    at INTEGER NOT NULL,
    -- Where the row failed.
    fault_code TEXT
  ) STRICT;
  -- A clock that was set back must not bring the transitions of a row into another order.
  INSERT INTO job_history (batch_id, job_id, number, at, fault_code)
    SELECT job.batch_id, e.job_id, e.number, e.at, e.state ->> '$.fault.code'
      FROM job_event e JOIN job ON job.job_id = e.job_id
     ORDER BY max(e.at) OVER (PARTITION BY e.job_id ORDER BY e.number), e.job_id, e.number;
  CREATE INDEX job_history_by_batch ON job_history (batch_id, sequence);
  CREATE INDEX job_history_by_fault ON job_history (batch_id, fault_code, job_id) WHERE fault_code IS NOT NULL;
  CREATE TRIGGER job_event_recorded AFTER INSERT ON job_event BEGIN
    INSERT INTO job_history (batch_id, job_id, number, at, fault_code)
      SELECT batch_id, new.job_id, new.number, new.at, new.state ->> '$.fault.code'
        FROM job WHERE job_id = new.job_id;
  END;
`;
