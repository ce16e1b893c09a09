import type { ServerCommand } from '../dm/commands.ts';
import type { CommandResult, PlanTurn, SessionPlanner } from '../dm/server-session.ts';
import type { PlanProgress } from './planner.ts';

/** The queued commands of a device, as its sessions see them. What is called here is undone with the package. */
export interface CommandQueue {
  /** Takes those that wait out of the queue, in their order, as commands for this session; a few at a time. */
  take(): readonly { readonly id: string; readonly command: ServerCommand }[];
  /** What the device said of those that were sent, in their order. */
  reported(results: readonly { readonly id: string; readonly result: CommandResult }[]): void;
}

/** Progress of a session that also works through the queue. */
export interface QueuedProgress extends PlanProgress {
  /** The commands of the queue that were sent last, and what follows when the queue is empty. */
  readonly queue?: { readonly ids: readonly string[]; readonly after: PlanTurn<PlanProgress> };
}

type Turn = PlanTurn<QueuedProgress>;

/**
 * A planner that sends what people have queued when the plan has nothing more to send in this session: whether it
 * was fulfilled, has failed, or waits. How the plan ended stays how it ended, whatever becomes of the queue.
 */
export function withQueue(
  planner: SessionPlanner<PlanProgress>,
  queue: CommandQueue,
): SessionPlanner<QueuedProgress> {
  const turn = (planned: PlanTurn<PlanProgress>, progress: PlanProgress): Turn => {
    if (planned.kind === 'commands') return planned;
    const taken = queue.take();
    if (taken.length === 0) return planned;
    return {
      kind: 'commands',
      commands: taken.map(({ command }) => command),
      progress: { ...progress, queue: { ids: taken.map(({ id }) => id), after: planned } },
    };
  };
  return {
    serverUri: planner.serverUri,
    begin(package1) {
      const planned = planner.begin(package1);
      return turn(planned, planned.kind === 'finished' ? nowhere : planned.progress);
    },
    next(progress, results, alerts) {
      const { queue: sent, ...own } = progress;
      if (sent === undefined) return turn(planner.next(own, results, alerts), own);
      queue.reported(
        sent.ids.flatMap((id, index) => {
          const result = results[index];
          return result ? [{ id, result }] : [];
        }),
      );
      return turn(sent.after, own);
    },
  };
}

/** Where a session is that never had a step of a plan. */
const nowhere: PlanProgress = { plan: '', step: 0, attempt: 1, passedOver: [] };
