/** What the rows of a batch need to be done, and when a batch stops by itself. */
export const stationsSchema = `
  -- One of the modes of core/provisioning/batch-mode.ts.
  ALTER TABLE batch ADD COLUMN mode TEXT NOT NULL DEFAULT 'cardThenSimulatedDevice';
  UPDATE batch SET mode = 'cardsOnly' WHERE simulated_device = 0;
  ALTER TABLE batch DROP COLUMN simulated_device;

  -- So many rows that fail in a row end its run; 0: never.
  ALTER TABLE batch ADD COLUMN stop_after INTEGER NOT NULL DEFAULT 0;
  -- Why it stopped by itself: JSON, until somebody goes on.
  ALTER TABLE batch ADD COLUMN stop_json TEXT;

  CREATE INDEX job_awaited ON job (changed_at) WHERE state = 'awaitingDevice';
`;
