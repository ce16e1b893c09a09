import type { Bench } from '../bench.ts';
import type { CallHandlers } from './answer-call.ts';

type QueueCalls = 'checkQueued' | 'queueCommands' | 'queuedCommands' | 'cancelQueued';

/** The calls about commands that people queue for devices. */
export function createQueueHandlers({ commands }: Bench): Pick<CallHandlers, QueueCalls> {
  return {
    checkQueued: ({ deviceId, works }) => commands.check(deviceId, works),
    queueCommands: ({ deviceId, works, notify }) => commands.queue(deviceId, works, notify),
    queuedCommands: ({ deviceId }) => commands.ofDevice(deviceId),
    cancelQueued: ({ commandId }) => commands.cancel(commandId),
  };
}
