import { type Alert, alertTypes, interactionEndOf, isOperationComplete } from '../dm/alerts.ts';
import type { SessionPlanner } from '../dm/server-session.ts';

/** Whether a session exists because something is over that was begun in an earlier one. */
export function tellsOutcome(alerts: readonly Alert[]): boolean {
  return alerts.some((alert) => isOperationComplete(alert) || interactionEndOf(alert) !== undefined);
}

/**
 * A planner that leaves a plan alone which was fulfilled before, in sessions that are there for something else: the
 * device only tells what became of something that the plan did not wait for, and would be made to begin it again,
 * without end; or somebody has queued commands for it. A device that was bootstrapped again is another one to its plan:
 * what an earlier one fulfilled says nothing of it.
 * @param queued whether commands wait for the device
 * @param fulfilled asks whether its plan was fulfilled in an earlier session
 */
export function withoutRepetition<Progress>(
  planner: SessionPlanner<Progress>,
  queued: boolean,
  fulfilled: () => boolean,
): SessionPlanner<Progress> {
  return {
    ...planner,
    begin(package1) {
      const { alerts } = package1;
      const isNew = alerts.some(({ alertType }) => alertType === alertTypes.bootstrapComplete);
      return !isNew && (queued || tellsOutcome(alerts)) && fulfilled()
        ? { kind: 'finished', outcome: { kind: 'fulfilled', passedOver: [] } }
        : planner.begin(package1);
    },
  };
}
