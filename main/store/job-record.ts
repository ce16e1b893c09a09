import type { JobState } from '../../core/provisioning/job.ts';
import type { Variables } from '../../core/provisioning/variables.ts';

/** A job: one row of a device list on its way. */
export interface JobRecord {
  readonly jobId: string;
  readonly batchId: string;
  readonly line: number;
  readonly deviceId: string;
  readonly label: string;
  readonly variables: Variables;
  readonly iccid?: string;
  readonly state: JobState;
  readonly attempts: number;
  readonly changedAt: number;
  /** The bench that worked at it last, where that is another one: its order is shared. */
  readonly bench?: string;
  /** What that bench recorded of how it ended: JSON. */
  readonly result?: string;
}

/** What a row of a list says, as far as people may change it. */
export type RowValues = Pick<JobRecord, 'deviceId' | 'label' | 'variables' | 'iccid'>;

export type NewJob = Omit<JobRecord, 'state' | 'attempts' | 'changedAt' | 'bench' | 'result'>;

/** One transition of a job, as it was recorded. */
export interface JobEventRecord {
  readonly at: number;
  readonly event: string;
  readonly state: JobState;
  /** Why a person decided it. */
  readonly reason?: string;
  /** The values that the row had before, where they were changed. */
  readonly before?: Variables;
}

/** A job from its row of the table. */
export function jobOf(row: Readonly<Record<string, unknown>>): JobRecord {
  return {
    jobId: String(row.job_id),
    batchId: String(row.batch_id),
    line: Number(row.line),
    deviceId: String(row.device_id),
    label: String(row.label),
    variables: JSON.parse(String(row.variables)) as Variables,
    ...(row.iccid === null ? {} : { iccid: String(row.iccid) }),
    state: JSON.parse(String(row.state_json)) as JobState,
    attempts: Number(row.attempts),
    changedAt: Number(row.changed_at),
    ...(typeof row.bench === 'string' ? { bench: row.bench } : {}),
    ...(typeof row.result_json === 'string' ? { result: row.result_json } : {}),
  };
}

/** A transition from its row of the table. */
export function jobEventOf(row: Readonly<Record<string, unknown>>): JobEventRecord {
  const detail = row.detail === null ? {} : (JSON.parse(String(row.detail)) as Partial<JobEventRecord>);
  return {
    at: Number(row.at),
    event: String(row.event),
    state: JSON.parse(String(row.state)) as JobState,
    ...detail,
  };
}
