import type { PlanProgress } from '../../core/provisioning/planner.ts';
import type { Database } from './database.ts';

/** A device that works at something whose outcome it tells later. */
export interface SuspendedPlan {
  readonly deviceId: string;
  /** The job whose plan it is; a device that follows a newer one begins that one's plan. */
  readonly jobId: string;
  readonly progress: PlanProgress;
}

/** Where in their session plans devices are, between sessions. */
export interface SuspendedPlans {
  get(deviceId: string): SuspendedPlan | undefined;
  /** @param waitingUntil milliseconds since 1970 */
  keep(plan: SuspendedPlan, waitingUntil: number): void;
  forget(deviceId: string): void;
  /** Those whose time is over. */
  overdue(now: number): readonly SuspendedPlan[];
}

export function createSuspendedPlans(database: Database): SuspendedPlans {
  // Most devices never have one, and each session asks. A device stays in it: forgetting may be undone with the rest.
  let devices: Set<string> | undefined;
  const mayHaveOne = (): Set<string> => {
    devices ??= new Set(
      database.all('SELECT device_id FROM plan_progress').map((row) => String(row.device_id)),
    );
    return devices;
  };
  return {
    get(deviceId) {
      if (!mayHaveOne().has(deviceId)) return undefined;
      const row = database.first('SELECT * FROM plan_progress WHERE device_id = ?', deviceId);
      return row && planOf(row);
    },
    keep({ deviceId, jobId, progress }, waitingUntil) {
      mayHaveOne().add(deviceId);
      database.run(
        'INSERT OR REPLACE INTO plan_progress VALUES (?, ?, ?, ?)',
        deviceId,
        jobId,
        JSON.stringify(progress),
        waitingUntil,
      );
    },
    forget: (deviceId) => void database.run('DELETE FROM plan_progress WHERE device_id = ?', deviceId),
    overdue: (now) =>
      database.all('SELECT * FROM plan_progress WHERE waiting_until < ? LIMIT 1000', now).map(planOf),
  };
}

function planOf(row: Readonly<Record<string, unknown>>): SuspendedPlan {
  return {
    deviceId: String(row.device_id),
    jobId: String(row.job_id),
    progress: JSON.parse(String(row.progress_json)) as PlanProgress,
  };
}
