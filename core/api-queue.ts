import { z } from 'zod';
import type { QueuedProblem } from './provisioning/queued-checks.ts';
import { type QueuedState, type QueuedWork, queuedWorkSchema } from './provisioning/queued-work.ts';

/** The part of the contract that is about commands which people queue for devices. */

const works = z.array(queuedWorkSchema).min(1).max(200);

export const queueRequests = {
  /** Says what a device will probably refuse, by the descriptions of its objects. */
  checkQueued: z.strictObject({ deviceId: z.string(), works }),
  /** Queues commands for the device's next session; with `notify`, the device is asked to open one. */
  queueCommands: z.strictObject({ deviceId: z.string(), works, notify: z.boolean() }),
  /** Queues what a file of branches, which was read and looked at, comes to. */
  queueBranch: z.strictObject({ deviceId: z.string(), importId: z.string(), notify: z.boolean() }),
  /** What was queued for a device, the newest first. */
  queuedCommands: z.strictObject({ deviceId: z.string() }),
  /** Takes a command that waits out of the queue. */
  cancelQueued: z.strictObject({ commandId: z.string() }),
} as const;

/** A command that was queued, and what became of it. */
export interface QueuedCommandView {
  readonly commandId: string;
  readonly deviceId: string;
  readonly work: QueuedWork;
  readonly state: QueuedState;
  /** Milliseconds since 1970. */
  readonly queuedAt: number;
}

/** What came of queueing: the commands, and whether the device could be asked for a session. */
export interface QueueingView {
  readonly commands: readonly QueuedCommandView[];
  /** `unknownAddress`: the next session that the device opens by itself carries them out. */
  readonly notification: 'sent' | 'unknownAddress' | 'notAsked';
}

export interface QueueAnswers {
  /** For each command, in order. */
  checkQueued: readonly (readonly QueuedProblem[])[];
  queueCommands: QueueingView;
  queueBranch: QueueingView;
  queuedCommands: readonly QueuedCommandView[];
  cancelQueued: QueuedCommandView;
}
